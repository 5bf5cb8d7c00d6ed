"""Cues in French words."""

import re

from analysis.cues.shared import DIGITS, Cues, anywhere, words

NEGATIONS = words("""
ne n' pas jamais rien aucun aucune personne nul nulle sans ni guère plus non
""")
CONTRASTS = words("""
mais cependant toutefois pourtant malgré sauf presque si néanmoins quoique bien-que sinon hormis
malheureusement dommage
""")
PHRASES = (
    r"bien que|à condition|par contre|au (?:moins|plus|début)|tant que|à part|en revanche|"
    r"à peine|la plupart|jusqu['’]à|pas seulement|ne \S+ que"
)
NUMBER_WORDS = words("""
deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante
cent mille million moitié demi demie double triple tiers quart douzaine
""")

_MANY = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quelques"

CUES = Cues(
    span=re.compile(
        rf"(?:(?<![\d.,])\d{{1,9}}(?:[.,]\d{{1,3}})?|\b(?:une?|{_MANY}))\s+(?:secondes?|minutes?|"
        r"heures?|h|jours?|nuits?|matinées?|semaines?|week-ends?|mois|ans?|années?|hivers?)\b",
        re.IGNORECASE,
    ),
    number=re.compile(
        rf"{DIGITS}|\b(?:moitié|demie?|double|{_MANY}|douzaine|centaines?)\b", re.IGNORECASE
    ),
    moment=anywhere(
        r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|juin|"
        r"juillet|août|septembre|octobre|novembre|décembre|Noël|Pâques|le (?:jour|soir) même|"
        r"le lendemain|à minuit|à midi|avant midi|à \d{1,2} ?(?:h|heures)|pour la première fois|"
        r"première fois|du premier coup|tout de suite|dans l['’]heure"
    ),
    outcome=anywhere(
        r"avant,?\b.{3,120}\b(?:maintenant|depuis|aujourd['’]hui|désormais)|ne \S+ plus|"
        r"n['’]\S{1,30} plus|"
        r"désormais|au lieu de|économis\w+|gagn\w+ du temps|rédui\w+|divisé|doublé|"
        r"depuis (?:que|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
        r"novembre|décembre)|est passée? de|passe de|pour la première fois|enfin|"
        r"plus (?:rapide|simple|facile) que|sans (?:une? seul\w+|aucun\w*|photo)|de nouveau|"
        r"gratuitement"
    ),
    first_person=re.compile(
        r"\b(?:je|j['’]|nous|mon|ma|mes|notre|nos|moi|me|m['’])(?:\b|(?<=['’]))", re.IGNORECASE
    ),
    leaning=re.compile(
        r"\W*(?:il|elle|ils|elles|ce|c['’]|cela|ça|mais|et|aussi|parce|donc|alors|pourtant|"
        r"cependant|ensuite|de plus|par contre|sinon|ceci|voir)(?:\b|(?<=['’]))",
        re.IGNORECASE,
    ),
    turn=anywhere(
        r"mais|cependant|toutefois|pourtant|malgré|sauf|malheureusement|dommage|par contre|"
        r"bémol|aurai[st] (?:aimé|préféré)|sans plus"
    ),
    complaint=anywhere(
        r"lente?s?|chère?s?|bugs?|problèmes?|mauvais\w*|pire|déç\w+|frustr\w+|manque\w*|cassée?|"
        r"en panne|difficile\w*|agaçant\w*|horrible|nulle?|inutile|annulé\w*|rembours\w+|plain\w+|"
        r"réclam\w+|compliqué\w*|injoignable|perdue?s?|refusé\w*|cachés|catastrophe|en retard|"
        r"ne marche|froide?s?|attends|arnaque|honte"
    ),
    denied=re.compile(
        r"\b(?:pas|jamais|aucune?|sans|ni|plus|zéro|tombée?|(?:est|était) tombée?|signalé|"
        r"résolu)\W+"
        r"(?:\w+\W+){0,2}$",
        re.IGNORECASE,
    ),
    denied_praise=anywhere(
        r"(?:pas|jamais) (?:\w+ ){0,2}(?:bien|bon|bonne|facile|content\w*|satisfait\w*|recommande|"
        r"utile)"
    ),
    stock=words("""
    très bien bon bonne bons bonnes excellent excellente parfait parfaite super génial rapide
    rapides sympathique sympathiques agréable professionnel professionnels compétent efficace
    service services produit produits qualité prix personnel équipe livraison travail soigné
    recommande merci tout toujours rien impeccable écoute professeurs café satisfait satisfaite
    redire correct vraiment
    """),
    medical=anywhere(
        r"guéri\w*|(?:douleurs?|migraines?|arthrose|diabète|eczéma|"
        r"symptômes)\b.{0,30}\b(?:disparu\w*|"
        r"finie?s?|parties?)|perdu \d+ ?(?:kilos?|kg)"
    ),
    financial=anywhere(
        r"(?:placement|fonds|actions|investi\w*|bourse|crypto\w*)\b.{0,40}(?:\d+ ?%|gagné|"
        r"rendement|"
        r"doublé)|rendement|revenus? garantis?|gagn\w+ \d[\d ]*(?:€|euros)"
    ),
    profanity=anywhere(
        r"merd\w+|put(?:ain|e)|con(?:nard|nasse)s?|encul\w+|foutr?e?|bordel|salop\w*|chi(?:er|ant)|"
        r"idiots?"
    ),
    person=re.compile(
        r"\b(?:M\.|Mme|Mlle|Monsieur|Madame|Docteur|Dr) [A-ZÀ-Ý][\w'’-]+|"
        r"(?:(?<=[Mm]erci à )|(?<=voisin )|(?<=collègue )|(?<=avec ))"
        r"[A-ZÀ-Ý][a-zà-ÿ]+ [A-ZÀ-Ý][a-zà-ÿ]+"
    ),
    rival=re.compile(
        r"\b(?i:(?:mieux|moins cher|plus rapide) que|contrairement à|par rapport à|"
        r"(?:je viens|nous venons|passés?) de(?: chez)?) (?P<name>[A-ZÀ-Ý][\w'’]+)"
    ),
    solved=anywhere(
        r"réparée?s?|résolue?s?|remplacée?s?|technicien était|reçu un\w*|répondu|tout de suite|"
        r"excus\w+|sans (?:photo|formulaire)|gratuitement"
    ),
    sarcasm=re.compile(
        r"[\"«]\s?(?:service|super|bravo|qualité)\s?[\"»]|\bbravo,? continuez", re.I
    ),
)
