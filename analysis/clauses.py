"""What is said of somebody who is named: their clause, and what goes on about them behind it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.name_cues import MET_BEFORE, THANKS_BEFORE
from analysis.name_doubts import is_doubtful as is_doubtful_praise
from analysis.name_forms import Word
from analysis.sentences import Span, trimmed
from analysis.tone import Tone, only_judges, tone

CONTRAST = re.compile(
    r"[;]|(?<!anything)(?<!nothing)\s(?:but|however|although|though(?!\s*[.!]?$)|yet|whereas|while|until|aber|doch|jedoch|"
    r"allerdings|obwohl|dafür|mais|cependant|pourtant|pero|aunque|sino|mientras)\s",
    re.IGNORECASE,
)
_PART = re.compile(r"[,:!?…]|\s[-–—]\s|[()]|—|–|\.(?=\s|$)")
_GOES_ON = re.compile(
    r"\W*(?:and\s+|und\s+|et\s+|y\s+|then\s+)?(?:she|he|they|who|her|his|what\s+an?|always|never|both|"
    r"er|sie|die|der|elle|il|ils|elles|qui|ella|él|ellos|que|quien|siempre|immer|toujours|you|du|"
    r"vous|eres|thanks?|thank\s+you|danke|vielen\s+dank|merci|gracias|was|is|war|ist|fue|es|est|a\s+été|"
    r"(?:a|an|the|un|une|ein|eine)\s+(?:\w+\s+){0,2}(?:person|guy|lady|man|woman|hero|star|"
    r"legend|gem|technician|professional|profesional|mensch))\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\s*(?:,|and|und|et|y|e|&|\+|/)\s*", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:especially|particularly|besonders|surtout|sobre\s+todo)\s*$", re.IGNORECASE
)
_GO_ON = 2
"""Sentences behind the name that may go on about its bearer."""

AROUND = 200
"""Letters of its sentence that are looked at before a name, and as many behind it.

Work for a name is bounded by them, however long a sentence somebody writes.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text somebody is named.

    Attributes
    ----------
    text : str
        The whole text.
    span, sentence : (int, int)
        Where the name stands, and what of its sentence lies within `AROUND` of it.
    words : tuple of Word
        Those of the whole sentence, placed in the text.
    at, length : int
        Which of them are the name.
    """

    text: str
    span: Span
    sentence: Span
    words: tuple[Word, ...]
    at: int
    length: int

    @property
    def before(self) -> str:
        """What stands before the name in its sentence."""
        return self.text[self.sentence[0] : self.span[0]]

    @property
    def behind(self) -> str:
        """What stands behind it."""
        return self.text[self.span[1] : self.sentence[1]]


def around(text: str, span: Span, sentence: Span) -> Span:
    """Narrow a sentence to the letters around a name, without cutting a word in two.

    Examples
    --------
    >>> text = "unhelpful " * 30 + "Priya"
    >>> text[slice(*around(text, (300, 305), (0, 305)))].count("unhelpful")
    20
    """
    start, end = max(sentence[0], span[0] - AROUND), min(sentence[1], span[1] + AROUND)
    while sentence[0] < start < span[0] and not text[start - 1].isspace():
        start += 1
    while span[1] < end < sentence[1] and not text[end].isspace():
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of somebody at a place.

    Attributes
    ----------
    tone : {"good", "bad", ""}
        Whether that is praise or blame.
    span : (int, int)
        The words it is said in, and none that name somebody else or blame.
    is_doubtful : bool
        Whether praise may be none of theirs.
    """

    tone: Tone
    span: Span
    is_doubtful: bool = False


def judged(place: Place, spans: Sequence[Span], named: Sequence[Span]) -> Judgement:
    """Say whether what is said of the person at a place is praise or blame, and in which words.

    Parameters
    ----------
    place : Place
        Where the person is named.
    spans : sequence of (int, int)
        All sentences of the text.
    named : sequence of (int, int)
        Where anybody is named, this one among them, in the order of the text.

    Returns
    -------
    Judgement
        Of their own clause first; only where that says nothing, of what goes on about them.
    """
    clause = _around(CONTRAST, place.text, place.sentence, place.span)
    parts = _parts(place, clause, named)
    own = next(n for n, (start, end) in enumerate(parts) if start <= place.span[0] < end)
    tone, further = _of_clause(place, parts, own, named), None
    if not tone:
        tone, further = _beyond(place, spans, named)
    if not tone:
        return Judgement("", clause)
    span = _shown(place, parts, own, named, further)
    wide = min(clause[0], span[0]), max(clause[1], span[1])
    is_doubtful = tone == "good" and is_doubtful_praise(
        place.text, place.span, wide, place.sentence
    )
    return Judgement(tone, span, is_doubtful)


def _of_clause(place: Place, parts: Sequence[Span], own: int, named: Sequence[Span]) -> Tone:
    """Judge by the clause a name stands in."""
    found = _own(place, parts[own])
    if found == "bad":
        return found
    further = _further(place, parts[own + 1 :], named)
    if further == "bad" or not found:
        found = further or found
    if not found:
        found = _before(place, parts[:own])
    return found


def _shown(
    place: Place, parts: Sequence[Span], own: int, named: Sequence[Span], further: Span | None
) -> Span:
    """Give the words that judge: the own part, and what stands beside it of nobody else."""

    def is_theirs(part: Span) -> bool:
        others = [span for span in named if part[0] <= span[0] < part[1] and span != place.span]
        return not others and tone(place.text[slice(*part)]) != "bad"

    first = last = own
    while first > 0 and is_theirs(parts[first - 1]):
        first -= 1
    while last + 1 < len(parts) and is_theirs(parts[last + 1]):
        last += 1
    start, end = parts[first][0], parts[last][1]
    if further:
        start, end = min(start, further[0]), max(end, further[1])
    return trimmed(place.text, start, end)


def _beyond(place: Place, spans: Sequence[Span], named: Sequence[Span]) -> tuple[Tone, Span | None]:
    """Judge by the sentences behind, or by the one before that points to the name."""
    found, span = _afterwards(place, spans, named)
    return (found, span) if found else _pointed_at(place, spans)


def _own(place: Place, part: Span) -> Tone:
    words = _masked(place.text, part, place.span)
    if place.text[place.sentence[0] : place.sentence[1]].rstrip().endswith("?"):
        return ""
    return tone(words)


def _further(place: Place, parts: Sequence[Span], named: Sequence[Span]) -> Tone:
    """Look at the parts behind the name, up to the next name: those that go on, or only judge."""
    found: Tone = ""
    for start, end in parts:
        if _names(named, start, end):
            break
        words = place.text[start:end]
        said = tone(words) if _GOES_ON.match(words) else only_judges(words)
        if said == "bad":
            return said
        found = found or said
    return found


def _before(place: Place, parts: Sequence[Span]) -> Tone:
    """Look before the name only where somebody was met or thanked there: "10/10, ask for Priya"."""
    if not (MET_BEFORE.search(place.before) or THANKS_BEFORE.search(place.before)):
        return ""
    said = [only_judges(place.text[start:end]) for start, end in parts]
    return next((each for each in said if each), "")


def _afterwards(
    place: Place, spans: Sequence[Span], named: Sequence[Span]
) -> tuple[Tone, Span | None]:
    first = _behind(spans, place)
    for start, end in spans[first : first + _GO_ON]:
        words = place.text[start : min(end, start + AROUND)]
        if _names(named, start, end) or place.text[end - 1] == "?":
            break
        said = tone(words) if _GOES_ON.match(words) else only_judges(words)
        if said:
            return said, (start, start + len(words))
        if not _GOES_ON.match(words):
            break
    return "", None


def _pointed_at(place: Place, spans: Sequence[Span]) -> tuple[Tone, Span | None]:
    """ "Adore the service. Especially Priya." """
    before = _behind(spans, place) - 2
    if before < 0 or not _POINTS.search(place.before):
        return "", None
    start, end = spans[before]
    start = max(start, end - AROUND)
    return tone(place.text[start:end]), (start, end)


def _behind(spans: Sequence[Span], place: Place) -> int:
    """Which sentence is the first behind that of a place."""
    return bisect_right(spans, place.span[0], key=lambda span: span[0])


def _names(named: Sequence[Span], start: int, end: int) -> bool:
    """Whether anybody is named between two places."""
    ahead = bisect_left(named, (start, start))
    return ahead < len(named) and named[ahead][0] < end


def _parts(place: Place, clause: Span, named: Sequence[Span]) -> list[Span]:
    """Part a clause at its commas, but keep lists of people together: "Ann, Bo and Cy"."""
    edges = [clause[0]]
    for found in _PART.finditer(place.text, *clause):
        is_edge = edges[-1] < found.end() < clause[1]
        if is_edge and not _in_a_list(place.text, found, named):
            edges.append(found.end())
    return list(zip(edges, [*edges[1:], clause[1]], strict=True))


def _in_a_list(text: str, sign: re.Match[str], named: Sequence[Span]) -> bool:
    """Whether a comma stands between two names, or inside one of them."""
    at = bisect_right(named, (sign.start(), sign.start()))
    back = named[at - 1] if at else None
    if back and sign.start() < back[1]:
        return True
    if back is None or at == len(named) or sign.group() != ",":
        return False
    return bool(_LISTS.fullmatch(text[back[1] : named[at][0]]))


def _around(edges: re.Pattern[str], text: str, sentence: Span, span: Span) -> Span:
    start, end = sentence
    for found in edges.finditer(text, *sentence):
        if found.end() <= span[0]:
            start = found.end()
        elif found.start() >= span[1]:
            end = found.start() + 1
            break
    return start, end


def _masked(text: str, part: Span, name: Span) -> str:
    """Put a neutral word in place of the name: names may be words that judge."""
    start, end = max(part[0], name[0]), min(part[1], name[1])
    return f"{text[part[0] : start]}N{text[end : part[1]]}"
