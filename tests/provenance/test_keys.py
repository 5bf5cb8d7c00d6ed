"""A key that is lost is never replaced in silence: the start stops and says what to do."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback import cli, serving
from feedback.models import ChainEntry
from feedback.provenance import holding
from feedback.provenance.holding import LostKeyError
from feedback.provenance.keys import NAME, Signer


@pytest.fixture
def lost(app, data):
    """Give a function that takes the key away; it is back after the test."""
    key = data / NAME
    kept = key.read_bytes() if key.exists() else None

    def take():
        app.extensions.pop("signer", None)
        key.rename(data / "elsewhere")

    yield take
    app.extensions.pop("signer", None)
    (data / "chains.json").unlink(missing_ok=True)
    if kept:
        key.write_bytes(kept)


@pytest.fixture
def hark(app, monkeypatch):
    """Give a function: a command, with what it says and how it ends."""
    monkeypatch.setattr("feedback.create_app", lambda: app)
    return lambda *words: CliRunner().invoke(cli.hark, words)


def test_looking_makes_no_key(app, data, hark, client, workspace, lost):
    if (data / NAME).exists():
        lost()
    for command in ("key", "verify"):
        told = hark(command)
        assert (told.exit_code, "when somebody first agrees" in told.output) == (1, True)
    assert client.get("/.well-known/hark-signing-key.pem", audit=False).status_code == 404
    assert not (data / NAME).exists()


def test_a_lost_key_is_said_and_not_replaced(data, published, lost, hark):
    published()
    lost()
    for command in ("key", "verify"):
        told = hark(command)
        assert told.exit_code == 1
        assert "is gone, but quotes were signed with it" in told.output
        assert "Put the file back from your backup" in told.output
    assert not (data / NAME).exists()


def test_serving_stops_with_a_sentence(app, settings, data, published, lost, monkeypatch):
    published()
    lost()
    monkeypatch.setattr(serving, "create_app", lambda _settings: app)
    with pytest.raises(SystemExit, match="hark key --new"):
        serving.serve(settings, worker=False, announce=print)
    assert not (data / NAME).exists()


def test_another_key_in_its_place_is_noticed(app, data, published, lost):
    published()
    lost()
    Signer.made_at(data)
    with pytest.raises(LostKeyError, match="is another one"):
        holding.check(app)


def test_nothing_is_sealed_with_a_new_key(app, agreed, data, lost, session):
    agreed()
    lost()
    with pytest.raises(LostKeyError):
        agreed()
    session.rollback()
    assert not (data / NAME).exists()


def test_proofs_begin_anew_when_the_key_is_lost_for_good(
    published, lost, hark, findings, session, client
):
    publication = published()
    lost()
    told = hark("key", "--new")
    assert (told.exit_code, "4 rows are sealed as adopted" in told.output) == (0, True)
    session.rollback()
    texts = session.scalars(select(ChainEntry.text).order_by(ChainEntry.number))
    assert {json.loads(text)["event"] for text in texts} == {"adopted"}
    assert findings() == []
    assert hark("verify").exit_code == 0
    assert client.get(f"/verify/{publication.public_id}.json").status_code == 200


def test_a_key_that_is_there_is_not_thrown_away(published, lost, hark, session, data):
    published()
    before = (data / NAME).read_bytes(), len(session.scalars(select(ChainEntry)).all())
    told = hark("key", "--new")
    assert (told.exit_code, "nothing was changed" in told.output) == (1, True)
    session.rollback()
    after = (data / NAME).read_bytes(), len(session.scalars(select(ChainEntry)).all())
    assert before == after
