"""What the cues of a language are, and cues that hold in any."""

import re
from dataclasses import dataclass

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """What to look for in one language; each pattern is searched in the words as they stand.

    Attributes
    ----------
    span, number, moment : Pattern
        A length of time; a number in digits or words; a day, an hour, a feast.
    outcome : Pattern
        What changed: before and after, no longer, instead of.
    first_person : Pattern
        The author speaks of themselves.
    leaning : Pattern
        The beginning of a sentence that leans on another: a pronoun, a contrast.
    turn : Pattern
        A turn against what was said: but, although.
    complaint, denied, denied_praise : Pattern
        A word that blames; what before it takes it back ("no", "never"); praise that is denied.
    stock : frozenset of str
        Folded words that praise without telling anything.
    medical, financial, profanity : Pattern
        A claim to cure; a claim to earn; words no page should show.
    person, rival : Pattern
        A person by title or full name; another company in a comparison.
    solved : Pattern
        What tells that a trouble was dealt with.
    sarcasm : Pattern
        Praise between quotation marks and the like.
    """

    span: Pattern
    number: Pattern
    moment: Pattern
    outcome: Pattern
    first_person: Pattern
    leaning: Pattern
    turn: Pattern
    complaint: Pattern
    denied: Pattern
    denied_praise: Pattern
    stock: frozenset[str]
    medical: Pattern
    financial: Pattern
    profanity: Pattern
    person: Pattern
    rival: Pattern
    solved: Pattern
    sarcasm: Pattern


def words(listed: str) -> frozenset[str]:
    """Give the words of a list that stands in lines."""
    return frozenset(listed.split())


def anywhere(alternatives: str) -> Pattern:
    """Match whole words, in any case."""
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE | re.DOTALL)


DIGITS = r"(?<!\S)[^\s\d]{0,3}\d\S{0,20}"
"""A number as it is written, with its sign and its unit."""

PERSONAL: tuple[tuple[str, Pattern], ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}")),
    ("link", re.compile(r"\b(?:https?://|www\.\w)\S{0,200}")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")),
    (
        "phone",
        re.compile(
            r"(?<![\w.,])(?!(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d\b)"
            r"(?!\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b(?! ?[./-]?\d))"
            r"\+?\(?\d(?:[ ()/.-]{0,2}\d){7,}(?!\w|[.,]\d)"
        ),
    ),
    (
        "account",
        re.compile(
            r"\b(?:account|customer|order|policy|PIN|password|passwort|Konto|Kunden|Auftrags|"
            r"Vertrags|compte|client|commande|cuenta|pedido|cliente|contraseña)[\w-]{0,40}\W{0,3}"
            r"(?:(?:number|no|nr|nummer|numéro|número|is|ist|est|es)\b\W{0,3}){0,2}\d{4,}",
            re.IGNORECASE,
        ),
    ),
    ("key", re.compile(r"\b(?:gh[pousr]_|sk[-_]|xox[bp]-|AKIA)\w{6,}")),
    (
        "address",
        re.compile(
            r"\b\d{1,5}[a-z]? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|"
            r"Square|Court|Close|Way)\b|\b[A-ZÄÖÜ][\w-]{0,60}(?:straße|strasse|str\.|weg|gasse|"
            r"platz|allee) ?\d{1,4}\b|\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|place|"
            r"chemin) (?:de |du |des |la |le |l['’])*[A-ZÀ-Ý]|\b(?:calle|avenida|plaza|paseo) "
            r"(?:de |la |del |los )*[A-ZÁÉÍÓÚÑ][\w ]{2,30},? (?:n[.ºo]* ?)?\d{1,4}\b"
        ),
    ),
)
"""What must not be shown, named; searched in every language. Structured signs, so misses are few;
a name alone is no sign. `phone` is also any other long number: an account, a parcel."""

INSIDER = re.compile(
    r"\b(?:I|we) (?:work|worked) (?:here|for you|at your)|\bas (?:an|your) (?:employee|investor|"
    r"reseller)\b|\bich arbeite (?:hier|bei euch|bei Ihnen)\b|\bje travaille (?:ici|chez vous)\b|"
    r"\btrabajo (?:aquí|con ustedes|para ustedes)\b",
    re.IGNORECASE,
)
"""The author says that they belong to the company."""
