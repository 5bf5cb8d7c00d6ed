"""Whose work a comment praises or blames by name: found on a roster, and never guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from analysis.clauses import Place, around, judged
from analysis.name_context import is_somebody, is_strong
from analysis.name_cues import TEAMS, TITLE
from analysis.name_forms import Directory, Match, Names, Word, fold, span_of, words
from analysis.name_forms import words_of_name as folded
from analysis.sentences import Span, sentences
from analysis.tone import Tone

VERSION = "3"
"""Of the rules: what was found by other ones is looked for again."""

SURE = 0.8
"""From here on a person is credited without anybody being asked."""

MARGIN = 0.09
"""How far the likeliest has to be ahead of the next."""

KNOWN_PLACE = 0.1
"""What a team or place adds that is named, or at which the answer was given."""

A_SLIP = 0.1
"""What a misspelling loses where nothing but its letters points to the person."""

DAYS_AFTER = 14
"""People are still thanked some days after they left."""

LONGEST = 8_000
"""Letters that are read of one comment."""

MOST_NAMED = 40
"""Names that are judged in one comment: whoever stands further behind is not looked for."""

MOST_LOOKED_AT = 400
"""Words that may be a name: ordinary words come near names, and whether they are one takes time."""

TITLE_BEFORE = 20
"""Letters before a name in which its title stands."""

Verdict = Literal["credit", "concern", "ask"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody on the roster.

    Attributes
    ----------
    key : int
        Whatever the caller knows them by; unique.
    name : str
        First name and surname, as they are said.
    nicknames : tuple of str
        What else they are called.
    team, place : str
        Where they work; either may be empty.
    since, until : int or None
        Their first and last day, as ordinals of days; None where it is not known.
    """

    key: int
    name: str
    nicknames: tuple[str, ...] = ()
    team: str = ""
    place: str = ""
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, and what is known of it.

    Attributes
    ----------
    words : str
        The comment.
    author : str
        The customer's own name, who is not meant by it; empty where it is not known.
    places : tuple of str
        Places or teams the answer was given at or is about.
    day : int or None
        The day it was given, as an ordinal.
    """

    words: str
    author: str = ""
    places: tuple[str, ...] = ()
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who may be meant: by what kind of match, and how surely, in [0, 1]."""

    key: int
    sureness: float
    how: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A name in a comment with a judgement beside it.

    Attributes
    ----------
    span : (int, int)
        Where the name stands in the comment.
    clause : (int, int)
        The words that judge its bearer, and none about anybody else.
    tone : {"good", "bad"}
        Whether that praises or blames.
    is_doubtful : bool
        Whether praise may be none of theirs: a person has to read it first.
    candidates : tuple of Candidate
        Who may be meant, the likeliest first.
    """

    span: Span
    clause: Span
    tone: Tone
    candidates: tuple[Candidate, ...]
    is_doubtful: bool = False

    @property
    def verdict(self) -> Verdict:
        """What may be done without a person: credit, tell the manager, or only ask."""
        first, *others = self.candidates
        ahead = first.sureness - max((other.sureness for other in others), default=0.0)
        if first.sureness < SURE or ahead < MARGIN or self.is_doubtful:
            return "ask"
        return "credit" if self.tone == "good" else "concern"

    @property
    def key(self) -> int | None:
        """Who is meant; None where that has to be asked."""
        return None if self.verdict == "ask" else self.candidates[0].key


class Roster:
    """The colleagues of a workspace, ready to be found in many comments."""

    def __init__(self, colleagues: Iterable[Colleague]) -> None:
        """List every form of every name once."""
        self.colleagues = {each.key: each for each in colleagues}
        named = (Names(each.key, each.name, each.nicknames) for each in self.colleagues.values())
        self._directory = Directory(named)
        self._context = {key: _context(each) for key, each in self.colleagues.items()}

    def find(self, said: Said) -> tuple[Finding, ...]:
        """Find who is praised or blamed in a comment.

        Parameters
        ----------
        said : Said
            Letters beyond `LONGEST` are not read, names beyond `MOST_NAMED` not judged, and of
            a sentence only `analysis.clauses.AROUND` letters on either side of a name: work
            grows with the letters, whatever they are.

        Returns
        -------
        tuple of Finding
            In the order of the comment, at most one for each person: whoever is blamed
            anywhere in it is not praised, and doubt about praise goes before praise.

        Examples
        --------
        >>> roster = Roster([Colleague(1, "Priya Raman"), Colleague(2, "Will Turner")])
        >>> found = roster.find(Said("Thanks to Priya! I will be back. Will was rude though."))
        >>> [(finding.key, finding.verdict) for finding in found]
        [(1, 'credit'), (2, 'concern')]
        """
        text = said.words[:LONGEST]
        spans = sentences(text)
        named = list(islice(self._named(text, spans, said), MOST_NAMED))
        places = [place.span for place, _match in named]
        found = []
        for place, matches in named:
            judgement = judged(place, spans, places)
            if judgement.tone:
                candidates = self._weighed(place, matches, said)
                about = (judgement.span, judgement.tone, candidates, judgement.is_doubtful)
                found.append(Finding(place.span, *about))
        return tuple(_one_each(found))

    def _named(
        self, text: str, spans: Sequence[Span], said: Said
    ) -> Iterator[tuple[Place, list[Match]]]:
        """Give each place at which somebody of the roster is named, with all who may be meant."""
        left = MOST_LOOKED_AT
        for start, end in spans:
            sentence = words(text, start, end)
            taken = 0
            before: Place | None = None
            for at in range(len(sentence)):
                matches = self._at(text, sentence, at, said) if at >= taken and left else []
                if not matches:
                    continue
                left -= 1
                length = max(match.length for match in matches)
                span = span_of(sentence, at, length)
                place = Place(text, span, around(text, span, (start, end)), sentence, at, length)
                longest = [match for match in matches if match.length == length]
                kinds = {match.how for match in longest}
                if any(is_somebody(place, how, said.author, before) for how in kinds):
                    taken, before = at + length, place
                    yield place, longest

    def _at(self, text: str, sentence: tuple[Word, ...], at: int, said: Said) -> list[Match]:
        begins = sentence[at].start
        if TITLE.search(text, max(sentence[0].start, begins - TITLE_BEFORE), begins):
            found = self._directory.by_surname(sentence[at])
        else:
            found = self._directory.at(sentence, at)
        return [match for match in found if self._worked_then(match.key, said.day)]

    def _worked_then(self, key: int, day: int | None) -> bool:
        who = self.colleagues[key]
        if day is None:
            return True
        begun = who.since is None or who.since <= day
        return begun and (who.until is None or day <= who.until + DAYS_AFTER)

    def _weighed(self, place: Place, matches: list[Match], said: Said) -> tuple[Candidate, ...]:
        """Weigh who may be meant with the teams and places that are named or known."""
        about = {_team(word.bare) for word in place.words}
        about |= {_team(word) for name in said.places for word in folded(name)}
        found = []
        for match in matches:
            known = KNOWN_PLACE if self._context[match.key] & about else 0.0
            slip = A_SLIP if match.how == "close" and not is_strong(place) else 0.0
            sureness = min(1.0, round(match.sureness + known - slip, 3))
            found.append(Candidate(match.key, sureness, match.how))
        return tuple(sorted(found, key=lambda each: (-each.sureness, each.key)))


def _context(colleague: Colleague) -> set[str]:
    words_known = (*folded(colleague.team), *folded(colleague.place))
    return {_team(word) for word in words_known if len(word) > 2}


def _team(word: str) -> str:
    """Give one word for a team in any of the languages; other words stay as they are."""
    return TEAMS.get(fold(word), word)


def _one_each(found: Sequence[Finding]) -> Iterator[Finding]:
    """Keep one finding of each person: blame before doubt, doubt before praise, then the first."""
    kept: dict[int, Finding] = {}
    for finding in found:
        first = finding.candidates[0].key
        if first not in kept or _weight(finding) > _weight(kept[first]):
            kept[first] = finding
    yield from sorted(kept.values(), key=lambda finding: finding.span)


def _weight(finding: Finding) -> int:
    return 2 if finding.tone == "bad" else int(finding.is_doubtful)
