"""Whatever is altered, taken out, put in or moved is named."""

import json
import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import BigInteger, Date, Float, Integer, select, text

from feedback.agreements import giving
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import ChainEntry, ChainHead, ChainSalt, Consent, Purpose, Response
from feedback.provenance import telling
from feedback.provenance.adopting import adopt
from feedback.provenance.chain import ENTRIES, HEADS, SALTS
from feedback.provenance.sealed import ANSWER, KINDS, NOT_SEALED, read_row
from surveys.db import Utc
from surveys.links import Link, Links
from surveys.links import Purpose as Signed
from surveys.models import Invitation

SEALED = [
    (kind, column)
    for kind, sealed in KINDS.items()
    for column in sealed.columns
    if not column.endswith("_id") or column == "public_id"
]
LINKS = [
    ("response", "invitation_id"),
    ("response", "touchpoint_id"),
    ("response", "survey_id"),
    ("response", "version_id"),
    ("consent", "response_id"),
    ("testimonial", "consent_id"),
    ("publication", "testimonial_id"),
]


def tamper(app, statement, **values):
    """Change the database behind everybody's back, without its own guards."""
    with app.app_context(), db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(text(statement), values)
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")
        else:
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(statement), values)
            connection.execute(text("SET session_replication_role = DEFAULT"))
            connection.commit()


def other(column):
    """Give SQL for another value of a column's type."""
    if isinstance(column.type, BigInteger | Integer | Float):
        return f"COALESCE({column.name}, 0) + 1"
    if isinstance(column.type, Utc):
        return "'2020-02-02 02:02:02.000000'"
    if isinstance(column.type, Date):
        return "'2020-02-02'"
    if "JSON" in str(column.type).upper():
        return "'[\"press\"]'"
    return f"'u' || SUBSTR(COALESCE({column.name}, ''), 2)"


def test_a_quote_that_went_the_whole_way_stands_in_the_chain(published, findings, session):
    published()
    assert findings() == []
    said = [
        json.loads(row)
        for row in session.scalars(select(ChainEntry.text).order_by(ChainEntry.number))
    ]
    assert [(each["table"], each["event"]) for each in said] == [
        ("response", "answered"),
        ("consent", "given"),
        ("testimonial", "cut"),
        ("publication", "published"),
    ]


def test_no_entry_holds_a_word_or_a_name(published, session):
    published()
    kept = "".join(session.scalars(select(ChainEntry.text).order_by(ChainEntry.number)))
    assert all(word not in kept for word in ("hour", "Carla", "Fjord"))


@pytest.mark.parametrize(("kind", "column"), SEALED)
def test_every_sealed_column_is_named_when_it_is_altered(app, published, findings, kind, column):
    published()
    table = KINDS[kind].table
    tamper(app, f"UPDATE {table.name} SET {column} = {other(table.c[column])}")
    assert any(
        line.startswith(f"{kind} ") and line.endswith(f": {column} differs from what was sealed")
        for line in findings()
    )


@pytest.mark.parametrize(("kind", "column"), LINKS)
def test_every_link_between_rows_is_named_when_it_is_altered(
    app, published, findings, kind, column
):
    published()
    tamper(app, f"UPDATE {KINDS[kind].table.name} SET {column} = 4711")
    assert f"{column} differs from what was sealed" in " ".join(findings())


def test_every_column_is_either_sealed_or_left_out_for_a_reason():
    for kind, sealed in KINDS.items():
        columns = {column.name for column in sealed.table.columns} - {"workspace_id", "id"}
        assert columns == {*sealed.columns, *NOT_SEALED.get(kind, ())}


def test_an_altered_answer_is_named(app, published, findings):
    published()
    tamper(app, f"UPDATE {ANSWER.name} SET text = 'Never again' WHERE question_key = 'reason'")
    (line,) = findings()
    assert line.startswith("answer ")
    assert line.endswith("words differs from what was sealed")


@pytest.mark.parametrize("kind", ["response", "consent", "testimonial", "publication"])
def test_a_missing_row_is_named(app, published, findings, kind):
    published()
    tamper(app, f"DELETE FROM {KINDS[kind].table.name}")
    assert any(line.startswith(f"{kind} ") and line.endswith("is missing") for line in findings())


@pytest.mark.parametrize("column", ["text", "signature", "of_table", "of_id", "number"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_column_of_every_entry_is_named(app, published, findings, column, number):
    published()
    value = {"number": "number + 100", "of_id": "of_id + 1"}.get(column, f"{column} || ' '")
    tamper(app, f"UPDATE chain_entry SET {column} = {value} WHERE number = :n", n=number)
    at = number + 100 if column == "number" else number
    assert any(line.startswith(f"chain_entry {at}: ") for line in findings())


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_missing_entry_is_named_the_last_one_too(app, published, findings, number):
    published()
    tamper(app, "DELETE FROM chain_entry WHERE number = :n", n=number)
    assert f"chain_entry {number}: is missing" in findings()


def test_entries_in_another_order_are_named(app, published, findings):
    published()
    for before, after in ((2, 99), (3, 2), (99, 3)):
        tamper(app, "UPDATE chain_entry SET number = :b WHERE number = :a", a=before, b=after)
    found = findings()
    for number in (2, 3):
        assert f"chain_entry {number}: number differs from what was signed" in found


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("how", ["UPDATE chain_salt SET salt = :s", "DELETE FROM chain_salt"])
def test_every_altered_or_missing_salt_is_named(app, published, findings, number, how):
    published()
    values = {"n": number, "s": "ab" * 32}
    used = {name: value for name, value in values.items() if f":{name}" in f"{how} :n"}
    tamper(app, f"{how} WHERE number = :n", **used)
    assert any(line.startswith(f"chain_salt {number}: ") for line in findings())


@pytest.mark.parametrize("column", ["number", "signature"])
def test_an_altered_head_is_named(app, published, findings, column):
    published()
    value = "number + 1" if column == "number" else "signature || ' '"
    tamper(app, f"UPDATE chain_head SET {column} = {value}")
    assert any(line.startswith("chain_head ") for line in findings())


def test_a_missing_head_is_named(app, published, findings):
    published()
    tamper(app, "DELETE FROM chain_head")
    assert any("is missing" in line and "chain_head" in line for line in findings())


def test_a_row_put_in_by_hand_is_named(published, findings, session):
    published()
    (consent,) = session.scalars(select(Consent))
    given = {c.name: getattr(consent, c.name) for c in Consent.__table__.columns}
    session.add(Consent(**{**given, "id": consent.id + 1, "named_as": "Bill Gates"}))
    session.commit()
    assert findings() == [f"consent {consent.id + 1}: stands in no entry of the chain"]


def test_a_chain_put_back_to_an_earlier_day_is_named(
    app, agreed, findings, session, tmp_path, monkeypatch
):
    agreed()
    lines = list(telling.verify_chains(app))
    assert lines[-1].startswith("Everything is as it was sealed")
    for table in ("chain_entry", "chain_salt", "chain_head", "publication", "testimonial"):
        tamper(app, f"DELETE FROM {table}")
    tamper(app, "DELETE FROM quote_mail")
    tamper(app, "DELETE FROM consent")
    assert any("than when it was last verified" in line for line in findings())


def test_what_changes_rightfully_is_no_finding(app, published, findings, session, consent_of):
    published()
    with app.app_context():
        giving.narrow(session, consent_of(), Purpose.SOCIAL, datetime.now(UTC))
        giving.withdraw(session, consent_of(), datetime.now(UTC))
        session.commit()
    assert findings() == []


def test_the_same_answer_sent_again_with_another_label_is_no_finding(
    app, agreed, findings, session, client
):
    consent = agreed()
    response = session.scalars(select(Response)).one()
    sent = session.scalars(select(Invitation).where(Invitation.id == response.invitation_id)).one()
    sent.sent_at, before = datetime.now(UTC), (response.signals, response.language)
    session.commit()
    link = Link(consent.workspace_id, sent.id)
    token = Links(str(app.secret_key)).token(Signed.ANSWER, link)
    given = {"_submission": "k", "score": str(response.score), "reason": consent.words}
    assert client.post(f"/r/{token}", data=given).status_code == 303
    session.expire_all()
    assert (response.signals, response.language) != before
    assert findings() == []


def test_erasing_leaves_a_chain_that_verifies_and_opens_nothing(
    published, findings, session, owner, consent_of
):
    published()
    response = consent_of().response_id
    contact = session.execute(
        text("SELECT contact_id FROM response WHERE id = :id"), {"id": response}
    ).scalar_one()
    owner.submit(f"/contacts/{spell(contact)}/erasure", {"silence": "1"})
    assert findings() == []
    assert session.scalars(select(ChainSalt)).all() == []
    events = [
        json.loads(row)["event"]
        for row in session.scalars(select(ChainEntry.text).order_by(ChainEntry.number))
    ]
    assert events[-4:] == ["erased"] * 4


def test_somebody_who_was_erased_and_answers_again_begins_anew(
    app, published, findings, session, owner, client, consent_of
):
    published()
    consent = consent_of()
    response = session.scalars(select(Response).where(Response.id == consent.response_id)).one()
    sent = session.scalars(select(Invitation).where(Invitation.id == response.invitation_id)).one()
    link = Link(consent.workspace_id, sent.id)
    owner.submit(f"/contacts/{spell(response.contact_id)}/erasure", {"silence": "1"})
    token = Links(str(app.secret_key)).token(Signed.ANSWER, link)
    given = {"_submission": "k", "score": "9", "reason": "Back again, and still glad."}
    assert client.post(f"/r/{token}", data=given).status_code == 303
    page = client.get(f"/r/{token}/thanks").text
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1)
        for name in ("words", "seen")
    }
    agreed = {**hidden, "attribution": "anonymous", "purposes": ["website"]}
    assert client.post(f"/r/{token}/consent", data=agreed).status_code == 303
    session.expire_all()
    assert consent_of().words == given["reason"]
    assert findings() == []
    tamper(app, "DELETE FROM chain_salt")
    assert sum("is missing" in line for line in findings()) == 2


def test_what_was_erased_and_is_put_back_is_named(
    app, published, findings, session, owner, consent_of, workspace
):
    published()
    consent, place = consent_of(), workspace.id
    given = {c.name: getattr(consent, c.name) for c in Consent.__table__.columns}
    with app.app_context(), db.engine.connect() as connection:
        contact = connection.execute(
            text("SELECT contact_id FROM response WHERE id = :id"), {"id": consent.response_id}
        ).scalar_one()
        assert read_row(connection, "consent", place, consent.id) is not None
    session.rollback()
    owner.submit(f"/contacts/{spell(contact)}/erasure", {"silence": "1"})
    session.expunge_all()
    session.add(Consent(**given))
    session.commit()
    assert f"consent {given['id']}: is there, though it was erased" in findings()


def test_what_was_there_before_the_chain_is_adopted_once(app, session, workspace, agreed, findings):
    agreed()
    for table in (ENTRIES, SALTS, HEADS):
        tamper(app, f"DELETE FROM {table.name}")
    with app.app_context(), db.engine.begin() as connection:
        assert adopt(connection, workspace.id, datetime.now(UTC)) == 2
    with app.app_context(), db.engine.begin() as connection:
        assert adopt(connection, workspace.id, datetime.now(UTC)) == 0
    assert findings() == []
    events = [
        json.loads(row)["event"]
        for row in session.scalars(select(ChainEntry.text).order_by(ChainEntry.number))
    ]
    assert events == ["adopted", "adopted"]


def test_another_workspaces_chain_is_another_chain(published, session):
    published()
    assert len(session.scalars(select(ChainHead)).all()) == 1


def test_command_ends_with_one_where_anything_was_found(app, published, monkeypatch, data):
    from feedback import cli

    monkeypatch.setattr("feedback.create_app", lambda: app)
    published()
    told = CliRunner().invoke(cli.hark, ["verify"])
    assert (told.exit_code, "Everything is as it was sealed" in told.output) == (0, True)
    tamper(app, "UPDATE consent SET named_as = 'Bill Gates'")
    told = CliRunner().invoke(cli.hark, ["verify"])
    assert told.exit_code == 1
    assert "named_as differs from what was sealed" in told.output
    (data / "chains.json").unlink(missing_ok=True)
