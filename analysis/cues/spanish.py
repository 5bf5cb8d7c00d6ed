"""Cues in Spanish words."""

import re

from analysis.cues.shared import DIGITS, Cues, anywhere, words

NEGATIONS = words("""
no nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas sin tampoco ni apenas
""")
CONTRASTS = words("""
pero aunque salvo casi excepto sino si embargo obstante pese excepto menos lamentablemente
desgraciadamente todavía mientras
""")
PHRASES = (
    r"sin embargo|a pesar|a condición|por lo menos|al menos|como mucho|siempre que|a no ser|"
    r"no obstante|hasta que|al principio|no solo|en cambio"
)
NUMBER_WORDS = words("""
dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta
cien ciento mil millón mitad medio media doble triple tercio cuarto docena
""")

_MANY = "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cincuenta"

CUES = Cues(
    span=re.compile(
        rf"(?:(?<![\d.,])\d{{1,9}}(?:[.,]\d{{1,3}})?|\b(?:una?|pocos|{_MANY}))\s+(?:segundos?|"
        r"minutos?|horas?|días?|noches?|mañanas?|semanas?|meses|mes|años?|inviernos?)\b",
        re.IGNORECASE,
    ),
    number=re.compile(
        rf"{DIGITS}|\b(?:mitad|medi[oa]|doble|{_MANY}|docenas?|cientos)\b", re.IGNORECASE
    ),
    moment=anywhere(
        r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|enero|febrero|marzo|abril|mayo|"
        r"junio|"
        r"julio|agosto|septiembre|octubre|noviembre|diciembre|Navidad|Nochebuena|Pascua|"
        r"el mismo día|la misma (?:tarde|noche|mañana)|al día siguiente|a medianoche|a mediodía|"
        r"a las (?:\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)|"
        r"por primera vez|a la primera|en una mañana"
    ),
    outcome=anywhere(
        r"antes\b.{3,120}\b(?:ahora|hoy)|ya no|en lugar de|en vez de|ahorr\w+|reduc\w+|reduj\w+|"
        r"dobl(?:ó|amos)|desde que|pas(?:ó|é|amos) de|por primera vez|por fin|más (?:rápido|fácil|"
        r"barato) que|sin (?:una? sol\w+|ningún\w*|problemas|fotos)|de nuevo|gratis"
    ),
    first_person=anywhere(
        r"yo|nosotr[oa]s|mis?|nuestr[oa]s?|me|nos|conmigo|[a-záéíóú]{2,}(?:amos|emos|imos)|tengo|"
        r"llevo|"
        r"llevamos|aprendí|entiendo|escribo|avisé"
    ),
    leaning=re.compile(
        r"\W*(?:él|ella|ellos|ellas|eso|esto|pero|y|también|porque|entonces|además|aunque|así|"
        r"sin embargo|por eso|luego|lo mismo|ver)\b",
        re.IGNORECASE,
    ),
    turn=anywhere(
        r"pero|aunque|salvo|sin embargo|lástima|lamentablemente|desgraciadamente|excepto|"
        r"me gustaría|podría (?:mejorar|ser)"
    ),
    complaint=anywhere(
        r"lent[oa]s?|car[oa]s?|errores|problemas?|mal|mal[oa]s?|peor|decepcion\w*|frustr\w+|"
        r"falta\w*|"
        r"rot[oa]s?|se rompió|difícil\w*|molest\w+|confus[oa]|horrible|inútil|cancel\w+|devolución|"
        r"quej\w+|complicad[oa]|suci[oa]s?|vergüenza|tarde|no (?:funciona|llegó|llega)|se cierra|"
        r"comisiones|esperando|estafa|nadie (?:en|se|contesta|responde)"
    ),
    denied=re.compile(
        r"\b(?:no|sin|nunca|ningún\w*|ni|nada|cero|la máquina|avisé de una taza|solucion\w+)\W+"
        r"(?:\w+\W+){0,2}$",
        re.IGNORECASE,
    ),
    denied_praise=anywhere(
        r"(?:no|nunca) (?:\w+ ){0,2}(?:bien|buen[oa]?|fácil|content[oa]s?|satisfech[oa]s?|"
        r"recomiendo|"
        r"útil)"
    ),
    stock=words("""
    muy bien bueno buena buenos buenas buen excelente excelentes perfecto perfecta genial rápido
    rápida rápidos amable amables profesional profesionales dedicados servicio producto productos
    calidad precio precios personal equipo entrega trato recomiendo gracias todo todos siempre
    quejas cercano profesores contento contenta
    """),
    medical=anywhere(
        r"me cur(?:ó|aron)|curad[oa]|(?:dolor\w*|migrañas?|diabetes|"
        r"artrosis)\b.{0,30}\b(?:desapareci\w+|"
        r"se fue\w*)|(?:perdí|bajé) \d+ ?(?:kilos?|kg)"
    ),
    financial=anywhere(
        r"(?:fondo|acciones|invert\w+|inversión|cripto\w*|bolsa)\b.{0,40}(?:\d+ ?%|gan\w+|"
        r"rentabilidad)|"
        r"rentabilidad|dinero seguro|ingresos garantizados|gan(?:o|é|amos) \d[\d.]* ?(?:€|euros|%)"
    ),
    profanity=anywhere(
        r"mierd\w+|put[oa]s?|joder|jodid[oa]|cabr[oó]n\w*|gilipollas|coño|cojones|hostia|"
        r"imbécil\w*|"
        r"idiotas?|pendej\w+|chinga\w*"
    ),
    person=re.compile(
        r"\b(?:Sr\.|Sra\.|Señora?|Don|Doña|Dr\.|Dra\.) [A-ZÁÉÍÓÚÑ][\w'’-]+|"
        r"(?:(?<=[Gg]racias a )|(?<=vecino )|(?<=compañera )|(?<=compañero ))"
        r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+ [A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
    ),
    rival=re.compile(
        r"\b(?i:(?:mejor|más barato|más rápido) que|a diferencia de|comparado con|"
        r"(?:vengo|venimos|cambiamos) de) (?P<name>[A-ZÁÉÍÓÚÑ][\w'’]+)"
    ),
    solved=anywhere(
        r"arregl\w+|solucion\w+|resolv\w+|cambiaron|mandaron|estaba el técnico|respondi\w+|"
        r"disculp\w+|enseguida|gratis|antes de cambiarla"
    ),
    sarcasm=re.compile(r"[\"«](?:servicio|gran|calidad)[\"»]|\bsigan así\W*$", re.IGNORECASE),
)
