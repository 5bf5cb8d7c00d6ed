"""How mail servers put it in words: they refuse us, the mailbox is full, or there is none."""

import re

PLACES = re.compile(
    r"\bhost \S+|\S+\[[0-9a-f.:]+\]|[^\s<>]+@[\w.-]+|<[^<>]*>|\bmx\S*\.\S+|\bdns;\s*\S+",
    re.IGNORECASE,
)
"""Names of hosts and people: a server called antispam.example says nothing about spam."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


POLICY = _any_of(
    r"spam|junk|\bbulk (?:e-?)?mail|unsolicited|phish|malware|virus|malicious|infected|迷惑メール",
    r"(?:black|block|deny|grey|gray)[ -]?list|\b(?:dns|r)bl\b|\bgesperrt|sperrliste",
    r"spamhaus|spamcop|barracuda|sorbs|uceprotect|senderscore|cloudmark|\btalos\b|trend ?micro",
    r"\bspf\b|\bdkim\b|\bdmarc\b|\bptr\b|\brdns\b|reverse (?:dns|lookup|hostname)|\b[eh]{2}lo\b",
    r"reputation|complain|abus(?:e|ive)|suspicious|\bpolic(?:y|ies)\b|richtlinie|stratégie",
    r"(?:un)?authenticat|sender id|not authori[sz]ed|unauthori[sz]ed|nicht berechtigt",
    r"rate[ -]?limit|throttl|unusual rate|too (?:many|fast|quickly|often|frequent)|send(?:ing)? "
    r"(?:rate|quota|limit)|(?:rate|limit|quota) .{0,30}exceed.{0,20}send|deferred due to",
    r"content (?:reject|filter|restrict|denied|not)|prohibited|message (?:content )?(?:was )?"
    r"(?:blocked|refused|filtered)|message rejected|rejected by (?:content|filter|recipient)",
    r"relay(?:ing)? (?:access )?(?:denied|not|prohibit|disallow)|(?:unable|not permitted) to relay",
    r"(?:your|client|sending|sender|source|\bthis) (?:ip|host|server|domain|network|address)"
    r".{0,60}(?:block|bann|reject|refus|denied|not allowed|listed|restrict)",
    r"banned|\bip (?:address )?(?:\S+ )?(?:is |has been |was )?(?:block|bann|reject|refus|listed)",
    r"sender (?:address )?(?:\S+ )?(?:was |is |has been |you )?(?:reject|den|refus|block|verif|not "
    r"allow|restrict)|mail from \S* ?(?:reject|refus|not allowed|denied)|(?:does not|don't|not) "
    r"accept(?:ing|ed)? (?:mail|messages|e-?mail) from",
    r"too (?:large|big)|size (?:limit|exceed)|exceed.{0,30}(?:message|maximum) size|zu gro(?:ß|ss)",
    r"administrative(?:ly)? prohibit|\bblocked\b|attachment|temporarily deferred|restricted"
    r"|only (?:accepts|members|allowed)|approved senders|moderat",
)
"""It is us they refuse: never a reason to give a person up."""

FULL = _any_of(
    r"(?:over|exceed\w*)[ -](?:\w+ ){0,3}?(?:quota|storage|allotted|space)",
    r"(?:mailbox|mail box|inbox|account|user|mail folder)\S* (?:is |has |are )?(?:too |over )?full",
    r"quota (?:exceed|full|reached)|over ?quota|out of (?:storage|disk)|insufficient (?:system )?"
    r"(?:storage|disk|space)|no space|disk (?:full|quota)|too many messages on|mailfull",
    r"mailbox (?:has )?(?:exceed|size|quota)|storage (?:space|limit|allocation)",
    r"speicher(?:volumen|platz)|postfach.{0,30}(?:voll|überfüllt|ueberfuellt)|zuviele mails",
    r"bo[iî]te.{0,40}(?:pleine|satur)|quota d[ée]pass|buz[oó]n.{0,20}lleno|casella.{0,20}piena",
    r"容量|いっぱい|邮箱已满|空间不足|przepełnion|caixa.{0,20}cheia|postvak.{0,20}vol\b",
)
"""There is a mailbox; it has no room."""

PASSING = _any_of(
    r"temporar|try again|retry|later|time[ -]?out|timed out|greet|in progress|busy|overload",
    r"connection (?:refused|reset|lost|closed|dropped|fail)|network|unreachable|loop|too many hops",
    r"vorübergehend|voruebergehend|temporaire|temporalmente|一時的|expired|not yet been delivered",
    r"could ?n(?:o|')t be (?:resolved|reached|contacted)|no route|service unavail|system failure",
)
"""It is so for now."""

_WHO = (
    r"(?:user|recipient|mailbox|account|address|addressee|alias|subscriber|customer|e-?mail|person)"
)
_GONE = (
    r"(?:unknown|not (?:\w+ ){0,2}?(?:found|known|exist\w*|valid|active|recogni[sz]ed|available"
    r" here|listed)|does ?n(?:o|')t exist|has been (?:disabled|closed|deleted|suspended|removed"
    r"|deactivated|discontinued|terminated)|is (?:disabled|closed|inactive|invalid|suspended"
    r"|deactivated|no longer \w+|not a (?:known|valid) \w+)|disabled|inactive|closed|invalid"
    r"|non-?exist\w*|no longer (?:exists|valid|available|active))"
)
HARD = _any_of(
    rf"{_WHO}\S*(?: name)?(?: \S+)?[:,;]? ?(?:is |was |has )?{_GONE}",
    rf"(?:unknown|no such|invalid|bad|non-?existent|undefined|inactive|disabled) (?:\w+ ){{0,2}}?"
    rf"(?:{_WHO}|local part|domain|name|destination)",
    r"user ?unknown|unknown ?user|no mailbox (?:here|by|with)|not our customer|valid mailbox",
    r"(?:could ?n(?:o|')t|was ?n(?:o|')t|could not be|ca ?n(?:o|')t be) (?:be )?found",
    r"does ?n(?:o|')t have an? \S+ account|not listed in .{0,40}(?:directory|address book)",
    r"unrouteable|no such (?:address|domain|person)|there is no .{0,40}(?:mailbox|account|user)",
    r"host or domain name not found|domain (?:name )?(?:does ?n(?:o|')t exist|not found)|null mx"
    r"|nullmx|domain (?:has|does) no.{0,20}(?:mx|mail)|nxdomain|domain is invalid",
    r"recipientnotfound|recipnotfound|resolver\.adr\.|recipient ?not ?found",
    r"benutzer.{0,30}(?:unbekannt|nicht bekannt|existiert nicht|deaktiviert|nicht gefunden)",
    r"empfänger.{0,60}(?:unbekannt|existiert nicht|nicht gefunden|nicht vorhanden)",
    r"adresse.{0,60}(?:unbekannt|existiert nicht|nicht gefunden|ungültig|n'existe pas|inconnue"
    r"|introuvable|n'a pas été trouvée)|n'existe (?:pas|plus)",
    r"(?:utilisateur|destinataire|compte|bo[iî]te).{0,60}(?:inconnu|introuvable|inexistant)",
    r"(?:usuario|destinatario|direcci[oó]n|cuenta|buz[oó]n).{0,60}(?:desconocid|no existe|no se "
    r"encontr|inexistente)|(?:utente|destinatario|casella|indirizzo).{0,60}(?:sconosciut|inesist"
    r"|non esiste|non trovat)|(?:usu[aá]rio|destinat[aá]rio|conta).{0,60}(?:n[aã]o exist"
    r"|desconhecid|inexistente|n[aã]o encontrad)",
    r"bestaat niet|onbekende? (?:gebruiker|ontvanger|adres)|nie istnieje|nieznan|okänd|findes ikke",
    r"(?:宛先|あて先|アドレス|ユーザ|受信者).{0,60}(?:存在しません|存在しない|見つかり|不明|ありません)",
    r"(?:用户|收件人|邮箱|地址|帐号|账号).{0,40}(?:不存在|未找到|无效)",
    r"(?:адрес|пользовател|ящик).{0,40}не (?:существует|найден)",
)
"""There is no such mailbox, or it is closed for good."""


def without_places(text: str) -> str:
    """Take the names of hosts and people out of a reason."""
    return PLACES.sub(" ", text)
