"""Each customer gets the invitation in their own language, all of it."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Sender
from feedback.mail.invitation import Addressee, invitation
from feedback.models import LocalMail
from surveys.models import Workspace
from tests import factories
from tests.factories import NOW

ACME = {"id": 7, "name": "Acme", "accent": "#0f6b5c", "ask_gap_days": 90, "sender_name": ""}


@pytest.fixture
def write(app, asks):
    """Give a function that writes the letter in a language."""

    def letter(language):
        company = Workspace(**ACME, reply_to="", postal_address="")
        desk = Desk.of(app)
        with app.app_context():
            mail = invitation(asks.in_language(language), company, sender=desk.sender)
        carla = Addressee("c@example.com", "Carla", "http://a.test/r/1", "http://a.test/u/1", "m@a")
        return mail.to(carla, at=NOW)

    return letter


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [
        ("de", "ltr", ["Würden Sie Acme", "Abbestellen", "höchstens einmal in 90 Tagen"]),
        ("ar", "rtl", ["ما مدى احتمال", "إلغاء الاشتراك", "90 يومًا"]),
        ("en", "ltr", ["How likely", "Unsubscribe", "at most once in 90 days"]),
    ],
)
def test_a_mail_is_in_one_language_from_head_to_foot(write, language, direction, said):
    letter = write(language)
    assert f'<html lang="{language}" dir="{direction}"' in letter.html
    assert [words for words in said if words not in letter.html] == []
    assert f"Content-Language: {language}\r\n".encode() in letter.sealed().raw


def test_in_arabic_the_ends_of_the_scale_stand_at_the_other_sides(write):
    aligned = re.findall(r'class="end (\w+)"[^>]*align="(\w+)"', write("ar").html)
    assert aligned == [("start", "right"), ("finish", "left")]


def test_no_language_can_break_out_of_its_header(write, asks):
    letter = write("de")
    hostile = type(letter)(**{**vars(letter), "language": "de\r\nBcc: eve@example.com"})
    read = message_from_bytes(hostile.sealed().raw, policy=policy.default)
    assert read["Bcc"] is None


def test_the_sender_writes_to_each_in_the_language_known_of_them(app, session, workspace, asks):
    version = factories.survey(session, asks=asks)
    campaign_id = None
    for language in ("German", "ar-EG", "fr", ""):
        who = factories.contact(session, attributes={"Language": language}, name=language)
        sent = factories.invitation(
            session, version, who, campaign_id=campaign_id, state="queued", sent_at=None
        )
        campaign_id = sent.campaign_id
    session.commit()
    with app.app_context():
        sender = Sender.of(app)
        sender.clock = lambda: NOW
        sender.deliver_next()
    session.expire_all()
    found = {mail.subject for mail in session.scalars(select(LocalMail))}
    assert found == {"Wie sind wir?", "كيف نحن؟", "How are we doing?"}
    assert len(session.scalars(select(LocalMail)).all()) == 4
