"""The database's own marks: whose answers, invitations or attributes changed, in that transaction.

A mark is a row of its own: one that says the same is written once more. Were there one row for a
person, whoever answers while their mark is being taken away would write none, and nobody would
look at them again. Only workspaces that tell accounts have marks, and anonymous surveys none: a
mark would tell the order of their answers.
"""

from collections.abc import Iterator
from string import Template

from sqlalchemy import Connection, inspect, text

from surveys.models.campaign import ASKED

WATCHED = {
    "response": "contact_id, survey_id, excluded, score, answered_at, attributes, invitation_id",
    "invitation": "contact_id, campaign_id, state",
    "contact": "attributes",
}
"""By table, what of a row an account is told from; a change of anything else marks nobody."""
MOMENTS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def install(connection: Connection) -> None:
    """Put the triggers there, where the table for the marks is."""
    if not inspect(connection).has_table("tally_stale"):
        return
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        connection.execute(text(statement.replace(":", r"\:")))


def remove(connection: Connection) -> None:
    """Take them away."""
    is_sqlite = connection.dialect.name == "sqlite"
    for table in WATCHED:
        if not is_sqlite and not inspect(connection).has_table(table):
            continue
        for moment in MOMENTS:
            where = "" if is_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS marks_{table}_{moment}{where}"))


def _sqlite() -> Iterator[str]:
    for table, columns in WATCHED.items():
        names = columns.split(", ")
        changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in names)
        for moment, rows in MOMENTS.items():
            marks = "; ".join(_mark(table, row, NUMBER.substitute(row=row)) for row in rows)
            of, when = (f" OF {columns}", f"WHEN {changed}") if moment == "update" else ("", "")
            yield (
                f"CREATE TRIGGER marks_{table}_{moment} AFTER {moment}{of} ON {table} "
                f"FOR EACH ROW {when} BEGIN {marks}; END"
            )


def _postgresql() -> Iterator[str]:
    for table, columns in WATCHED.items():
        names = columns.split(", ")
        changed = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in names)
        yield (
            f"CREATE OR REPLACE FUNCTION marks_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF tg_op <> 'INSERT' THEN {_mark(table, 'old')}; END IF; "
            f"IF tg_op <> 'DELETE' THEN {_mark(table, 'new')}; END IF; RETURN NULL; END $$"
        )
        for moment in MOMENTS:
            of, when = (f" OF {columns}", f"WHEN ({changed})") if moment == "update" else ("", "")
            yield (
                f"CREATE TRIGGER marks_{table}_{moment} AFTER {moment}{of} ON {table} "
                f"FOR EACH ROW {when} EXECUTE FUNCTION marks_{table}()"
            )


def _mark(table: str, row: str, numbered: str = "") -> str:
    """Write the mark of one row as it was or is; SQLite does not number such rows by itself."""
    states = ", ".join(f"'{each}'" for each in ASKED)
    who, only = WHOSE[table]
    return MARK.substitute(
        row=row,
        id="id, " if numbered else "",
        numbered=numbered,
        who=Template(who).substitute(row=row),
        only=Template(only).substitute(row=row, states=states),
    )


NUMBER = Template(
    "coalesce((SELECT max(id) FROM tally_stale WHERE workspace_id = $row.workspace_id), 0) + 1, "
)
MARK = Template(
    """INSERT INTO tally_stale (workspace_id, ${id}person_id, at)
    SELECT $row.workspace_id, ${numbered}$who, CURRENT_TIMESTAMP FROM workspace AS w
    WHERE w.id = $row.workspace_id AND w.account_attribute <> '' $only"""
)
WHOSE = {
    "response": (
        "coalesce($row.contact_id, $row.id)",
        """AND NOT EXISTS (SELECT 1 FROM survey AS s WHERE s.workspace_id = $row.workspace_id
        AND s.id = $row.survey_id AND s.is_anonymous)""",
    ),
    "invitation": (
        "$row.contact_id",
        """AND $row.contact_id IS NOT NULL AND $row.state IN ($states)
        AND NOT EXISTS (SELECT 1 FROM campaign AS c JOIN survey AS s
        ON s.workspace_id = c.workspace_id AND s.id = c.survey_id
        WHERE c.workspace_id = $row.workspace_id AND c.id = $row.campaign_id
        AND s.is_anonymous)""",
    ),
    "contact": ("$row.id", ""),
}
"""By table: whose rows are to be made anew, and where there is nothing to mark."""
