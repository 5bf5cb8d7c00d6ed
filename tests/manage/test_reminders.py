"""The words of reminders in the editor: two mails, each with what it says differently."""

import pytest

from feedback.ids import spell
from surveys.definition import Reminding
from tests.manage.test_editor import error_at


def test_they_are_typed_beside_the_first_mail_and_kept(desk, stored):
    desk.type(reminder1_subject="Still curious", reminder2_invitation="The last time.")
    said = (Reminding("Still curious"), Reminding("", "The last time."))
    assert stored().sheet.asks.reminders == said
    desk.type()
    assert stored().sheet.asks.reminders == said


def test_emptied_they_are_gone(desk, stored):
    desk.type(reminder1_subject="Still curious")
    desk.type(reminder1_subject="")
    assert stored().sheet.asks.reminders == ()


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("reminder1_subject", "x" * 151, "Keep it within 150"),
        ("reminder2_subject", "a\nb", "One line, please"),
        ("reminder2_invitation", "x" * 5001, "Keep it within 5,000"),
    ],
)
def test_what_no_mail_can_hold_is_named_at_its_field(desk, field, words, said):
    page = desk.type(**{field: words})
    assert error_at(page, field).startswith(said)


def test_the_preview_shows_each_that_differs(desk, session, survey):
    desk.type(reminder1_subject="Still curious", reminder1_invitation="A minute is enough.")
    page = desk.client.get(f"/surveys/{spell(survey.id)}/preview").text
    assert "First reminder: “Still curious”" in page
    assert "Second reminder" not in page
    frame = page.partition("step=1")[0].rpartition('"')[2] + "step=1"
    assert "A minute is enough." in desk.client.get(frame.replace("&amp;", "&")).text


def test_the_editor_shows_them_once_there_are_any(desk):
    def is_open():
        page = desk.client.get(f"{desk.path}/draft").text
        return page.partition('id="reminder1_subject"')[0].rpartition("<details")[2].split(">")[0]

    assert "open" not in is_open()
    desk.type(reminder1_subject="Still curious")
    assert "open" in is_open()
