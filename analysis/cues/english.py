"""Cues in English words."""

import re

from analysis.cues.shared import DIGITS, Cues, anywhere, words

NEGATIONS = words("""
not no never none nobody nothing nowhere neither nor without hardly barely scarcely cannot
""")
CONTRASTS = words("""
but however although though except unless despite yet still if almost nearly until
unfortunately otherwise
""")
PHRASES = (
    r"apart from|other than|as long as|at (?:least|most|first|times)|up to|no longer|not only|"
    r"only if|"
    r"some of|most of the time|except for|used to"
)
NUMBER_WORDS = words("""
two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred
thousand million half third quarter twice double triple dozen percent
""")

_MANY = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    "fifty|sixty"
)
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

CUES = Cues(
    span=re.compile(
        rf"(?:(?<![\d.,])\d{{1,9}}(?:[.,]\d{{1,3}})?|\b(?:one|few|half an?|(?:in|within|took|takes|"
        rf"after|for|us|me) an?|{_MANY}))[\s-]+"
        r"(?:(?:and a half|more|long|full|short)\s+)?"
        r"(?:seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|weekends?|months?|years?)\b",
        re.IGNORECASE,
    ),
    number=re.compile(
        rf"{DIGITS}|\b(?:twice|half|double|{_MANY}|dozens?|hundreds?)\b", re.IGNORECASE
    ),
    moment=re.compile(
        rf"\b(?:{_DAYS}|{_MONTHS.replace('|May', '')}|Christmas(?: Eve)?|Easter|"
        r"New Year(?:['’]s)?(?: Eve)?)\b|"
        r"\b(?i:(?:the )?(?:same|next|very same|following) (?:day|morning|evening|afternoon|"
        r"night|week)|(?:at|past|around) (?:midnight|noon|lunch)|before (?:lunch|noon|midnight)|"
        r"(?:last|this) (?:spring|summer|autumn|fall|winter)|in (?:spring|summer|autumn|winter)|"
        r"at night|in the (?:middle of the night|evening|morning)|first time|first try|"
        r"within (?:minutes|hours|days))\b|\b\d{1,2}(?::\d\d)? ?(?:am|pm)\b"
    ),
    outcome=re.compile(
        r"\b(?:used to|no longer|not any ?more|nobody \w+ (?:\w+ ){0,2}any ?more|"
        r"(?:went|goes|moved|grew) from|instead of|"
        r"sav(?:es?|ed|ing)|reduc(?:es?|ed)|increased|doubled|tripled|halved|"
        r"cut (?:our|my|the)|gained|from (?:\d\S*|[a-z]+) \w+ to (?:\d|under|one|two|three|"
        r"less)\w*|"
        r"before\b.{3,80}\b(?:now|today|this year)|(?:until|till) .{3,60}\bnow\b|"
        r"(?<=[.;] )now\b|"
        r"since (?:(?:we|i) (?:switched|started|moved|use)|(?:january|february|march|april|"
        r"may|june|july|august|september|october|november|december|spring|last)\b)|"
        r"stopped|switch(?:ed|ing)|for the first time|for once|never happened before|"
        r"paid for (?:itself|the)|(?:thr(?:ew|own)|got rid of|deleted|replaced)|"
        r"(?:faster|quicker|easier|cheaper|better|cleaner|bigger) than|without (?:me |"
        r"my )?(?:asking|calling|having to|taking|waiting|leaving)\w*)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    first_person=anywhere(r"I|we|my|our|me|us|mine|I['’]\w+|we['’]\w+"),
    leaning=re.compile(
        r"\W*(?:it|its|it's|it’s|they|them|they['’]\w+|this|that|these|those|he|she|but|and|also|"
        r"because|so|then|see|same|ditto|however|as above|which|otherwise|still|besides|"
        r"therefore|instead)\b",
        re.IGNORECASE,
    ),
    turn=anywhere(
        r"but|however|although|though|except|unfortunately|apart from|only downside|could be "
        r"(?:better|quicker|faster)|would (?:like|be (?:a 10|nicer|better))|shame|"
        r"i (?:only )?wish (?:you|it|"
        r"the|someone|there)|pity|drawback"
    ),
    complaint=anywhere(
        r"(?:you|they) should (?:really|look|have)|please (?:go|change|bring|stop|let|look)|"
        r"(?:would like|want) to (?:know|see)|i want|bother\w*|slow|expensive|pricey|bugs?|buggy|"
        r"crash\w*|problems?|issues?|bad|worse|worst|poor|"
        r"hate\w*|disappoint\w*|frustrat\w*|lacking|lacks|missing|broken|difficult|annoying|"
        r"confusing|terrible|awful|useless|cancel\w*|refund|complain\w*|complicated|unreliable|"
        r"rude|dishonest|joke|tired of|ignored|disgrac\w*|never again|out of date|out of order|"
        r"stop(?:ped)? asking|gave up|give up|steep|overpriced|ridiculous|embarrassing|chaotic|"
        r"crowded|no apology|still (?:waiting|pending|hurts|missing|broken)|lost (?:my|our|a)|"
        r"too (?:many|much|late|long|few)|needs? work|works? when|waited|waiting \d+|scam|"
        r"nobody (?:answers|said|wanted|picks)|i guess|not sure|(?:i )?don['’]t know|no idea|"
        r"see my (?:last )?"
        r"answer|went up|put up the|we were promised|"
        r"(?:cold|stale) (?:again|food|soup|meal|room|water|coffee)|smelled of|why do i have to|"
        r"expected more|rather than|alternatives|"
        r"no sense|fell apart|scratched|accused|liar|wrong|half days"
    ),
    denied=re.compile(
        r"\b(?:no|not|never|without|any|zero|few|fewer|less|hardly|solved?|fixed|nor|nothing|"
        r"nobody|used to|old|other|\w{1,8}n['’]?t)\W+(?:\w+\W+){0,2}$",
        re.IGNORECASE,
    ),
    denied_praise=re.compile(
        r"\b(?:not|never|\w+n['’]t)\s+(?:\w+\s+){0,2}(?:good|great|easy|helpful|happy|satisfied|"
        r"useful|recommend|worth|work\w*|like|love)\b(?!(?:\s+\w+){0,3}?\s+(?:enough|highly))",
        re.IGNORECASE,
    ),
    stock=words("""
    good great nice excellent perfect amazing awesome super best lovely fantastic wonderful
    brilliant fine okay happy satisfied easy simple quick fast friendly helpful professional
    competent reliable efficient clean modern service services support product products quality
    price prices value money staff team people customer customers company everything always very
    really recommend recommended recommendation thank thanks would could should again highly
    software software's tool tools work works working experience love like will have been much
    many well them they that this with from your what when which other also just some there
    delivery staff's delicious interesting nothing anything something keep continue forward
    looking years cooperation partner partnership process results professionalism
    """),
    medical=anywhere(
        r"blood (?:sugar|pressure)|insulin|your (?:pills|therapy|treatment) (?:helped|worked)|"
        r"cur(?:e|ed|es) (?:me|my|what|him|her|us|the)|healed|(?:migraine|pain|anxiety|depression|"
        r"diabetes|arthritis|cancer|eczema|asthma|symptoms|insomnia)s?\b.{0,30}\b(?:gone|vanished|"
        r"disappeared|cured|better)|no more (?:pain|migraines?|symptoms)|lost \d+ ?(?:kilos?|kg|"
        r"pounds|lbs)|any medicine|off my (?:medication|pills)"
    ),
    financial=re.compile(
        r"\b(?:(?:fund|shares?|stocks?|invest\w*|portfolio|crypto\w*|bitcoin)\b.{0,40}"
        r"(?:\d+ ?%|profit|gain|return|doubled)|\d+ ?% (?:returns?|profit|interest)|"
        r"guaranteed (?:income|returns?|profit)|(?:earn(?:ed|ing|s)?|mak(?:e|es|ing)|made) (?:me )?"
        r"(?:[$£€] ?\d[\d.,]*|\d[\d.,]*(?:k| ?%| (?:dollars|pounds|euros)))|get rich|"
        r"risk[- ]free)(?!\w)",
        re.IGNORECASE | re.DOTALL,
    ),
    profanity=re.compile(
        r"\b(?:f(?:u|\*+)c?k\w*|f\*{2,}\w*|sh[i*]t\w*|bull?sh[i*]t|b[i*]tch\w*|assholes?|"
        r"arseholes?|"
        r"bastards?|c[u*]nts?|dickheads?|wank\w*|piss(?:ed|ing)? (?:off|me)|crap(?:py)?|"
        r"damn(?:ed)?|goddamn|bollocks|idiots?|morons?|retard\w*|sluts?|whores?)\b|\bf\*{2,}",
        re.IGNORECASE,
    ),
    person=re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Doctor)\.? [A-Z][\w'’-]+|"
        r"(?:(?<=[Ff]or )|(?<=with )|(?<=[Tt]hanks to )|(?<=[Nn]eighbour )|(?<=[Nn]eighbor )|"
        r"(?<=from )|(?<=by )|(?<=and )|(?<=named )|(?<=called )|(?<=colleague ))"
        r"[A-Z][a-zà-ÿ]+(?:[ -][A-Z][a-zà-ÿ]+){1,3}\b(?! (?:plan|Street|Road|Eve|House|Desk|Park))"
    ),
    rival=re.compile(
        r"\b(?i:(?:better|cheaper|faster|quicker|worse|nicer) than|unlike|compared (?:to|with)|"
        r"(?:switched|moved|came|migrated) (?:over )?(?:from|away from)) "
        r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
        r"(?P<name>[A-Z][\w'’]+(?: (?:& )?[A-Z][\w'’]+)*)"
    ),
    solved=anywhere(
        r"fixed|solved|sorted|replaced|repaired|refunded|rolled back|apolog\w+|came (?:back|along)|"
        r"(?:new|right|spare) \w+ (?:came|arrived)|no (?:form|photo|discussion|questions?)|"
        r"on (?:the )?second ring|"
        r"for free|answered|admitted|listened|picked up|stood in|at the door|by (?:four|noon|"
        r"lunch)|sent (?:it|them|a new)"
    ),
    sarcasm=re.compile(
        r"[\"“”'‘](?:great|good|service|support|help|helpful|quality|premium|fast)[\"“”'’]|"
        r"\b(?:thanks for nothing|keep it up!? *$|good luck with that|if you give me|lol)\b",
        re.IGNORECASE,
    ),
)

NAME = re.compile(
    r"(?<=[\w,;:] )(?!I\b|I['’]|NPS\b|Mr\b|Mrs\b|Ms\b|Dr\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)"
    rf"days?\b|(?:{_MONTHS}|Christmas|Easter|English|German|French|Spanish|Italian|CEO|Eve|Now|"
    r"Excel)\b)[A-Z][\w'’-]*[a-z][\w'’-]*"
)
"""A word with a capital within a sentence; in German every noun has one, so it is English only."""
