"""No number in any address or form is too long: it names nothing, and nothing breaks."""

import pytest
from sqlalchemy import select

from feedback.ids import LARGEST, numbers
from surveys.models import Invitation
from tests.rules.test_doors import RULES, probe

LONG = ("9" * 30, str(LARGEST), "-1", "\0")
ASKED = ("page", "before", "limit", "version", "step", "maxwidth", "maxheight", "_page", "s")


def places(rule, long):
    """The address of a rule with something far too long in each place."""
    with probe.test_request_context():
        values = {name: 1 if name.endswith("_id") else long for name in rule.arguments}
        return rule.build(values)[1].replace("/1", f"/{long}")


@pytest.mark.parametrize("long", LONG)
def test_no_page_breaks_on_a_number_that_is_too_long(owner, workspace, long):
    asked = dict.fromkeys(ASKED, long)
    reads = [rule for rule in RULES if "GET" in rule.methods]
    for rule in reads:
        for address in {places(rule, long), places(rule, "acme")}:
            answer = owner.get(address, query_string=asked, audit=False)
            answer.close()  # a file that is still being written would share the next page's session
            assert answer.status_code < 500, address


@pytest.mark.parametrize("long", ["9" * 19, "9" * 30, "9" * 5000, "٣" * 25, "x"])
@pytest.mark.parametrize("to", ["shortlisted", "declined", "new"])
def test_a_decision_about_no_comment_decides_nothing(owner, workspace, to, long):
    page = "/testimonials/wall"
    for form in ({"to": to, "response": [long]}, {"to": f"{to}:{long}"}):
        answer = owner.submit("/testimonials/decisions", form, page=page)
        assert answer.status_code == 303


@pytest.mark.parametrize("long", ["9" * 19, "9" * 30, "9" * 5000, "٣" * 25, "x"])
def test_an_ask_about_no_comment_asks_nobody(owner, session, workspace, long):
    answer = owner.submit(
        "/testimonials/comments/asks", {"response": [long]}, page="/testimonials/wall"
    )
    assert answer.status_code == 303
    assert session.scalars(select(Invitation)).all() == []


def test_numbers_of_a_form_are_ids_or_left_out():
    given = ["7", str(LARGEST), str(LARGEST + 1), "9" * 5000, "-1", "٣", "", "1.0"]
    assert numbers(given) == [7, LARGEST]
