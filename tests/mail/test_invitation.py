"""The invitation as its reader gets it: scores to click, both parts, nobody's markup."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Recipient
from feedback.mail.invitation import invitation
from surveys.definition import Question
from surveys.models import Workspace
from tests import factories
from tests.factories import NOW


def asks(kind="nps", **given):
    question = given.pop("question", "How likely are you to recommend Acme?")
    ends = {"low": "Not at all", "high": "Extremely"}
    return factories.definition(
        **{"questions": (Question("score", kind, question, settings=ends),), **given}
    )


class Read:
    """A letter as its reader's mail program takes it apart."""

    def __init__(self, sealed):
        self.raw = sealed.raw
        message = message_from_bytes(sealed.raw, policy=default)
        self.subject, self.message_id = str(message["Subject"]), str(message["Message-ID"])
        self.unsubscribe_url = str(message["List-Unsubscribe"]).strip("<>")
        self.html = message.get_body(["html"]).get_content()
        self.text = message.get_body(["plain"]).get_content()


@pytest.fixture
def write(app):
    """Give a function that writes the letter of a definition."""

    def letter(definition=None, **company):
        workspace = Workspace(
            **{
                "id": 7,
                "name": "Acme",
                "accent": "#0f6b5c",
                "ask_gap_days": 90,
                "sender_name": "",
                "reply_to": "",
                "postal_address": "Canal 4, Amsterdam",
                **company,
            }
        )
        desk = Desk.of(app)
        with app.app_context():
            mail = invitation(definition or asks(), workspace, sender=desk.sender)
        press = desk.set_up(mail, at=NOW)
        return Read(desk.letter(press, 7, Recipient(5, NOW, "carla@example.com", "Carla"), at=NOW))

    return letter


def scores(body):
    return [int(n) for n in re.findall(r"http://hark\.test/r/[\w.-]+\?score=(\d+)", body)]


@pytest.mark.parametrize(
    ("kind", "steps"), [("nps", range(11)), ("csat", range(1, 6)), ("ces", range(1, 8))]
)
def test_each_score_is_a_link_in_both_parts(write, kind, steps):
    letter = write(asks(kind))
    assert scores(letter.html) == list(steps)
    assert scores(letter.text) == list(steps)


def test_ends_of_the_scale_are_labelled_in_both_parts(write):
    letter = write()
    for part in (letter.html, letter.text):
        assert "Not at all" in part
        assert "Extremely" in part


def test_links_are_of_this_person_and_nothing_is_left_of_the_marks(write):
    letter = write()
    assert letter.unsubscribe_url in letter.html
    assert letter.unsubscribe_url in letter.text
    assert not re.search(r"(answer|unsubscribe)-[0-9a-f]{32}", letter.html + letter.text)


def test_why_and_from_where_is_said(write):
    letter = write()
    for part in (letter.html, letter.text):
        assert "Acme writes to you as a customer, at most once in 90 days" in part
        assert "Canal 4, Amsterdam" in part


def test_markup_of_authors_is_only_text_in_the_html_part(write):
    evil = '<img src=x onerror=alert(1)> {{777*777}} & "quotes"'
    letter = write(asks(question=evil, invitation=evil, subject=evil), name=evil)
    assert "<img" not in letter.html
    assert "603729" not in letter.text
    assert "&lt;img src=x" in letter.html


def test_text_part_is_not_escaped(write):
    assert "Tom & Sons' <pipes>" in write(asks(invitation="Tom & Sons' <pipes>")).text


def test_html_asks_for_nothing_from_elsewhere(write):
    html = write().html
    assert not re.search(r"<(img|link|script|iframe|object|form)\b", html)
    assert "url(" not in html


def test_styles_stand_in_the_tags_and_dark_and_phone_ones_in_the_head(write):
    html = write().html
    assert html.count('class="score"') == html.count("text-decoration: none;white-space: nowrap")
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_accent_of_the_company_is_used_where_it_can_be_read(write):
    assert "#b4004e" in write(accent="#b4004e").html
    assert "color: #ffff00;" not in write(accent="#ffff00").html


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl")]
)
def test_direction_follows_the_language(write, language, direction):
    assert f'lang="{language}" dir="{direction}"' in write(asks(language=language)).html


def test_message_id_is_the_same_for_each_attempt(write):
    assert write().message_id == write().message_id


def test_mail_comes_from_the_company_and_replies_go_where_it_says(write):
    letter = write(sender_name="Acme listens", reply_to="care@acme.example")
    assert letter.raw.startswith(b"From: Acme listens <ask@acme.example>\r\n")
    assert b"\r\nReply-To: care@acme.example\r\n" in letter.raw


def test_question_of_a_mail_is_its_only_headline(write):
    assert len(re.findall(r"<h1", write().html)) == 1
