"""What stands around a name and tells whether a colleague is meant: cues, and signs of others."""

import re

from analysis.lexicons import listed, patterns

COMMON = listed("common_names")
"""First names, folded, that are words, months or places as well: they need a cue."""

TEAM, ROLE = patterns("teams"), patterns("roles")

OF_A_TEAM = re.compile(
    rf"\s*,?\s*(?:\w+\s+)?(?:from|in|at|of|on|with|vom|von|aus|im|beim|der|du|de|del|des|à|au)\s+"
    rf"(?:(?:your|the|der|dem|eurem|eurer|ihrem|ihrer|votre|la|le|el|vuestro|tu|su|l['’])\s*)?"
    rf"(?:\w+\s+)?(?:{TEAM})\b",
    re.IGNORECASE,
)
"""Behind a name: from (your) (Leeds) support."""
ROLE_BEFORE = re.compile(
    rf"\b(?:{ROLE}|{TEAM})\s*(?:,|:|was|is|called|named|namens|war|était|fue|es)?\s*$",
    re.IGNORECASE,
)
CALLED_BEFORE = re.compile(
    rf"\b(?:{ROLE})\s*(?:,|:|was|is|called|named|namens|war|hieß|était|fue|es)\s+"
    r"(?:called\s+|named\s+)?$",
    re.IGNORECASE,
)
"""Before a name in small letters: an agent called hope; "the agent will" is no name."""
THANKS_BEFORE = re.compile(
    r"\b(?:thank(?:s|\s+you)?|thx|ty|thank\s+u|kudos|shout[- ]?out|props|hats?\s+off|"
    r"cheers|credit|praise|danke\w*|dank|lob|merci|bravo|chapeau|gracias|felicidades|enhorabuena|stars?|grâce|"
    r"un\s+10|especially|particularly|besonders|surtout|sobre\s+todo)\b"
    r"(?:\s*,)?(?:\s+(?:so|very|much|all|a\s+lot|goes|go|to|for|an|à|a|para|von|de|vor|at|especially|both|"
    r"out|the|von\s+mir|nochmal|again|you|our|your)){0,4}\s*$",
    re.IGNORECASE,
)
MET_BEFORE = re.compile(
    r"\b(?:spoke|speak|speaking|talked|talking|chatted|dealt|deal|dealing|worked|working|call)\s+"
    r"(?:to|with)\s*$|\b(?:ask|asked|asking)\s+for\s*$|\b(?:helped|served|assisted|looked\s+after|"
    r"trained|advised|rescued|supported|geholfen|beraten|bedient|accueillie?s?|aidée?s?|conseillée?s?|"
    r"servie?s?|atendid[oa]s?|ayudad[oa]s?)\s+(?:by|von|par|por)\s*$|\bwith\s+the\s+help\s+of\s*$|"
    r"\b(?:without|got|get|had|met)\s*$",
    re.IGNORECASE,
)
ACTS_BEHIND = re.compile(
    r"\s*,?\s*(?:then\s+|also\s+|really\s+|always\s+|who\s+|kindly\s+|personally\s+|quickly\s+)?(?:"
    r"helped|explained|fixed|solved|resolved|sorted|called|rang|stayed|listened|answered|replied|walked|"
    r"made\s+(?:\w+\s+){0,2}(?:easy|fun|sure|time|a\s+pleasure)|made\s+(?:onboarding|setup|everything|it|us|me|my|our)\b|"
    r"told|talked|kept|promised|ignored|refused|left\s+(?:me|us)|took|gave|went|saved|rescued|showed|"
    r"deserves|rocks|knows|deliver(?:s|ed)|handled|guided|apologi[sz]ed|offered|found|hung|shouted|"
    r"hat|haben|half|erklärte|rettete?|kümmerte|konnte|legte|"
    r"(?:m['’]|nous\s+|n['’]|ne\s+)\s*a\w*|a\s+(?:été|répondu|réglé|pris|su|fait)|"
    r"(?:me|nos|lo)\s+\w+|eres\b|you\s+(?:are|rock|were|saved|made)|you['’]re|du\s+bist|vous\s+êtes)",
    re.IGNORECASE,
)
IS_BEHIND = re.compile(
    r"\s*(?:,\s*(?:who|die|der|qui|que)\s+)?(?:was|is|were|are|has\s+been|could|can|war|ist|waren|est|"
    r"était|fue|es|son|fueron|=)\b",
    re.IGNORECASE,
)
PERSONAL = re.compile(
    r"\b(?:help(?:ful|ed|s)|kind|honest|friendly|patient|polite|rude|unfriendly|dismissive|legend|gem|hero|"
    r"star|wizard|lady|guy|man|woman|she|he|her|him|his|lovely|sweet|professional|pushy|impatient|"
    r"unhelpful|knowledgeable|joy\s+to\s+work|pleasure\s+to\s+deal|credit\s+to|freundlich\w*|nett\w*|"
    r"hilfsbereit\w*|kompetent\w*|geduldig|unfreundlich|gentil\w*|patiente?|souriante?|aimable|adorable|"
    r"amable\w*|simpátic\w*|antipátic\w*|borde|encantador\w*|profesional|treasure|medal|brilliant\s+on|"
    r"condescending|aggressive|curt|charming|courteous|attentive|champion|angel)\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?<![\w.])(?:mr|mrs|ms|miss|mister|dr|herr|herrn|hr|frau|fr|mme|mlle|madame|monsieur|m|señor|señora|"
    r"sra|sr|doña)\.?\s+$",
    re.IGNORECASE,
)
KIN = re.compile(
    r"\b(?:my|our|his|her|their|mein\w*|unser\w*|mon|ma|mes|notre|nos|mi|mis|nuestr[oa]s?)\s+(?:\w+\s+)?"
    r"(?:husband|wife|son|daughter|sister|brother|mother|father|mum|mom|dad|boss|colleague|coworker|"
    r"co-worker|friend|neighbou?r|cat|dog|partner|kids?|granddaughter|grandson|girlfriend|boyfriend|"
    r"cousin|uncle|aunt|caretaker|janitor|ceo|accountant|secretary|intern|chef|client|customer|hamster|"
    r"mann|frau|sohn|tochter|schwester|bruder|mutter|vater|chefin|kollegin|kollege|freund|freundin|"
    r"nachbar|nachbarin|hausmeister|katze|hund|oma|opa|kind|praktikant\w*|"
    r"mari|femme|fils|fille|sœur|soeur|frère|mère|père|patron|patronne|collègue|amie?|voisine?|chat|chien|"
    r"marido|mujer|esposa|esposo|hijo|hija|hermana|hermano|madre|padre|jefe|jefa|colega|compañer[oa]|"
    r"amig[oa]|vecin[oa]|gato|perro)\s+$",
    re.IGNORECASE,
)
OWN_PEOPLE = re.compile(
    r"\s*,?\s*(?:\w+\s+){0,1}?(?:from|at|in|of|aus|von|vom|in|de|chez)\s+"
    r"(?:our|my|unser\w*|mein\w*|notre|mon|ma|nuestr[oa]|mi|nebenan|next\s+door|across)\b",
    re.IGNORECASE,
)
NO_NAME_BEFORE = re.compile(
    r"\b(?:san|santa|santo|st|saint|sainte|sankt|hagia|ave|don|doña|san\.|st\.|rue|calle|plaza|avenida|avenue|"
    r"place|platz|am|anne\s+|café|cafe|hotel|bar)\.?\s+$|[-‐‑]$",
    re.IGNORECASE,
)
ARTICLE_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|my|our|your|his|her|every|each|no|any|der|die|das|den|dem|des|ein|eine|"
    r"einen|einem|le|la|un|une|el|los|las|una|al|del|du|im|am|zum|zur|in|en|seit|since|until|bis|de|"
    r"to|be|at|near|via|nach|ganz|very|so|too|\d+\.?)\s+$|\bl['’]$",
    re.IGNORECASE,
)
THING_BEHIND = re.compile(
    r"['’]?s?\s*(?:[-‐‑]\w|\d|(?:street|st|road|rd|avenue|ave|lane|square|gardens?|hotel|caf[eé]|bank|blend|roast|"
    r"period|theme|edition|series|model|machine|cent(?:er|re)|station|park|hall|church|school|"
    r"restaurant|bar|pub|beans|coffee|airfield|office|island|bay|castle|cosmetics|gold|and\s+sons|"
    r"straße|strasse|platz|weg|allee|tassen|haus)\b)",
    re.IGNORECASE,
)
THE_GREAT = re.compile(r"\s+(?:the|der|die|le|la|el)\s+[A-ZÄÖÜ]")
INTRODUCES = re.compile(
    r"\b(?:i['’]m|i\s+am|my\s+name\s+is|name['’]s|this\s+is|ich\s+hei(?:ß|ss)e|ich\s+bin|mein\s+name\s+ist|"
    r"je\s+m['’]appelle|je\s+suis|c['’]est|me\s+llamo|soy|mi\s+nombre\s+es|signed|sincerely)\s*:?,?\s*$",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"(?:\b(?:(?:kind|best|warm|many)\s+regards|regards|cheers|best(?:\s+wishes)?|all\s+the\s+best|"
    r"sincerely(?:\s+yours)?|yours(?:\s+\w+)?|love|xx+|lg|vg|mfg|gr[üu](?:ß|ss)e[n]?|gru(?:ß|ss)|"
    r"cordialement|bien\s+à\s+vous|amitiés|bises|(?:un\s+)?saludos?|atentamente|un\s+abrazo|many\s+thanks|"
    r"excellent|danke|thanks|merci|gracias)\s*[,\n.!]\s*|\b(?:lg|vg|mfg|regards|gr[üu](?:ß|ss)e)\s+)$",
    re.IGNORECASE,
)
MAY_STAND_BEFORE = listed("before_names")
"""Words that may stand with a capital before a name without being a part of it."""

_TEAMS = {
    "billing": "accounts accounting invoices invoicing buchhaltung facturation facturacion",
    "support": "soporte helpdesk kundenservice kundendienst hotline assistance service",
    "delivery": "deliveries driver courier fahrer lieferung livreur livraison repartidor reparto",
    "sales": "vertrieb verkauf ventas ventes",
    "technik": "technical technician techniker tecnico technique technicien",
}
TEAMS = {word: team for team, listed in _TEAMS.items() for word in listed.split()}
"""Words for a team in other languages, folded, and the one word they are compared by."""
