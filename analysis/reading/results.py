"""What was found in a comment: frozen, with the words that say so and how sure it is."""

from dataclasses import dataclass
from typing import Literal

from analysis.named import Finding as Named
from analysis.sentences import Span

Sentiment = Literal["positive", "negative", "neutral", "mixed"]

KINDS = ("sentiment", "urgency", "toxicity", "personal")
"""What a `Finding` may be about; themes and staff have results of their own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a comment says.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    value : str
        What it is: a `Sentiment`; the cue of urgency ("leaving", "safety", …); "profanity" or
        "insult"; the kind of personal data ("email", "phone", …, "name").
    confidence : float
        In [0, 1]: how often such a finding is right, as far as it was measured.
    spans : tuple of (int, int)
        The words that made it, in the comment as its author wrote it, in order.
    """

    kind: str
    value: str
    confidence: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A theme that a comment speaks of.

    Attributes
    ----------
    theme : str
        Permanent id of the theme.
    sentiment : {"positive", "negative", "neutral", "mixed", ""}
        Of the clauses in which it is spoken of; "mixed" where they disagree, "" where the
        comment is not analysed.
    confidence : float
        In [0, 1], of the sentiment; that a rule matched is certain.
    spans : tuple of (int, int)
        The words that a rule found.
    clauses : tuple of (int, int)
        The clauses they stand in.
    """

    theme: str
    sentiment: Sentiment | Literal[""]
    confidence: float
    spans: tuple[Span, ...]
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in a comment.

    Attributes
    ----------
    version : str
        Of models and rules: the same version finds the same in the same comment.
    frame : str
        Version of the code frame; see `Frame.version`.
    language : str
        Of the comment; "" where nobody can tell.
    is_analysed : bool
        Whether sentiment, urgency and toxicity were looked for; without it they are None: "not
        analysed", not "neutral". Themes of rules for that language, and personal data, are
        looked for in any.
    polarity : float or None
        Chance in [0, 1] that it praises, given that it judges at all.
    judges : float or None
        Chance in [0, 1] that it judges at all: the neutral gate.
    sentiment, urgency, toxicity : Finding or None
        None where there is none, or where `is_analysed` is False.
    personal : tuple of Finding
        Personal data, each with one span, in order; names are assisted, never complete.
    mentions : tuple of Mention
        Themes, in the order of the frame.
    staff : tuple of analysis.named.Finding
        Who of the roster is praised or blamed.
    cut : bool
        Whether the comment was longer than what is read.
    """

    version: str
    frame: str
    language: str
    is_analysed: bool
    polarity: float | None = None
    judges: float | None = None
    sentiment: Finding | None = None
    urgency: Finding | None = None
    toxicity: Finding | None = None
    personal: tuple[Finding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    staff: tuple[Named, ...] = ()
    cut: bool = False

    @property
    def themes(self) -> tuple[str, ...]:
        """Ids of the themes it speaks of."""
        return tuple(mention.theme for mention in self.mentions)
