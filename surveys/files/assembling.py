"""From what another tool asked to one of our surveys, with a note on all that had to change.

A reader gives pieces: each is one question under the other tool's own name for it. Here they get
their keys, their place (the score and its reason lead), and settings our editor would take.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.checks import LONGEST, LONGEST_HINT, LONGEST_QUESTION
from surveys.definition import (
    MAX_EXTRA_QUESTIONS,
    REASON_KEY,
    SCORE_KEY,
    Question,
    Translation,
)
from surveys.editing import FIXED, new_key
from surveys.files.brought import Brought, NotASurveyError, Note
from surveys.logic.piping import renamed, tokens
from surveys.logic.rules import About, Rule
from surveys.models import SurveyKind
from surveys.problems import place, setting
from surveys.questions import TYPES
from surveys.questions.files import SettingsError, settings_in
from surveys.speech import Phrase, _
from surveys.templates import TEMPLATES

Words = Mapping[str, Mapping[str, str]]
"""{language: {original words: words}}."""


@dataclass(frozen=True)
class Piece:
    """One question as the file asks it."""

    name: str
    """What the other tool calls it; rules and repeated answers refer to it by this."""
    kind: str
    text: str
    hint: str = ""
    required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    new_page: bool = False
    shuffled: bool = False
    show_if: Rule | None = None
    words: Words = field(default_factory=dict)


@dataclass
class Survey:
    """A survey as it is being read; notes gather on the way."""

    name: str
    language: str = "en"
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    invitation: str = ""
    thanks: str = ""

    def note(self, about: str, words: str | Phrase) -> None:
        """Write down what is not as it was."""
        self.notes.append(Note(about, str(words)))


def assembled(survey: Survey) -> Brought:
    """Make it one of ours; NotASurveyError where nothing in it can be asked here."""
    if not survey.pieces:
        raise NotASurveyError(_("There is no question in this file that Hark can ask."))
    score, reason, others = _parted(survey)
    kept = _fitting(survey, others)
    keys = {piece.name: new_key() for piece in kept}
    if score:
        keys[score.name] = SCORE_KEY
    if reason:
        keys[reason.name] = REASON_KEY
    kind = SurveyKind.CSAT if score and score.kind == "csat" else SurveyKind.RELATIONSHIP_NPS
    usual = TEMPLATES[kind].asks("us")
    first = _question(survey, score, keys) if score else usual.questions[0]
    second = _question(survey, reason, keys) if reason else usual.questions[1]
    questions = (
        replace(first, required=True, new_page=False, show_if=None),
        replace(second, required=False, new_page=False, show_if=None),
        *_paged(survey, [(piece, _question(survey, piece, keys)) for piece in kept]),
    )
    asks = replace(
        usual,
        questions=questions,
        language=survey.language,
        invitation=_cut(survey.invitation, LONGEST["invitation"]) or usual.invitation,
        thanks_text=_cut(survey.thanks, LONGEST["thanks_text"]) or usual.thanks_text,
        translations=_translations([(p, keys[p.name]) for p in (score, reason, *kept) if p]),
    )
    name = _cut(" ".join(survey.name.split()), LONGEST["name"]) or "Imported survey"
    return Brought(name, kind, asks, tuple(survey.notes))


def _parted(survey: Survey) -> tuple[Piece | None, Piece | None, list[Piece]]:
    """Find the score and the reason; what cannot be a second score becomes a rating."""
    pieces = survey.pieces
    score = next((p for kind in ("nps", "csat") for p in pieces if p.kind == kind), None)
    if score is None:
        survey.note(
            "", _("It asks for no recommendation from 0 to 10, so Hark's own was put first.")
        )
        reason = None
    else:
        behind = pieces[pieces.index(score) + 1 :]
        reason = next((p for p in behind[:2] if p.kind == "text" and p.show_if is None), None)
        if score is not pieces[0]:
            survey.note(score.name, _("This is the score, so it was moved to the front."))
    if reason is None:
        survey.note(
            "", _("Behind the score no open question followed, so Hark's own was put there.")
        )
    others = [_no_score(survey, p) for p in pieces if p is not score and p is not reason]
    return score, reason, others


def _no_score(survey: Survey, piece: Piece) -> Piece:
    if not TYPES[piece.kind].is_headline:
        return piece
    survey.note(piece.name, _("A survey has one score; this one became a list of numbers."))
    steps = range(11) if piece.kind == "nps" else range(1, 6)
    return replace(piece, kind="choice", settings={"options": [str(step) for step in steps]})


def _fitting(survey: Survey, pieces: Sequence[Piece]) -> list[Piece]:
    kept = list(pieces[:MAX_EXTRA_QUESTIONS])
    for piece in pieces[MAX_EXTRA_QUESTIONS:]:
        words = _(
            "Left out: a survey has at most %(most)s questions.", most=FIXED + MAX_EXTRA_QUESTIONS
        )
        survey.note(piece.name, words)
    return kept


def _question(survey: Survey, piece: Piece, keys: Mapping[str, str]) -> Question:
    text, hint = renamed(piece.text, keys), renamed(piece.hint, keys)
    for what, words, most in (("text", text, LONGEST_QUESTION), ("hint", hint, LONGEST_HINT)):
        if len(words) > most:
            survey.note(
                piece.name,
                _("Its %(what)s was cut after %(most)s characters.", what=what, most=most),
            )
    kind, settings = _settings(survey, piece)
    return Question(
        keys[piece.name],
        kind,
        _cut(text, LONGEST_QUESTION),
        hint=_cut(hint, LONGEST_HINT),
        required=piece.required and TYPES[kind].asks,
        settings=settings,
        new_page=piece.new_page,
        shuffled=piece.shuffled,
        show_if=_rule(survey, piece, keys),
    )


def _paged(survey: Survey, asked: list[tuple[Piece, Question]]) -> Iterator[Question]:
    """Begin a page where a question repeats an answer of its own page: it is not sent yet."""
    here = {SCORE_KEY, REASON_KEY}
    for piece, question in asked:
        repeated = {token.name for text in (question.text, question.hint) for token in tokens(text)}
        if repeated & here and not question.new_page:
            survey.note(piece.name, _("It repeats an answer of its page, so it begins a new one."))
            question = replace(question, new_page=True)
        here = {question.key} if question.new_page else here | {question.key}
        yield question


def _settings(survey: Survey, piece: Piece) -> tuple[str, Mapping[str, Any]]:
    try:
        return piece.kind, settings_in(TYPES[piece.kind], piece.settings)
    except SettingsError as error:
        said = " ".join(error.problems.values())
        survey.note(piece.name, _("It became a question for open words: %(said)s", said=said))
        return "text", settings_in(TYPES["text"], {"lines": "one"})


def _rule(survey: Survey, piece: Piece, keys: Mapping[str, str]) -> Rule | None:
    if piece.show_if is None:
        return None
    known = tuple(
        each
        for each in piece.show_if.conditions
        if each.about is not About.ANSWER or each.name in keys
    )
    if len(known) < len(piece.show_if.conditions):
        survey.note(piece.name, _("It rested on a question that is not here; that was left away."))
    return replace(piece.show_if, conditions=known).renamed(keys) if known else None


def _translations(pieces: Iterable[tuple[Piece, str]]) -> dict[str, dict[str, Translation]]:
    found: dict[str, dict[str, Translation]] = {}
    for piece, key in pieces:
        places = {place(key, "text"): piece.text, place(key, "hint"): piece.hint}
        for name, value in piece.settings.items():
            several = value if isinstance(value, list) else [value]
            places |= {f"{setting(key, name)}-{n}": str(one) for n, one in enumerate(several)}
        for language, words in piece.words.items():
            said = {at: words[of] for at, of in places.items() if of and words.get(of)}
            found.setdefault(language, {}).update(
                {at: Translation(new, places[at]) for at, new in said.items()}
            )
    return found


def _cut(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0] + "…"
