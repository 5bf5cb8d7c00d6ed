"""The database's own marks: what may change a day's derived counts marks it, in its transaction.

An answer marks its day; where its author is another or its day moved, also the days of their later
answers, whose first one it may be. A mail that is sent, or goes to another campaign, marks the day
of its answer. (A mail that was answered cannot be deleted.) Put there and taken away like the notes
of the counts (counts/triggers.py).
"""

from dataclasses import dataclass
from string import Template

from sqlalchemy import Connection, inspect, text

OF_DAY = (
    *("survey_id", "answered_on", "answered_at", "score", "excluded"),
    *("contact_id", "invitation_id", "attributes"),
)
"""What of an answer says in which of its day's groups it is."""
ALWAYS = ("insert", "update", "delete")


@dataclass(frozen=True)
class _Marking:
    """A kind of change, and which days it marks."""

    name: str
    table: str
    moments: tuple[str, ...]
    columns: tuple[str, ...]
    """What an update must have changed."""
    days: Template
    """Finds the days, of the row as it was and as it is."""


DAY = Template(
    """SELECT $row.workspace_id, $row.survey_id, $row.answered_on$by
    FROM survey AS s JOIN workspace AS w ON w.id = s.workspace_id
    WHERE s.workspace_id = $row.workspace_id AND s.id = $row.survey_id AND NOT s.is_anonymous"""
)
"""Its own day, but where its survey or workspace is just going."""
LATER = Template(
    """SELECT DISTINCT r.workspace_id, r.survey_id, r.answered_on$by
    FROM response AS r JOIN survey AS s ON s.workspace_id = r.workspace_id AND s.id = r.survey_id
    JOIN workspace AS w ON w.id = s.workspace_id
    WHERE r.workspace_id = $row.workspace_id AND r.contact_id = $row.contact_id
    AND r.answered_on > $row.answered_on AND NOT s.is_anonymous"""
)
"""The days of its author's later answers."""
ANSWERED = Template(
    """SELECT r.workspace_id, r.survey_id, r.answered_on$by
    FROM response AS r JOIN survey AS s ON s.workspace_id = r.workspace_id AND s.id = r.survey_id
    WHERE r.workspace_id = $row.workspace_id AND r.invitation_id = $row.id
    AND NOT s.is_anonymous"""
)
"""The day on which a mail was answered."""
MARKINGS = (
    _Marking("day", "response", ALWAYS, OF_DAY, DAY),
    _Marking("later", "response", ALWAYS, ("contact_id", "answered_on"), LATER),
    _Marking("mail", "invitation", ("update",), ("sent_at", "campaign_id"), ANSWERED),
)


def install(connection: Connection) -> None:
    """Put the triggers there, where the table for their marks is."""
    if not inspect(connection).has_table("stale_day"):
        return
    made = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for marking in MARKINGS:
        for statement in made(marking):
            connection.execute(text(statement))


def remove(connection: Connection) -> None:
    """Take the triggers away."""
    is_sqlite = connection.dialect.name == "sqlite"
    for each in MARKINGS:
        if not is_sqlite and not inspect(connection).has_table(each.table):
            continue
        where = "" if is_sqlite else f" ON {each.table}"
        for moment in each.moments:
            connection.execute(text(f"DROP TRIGGER IF EXISTS stale_{each.name}_{moment}{where}"))


def _sqlite(marking: _Marking) -> list[str]:
    made = []
    for moment in marking.moments:
        rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[moment]
        marks = "; ".join(_in_their_place(marking, row) for row in rows)
        changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in marking.columns)
        made.append(_trigger(marking, moment, changed, f"BEGIN {marks}; END"))
    return made


def _in_their_place(marking: _Marking, row: str) -> str:
    """Mark days anew: a worker that counts one sees that it was marked again meanwhile."""
    days, drawn = (marking.days.substitute(row=row, by=by) for by in ("", ", abs(random() / 2)"))
    return f"{GONE.substitute(days=days)}; {MARKED.substitute(days=drawn)}"


GONE = Template("DELETE FROM stale_day WHERE (workspace_id, survey_id, day) IN ($days)")
MARKED = Template("INSERT INTO stale_day (workspace_id, survey_id, day, written_by) $days")
OWN = ", CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
FUNCTION = Template(
    """CREATE OR REPLACE FUNCTION stale_$name() RETURNS trigger LANGUAGE plpgsql AS $$$$ BEGIN
    IF tg_op <> 'INSERT' THEN $gone ON CONFLICT DO NOTHING; END IF;
    IF tg_op <> 'DELETE' THEN $came ON CONFLICT DO NOTHING; END IF;
    RETURN NULL; END $$$$"""
)


def _postgresql(marking: _Marking) -> list[str]:
    gone, came = (
        MARKED.substitute(days=marking.days.substitute(row=row, by=OWN)) for row in ("old", "new")
    )
    made = [FUNCTION.substitute(name=marking.name, gone=gone, came=came)]
    for moment in marking.moments:
        changed = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in marking.columns)
        made.append(_trigger(marking, moment, changed, f"EXECUTE FUNCTION stale_{marking.name}()"))
    return made


def _trigger(marking: _Marking, moment: str, changed: str, does: str) -> str:
    of, when = (f" OF {', '.join(marking.columns)}", f"WHEN ({changed})")
    if moment != "update":
        of = when = ""
    return (
        f"CREATE TRIGGER stale_{marking.name}_{moment} AFTER {moment}{of} ON {marking.table} "
        f"FOR EACH ROW {when} {does}"
    )
