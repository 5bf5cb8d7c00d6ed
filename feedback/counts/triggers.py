"""The database's own notes: each answer that comes, changes or goes is a row in its transaction.

Whoever writes answers need not know of the counts, and nobody can forget them. The triggers stand
in no migration: they are taken away before migrations run, for SQLite makes altered tables anew,
and are put back behind the newest one. A migration that changes what is counted ends with a note
for each answer (see 0017), or `hark recount` is run after it.
"""

from collections.abc import Sequence
from enum import StrEnum
from string import Template

from sqlalchemy import Connection, inspect, text

from feedback.counts import stale
from feedback.counts.people import marks
from feedback.respond.signals import OF_SCANNERS
from surveys.models.campaign import LEFT

COUNTED = (
    "survey_id",
    "version_id",
    "answered_on",
    "source",
    "language",
    "excluded",
    "signals",
    "score",
    "attributes",
    "invitation_id",
)
"""What of an answer is counted; a change of anything else is not noted."""
LEDGER = ("campaign_id", "state", "due_at", "step")
NAMES = {"response": ("insert", "update", "delete"), "invitation": ("insert", "update", "delete")}


def install(connection: Connection) -> None:
    """Put the triggers there, in their newest form, where the tables for their notes are."""
    remove(connection)
    marks.install(connection)
    if not inspect(connection).has_table("tally_change"):
        return
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        connection.execute(text(statement.replace(":", r"\:")))
    stale.install(connection)


def remove(connection: Connection) -> None:
    """Take the triggers away."""
    stale.remove(connection)
    marks.remove(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    for table, moments in NAMES.items():
        if not is_sqlite and not inspect(connection).has_table(table):
            continue
        for moment in moments:
            where = "" if is_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS counts_{table}_{moment}{where}"))


def _sqlite() -> list[str]:
    made = []
    for table, columns in (("response", COUNTED), ("invitation", LEDGER)):
        for moment in NAMES[table]:
            rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[moment]
            notes = "; ".join(
                note for row in rows for note in _notes(table, row, -1 if row == "old" else 1)
            )
            of = f" OF {', '.join(columns)}" if moment == "update" else ""
            changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
            when = f"WHEN {changed}" if moment == "update" else ""
            made.append(
                f"CREATE TRIGGER counts_{table}_{moment} AFTER {moment}{of} ON {table} "
                f"FOR EACH ROW {when} BEGIN {notes}; END"
            )
    return made


def _postgresql() -> list[str]:
    made = []
    for table, columns in (("response", COUNTED), ("invitation", LEDGER)):
        first = (AWAIT,) if table == "response" else ()
        old, new = ([each.substitute(row=row) for each in first] for row in ("old", "new"))
        gone = "; ".join([*old, *_notes(table, "old", -1, postgresql=True)])
        came = "; ".join([*new, *_notes(table, "new", 1, postgresql=True)])
        made.append(
            f"CREATE OR REPLACE FUNCTION counts_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF tg_op <> 'INSERT' THEN {gone}; END IF; "
            f"IF tg_op <> 'DELETE' THEN {came}; END IF; RETURN NULL; END $$"
        )
        for moment in NAMES[table]:
            is_update = moment == "update"
            of = f" OF {', '.join(columns)}" if is_update else ""
            changed = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in columns)
            when = f"WHEN ({changed})" if is_update else ""
            made.append(
                f"CREATE TRIGGER counts_{table}_{moment} AFTER {moment}{of} ON {table} "
                f"FOR EACH ROW {when} EXECUTE FUNCTION counts_{table}()"
            )
    return made


def _notes(table: str, row: str, n: int, *, postgresql: bool = False) -> list[str]:
    """Write the notes of one row, as it came (n = 1) or went (n = -1)."""
    filled = {"row": row, "n": str(n), "left": _listed(LEFT), "labels": _listed(OF_SCANNERS)}
    filled |= {"id": "", "answers": "", "replies": ""}
    if not postgresql:  # PostgreSQL has sequences; SQLite numbers only rows of a single key itself
        filled["id"] = "id, "
        filled["answers"] = NUMBER.substitute(row=row, table="tally_change")
        filled["replies"] = NUMBER.substitute(row=row, table="tally_asked_change")
    filled["slot"] = slot("i.due_at" if table == "response" else f"{row}.due_at", postgresql)
    notes = {"response": (ANSWER, REPLY), "invitation": (SENT,)}[table]
    return [note.substitute(filled) for note in notes]


def _listed(several: Sequence[StrEnum]) -> str:
    return "(" + ", ".join(f"'{each}'" for each in several) + ")"


def slot(moment: str, postgresql: bool) -> str:
    """Give the quarter of an hour of a moment, counted since 1970."""
    if postgresql:
        return f"CAST(floor(extract(epoch FROM {moment}) / 900) AS bigint)"
    return f"CAST(strftime('%s', {moment}) AS integer) / 900"


NUMBER = Template(
    "coalesce((SELECT max(id) FROM $table WHERE workspace_id = $row.workspace_id), 0) + 1, "
)
ANSWER = Template(
    """INSERT INTO tally_change (workspace_id, ${id}survey_id, day, version_id, source, language,
    excluded, labelled, score, attributes, n)
    SELECT $row.workspace_id, ${answers}$row.survey_id, $row.answered_on, $row.version_id,
    $row.source, coalesce($row.language, ''), coalesce($row.excluded, ''),
    coalesce($row.signals, '') IN $labels, $row.score, $row.attributes, $n
    FROM survey AS s JOIN workspace AS w ON w.id = s.workspace_id
    WHERE s.workspace_id = $row.workspace_id AND s.id = $row.survey_id AND NOT s.is_anonymous"""
)
"""An answer, but where its survey or workspace is just going: its counts go with it."""
AWAIT = Template(
    """PERFORM 1 FROM invitation AS i WHERE i.workspace_id = $row.workspace_id
    AND i.id = $row.invitation_id FOR SHARE"""
)
"""PostgreSQL: who writes down that mail left, and who answers it at that moment, would each not see
the other yet, and nobody would count the answer. So one waits until the other is through."""
REPLY = Template(
    """INSERT INTO tally_asked_change (workspace_id, ${id}campaign_id, slot, sent, answered)
    SELECT $row.workspace_id, ${replies}i.campaign_id, $slot, 0, $n
    FROM invitation AS i JOIN workspace AS w ON w.id = i.workspace_id
    WHERE i.workspace_id = $row.workspace_id AND i.id = $row.invitation_id
    AND $row.excluded IS NULL AND i.state IN $left AND i.step = 0"""
)
"""That an invitation was answered, where mail left for it."""
SENT = Template(
    """INSERT INTO tally_asked_change (workspace_id, ${id}campaign_id, slot, sent, answered)
    SELECT $row.workspace_id, ${replies}$row.campaign_id, $slot, $n,
    $n * (SELECT count(*) FROM response AS r WHERE r.workspace_id = $row.workspace_id
    AND r.invitation_id = $row.id AND r.excluded IS NULL)
    FROM workspace AS w
    WHERE w.id = $row.workspace_id AND $row.state IN $left AND $row.step = 0"""
)
"""That somebody was asked, and whether they answered; reminders ask nobody anew."""
