"""Anonymous answers: a ballot box that is shaken with every paper put in.

One transaction marks the link as used and stores the answer, and nothing in the database leads
from the one to the other: no key, no moment, and no order. Ids are drawn at random. The month is
all that is kept of the time. The used links are written anew as one list, sorted; the answers are
written anew with the new one among them, shuffled. So the place of a row in its table, and the
transaction PostgreSQL stamps on it, are the same for all of them.
"""

import secrets
from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from feedback.extensions import db
from feedback.respond.recording import LATE, Outcome, Recorded, Submission, score_of, together
from feedback.respond.tables import ANSWERS, RESPONSES, USED
from surveys.models import Survey

SHAKEN = 200
"""With how many others a new answer is mixed: all of them, or so many drawn at random. Whoever
looks at one row written last then guesses right once in 201 times."""
KEPT = Recorded(Outcome.COUNTED, 0)

_chance = secrets.SystemRandom()
Rows = list[dict[str, Any]]


def drop(sent: Submission) -> Recorded:
    """Put an answer into the box; a link that was used before leaves everything as it is."""
    try:
        recorded: Recorded = together.write(db.engine, partial(_drop, sent=sent))
    except IntegrityError:  # the same link at the same moment, from another process
        recorded = together.write(db.engine, partial(_drop, sent=sent))
    return recorded


def _drop(connection: Connection, sent: Submission) -> Recorded:
    invited = sent.invited
    box = {"workspace": invited.workspace_id, "survey": invited.survey_id}
    connection.execute(_LOCK_BOX, box)
    used = set(connection.scalars(_USED, box))
    if invited.invitation_id in used:
        return Recorded(Outcome.REFUSED, 0) if invited.closed_at else KEPT
    _list_anew(connection, sent, used)
    _shake_in(connection, sent, box)
    return Recorded(Outcome.LATE if sent.excluded else Outcome.COUNTED, 0)


def _list_anew(connection: Connection, sent: Submission, used: set[int]) -> None:
    """Write the whole list of used links again, sorted, the new one among them."""
    invited = sent.invited
    assert invited.invitation_id is not None
    connection.execute(
        _CLEAR_LIST, {"workspace": invited.workspace_id, "survey": invited.survey_id}
    )
    about = {"workspace_id": invited.workspace_id, "survey_id": invited.survey_id}
    listed = [
        about | {"invitation_id": number} for number in sorted({*used, invited.invitation_id})
    ]
    connection.execute(insert(USED), listed)


def _shake_in(connection: Connection, sent: Submission, box: dict[str, int]) -> None:
    """Take answers out of the box, and put them back with the new one, in no order."""
    found = list(connection.scalars(_IN_BOX, box))
    among = {"workspace": box["workspace"], "ids": _drawn(found)}
    papers = _rows(connection, _PAPERS, among)
    said: dict[int, Rows] = defaultdict(list)
    for row in _rows(connection, _SAID, among):
        said[row["response_id"]].append(row)
    connection.execute(_TAKE_SAID, among)
    connection.execute(_TAKE_PAPERS, among)
    paper = _paper(sent)
    papers.append(paper)
    said[paper["id"]] = _answers(sent, paper["id"])
    _chance.shuffle(papers)
    connection.execute(insert(RESPONSES), papers)
    written = [row for paper in papers for row in said[paper["id"]]]
    if written:
        connection.execute(insert(ANSWERS), written)


def _drawn(ids: list[int]) -> list[int]:
    return ids if len(ids) <= SHAKEN else _chance.sample(ids, SHAKEN)


def _rows(connection: Connection, statement: Any, among: dict[str, Any]) -> Rows:
    return [dict(row._mapping) for row in connection.execute(statement, among)]


def _paper(sent: Submission) -> dict[str, Any]:
    """Give the row of an answer that leads to nobody."""
    invited = sent.invited
    day = sent.at.astimezone(invited.zone).date().replace(day=1)
    month = _begin(day, sent)
    return {
        "workspace_id": invited.workspace_id,
        "id": secrets.randbits(62) + 1,
        "survey_id": invited.survey_id,
        "version_id": invited.version_id,
        "invitation_id": None,
        "touchpoint_id": None,
        "contact_id": None,
        "submission_id": secrets.token_hex(16),
        "score": score_of(sent.answers),
        "answered_at": month,
        "answered_on": day,
        "updated_at": month,
        "revision": 1,
        "source": invited.source,
        "excluded": LATE if sent.excluded else None,
        "signals": None,
        "attributes": {},
        "language": None,
        "shown": None,
    }


def _begin(day: date, sent: Submission) -> datetime:
    return datetime.combine(day, time(), sent.invited.zone).astimezone(UTC)


def _answers(sent: Submission, response_id: int) -> Rows:
    about: dict[str, Any] = {"workspace_id": sent.invited.workspace_id, "response_id": response_id}
    about["judged_by"] = about["read_by"] = None
    return [
        about | {"question_key": key, "number": answer.number, "text": answer.text}
        for key, answer in sent.answers.items()
    ]


_s, _u, _r, _a = Survey.__table__.c, USED.c, RESPONSES.c, ANSWERS.c
_LOCK_BOX = (
    select(_s.id)
    .where(_s.workspace_id == bindparam("workspace"), _s.id == bindparam("survey"))
    .with_for_update(key_share=True)
)
_OF_BOX = (_u.workspace_id == bindparam("workspace"), _u.survey_id == bindparam("survey"))
_USED = select(_u.invitation_id).where(*_OF_BOX)
_CLEAR_LIST = delete(USED).where(*_OF_BOX)
_IN_BOX = select(_r.id).where(
    _r.workspace_id == bindparam("workspace"), _r.survey_id == bindparam("survey")
)
_AMONG = (_r.workspace_id == bindparam("workspace"), _r.id.in_(bindparam("ids", expanding=True)))
_THEIR = (
    _a.workspace_id == bindparam("workspace"),
    _a.response_id.in_(bindparam("ids", expanding=True)),
)
_PAPERS, _TAKE_PAPERS = select(RESPONSES).where(*_AMONG), delete(RESPONSES).where(*_AMONG)
_SAID, _TAKE_SAID = select(ANSWERS).where(*_THEIR), delete(ANSWERS).where(*_THEIR)
