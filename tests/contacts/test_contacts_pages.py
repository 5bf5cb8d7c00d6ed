"""The list of contacts and the page of one."""

from datetime import timedelta

import pytest

from feedback.ids import spell
from feedback.models import Answer, Consent
from feedback.models.consent import digest
from surveys.db import new_id
from surveys.definition import Question
from surveys.questions import TYPES
from surveys.scope import bind_workspace
from tests import factories


def test_empty_list_says_what_to_do_next(owner):
    page = owner.get("/contacts").text
    assert "No contacts yet" in page
    assert "Upload contacts" in page


@pytest.mark.parametrize("search", ["lovel", "ADA@", "A-77", "ada lovelace"])
def test_contact_is_found_by_part_of_what_is_known(owner, session, workspace, search):
    factories.contact(session, name="Ada Lovelace", email="ada@example.com", external_id="A-77")
    factories.contact(session, name="Ben")
    page = owner.get("/contacts", query_string={"q": search}).text
    assert "Ada Lovelace" in page
    assert "Ben" not in page


@pytest.mark.parametrize("search", ["%", "_", "\\", "'; drop table contact", "\0"])
def test_signs_of_the_query_language_mean_themselves(owner, session, workspace, search):
    factories.contact(session, name="Ada")
    page = owner.get("/contacts", query_string={"q": search})
    assert page.status_code == 200
    assert ("Ada" in page.text) == (search == "\0")


def test_long_list_comes_in_pages(owner, session, workspace):
    for i in range(51):
        factories.contact(session, name=f"Contact {i:02}")
    assert "Page 1 of 2" in owner.get("/contacts").text
    assert owner.get("/contacts?page=2").text.count("<tr>") == 2
    assert "Page 2 of 2" in owner.get("/contacts?page=99").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_page_that_cannot_be_is_the_nearest(owner, session, workspace, page):
    factories.contact(session)
    assert owner.get(f"/contacts?page={page}").status_code == 200


def test_contact_shows_what_they_were_asked_and_said(owner, session, workspace):
    ada = factories.contact(session, attributes={"Plan": "Pro"})
    version = factories.survey(session, name="Yearly")
    asked = factories.invitation(session, version, ada)
    factories.response(
        session, version, score=9, comment="So kind", contact_id=ada.id, invitation_id=asked.id
    )
    page = owner.get(f"/contacts/{spell(ada.id)}").text
    for words in ("Plan", "Pro", "First ask", "Yearly", "So kind"):
        assert words in page


def test_contact_shows_every_answer_in_the_words_they_were_asked(owner, session, workspace):
    ada = factories.contact(session)
    liked = Question("qa", "choices", "What did you like?", settings={"options": "Price\nSpeed"})
    version = factories.survey(session, liked, Question("qb", "text", "Anything else?"))
    said = factories.response(session, version, score=9, comment="So kind", contact_id=ada.id)
    stored = TYPES["choices"].encode(liked, ["Speed"])
    session.add(Answer(response_id=said.id, question_key="qa", text=stored.text))
    session.add(Answer(response_id=said.id, question_key="qb", text="<b>شكرا</b>"))
    session.flush()
    page = owner.get(f"/contacts/{spell(ada.id)}").text
    for words in ("What did you like?", "Speed", "Anything else?", "&lt;b&gt;شكرا&lt;/b&gt;"):
        assert words in page
    assert "Price" not in page


def test_contact_shows_what_they_agreed_to_and_took_back(owner, session, workspace):
    ada = factories.contact(session)
    said = factories.response(
        session, factories.survey(session), comment="So kind", contact_id=ada.id
    )
    agreed = {
        "response_id": said.id,
        "words": "So kind",
        "words_hash": digest("So kind"),
        "attribution": "full",
        "named_as": "Ada L., Bolt",
        "purposes": ["website"],
        "wording_version": "1",
        "wording_hash": "1",
        "locale": "en",
        "channel": "thanks",
        "given_at": factories.NOW,
        "expires_at": factories.NOW + timedelta(days=700),
        "ended_at": factories.NOW + timedelta(days=1),
        "ended_by": "author",
    }
    session.add(Consent(id=new_id(), **agreed))
    session.flush()
    page = owner.get(f"/contacts/{spell(ada.id)}").text
    assert "Ada L., Bolt" in page
    assert "Website" in page
    assert "They took it back" in page


def test_contact_of_another_workspace_is_not_there(owner, session, workspace):
    bolt = factories.workspace(session)
    bind_workspace(session, bolt.id)
    theirs = factories.contact(session)
    session.commit()
    bind_workspace(session, workspace.id)
    assert owner.get(f"/contacts/{spell(theirs.id)}").status_code == 404
