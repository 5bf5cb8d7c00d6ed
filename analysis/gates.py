"""What forbids to show words as they stand, whatever they are worth: named, never guessed away."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cues import BY_LANGUAGE, Cues
from analysis.cues.shared import INSIDER, PERSONAL, Pattern, words

GATES = (
    *(name for name, _ in PERSONAL),
    "profanity",
    "person",
    "rival",
    "medical",
    "financial",
    "insider",
)
"""Every gate that words alone can shut."""

SHORT = 60
"""Characters of what was found that are shown."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that has to be dealt with before the words may be shown.

    Attributes
    ----------
    name : str
        One of `GATES`.
    found : str
        The words that shut it, letter for letter, at most `SHORT` characters.
    """

    name: str
    found: str


def gates(text: str, language: str, known: tuple[str, ...] = ()) -> tuple[Gate, ...]:
    """Find what forbids to show words as they stand.

    Parameters
    ----------
    text : str
        A comment, or a quote.
    language : str
        Of the text, as `analysis.language.language_of` tells; of a language without cues of
        its own only personal data and insiders are looked for.
    known : tuple of str
        Names that may stand in them: of the company, its products, its staff.

    Returns
    -------
    tuple of Gate
        In the order of `GATES`, one of each name at most.

    Examples
    --------
    >>> [(g.name, g.found) for g in gates("Better than Kessler, ask ann@bolt.example!", "en")]
    [('email', 'ann@bolt.example'), ('rival', 'Kessler')]
    """
    own = tuple(name.casefold() for name in known if name)
    cues = BY_LANGUAGE.get(language)
    found = (*_anywhere(text), *(_by_language(text, cues, own) if cues else ()))
    at: dict[str, Gate] = {}
    for gate in found:
        at.setdefault(gate.name, gate)
    return tuple(at[name] for name in GATES if name in at)


def _anywhere(text: str) -> Iterator[Gate]:
    for name, sign in (*PERSONAL, ("insider", INSIDER)):
        found = sign.search(text)
        if found:
            yield Gate(name, _short(found.group()))


def _by_language(text: str, cues: Cues, own: tuple[str, ...]) -> Iterator[Gate]:
    for name in ("profanity", "medical", "financial"):
        sign: Pattern = getattr(cues, name)
        found = sign.search(text)
        if found:
            yield Gate(name, _short(found.group()))
    yield from _names("rival", cues.rival, text, own)
    yield from (g for g in _names("person", cues.person, text, own) if _is_full(g.found))


def _names(name: str, sign: Pattern, text: str, own: tuple[str, ...]) -> Iterator[Gate]:
    for found in sign.finditer(text):
        called = found.groupdict().get("name") or found.group()
        if not any(called.casefold() in one or one in called.casefold() for one in own):
            yield Gate(name, _short(called))


def _is_full(called: str) -> bool:
    """A title and a surname is how staff is praised; first name and surname name one person."""
    return "." not in called.split()[0] and called.split()[0] not in _TITLES


def _short(found: str) -> str:
    plain = " ".join(found.split()).strip(".,;:!?()")
    return plain if len(plain) <= SHORT else plain[: SHORT - 1] + "…"


_TITLES = words("""
Mr Mrs Ms Miss Dr Prof Professor Sir Doctor Herr Herrn Frau Mme Mlle Monsieur Madame Docteur Señor
Señora Don Doña
""")
