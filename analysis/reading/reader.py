"""One comment read: language, themes, what is said of each, and whom of the staff it means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.language import language_of
from analysis.named import Finding as Named
from analysis.named import Roster, Said
from analysis.reading.frame import Frame
from analysis.reading.mentions import Caught, Finder, mentions
from analysis.reading.parts import Clause, clauses
from analysis.reading.people import LONGEST, with_names
from analysis.reading.polarity import finding_of, tone_of, tone_within
from analysis.reading.repair import Repaired, repaired
from analysis.reading.results import Finding, Reading, Sentiment
from analysis.reading.tokens import Token, tokens
from analysis.reading.toxicity import toxicity_of
from analysis.reading.urgency import urgency_of
from analysis.reading.valence import weighed
from analysis.reading.verdicts import verdicts
from analysis.sentences import sentences

VERSION = "4"
"""Of all models and rules together: what another one read is read again."""

ANALYSED = ("en",)
"""Languages whose sentiment, urgency and toxicity we know how to read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a comment before it is read.

    Attributes
    ----------
    language : str
        In which it was asked for ("de-CH"); taken where the words say too little.
    said : Said or None
        Author, places and day, for finding staff; its words are not looked at.
    """

    language: str = ""
    said: Said | None = None


class Reader:
    """Frame and roster, made ready once for many comments."""

    def __init__(self, frame: Frame | None = None, roster: Roster | None = None) -> None:
        """Lay out all rules.

        Raises
        ------
        RuleError
            For the first rule of the frame that cannot be used.
        """
        self.frame = frame or Frame()
        self._finder = Finder(self.frame)
        self._roster = roster
        self._frame_version = self.frame.version

    def read(self, text: str, known: Known | None = None) -> Reading:
        """Read a comment.

        Parameters
        ----------
        text : str
            As its author wrote it; letters beyond `LONGEST` are not read.
        known : Known
            What is known of it.

        Returns
        -------
        Reading
            The same for the same version, frame and comment, always.

        Examples
        --------
        >>> from analysis.reading.frame import Rule, Theme
        >>> reader = Reader(Frame((Theme("t1", "Staff", (Rule("waiter"),)),)))
        >>> found = reader.read("The food was awful, but our waiter was friendly.").mentions
        >>> [(mention.theme, mention.sentiment) for mention in found]
        [('t1', 'positive')]
        """
        known = known or Known()
        mended = repaired(text[:LONGEST])
        words = tuple(tokens(mended.text))
        language = language_of(mended.text, known.language)
        parts = clauses(mended.text)
        caught = self._finder.find(words, parts, language)
        found = Reading(
            VERSION,
            self._frame_version,
            language,
            is_analysed=False,
            personal=with_names(mended.text, words),
            mentions=mentions(caught, parts, None),
            staff=self._staff(mended.text, known.said),
            cut=len(text) > LONGEST,
        )
        if language in ANALYSED:
            found = _analysed(found, mended.text, words, parts, caught)
        return _in_place(found, mended)

    def _staff(self, words: str, said: Said | None) -> tuple[Named, ...]:
        if self._roster is None:
            return ()
        about = said or Said("")
        return self._roster.find(Said(words, about.author, about.places, about.day))


def read(text: str, frame: Frame | None = None, known: Known | None = None) -> Reading:
    """Read one comment; for many make a `Reader` once.

    Parameters
    ----------
    text : str
        A comment.
    frame : Frame
        The workspace's themes; none finds none.
    known : Known
        What is known of the comment.

    Returns
    -------
    Reading

    Examples
    --------
    >>> read("Alles bestens, danke schön an alle!").is_analysed
    False
    """
    return _reader(frame or Frame()).read(text, known)


@lru_cache(maxsize=8)
def _reader(frame: Frame) -> Reader:
    return Reader(frame)


def _analysed(
    found: Reading,
    text: str,
    words: Sequence[Token],
    parts: Sequence[Clause],
    caught: Sequence[Caught],
) -> Reading:
    marks = weighed(text, words)
    tone = tone_of(text, words, marks)
    said = verdicts(parts, marks)

    def judge(at: int) -> tuple[Sentiment, float]:
        if said[at][0] != "neutral":
            return said[at]
        own = tone_within(text, words, marks, parts[at].span)
        return own.value, own.confidence

    return replace(
        found,
        is_analysed=True,
        polarity=round(tone.polarity, 4),
        judges=round(tone.judges, 4),
        sentiment=finding_of(tone, marks),
        urgency=urgency_of(words, sentences(text), marks, tone.judges * tone.polarity),
        toxicity=toxicity_of(text, words),
        mentions=mentions(caught, parts, judge),
    )


def _in_place(found: Reading, mended: Repaired) -> Reading:
    """Move all marks to the words as their author wrote them."""
    if not mended.edits:
        return found
    return replace(
        found,
        sentiment=_moved(found.sentiment, mended),
        urgency=_moved(found.urgency, mended),
        toxicity=_moved(found.toxicity, mended),
        personal=tuple(
            replace(each, spans=tuple(map(mended.origin, each.spans))) for each in found.personal
        ),
        mentions=tuple(
            replace(
                each,
                spans=tuple(map(mended.origin, each.spans)),
                clauses=tuple(map(mended.origin, each.clauses)),
            )
            for each in found.mentions
        ),
        staff=tuple(
            replace(each, span=mended.origin(each.span), clause=mended.origin(each.clause))
            for each in found.staff
        ),
    )


def _moved(finding: Finding | None, mended: Repaired) -> Finding | None:
    return finding and replace(finding, spans=tuple(map(mended.origin, finding.spans)))
