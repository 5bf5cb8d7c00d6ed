"""A stranger checks a quote: by the page, by its file, by OpenSSL and Python alone."""

import html
import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback import cli
from feedback.agreements.terms import Terms
from feedback.ids import spell
from feedback.models import Consent, Publication, Purpose, Relation, Response
from feedback.provenance.keys import Signer
from feedback.provenance.proof import problems
from tests import factories

QUOTE = "They fixed it within an hour, and I could go home. […]"


@pytest.fixture
def proof(client, published):
    """The file behind a published quote."""
    return client.get(f"/verify/{published().public_id}.json").json


def test_page_says_where_the_words_come_from(client, published):
    page = client.get(f"/verify/{published().public_id}").text
    assert QUOTE in page
    assert "A verified customer" in page
    assert "These are their exact words" in page
    assert "Website, Social media" in page


def test_nobody_is_called_verified_who_came_without_a_personal_link(client, published, session):
    publication = published()
    session.scalars(select(Response)).one().invitation_id = None
    session.commit()
    page = client.get(f"/verify/{publication.public_id}").text
    assert "Nobody checked that they are a customer" in page
    assert "A verified customer" not in page


def test_incentive_and_tie_stand_on_the_page_and_in_the_proof(client, published):
    publication = published(terms=Terms("A mug", Relation.PARTNER))
    page = client.get(f"/verify/{publication.public_id}").text
    assert "Received for agreeing to be quoted: A mug." in page
    assert "A partner of Acme." in page
    shown = client.get(f"/verify/{publication.public_id}.json").json["entries"][1]["shown"]
    assert (shown["incentive"]["value"], shown["relation"]["value"]) == ("A mug", "partner")


@pytest.mark.parametrize("first", ["tie", "quote"])
def test_a_tie_stated_before_publishing_stands_in_the_proof(
    client, agreed, marketer, session, findings, first
):
    page = f"/testimonials/{spell(agreed().id)}"
    steps = {"tie": {"relation": "employee"}, "quote": {"sentence": ["0"]}}
    for step in sorted(steps, key=lambda step: step != first):
        marketer.submit(f"{page}/{step}", steps[step], page=page)
    marketer.submit(f"{page}/publication", {"fair": "1"}, page=page)
    public_id = session.scalars(select(Publication.public_id)).one()
    shown = client.get(f"/verify/{public_id}.json").json["entries"][1]["shown"]
    assert shown["relation"]["value"] == "employee"
    assert findings() == []


def test_proof_verifies_and_shows_nothing_that_was_cut(proof, data):
    assert problems(proof, Signer.at(data).public) == []
    assert "Thank you" not in json.dumps(proof)
    assert "score" not in proof["entries"][0]["shown"]


def paths(value, at=()):
    """Every place in a file where a text stands."""
    if isinstance(value, dict):
        return [p for key, each in value.items() for p in paths(each, (*at, key))]
    if isinstance(value, list):
        return [p for n, each in enumerate(value) for p in paths(each, (*at, n))]
    return [at] if isinstance(value, str) else []


def test_any_text_of_the_file_that_is_altered_is_noticed(proof, data):
    key = Signer.at(data).public
    for path in paths(proof):
        forged = json.loads(json.dumps(proof))
        at = forged
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = at[path[-1]][:-1] + ("x" if at[path[-1]][-1:] != "x" else "y")
        assert problems(forged, key), path


@pytest.mark.parametrize("forged", [None, [], {}, {"format": "hark-proof-1"}, "x", 7])
def test_what_is_no_proof_is_said_to_be_none(forged, data):
    assert problems(forged, Signer.at(data).public)


def test_a_proof_of_another_key_is_refused(proof, tmp_path):
    assert problems(proof, Signer.made_at(tmp_path).public)


def test_commands_on_the_page_do_what_they_say(client, published, tmp_path):
    publication = published(words="Sagenhaft – “schön”, мир, 日本.")
    page = client.get(f"/verify/{publication.public_id}").text
    found = re.findall(r'data-check="\w+">(.*?)</pre>', page, re.DOTALL)
    signature, hashes = (html.unescape(each) for each in found)
    (tmp_path / "proof.json").write_bytes(client.get(f"/verify/{publication.public_id}.json").data)
    key = client.get("/.well-known/hark-signing-key.pem", audit=False).data
    (tmp_path / "key.pem").write_bytes(key)
    without_network = "\n".join(line for line in signature.splitlines() if "curl" not in line)
    told = [
        subprocess.run(["bash", "-ec", each], cwd=tmp_path, capture_output=True, text=True)
        for each in (without_network, hashes)
    ]
    assert "Signature Verified Successfully" in told[0].stdout, told[0]
    assert "Sagenhaft" in told[1].stdout, told[1]
    assert re.search(r"fingerprint [0-9a-f]{64}", told[1].stdout).group().split()[1] in page
    (tmp_path / "proof.json").write_text(
        (tmp_path / "proof.json").read_text().replace("Sagenhaft", "Furchtbar")
    )
    again = subprocess.run(["bash", "-ec", hashes], cwd=tmp_path, capture_output=True, text=True)
    assert "AssertionError" in again.stderr


def test_hark_verify_checks_a_file(app, proof, tmp_path, monkeypatch):
    monkeypatch.setattr("feedback.create_app", lambda: app)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    told = CliRunner().invoke(cli.hark, ["verify", str(file)])
    assert (told.exit_code, QUOTE in told.output) == (0, True)
    file.write_text(json.dumps(proof).replace("Carla", "Clara"))
    told = CliRunner().invoke(cli.hark, ["verify", str(file)])
    assert (told.exit_code, "consent: named_as differs" in told.output) == (1, True)
    file.write_text("[" * 100_000)
    assert CliRunner().invoke(cli.hark, ["verify", str(file)]).exit_code == 1


def withdrawn(consent):
    consent.ended_at, consent.ended_by = datetime.now(UTC), "author"


def edited(consent):
    consent.ended_at, consent.ended_by = datetime.now(UTC), "edit"


def expired(consent):
    consent.expires_at = datetime.now(UTC) - timedelta(days=1)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (withdrawn, "Its author took it back on"),
        (edited, "Its author changed what they had said"),
        (expired, "The agreement ended by itself on"),
    ],
)
def test_what_has_ended_leaves_a_tombstone_without_words(client, published, session, end, said):
    publication = published()
    end(session.scalars(select(Consent)).one())
    session.commit()
    page = client.get(f"/verify/{publication.public_id}").text
    assert said in page
    assert "hour" not in page
    assert "Carla" not in page
    file = client.get(f"/verify/{publication.public_id}.json", audit=False)
    assert file.status_code == 404


def test_what_the_company_took_down_leaves_a_tombstone(client, published, session):
    publication = published()
    session.scalars(select(Publication)).one().ended_at = datetime.now(UTC)
    session.commit()
    page = client.get(f"/verify/{publication.public_id}").text
    assert "Acme took it down on" in page
    assert "hour" not in page


def test_a_quote_that_is_not_for_websites_is_not_shown_on_this_one(client, published, session):
    publication = published(purposes=(Purpose.SALES,))
    page = client.get(f"/verify/{publication.public_id}").text
    assert "does not let these words be shown on a website" in page
    assert "hour" not in page
    assert sha256(QUOTE.encode()).hexdigest() in page
    file = client.get(f"/verify/{publication.public_id}.json", audit=False)
    assert file.status_code == 404


def test_a_quote_altered_in_the_database_has_no_proof(client, published, session):
    publication = published()
    session.scalars(select(Consent)).one().named_as = "Bill Gates"
    session.commit()
    page = client.get(f"/verify/{publication.public_id}").text
    assert "does not stand whole in the signed chain" in page


def test_an_address_that_names_no_quote_is_not_found(client, workspace):
    assert client.get("/verify/nothing", audit=False).status_code == 404


def test_hostile_names_and_words_stay_text(client, published):
    evil = "<script>alert(1)</script>{{7*7}}"
    publication = published(words=f"Good {evil}.", named_as=evil)
    page = client.get(f"/verify/{publication.public_id}").text
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_how_page_counts_what_is_there(client, published, session, agreed):
    for _ in range(5):
        agreed()
    publication = published()
    page = client.get("/wall/acme/how").text
    figures = dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', page))
    assert figures["Customers who answered"] == "6"
    assert figures["Customers who now agree to be quoted"] == "6"
    assert figures["Quotes shown now"] == "fewer than 5"
    assert figures["Agreements taken back by their author"] == "0"
    assert publication.public_id not in page


def test_how_page_of_few_answers_shows_no_figure(client, published):
    published()
    page = client.get("/wall/acme/how").text
    assert "once five customers have answered" in page
    assert "<table" not in page


def test_asked_surveys_are_counted_by_customer(client, session, published, agreed):
    published()
    for _ in range(5):
        agreed()
    version = factories.survey(session)
    who = factories.contact(session)
    for _ in range(3):
        factories.invitation(session, version, who)
    session.commit()
    page = client.get("/wall/acme/how").text
    figures = dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', page))
    assert figures["Customers who were sent a survey"] == "7"
