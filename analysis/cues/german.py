"""Cues in German words."""

import re

from analysis.cues.shared import DIGITS, Cues, anywhere, words

NEGATIONS = words("""
nicht nichts nein kein keine keinen keinem keiner keines keinerlei nie niemals niemand niemanden
niemandem nirgends nirgendwo ohne kaum weder noch keineswegs nimmer
""")
CONTRASTS = words("""
aber jedoch obwohl obgleich trotz trotzdem leider außer ausser allerdings fast wenn falls
beinahe sonst dennoch zwar sondern nur
""")
PHRASES = (
    r"solange|mindestens|höchstens|bis zu|erst (?:wenn|nach|als)|nicht nur|zum Teil|bis auf|"
    r"am Anfang|meistens|abgesehen von|es sei denn"
)
NUMBER_WORDS = words("""
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert
tausend million halb halbe halbes doppelt dreifach drittel viertel prozent dutzend zweimal dreimal
anderthalb
""")

_MANY = (
    "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|anderthalb|"
    "eineinhalb"
)
_UNIT = (
    r"(?:Sekunden?|Minuten?|Stunden?|Tagen?|Tag|Nächten?|Wochen?|Wochenenden?|Monaten?|Monat|"
    r"Jahren?|Jahr|Wintern?|Sommern?)"
)

CUES = Cues(
    span=re.compile(
        rf"(?:(?<![\d.,])\d{{1,9}}(?:[.,]\d{{1,3}})?|\b(?:einem?|einer|eine|ein paar|wenigen?|"
        rf"{_MANY}))\s+{_UNIT}\b|\bDreiviertelstunde\b",
        re.IGNORECASE,
    ),
    number=re.compile(
        rf"{DIGITS}|\b(?:doppelt|halb(?:e[rns]?)?|{_MANY}|\w{{3,8}}mal|hunderte?|Dutzend)\b",
        re.IGNORECASE,
    ),
    moment=anywhere(
        r"(?:Mon|Diens|Donners|Frei|Sonn)tags?|Mittwochs?|Samstags?|Heiligabend|Weihnachten|"
        r"Ostern|Silvester|am (?:selben|gleichen|nächsten|folgenden) (?:Tag|Morgen|Abend)|noch am "
        r"selben Tag|nächste[rn]? (?:Tag|Morgen)|um Mitternacht|Mittag|zum ersten Mal|freitags|"
        r"um (?:\d{1,2}|acht|neun|zehn|elf|zwölf|eins|zwei|drei|vier|fünf|sechs|sieben)(?: Uhr)?|"
        r"an einem (?:Vormittag|Nachmittag|Abend|Tag)|beim Abendessen|seit (?:Januar|Februar|März|"
        r"April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|\d{4})"
    ),
    outcome=anywhere(
        r"früher\b.{3,120}\b(?:jetzt|heute|nun)|vorher|nicht mehr|kein\w* .{0,20}mehr|endlich|"
        r"statt|spar(?:en|t|e|ten)|gespart|erspart|reduziert|halbiert|verdoppelt|gesenkt|"
        r"seit wir|seitdem|zum ersten Mal|von \S+ (?:auf|zu) \S+|wieder (?:warm|pünktlich|da)|"
        r"nie wieder|(?:schneller|einfacher|günstiger|besser|leichter) als|hasste|"
        r"(?<=[.;,] )jetzt|ohne dass|ohne (?:einen?|jede)|kostenlos"
    ),
    first_person=anywhere(r"ich|wir|mein\w{0,2}|unser\w{0,3}|unsre\w?|mir|mich|uns"),
    leaning=re.compile(
        r"\W*(?:(?i:es|er|sie|aber|und|auch|weil|deshalb|daher|dann|dort|dabei|jedoch|siehe|"
        r"wie oben|außerdem|trotzdem|sonst|dafür|damit|denn)\b|"
        r"(?i:das|dies\w{0,2})\b(?! [A-ZÄÖÜ]))"
    ),
    turn=anywhere(
        r"aber|jedoch|obwohl|leider|außer|allerdings|trotzdem|dennoch|schade|nur dass|"
        r"könnte (?:besser|schneller)|wünsch\w+|zwar"
    ),
    complaint=anywhere(
        r"langsam\w*|teuer|teure\w*|Fehler|stürzt|Abst[uü]rz\w*|Probleme?n?|schlecht\w*|schlimm\w*|"
        r"mies\w*|enttäusch\w*|frustrier\w*|fehlt|fehlen|kaputt\w*|defekt\w*|nervig\w*|nervt|"
        r"verwirrend|furchtbar|schrecklich|nutzlos|gekündigt|Kündigung|beschwer\w*|kompliziert\w*|"
        r"unzuverlässig|unfreundlich\w*|Katastrophe|hellhörig|verschoben|besetzt|erhöht|höher als|"
        r"immer noch nicht|findet nichts|Wartezimmer|nur auf|Danke für nichts|am Ende kam"
    ),
    denied=re.compile(
        r"\b(?:kein\w{0,2}|nicht|nie|niemals|ohne|ohne ein\w*|weder|null|wenig\w*|gelöst|früher|"
        r"alte\w?|hasste)\W+(?:\w+\W+){0,2}$",
        re.IGNORECASE,
    ),
    denied_praise=anywhere(
        r"(?:nicht|nie|kaum) (?:\w+ ){0,2}(?:gut|toll|einfach|hilfreich|zufrieden|empfehlen|"
        r"empfehlenswert|freundlich)"
    ),
    stock=words("""
    gut gute guter gutes guten super toll tolle toller tolles sehr alles immer gerne gern wieder
    schön schöne schönes schnell schnelle freundlich freundliche freundliches nett nettes nette
    kompetent kompetente zuverlässig zuverlässige sauber saubere perfekt klasse prima bestens
    zufrieden weiter empfehlen empfehlung service produkt produkte qualität preis preise team
    personal beratung lieferung arbeit zusammenarbeit firma danke lecker läuft stabil jahren
    vielen seit haus engagierte
    """),
    medical=anywhere(
        r"geheilt|heilte|heilt\b.{0,20}(?:mich|mein)|(?:schmerz\w*|Migräne|Diabetes|Arthrose|"
        r"\w+schmerzen)\b.{0,30}\b(?:weg|verschwunden|geheilt|los)|\d+ ?(?:Kilo|kg) (?:abgenommen|"
        r"verloren)|nie wieder Schmerzen"
    ),
    financial=anywhere(
        r"Rendite|(?:Fonds|Aktien?|Depot|Krypto\w*)\b.{0,40}(?:\d+ ?%|Gewinn|verdoppelt)|"
        r"garantiert\w* (?:Gewinn|Einkommen|Rendite)|(?<![\d.])\d[\d.]{0,20} ?(?:Euro|€) "
        r"(?:verdient|Gewinn|Nebenverdienst)"
    ),
    profanity=anywhere(
        r"schei(?:ß|ss)\w*|arsch\w*|fick\w*|verdammt\w*|kack\w*|wichser|hurensohn|idioten?|"
        r"verarsch\w*|drecksladen|mist"
    ),
    person=re.compile(
        r"\b(?:Herrn?|Frau|Dr\.|Prof\.)(?: Dr\.)? [A-ZÄÖÜ][\wäöüß'’-]+|"
        r"(?:(?<=[Dd]ank an )|(?<=[Kk]ollegin )|(?<=[Kk]ollege )|(?<=[Nn]achbar ))"
        r"[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+"
    ),
    rival=re.compile(
        r"\b(?i:(?:besser|günstiger|schneller|billiger|anders) als bei|im Vergleich zu|"
        r"von(?= \S+ (?:zu \S+ )?gewechselt)) (?P<name>[A-ZÄÖÜ][\wäöüß]+)"
    ),
    solved=anywhere(
        r"behoben|gelöst|repariert|ersetzt|ausgetauscht|stand der|war (?:\w+ ){0,4}da\b|"
        r"neu besohlt|kostenlos|zurückgeschickt|sofort|entschuldigt"
    ),
    sarcasm=re.compile(r"[\"„“](?:toller?|super|Service|Beratung)[\"“”]|\bweiter so\W*$", re.I),
)
