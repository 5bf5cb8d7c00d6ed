"""From the thanks page to the wall and back: no row is made by hand here."""

from tests.respond.conftest import invite
from tests.respond.test_consent import agree as agree_to_be_quoted
from tests.respond.test_consent import withdrawal_path

assert invite


def test_what_is_agreed_on_the_thanks_page_arrives_and_withdrawing_takes_it_away(
    marketer,
    invite,
    page,
    quotes,
):
    customer = invite()
    customer.send("9", reason="They fixed it within an hour.")
    agree_to_be_quoted(customer)
    (consent,) = customer.consents()
    marketer.submit(page(consent, "quote"), {"sentence": ["0"]}, page=page(consent))
    marketer.submit(page(consent, "publication"), page=page(consent))
    assert quotes() == ["They fixed it within an hour."]
    path = withdrawal_path(customer)
    customer.client.post(path)
    assert quotes() == []
    assert marketer.get(page(consent)).status_code == 410
