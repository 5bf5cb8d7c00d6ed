"""The score ledger: each answer of a selection, whether it was counted, and if not, why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.counts import reading
from feedback.ids import read, spell
from feedback.models import Response
from feedback.reports.behind import Behind, behind
from feedback.reports.queries import kept_units
from feedback.reports.selection import Selection
from feedback.respond.signals import OF_SCANNERS
from feedback.themes.exported import Read, read_of
from surveys.models import Contact, Survey
from surveys.speech import _, lazy

ON_A_PAGE = 100
AT_ONCE = 2000
COUNTED, SKIPPED = "counted", "skipped"
VERDICTS = {
    COUNTED: lazy("Counted"),
    SKIPPED: lazy("No score given"),
    "late": lazy("After the survey closed"),
    "test": lazy("Test"),
}


@dataclass(frozen=True)
class Entry:
    """One answer in the ledger."""

    id: int
    at: datetime
    survey: str
    score: int | None
    verdict: str
    is_labelled: bool
    source: str
    contact_id: int | None
    contact: str
    group: str = ""
    """Its value of the attribute that is compared by."""
    read: Read | None = None
    """What its comment was found to say, in the export."""

    @property
    def key(self) -> str:
        """Name the place behind it, for the next page."""
        return f"{int(self.at.timestamp() * 1_000_000)}-{spell(self.id)}"

    @property
    def words(self) -> str:
        """Say whether it was counted."""
        return str(VERDICTS.get(self.verdict, self.verdict))

    @property
    def counted(self) -> bool:
        """Whether it is in the base."""
        return self.verdict == COUNTED


def entries(
    session: Session,
    selection: Selection,
    after: str = "",
    n: int = ON_A_PAGE,
    wanted: Behind = Behind(),
) -> list[Entry]:
    """Give the next answers behind a place, the newest first; one more than asked for."""
    return _page(session, selection, behind(session, selection, wanted), after, n)


def how_many(session: Session, selection: Selection, wanted: Behind) -> int:
    """Count the answers that a figure counts: its n. All of a selection are counted already."""
    if not wanted.is_narrow:
        selection = wanted.narrowed(selection) if wanted.is_cell else selection
        rows = reading.daily(session, [survey.id for survey in selection.surveys])
        units = kept_units(selection, rows)
        return sum(sum(n) for unit in units for day, n in unit.by_day.items() if unit.holds(day))
    among = behind(session, selection, wanted)
    known = Response.survey_id.not_in(select(Survey.id).where(Survey.is_anonymous))
    return session.scalar(select(func.count()).select_from(Response).where(among, known)) or 0


def every(session: Session, selection: Selection, wanted: Behind = Behind()) -> Iterator[Entry]:
    """Give all of them, a few thousand at a time; what is counted is found once."""
    among, after = behind(session, selection, wanted), ""
    while True:
        found = _page(session, selection, among, after, AT_ONCE)
        read = read_of(session, [entry.id for entry in found[:AT_ONCE]])
        for entry in found[:AT_ONCE]:
            yield replace(entry, read=read.get(entry.id))
        if len(found) <= AT_ONCE:
            return
        after = found[AT_ONCE - 1].key
        session.expunge_all()


def _page(
    session: Session, selection: Selection, among: ColumnElement[bool], after: str, n: int
) -> list[Entry]:
    r = Response
    wanted = (
        select(r, Survey.name, Contact.name, Contact.email)
        .join(Survey, Survey.id == r.survey_id)
        .outerjoin(Contact, Contact.id == r.contact_id)
        .where(among, ~Survey.is_anonymous)
        .order_by(r.answered_at.desc(), r.id.desc())
        .limit(n + 1)
    )
    if place := _place(after):
        at, number = place
        wanted = wanted.where(or_(r.answered_at < at, and_(r.answered_at == at, r.id < number)))
    steps = selection.scale.steps
    return [
        replace(_entry(row, survey, name, email, steps), group=_group(row, selection))
        for row, survey, name, email in session.execute(wanted)
    ]


def _entry(row: Response, survey: str, name: str | None, email: str | None, steps: range) -> Entry:
    scored = row.score is not None and row.score in steps
    return Entry(
        row.id,
        row.answered_at,
        survey,
        row.score,
        row.excluded or (COUNTED if scored else SKIPPED),
        row.signals in OF_SCANNERS,
        row.source,
        row.contact_id,
        name or email or ("" if row.contact_id is None else _("No name")),
    )


def _group(row: Response, selection: Selection) -> str:
    return str(row.attributes.get(selection.by, "")) if selection.by else ""


def _place(after: str) -> tuple[datetime, int] | None:
    at, _dash, number = after.partition("-")
    try:
        return datetime.fromtimestamp(int(at) / 1_000_000, UTC), read(number)
    except (ValueError, OverflowError, OSError):
        return None
