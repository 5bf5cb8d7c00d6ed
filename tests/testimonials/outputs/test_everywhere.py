"""What holds for every output: purposes, withdrawal, and what has to stand beside the words."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from feedback.models import Answer, Purpose
from tests.testimonials.conftest import WORDS
from tests.testimonials.outputs.conftest import EVERYWHERE, OUTPUTS

PUBLIC = [name for name, output in OUTPUTS.items() if not output.by_member]
SLIDES = "ppt/slides/slide1.xml"


def is_shown(name, answer):
    """Whether an output has anything of the quote."""
    if name == "slides":
        return SLIDES in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    if name == "badge":
        return "wall-badge" in answer.text
    if OUTPUTS[name].is_one:
        return answer.status_code == 200
    return WORDS in answer.get_data(as_text=True).replace("&#39;", "'")


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_shows_what_was_allowed_for_it_and_nothing_else(published, fetch, name, purpose):
    published(purposes=[purpose.value])
    answer = fetch(name)
    assert is_shown(name, answer) == (purpose == OUTPUTS[name].purpose)


END = {
    "withdrawn": {"ended_at": datetime.now(UTC), "ended_by": "author"},
    "expired": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)},
    "no longer for any purpose": {"purposes": []},
}


@pytest.mark.parametrize("how", END)
@pytest.mark.parametrize("name", OUTPUTS)
def test_withdrawal_reaches_every_output_at_the_next_request(published, fetch, name, how):
    consent = published(purposes=EVERYWHERE)
    first = fetch(name)
    assert is_shown(name, first)
    for field, value in END[how].items():
        setattr(consent, field, value)
    again = fetch(name, headers={"If-None-Match": first.headers.get("ETag", "")})
    assert again.status_code == (410 if OUTPUTS[name].is_one else 200)
    assert not is_shown(name, again)
    assert consent.named_as not in again.get_data().decode(errors="replace")


@pytest.mark.parametrize("name", [n for n in PUBLIC if OUTPUTS[n].is_one])
def test_a_tombstone_is_kind_and_holds_no_word(published, fetch, session, name):
    published(purposes=EVERYWHERE)
    session.query(Answer).filter_by(question_key="reason").one().text = "Changed."
    answer = fetch(name)
    assert answer.status_code == 410
    assert "These words are not shown any more." in answer.text
    assert "Maria" not in answer.text


@pytest.mark.parametrize("name", [n for n in PUBLIC if OUTPUTS[n].is_one])
def test_what_never_was_is_not_found(client, workspace, name):
    assert client.get(OUTPUTS[name].path.format(id="a" * 16)).status_code == 404


@pytest.mark.parametrize("name", PUBLIC)
def test_no_output_may_be_kept_without_asking_again(published, fetch, name):
    published(purposes=EVERYWHERE)
    kept = fetch(name).headers["Cache-Control"]
    assert kept in ("no-cache", "private, no-store")


@pytest.mark.parametrize("name", ["data", "data of one quote", "feed", "oembed", "picture"])
def test_what_did_not_change_is_not_sent_again(published, fetch, name):
    published(purposes=EVERYWHERE)
    etag = fetch(name).headers["ETag"]
    assert fetch(name, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("name", ["wall", "carousel", "one quote", "data", "feed"])
def test_a_gift_a_tie_and_how_typical_it_is_stand_beside_the_words(published, fetch, name):
    for _ in range(5):
        published(incentive="a mug & more", relation="partner", purposes=EVERYWHERE)
    text = fetch(name).text.replace("&amp;amp;", "&").replace("&amp;", "&")
    assert "Received for agreeing to be quoted: a mug & more." in text
    assert "A partner of Acme." in text
    assert "5 of 5 customers who answered agreed to be quoted." in text


@pytest.mark.parametrize("name", ["wall", "carousel", "one quote", "data"])
def test_each_quote_leads_to_where_it_can_be_checked(published, fetch, public_id, name):
    published(purposes=EVERYWHERE)
    assert f"hark.test/verify/{public_id()}" in fetch(name).text


@pytest.mark.parametrize("name", PUBLIC)
def test_no_output_sets_a_cookie(published, fetch, name):
    published(purposes=EVERYWHERE)
    assert "Set-Cookie" not in fetch(name).headers


@pytest.mark.parametrize("name", ["wall", "carousel", "badge", "one quote"])
def test_pages_may_be_framed_by_anybody(published, fetch, name):
    published(purposes=EVERYWHERE)
    assert "frame-ancestors *" in fetch(name).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Diese Worte werden nicht mehr gezeigt."),
        ("fr", "Ces mots ne sont plus affichés."),
        ("es", "Estas palabras ya no se muestran."),
        ("ar", "لم تعد هذه الكلمات معروضة."),
    ],
)
def test_a_tombstone_speaks_the_readers_language(published, client, public_id, language, said):
    published().ended_at = datetime.now(UTC)
    assert said in client.get(f"/wall/acme/{public_id()}?lang={language}").text
