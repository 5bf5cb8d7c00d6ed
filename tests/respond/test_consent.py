"""A person's words belong to them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from feedback.agreements.wording import current
from surveys.models import PeaceReason
from surveys.peace import leave_in_peace
from tests import factories


@pytest.fixture
def fan(invite):
    """Somebody who wrote words."""
    customer = invite(contact={"name": "Carla Customer", "attributes": {"City": "Oslo"}})
    customer.send("9", reason="They fixed it within an hour.")
    return customer


def hidden(page, name):
    return re.search(f'name="{name}" value="([^"]*)"', page).group(1)


def agree(customer, page=None, **given):
    page = page or customer.client.get(customer.path + "/thanks").text
    data = {
        "words": hidden(page, "words"),
        "seen": hidden(page, "seen"),
        "attribution": "anonymous",
        "purposes": "website",
        **given,
    }
    return customer.client.post(customer.path + "/consent", data=data)


def withdrawal_path(customer):
    page = customer.client.get(customer.path + "/thanks").text
    return re.search(r'href="http://hark.test(/c/[^"]+)"', page).group(1)


@pytest.mark.parametrize("score", ["7", "8", "10"])
def test_whoever_wrote_words_and_is_not_hurt_is_asked(invite, score):
    customer = invite()
    customer.send(score, reason="These are my words")
    page = customer.client.get(customer.path + "/thanks").text
    assert "May <bdi>Acme</bdi> quote you?" in page
    assert not re.search(r'name="purposes"[^>]*checked', page)


@pytest.mark.parametrize("score", ["0", "3", "6"])
def test_hurt_customer_is_not_asked_but_finds_the_door(invite, score):
    customer = invite()
    customer.send(score, reason="These are my words")
    page = customer.client.get(customer.path + "/thanks").text
    assert "May <bdi>Acme</bdi> quote you?" not in page
    door = re.search(r'href="(/r/[^"]+/quotation)"', page).group(1)
    agree(customer, customer.client.get(door).text)
    assert [consent.words for consent in customer.consents()] == ["These are my words"]


def test_low_answer_in_another_survey_spares_them_here(session, invite):
    customer = invite()
    earlier = factories.survey(session)
    now = datetime.now(UTC)
    contact_id = customer.invitation.contact_id
    factories.response(session, earlier, score=2, contact_id=contact_id, answered_at=now)
    customer.send("10", reason="Splendid")
    assert "May <bdi>Acme</bdi>" not in customer.client.get(customer.path + "/thanks").text


def test_open_case_spares_them(session, invite):
    customer = invite()
    now = datetime.now(UTC)
    leave_in_peace(session, customer.invitation.contact_id, PeaceReason.CASE, now=now)
    customer.send("10", reason="Splendid")
    assert "May <bdi>Acme</bdi>" not in customer.client.get(customer.path + "/thanks").text


def test_door_of_somebody_who_has_not_answered_leads_to_the_survey(carla):
    assert carla.client.get(carla.path + "/quotation").location == carla.path


def test_without_words_nobody_is_asked(carla):
    carla.send("10")
    assert "quote you" not in carla.client.get(carla.path + "/thanks").text


def test_a_late_answer_is_not_offered_to_be_quoted(carla):
    carla.close()
    carla.send("10", reason="Late words")
    assert "quote you" not in carla.client.get(carla.path + "/thanks").text


def test_agreeing_keeps_exactly_what_was_seen(fan):
    assert agree(fan).status_code == 303
    (consent,) = fan.consents()
    assert consent.words == "They fixed it within an hour."
    assert (consent.attribution, consent.named_as) == ("anonymous", "Verified customer")
    read = current("en")
    assert (consent.wording_version, consent.wording_hash) == (read.version, read.digest)
    assert (consent.locale, consent.channel) == ("en", "survey page")
    assert consent.purposes == ["website"]
    assert timedelta(729) < consent.expires_at - consent.given_at < timedelta(732)


def test_without_the_tick_nothing_is_allowed(fan):
    page = agree(fan, purposes="")
    assert page.status_code == 422
    assert "Nothing is allowed yet" in page.text
    assert fan.consents() == []


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"attribution": "full", "name": "Carla Customer", "company": "Fjord AS"},
            "Carla Customer, Fjord AS",
        ),
        ({"attribution": "initials", "short": "Carla C.", "city": "Oslo"}, "Carla C., Oslo"),
        ({"attribution": "role", "role": "Nurse", "industry": "Health"}, "Nurse, Health"),
        ({"attribution": "full", "name": " Ólafur \r\n Þór\0", "company": ""}, "Ólafur Þór"),
    ],
)
def test_a_named_quote_is_shown_first_and_kept_only_as_shown(fan, given, line):
    shown = agree(fan, **given)
    assert f'<bdi class="named">{line}</bdi>' in shown.text
    assert fan.consents() == []
    agree(fan, shown.text, **given)
    assert [c.named_as for c in fan.consents()] == [line]


def test_a_name_that_was_not_shown_is_not_kept(fan):
    page = agree(fan, seen="Somebody else", attribution="full", name="Carla Customer")
    assert "This is how it would appear" in page.text
    assert fan.consents() == []


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_name_missing_or_too_long_is_said(fan, name):
    page = agree(fan, attribution="full", name=name)
    assert page.status_code == 422
    assert "Your full name" in page.text
    assert fan.consents() == []


def test_what_the_company_knows_is_filled_in_and_names_are_not_taken_apart(fan):
    page = fan.client.get(fan.path + "/thanks").text
    assert hidden(page, "name") == "Carla Customer"
    assert hidden(page, "city") == "Oslo"
    assert hidden(page, "short") == ""


def test_hostile_words_and_names_are_shown_as_they_are(invite):
    customer = invite(contact={"name": '"><script>x</script>{{7*7}}'})
    customer.send("9", reason="</blockquote><script>x</script>{{7*7}}")
    page = customer.client.get(customer.path + "/thanks").text
    assert "<script>x" not in page
    assert "{{7*7}}" in page


def test_words_changed_in_another_window_are_shown_before_anything_is_kept(fan):
    page = fan.client.get(fan.path + "/thanks").text
    fan.send("9", reason="They never fixed it.")
    shown = agree(fan, page)
    assert "Something has changed" in shown.text
    assert "They never fixed it." in shown.text
    assert fan.consents() == []


def test_agreeing_twice_is_one_agreement(fan):
    page = fan.client.get(fan.path + "/thanks").text
    agree(fan, page)
    agree(fan, page)
    assert len(fan.consents()) == 1


def test_agreeing_under_another_name_ends_the_first_agreement(fan):
    page = fan.client.get(fan.path + "/thanks").text
    agree(fan, page)
    agree(fan, page, attribution="initials", short="C. C.", city="", seen="C. C.")
    assert [(c.named_as, c.ended_by) for c in fan.consents()] == [
        ("Verified customer", "anew"),
        ("C. C.", None),
    ]


def test_the_withdrawal_link_is_shown_as_long_as_the_agreement_holds(fan):
    agree(fan)
    path = withdrawal_path(fan)
    page = fan.client.get(path).text
    assert "They fixed it within an hour." in page
    assert page.count("<button") == 1


def test_withdrawing_ends_it_and_offers_anew(fan):
    agree(fan)
    path = withdrawal_path(fan)
    sent = fan.client.post(path)
    assert (sent.status_code, sent.location) == (303, path)
    assert "You took your permission back" in fan.client.get(path).text
    assert [c.ended_by for c in fan.consents()] == ["author"]
    assert "quote you?" in fan.client.get(fan.path + "/thanks").text


def test_withdrawing_twice_keeps_the_first_moment(fan):
    agree(fan)
    path = withdrawal_path(fan)
    fan.client.post(path)
    (first,) = [c.ended_at for c in fan.consents()]
    fan.client.post(path)
    assert [c.ended_at for c in fan.consents()] == [first]


def test_changed_words_end_the_agreement_and_it_is_offered_anew(fan):
    agree(fan)
    path = withdrawal_path(fan)
    fan.send("2", reason="They broke it again.")
    assert [c.ended_by for c in fan.consents()] == ["edit"]
    assert "your earlier permission has ended" in fan.client.get(fan.path + "/thanks").text
    assert "You changed your words" in fan.client.get(path).text


def test_a_changed_score_alone_leaves_the_agreement(fan):
    agree(fan)
    fan.send("10", reason="They fixed it within an hour.")
    assert [c.ended_by for c in fan.consents()] == [None]


def test_the_agreement_can_be_given_and_withdrawn_after_the_close(fan):
    fan.close()
    agree(fan)
    fan.client.post(withdrawal_path(fan))
    assert [c.ended_by for c in fan.consents()] == ["author"]


def test_the_offer_shows_the_quote_as_the_wall_does(app, fan):
    page = fan.client.get(fan.path + "/thanks").text
    (response,) = fan.responses()
    with app.test_request_context():
        component = app.jinja_env.get_template("components/testimonial.html").module
        words = "They fixed it within an hour."
        shown = component.testimonial(words, "Verified customer", response.answered_on)
    assert shown in page


@pytest.mark.parametrize("length", [10, 400, 2000, 100_000])
def test_words_of_any_length_are_offered_whole(invite, length):
    customer = invite()
    customer.send("8", reason="é" * length)
    page = customer.client.get(customer.path + "/thanks").text
    assert f"<p>{'é' * length}</p>" in page
    agree(customer, page)
    assert [len(c.words) for c in customer.consents()] == [length]


def test_consent_before_an_answer_leads_to_the_questions(carla):
    assert carla.client.post(carla.path + "/consent").location == carla.path
    assert carla.consents() == []
