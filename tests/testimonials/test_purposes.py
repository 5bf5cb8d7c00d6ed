"""What was ticked is what a quote is shown for."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from feedback import models
from feedback.models import Publication, Purpose, Relation
from feedback.testimonials import queries


@pytest.fixture
def shown(session):
    """Give a function: the quotes shown for a purpose now."""

    def read(purpose):
        page = queries.shown(session, datetime.now(UTC), purpose=purpose, size=50)
        return [item.quote for item in page.items]

    return read


def test_a_quote_is_shown_for_what_its_author_ticked_and_nothing_else(published, shown):
    published("For the site.", purposes=["website"])
    published("For slides and ads.", purposes=["sales", "ads"])
    found = {purpose: shown(purpose) for purpose in Purpose}
    assert found == {
        Purpose.WEBSITE: ["For the site."],
        Purpose.SOCIAL: [],
        Purpose.SALES: ["For slides and ads."],
        Purpose.ADS: ["For slides and ads."],
        Purpose.PRESS: [],
    }


def test_what_is_not_for_the_website_is_on_no_wall(published, quotes):
    published("For slides.", purposes=["sales"])
    assert quotes() == []


def test_a_page_of_one_purpose_is_full_though_others_lie_between(published, session):
    for n in range(6):
        published(f"Words {n}.", purposes=["website"] if n % 2 else ["press"])
    page = queries.shown(session, datetime.now(UTC), purpose=Purpose.WEBSITE, size=2)
    assert [item.quote for item in page.items] == ["Words 5.", "Words 3."]
    assert page.following == page.items[-1].publication_id


def test_an_output_knows_all_that_has_to_be_said_beside_the_words(published, session):
    published(incentive="A mug", relation="partner", locale="de")
    page = queries.shown(session, datetime.now(UTC), purpose=Purpose.WEBSITE, size=1)
    (item,) = page.items
    assert (item.incentive, item.relation, item.locale) == ("A mug", Relation.PARTNER, "de")
    assert item.purposes == {Purpose.WEBSITE}
    assert not item.is_invited


def test_one_quote_is_found_by_its_public_name_for_its_purpose_only(published, session):
    published(purposes=["social"])
    name = session.query(Publication).one().public_id
    now = datetime.now(UTC)
    assert queries.shown_one(session, now, name, purpose=Purpose.SOCIAL) is not None
    assert queries.shown_one(session, now, name, purpose=Purpose.WEBSITE) is None


def test_the_authors_correction_is_what_may_be_quoted(agree, marketer, page, quotes, session):
    consent = agree("It sayved us.", corrected="It saved us.")
    marketer.submit(page(consent, "quote"), {"sentence": ["0"]}, page=page(consent))
    marketer.submit(page(consent, "publication"), page=page(consent))
    assert quotes() == ["It saved us."]


def test_the_database_refuses_a_second_publication_of_a_quote(published, session):
    published()
    testimonial = session.query(models.Testimonial).one()
    session.add(Publication(testimonial_id=testimonial.id, published_at=datetime.now(UTC)))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
