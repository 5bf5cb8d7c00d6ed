"""The index of comments' words: written with their reading, left with the words themselves.

PostgreSQL keeps the words of a comment as a `tsvector`. SQLite's FTS5 keeps them in a table of its
own, which follows `comment_words` by triggers; what is deleted there is found no more at once, but
its letters stand in older pages until these are packed (`pack`).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    cast,
    column,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from analysis.search import Part, Wanted, terms
from feedback.models import Answer, CommentReading, CommentTrace, CommentWords
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.scope import bound_workspace

BEGINNING = date(2000, 1, 1)
NO_SYNC = {"synchronize_session": False}
BITS = 46
"""Of a number in the index that tell comments of one day apart."""
LARGEST = 2**63 - 1
AT_ONCE = 500
STEP = 200
"""Pages that one step of packing looks at: some hundredths of a second."""
SMALL = 3_000
"""Pages up to which erasing packs at once, in its own transaction: some 50,000 comments."""


def add(session: Session, said: Iterable[tuple[int, date, str]]) -> None:
    """Let comments be found that are not yet: response, day, words."""
    listed = list(said)
    known = select(CommentWords.response_id).where(
        CommentWords.response_id.in_([number for number, _day, _words in listed])
    )
    there = set(session.scalars(known))
    rows = [
        {
            "workspace_id": bound_workspace(session),
            "response_id": number,
            "question_key": REASON_KEY,
            "doc": doc_of(day),
            "words": _kept(session, terms(words)),
        }
        for number, day, words in listed
        if number not in there
    ]
    if rows:
        session.execute(insert(CommentWords), rows)


def doc_of(day: date) -> int:
    """Give a comment of a day its number; the newest day has the highest."""
    return first_of(day) | (new_id() & ((1 << BITS) - 1))


def first_of(day: date) -> int:
    """Give the lowest number of a day."""
    return min(max(0, (day - BEGINNING).days), (1 << 16) - 1) << BITS


def matches(session: Session, wanted: Wanted) -> ColumnElement[bool]:
    """Say whether a row of `CommentWords` is what is looked for."""
    if is_sqlite(session):
        found = text("SELECT rowid FROM comment_search WHERE comment_search MATCH :wanted")
        docs = found.bindparams(wanted=match(wanted, bound_workspace(session)))
        return CommentWords.doc.in_(docs.columns(column("rowid", BigInteger)))
    return CommentWords.words.op("@@")(cast(query(wanted), TSQUERY))


def docs(session: Session, wanted: Wanted, *, below: int, most: int) -> Sequence[int]:
    """Give the numbers of comments that SQLite finds, the newest first."""
    found = text(
        "SELECT rowid FROM comment_search WHERE comment_search MATCH :wanted AND rowid < :below"
        " ORDER BY rowid DESC LIMIT :most"
    )
    given = {"wanted": match(wanted, bound_workspace(session)), "below": below, "most": most}
    return session.connection().execute(found, given).scalars().all()


def is_sqlite(session: Session) -> bool:
    """Whether the embedded database is used."""
    return session.get_bind().dialect.name == "sqlite"


def match(wanted: Wanted, workspace_id: int) -> str:
    """Write a search as FTS5 reads it; the workspace is a word that its comments alone have."""
    found = f'{{place}} : "w{workspace_id}"'
    for part in wanted.parts:
        phrase = f'"{" ".join(part.terms)}"' + (" *" if part.begins else "")
        found += f" {'NOT' if part.absent else 'AND'} {{words}} : {phrase}"
    return found


def query(wanted: Wanted) -> str:
    """Write a search as PostgreSQL reads it."""
    return " & ".join(_phrase(part) for part in wanted.parts)


def _phrase(part: Part) -> str:
    words = [f"'{term}'" for term in part.terms]
    words[-1] += ":*" if part.begins else ""
    return f"{'!' if part.absent else ''}({' <-> '.join(words)})"


def _kept(session: Session, found: Sequence[str]) -> Any:
    """Write the words as the database keeps them."""
    if is_sqlite(session):
        return " ".join(found)
    places: dict[str, list[str]] = {}
    for place, term in enumerate(found, start=1):
        places.setdefault(term, []).append(str(min(place, 16_383)))
    return " ".join(f"'{term}':{','.join(at[:255])}" for term, at in places.items())


def missing(session: Session, after: int) -> list[tuple[int, date, str]]:
    """Give some comments that are read and not found yet, by response, behind one."""
    same = and_(
        CommentWords.workspace_id == CommentReading.workspace_id,
        CommentWords.response_id == CommentReading.response_id,
    )
    theirs = and_(
        Answer.workspace_id == CommentReading.workspace_id,
        Answer.response_id == CommentReading.response_id,
        Answer.question_key == REASON_KEY,
    )
    rows = session.execute(
        select(CommentReading.response_id, CommentReading.answered_on, Answer.text)
        .join(Answer, theirs)
        .outerjoin(CommentWords, same)
        .where(CommentWords.response_id.is_(None), CommentReading.response_id > after)
        .order_by(CommentReading.response_id)
        .limit(AT_ONCE)
    )
    return [(number, day, words or "") for number, day, words in rows]


def pack_small(session: Session) -> None:
    """Leave no letter of deleted words in SQLite's index, where that is a matter of a moment."""
    if not is_sqlite(session):
        return
    connection = session.connection()
    pages = connection.execute(text("SELECT count(*) FROM comment_search_data")).scalar() or 0
    if pages <= SMALL:
        connection.execute(text("INSERT INTO comment_search (comment_search) VALUES ('optimize')"))
        session.execute(delete(CommentTrace), execution_options=NO_SYNC)


def pack(connection: Connection, *, begins: bool) -> bool:
    """Take one step in packing the index; tell whether another one is due."""
    before = _changes(connection)
    pages = -STEP if begins else STEP
    connection.execute(
        text("INSERT INTO comment_search (comment_search, rank) VALUES ('merge', :pages)"),
        {"pages": pages},
    )
    return _changes(connection) - before >= 2


def _changes(connection: Connection) -> int:
    return connection.execute(text("SELECT total_changes()")).scalar() or 0
