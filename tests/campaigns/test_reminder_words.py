"""A reminder has words of its own, and each customer reads them in their language."""

from email import message_from_bytes, policy

import pytest

from feedback.campaigns.addressing import as_said
from surveys.definition import Definition, Reminding, Translation
from surveys.files import own
from surveys.models import SurveyKind
from surveys.scheduling import Reminder, Schedule
from surveys.translating import texts, untranslated
from tests import factories
from tests.factories import definition

FIRST, SECOND = Reminding("Still curious", "A minute is enough."), Reminding("Last time we ask")
GERMAN = {
    "subject": Translation("Wie sind wir?", "How are we doing?"),
    "invitation": Translation("Ein Klick genügt.", "One click is enough."),
    "reminder1_subject": Translation("Noch neugierig", "Still curious"),
    "reminder1_invitation": Translation("Eine Minute genügt.", "A minute is enough."),
    "reminder2_subject": Translation("Das letzte Mal", "Last time we ask"),
}
ASKS = definition(reminders=(FIRST, SECOND), translations={"de": GERMAN})


def mailed(asks, language, step, *typed):
    said = as_said(asks, language, [Reminder(3, subject) for subject in typed], step)
    return said.subject, said.invitation


@pytest.mark.parametrize(
    ("language", "step", "said"),
    [
        ("en", 0, ("How are we doing?", "One click is enough.")),
        ("en", 1, ("Still curious", "A minute is enough.")),
        ("en", 2, ("Last time we ask", "One click is enough.")),
        ("de", 0, ("Wie sind wir?", "Ein Klick genügt.")),
        ("de", 1, ("Noch neugierig", "Eine Minute genügt.")),
        ("de", 2, ("Das letzte Mal", "Ein Klick genügt.")),
    ],
)
def test_each_mail_says_its_own_in_each_language(language, step, said):
    assert mailed(ASKS, language, step, "", "") == said


def test_a_campaigns_subject_is_for_those_who_read_the_surveys_own_language():
    assert mailed(ASKS, "en", 1, "Autumn again")[0] == "Autumn again"
    assert mailed(ASKS, "de", 1, "Autumn again")[0] == "Noch neugierig"


def test_a_survey_without_words_for_reminders_sends_the_first_mail_again():
    asks = definition(translations={"de": GERMAN})
    assert mailed(asks, "de", 1, "") == ("Wie sind wir?", "Ein Klick genügt.")


def test_no_language_is_whole_without_them():
    assert {"reminder1_subject", "reminder1_invitation", "reminder2_subject"} <= set(texts(ASKS))
    left = {at: words for at, words in GERMAN.items() if not at.startswith("reminder1")}
    asks = definition(reminders=(FIRST,), translations={"de": left})
    whole = definition(translations={"de": left})
    said, before = [[p.words for p in untranslated(each)] for each in (asks, whole)]
    assert said != before


def test_they_travel_in_a_survey_file_and_an_older_file_has_none():
    raw = own.write("Customers", SurveyKind.RELATIONSHIP_NPS, ASKS)
    assert own.read(raw).asks.reminders == (FIRST, SECOND)
    stored = ASKS.stored()
    del stored["reminders"], stored["quotas"]
    assert Definition.of(stored).reminders == ()


def test_a_customer_is_reminded_in_her_language(app, session, workspace, deliver, post, clock):
    version = factories.survey(session, asks=ASKS)
    greta = factories.contact(session, attributes={"language": "de"})
    first = factories.invitation(session, version, greta)
    campaign = session.get_one(factories.Campaign, (first.workspace_id, first.campaign_id))
    campaign.schedule = Schedule(reminders=(Reminder(3), Reminder(4))).stored()
    factories.invitation(
        session,
        version,
        greta,
        campaign_id=first.campaign_id,
        step=1,
        first_id=first.id,
        state="queued",
        sent_at=None,
    )
    session.commit()
    deliver()
    (letter,) = post.letters
    mail = message_from_bytes(letter.raw, policy=policy.default)
    assert mail["Subject"] == "Noch neugierig"
    assert "Eine Minute genügt." in mail.get_body(("plain",)).get_content()
