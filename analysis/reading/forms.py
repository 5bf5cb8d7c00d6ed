"""The forms a word of a rule is found in: regular endings by language, and what is irregular."""

from collections.abc import Callable, Iterator
from functools import cache

from analysis.lexicons import lines
from analysis.reading.tokens import fold

VOWELS = frozenset("aeiouy")
SHORT = 3
"""A word of fewer letters has no other forms: too many other words look like them."""


def forms(word: str, language: str = "en") -> frozenset[str]:
    """Every form of a word that a rule with it catches.

    Endings only: made for catching a word in its numbers, cases and tenses, not for finding its
    origin. A form that is no word ("moneys") harms nobody.

    Parameters
    ----------
    word : str
        One word, folded or not.
    language : str
        Of the rule; one without endings of its own gives the word alone.

    Returns
    -------
    frozenset of str
        Folded; the word itself among them.

    Examples
    --------
    >>> sorted(forms("refund"))
    ['refund', "refund's", 'refunded', 'refunding', 'refunds']
    >>> sorted(forms("delay", "en") & {"delays", "delayed", "delaying"})
    ['delayed', 'delaying', 'delays']
    >>> "lieferungen" in forms("Lieferung", "de"), "retrasos" in forms("retraso", "es")
    (True, True)
    """
    base = fold(word)
    irregular = _irregular(language).get(base, frozenset())
    if len(base) < SHORT or not base.isalpha():
        return frozenset((base,)) | irregular
    made = ENDINGS.get(language, _none)(base)
    return frozenset((base, *made)) | irregular


def _none(word: str) -> Iterator[str]:
    yield from ()


def _english(word: str) -> Iterator[str]:
    yield word + "'s"
    if word.endswith("y") and word[-2] not in VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
        return
    if word.endswith(("s", "x", "z", "ch", "sh")):
        yield from (word + "es", word + "ed", word + "ing")
        if word.endswith("ss") or not word.endswith("s"):
            return
    if word.endswith("ee"):
        yield word + "s"
        return
    if word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
        return
    if word.endswith(("ed", "ing")):
        return
    yield from (word + "s", word + "ed", word + "ing")
    if _doubles(word):
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")


def _doubles(word: str) -> bool:
    """Whether the last letter may double: "ship" – "shipped", "cancel" – "cancelled"."""
    ends = word[-1] not in VOWELS | {"w", "x"} and word[-2] in VOWELS
    return ends and word[-3] not in VOWELS


def _german(word: str) -> Iterator[str]:
    if word.endswith("e"):
        yield from (word + ending for ending in ("n", "r", "s", "m", "rn"))
        yield word[:-1]
    elif word.endswith("en"):
        stem = word[:-2]
        yield from (stem + ending for ending in ("e", "t", "te", "ten", "st", "et", "ete", "eten"))
        yield from (f"ge{stem}t", f"ge{stem}en", f"ge{stem}et")
    else:
        endings = ("e", "en", "er", "ern", "es", "em", "n", "s", "nen", "innen", "in")
        yield from (word + ending for ending in endings)


def _french(word: str) -> Iterator[str]:
    yield from (word + ending for ending in ("s", "e", "es", "x", "ee", "ees"))
    if word.endswith("al"):
        yield word[:-1] + "ux"
    if word.endswith("er"):
        stem = word[:-2]
        endings = ("e", "es", "ee", "ees", "ent", "ons", "ez", "ait", "aient", "ais", "ant", "era")
        yield from (stem + ending for ending in endings)
    if word.endswith("eur"):
        yield from (word[:-3] + "euse", word[:-3] + "euses")
    if word.endswith("if"):
        yield from (word[:-1] + "ve", word[:-1] + "ves")


def _spanish(word: str) -> Iterator[str]:
    yield from (word + "s", word + "es")
    if word.endswith("o"):
        yield from (word[:-1] + ending for ending in ("a", "as", "os"))
    if word.endswith("z"):
        yield word[:-1] + "ces"
    if word.endswith("ar"):
        stem = word[:-2]
        endings = ("o", "a", "as", "an", "amos", "e", "aron", "aba", "aban", "ado", "ada", "ados",
                   "adas", "ando", "en")  # fmt: skip
        yield from (stem + ending for ending in endings)
    if word.endswith(("er", "ir")):
        stem = word[:-2]
        endings = ("o", "e", "en", "emos", "imos", "i", "io", "ieron", "ia", "ian", "ido", "ida",
                   "iendo", "a", "an")  # fmt: skip
        yield from (stem + ending for ending in endings)


ENDINGS: dict[str, Callable[[str], Iterator[str]]] = {
    "de": _german,
    "en": _english,
    "es": _spanish,
    "fr": _french,
}
"""Languages whose words have forms here."""


@cache
def _irregular(language: str) -> dict[str, frozenset[str]]:
    """Irregular words of a language, each of a line's forms leading to all of them."""
    if language not in ENDINGS:
        return {}
    groups = [frozenset(fold(word) for word in line.split()) for line in lines(f"forms_{language}")]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found
