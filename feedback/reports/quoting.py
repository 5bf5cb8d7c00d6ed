"""Three quotes each of praise and pain: words that may be read by whoever reads reports.

Only comments that the judge has read are quoted. What names or reaches a person, swears, or comes
from an insider is left out, and so is blame of a colleague, which owners alone read elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from analysis.praise import MODEL
from feedback.masks import hiding
from feedback.models import Answer, Judgement, Mention, Response
from feedback.reports.executive import Quote
from feedback.reports.scale import Band, Scale
from surveys.definition import REASON_KEY

SHOWN = 3
CANDIDATES = 60
"""Newest comments of each kind that are looked at."""
LOOKED_AT = 1_000
"""Newest answers of each kind among which those are looked for: where a new judge has read few
comments yet, a page does not go through millions."""
LETTERS = 320
FULL = range(8, 61)
"""Words of a comment that says something and can be read in a breath."""
HARMLESS = frozenset({"low_score", "rival"})
"""Gates of the judge that speak against a testimonial, and not against reading."""


@dataclass(frozen=True)
class Said:
    """The quotes of a report."""

    praise: tuple[Quote, ...] = ()
    pain: tuple[Quote, ...] = ()


def quotes(session: Session, scale: Scale, answered: ColumnElement[bool]) -> Said:
    """Choose the quotes among the answers that a report counts."""
    best = _newest(session, scale.bands[-1], answered)
    worst = _newest(session, scale.bands[0], answered)
    ours = [row for row in best if _is_harmless(row)]
    theirs = [row for row in worst if _is_harmless(row) and not row.names_somebody]
    praised = sorted(ours, key=lambda row: (row.words not in FULL, -row.points))
    pained = sorted(theirs, key=lambda row: row.words not in FULL)
    seen = hiding.shown(session, {row.id: row.text for row in (*praised, *pained)})
    words = {number: " ".join(said.words.split()) for number, said in seen.items()}
    return Said(_chosen(praised, words), _chosen(pained, words))


def _newest(session: Session, band: Band, answered: ColumnElement[bool]) -> list[Row[tuple]]:  # type: ignore[type-arg]
    blamed = select(Mention.id).where(
        Mention.response_id == Response.id, Mention.is_good.is_(False)
    )
    newest = (
        select(Response.id)
        .where(answered, Response.excluded.is_(None), Response.score.between(band.low, band.high))
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    wanted = (
        select(
            Response.id,
            Answer.text,
            Response.score,
            Response.answered_on,
            Judgement.language,
            Judgement.gates,
            Judgement.points,
            Judgement.words,
            Judgement.names_somebody,
        )
        .join(newest, newest.c.id == Response.id)
        .join(Answer, Answer.response_id == Response.id)
        .join(Judgement, Judgement.response_id == Response.id)
        .where(
            Answer.question_key == REASON_KEY,
            Judgement.question_key == REASON_KEY,
            Judgement.model == MODEL,
            ~blamed.exists(),
        )
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(CANDIDATES)
    )
    return list(session.execute(wanted))


def _is_harmless(row: Row[tuple]) -> bool:  # type: ignore[type-arg]
    return all(name in HARMLESS for name, _found in row.gates)


def _chosen(rows: Iterable[Row[tuple]], said: Mapping[int, str]) -> tuple[Quote, ...]:  # type: ignore[type-arg]
    """Take the first few that do not say the same."""
    found: dict[str, Quote] = {}
    for row in rows:
        words = said[row.id]
        is_cut = len(words) > LETTERS
        shown = words[:LETTERS].rsplit(" ", 1)[0] if is_cut else words
        quote = Quote(shown, is_cut, row.score, row.answered_on, row.language)
        found.setdefault(words.casefold(), quote)
        if len(found) == SHOWN:
            break
    return tuple(found.values())
