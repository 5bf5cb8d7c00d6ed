"""Cues in people's words: what a cut must not lose, what makes a comment quotable."""

import re

_NEGATIONS = """
not no never none nobody nothing nowhere neither nor without hardly barely scarcely cannot
nicht kein keine keinen keinem keiner keines nie niemals ohne kaum weder pas jamais rien aucun
aucune sans ni nunca jamás ningún ninguna sin tampoco
"""
NEGATIONS = frozenset(_NEGATIONS.split())
_CONTRASTS = """
but however although though except unless despite yet still if almost nearly until
unfortunately otherwise aber jedoch obwohl trotz leider außer allerdings fast wenn mais
cependant malgré sauf presque pero aunque salvo casi
"""
CONTRASTS = frozenset(_CONTRASTS.split())
_NUMBER_WORDS = """
two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred
thousand million half third quarter twice double triple dozen percent zwei drei vier fünf
sechs sieben acht neun zehn hundert tausend halb doppelt prozent deux trois quatre cinq dix
cent mille moitié dos tres cuatro cinco diez cien mil mitad
"""
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())

NUMBER = re.compile(
    r"(?<!\S)\S{0,3}\d\S{0,20}|\b(?:twice|half|double|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?)\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"(?:(?<![\d.,])\d{1,9}(?:[.,]\d{1,3})?|"
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|half an))\s+"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|years?)\b",
    re.IGNORECASE,
)
OUTCOME = re.compile(
    r"\b(?:used to|no longer|not any ?more|went from|instead of|sav(?:es?|ed|ing)|reduc(?:es?|ed)|"
    r"increased|doubled|tripled|halved|cut (?:our|my|the)|gained|from \w+ to \w+|"
    r"before\b.{3,80}\b(?:now|today)|since (?:we|i) (?:switched|started|moved|have)|"
    r"(?:faster|quicker|easier|cheaper|better) than)\b",
    re.IGNORECASE | re.DOTALL,
)
NAME = re.compile(
    r"(?<=[\w,;:] )(?!I\b|I['’]|NPS\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"[A-Z][\w'’-]*[a-z][\w'’-]*"
)
ENGLISH = re.compile(
    r"\b(?:the|and|is|are|was|were|to|of|it|in|for|with|we|i|you|they|not|no|very|great|good|love)\b",
    re.IGNORECASE,
)
"""Any of these lets us judge a tone; of other languages we claim nothing."""
FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us|I['’]\w+|we['’]\w+)\b", re.IGNORECASE)
LEANING = re.compile(
    r"\W*(?:it|its|it's|they|them|this|that|these|those|he|she|but|and|also|because|so|then|see|"
    r"same|ditto|however|as above)\b",
    re.IGNORECASE,
)
TURN = re.compile(
    r"\b(?:but|however|although|though|except|unfortunately|apart from|only downside|could be "
    r"better|wish)\b",
    re.IGNORECASE,
)
COMPLAINT = re.compile(
    r"\b(?:slow|expensive|pricey|bugs?|buggy|crash\w*|problems?|issues?|bad|worse|worst|poor|"
    r"hate\w*|disappoint\w*|frustrat\w*|lacking|lacks|missing|broken|difficult|annoying|"
    r"confusing|terrible|awful|useless|cancel\w*|refund|complain\w*|complicated|unreliable)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:no|not|never|without|any|zero|few|fewer|less|hardly|solved?|fixed|\w{1,8}n['’]t)\W+"
    r"(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
DENIED_PRAISE = re.compile(
    r"\b(?:not|never|\w+n['’]t)\s+(?:\w+\s+){0,2}(?:good|great|easy|helpful|happy|satisfied|useful|"
    r"recommend|worth|work\w*|like|love)\b(?!(?:\s+\w+){0,3}?\s+(?:enough|highly))",
    re.IGNORECASE,
)
PERSONAL = (
    ("an e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]")),
    ("a link", re.compile(r"\bhttps?://|\bwww\.\w")),
    ("a telephone or account number", re.compile(r"(?<![\w.])\+?\d(?:[ ()/.-]{0,2}\d){7,}(?!\w)")),
)
