"""The room of touchpoints: making one, hanging it up, seeing what came back, closing it."""

import io

import pytest
from sqlalchemy import select

from feedback.ids import spell
from surveys.models import Touchpoint
from surveys.touchpoints import UnreadableSiteError, origins
from tests import factories


def made(session):
    return session.scalars(select(Touchpoint)).one()


def make(owner, version, **given):
    data = {"survey": spell(version.survey_id), "kind": "qr", "name": "Counter", **given}
    return owner.submit("/channels", data, page="/channels/new")


def test_an_empty_room_says_what_to_do_first(owner, version):
    assert "Make the first touchpoint" in owner.get("/channels").text


def test_without_a_published_survey_it_says_so(owner):
    assert "Publish a survey first" in owner.get("/channels").text


def test_an_owner_makes_a_touchpoint_and_its_address_opens_the_survey(owner, version, session):
    page = owner.get(make(owner, version).location).text
    assert f"http://hark.test/t/{made(session).code}" in page
    assert owner.get(f"/t/{made(session).code}").status_code == 200


def test_a_touchpoint_without_a_name_is_not_made(owner, version, session):
    page = make(owner, version, name="  ")
    assert page.status_code == 422
    assert "Say where it will be." in page.text
    assert session.scalars(select(Touchpoint)).all() == []


@pytest.mark.parametrize("given", [{"survey": "x"}, {"kind": "carrier pigeon"}])
def test_a_choice_that_was_not_offered_is_not_made(owner, version, session, given):
    assert make(owner, version, **given).status_code == 422
    assert session.scalars(select(Touchpoint)).all() == []


def test_answers_are_counted_where_they_were_given(owner, place, version, session):
    here, there = place(), place(name="Window")
    for number in range(3):
        factories.response(
            session,
            version,
            source="qr",
            touchpoint_id=here.id,
            signals="crowd" if number else None,
        )
    session.commit()
    assert "3" in owner.get(f"/channels/{spell(here.id)}").text
    assert "2 answers came in a crowd" in owner.get(f"/channels/{spell(here.id)}").text
    assert "crowd" not in owner.get(f"/channels/{spell(there.id)}").text


def test_a_closed_touchpoint_takes_no_more(owner, place, session):
    here = place()
    page = f"/channels/{spell(here.id)}"
    owner.submit(f"{page}/end", page=page)
    assert owner.get(f"/t/{here.code}").status_code == 410
    assert "Close this touchpoint" not in owner.get(page).text


def test_the_code_is_a_picture_for_print_and_for_screens(owner, place):
    page = f"/channels/{spell(place().id)}"
    svg, png = owner.get(f"{page}/code.svg"), owner.get(f"{page}/code.png")
    assert (svg.mimetype, svg.data[:5]) == ("image/svg+xml", b"<?xml")
    assert (png.mimetype, png.data[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")


def test_the_code_says_the_address_of_the_touchpoint(owner, place):
    import segno

    here, drawn = place(code="abcdefgh"), io.BytesIO()
    wanted = segno.make("http://hark.test/t/abcdefgh", error="m", micro=False)
    wanted.save(drawn, kind="svg", scale=24, border=4)
    assert owner.get(f"/channels/{spell(here.id)}/code.svg").data == drawn.getvalue()


@pytest.mark.parametrize(("size", "paper"), [("a4", "A4"), ("a6", "A6"), ("b0", "A4")])
def test_the_poster_says_who_asks_what_and_where(owner, place, size, paper):
    here = place()
    page = owner.get(f"/channels/{spell(here.id)}/poster?size={size}").text
    assert f"size: {paper} portrait" in page
    assert "How likely are you to recommend Acme?" in page
    assert f"hark.test/t/{here.code}" in page


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://www.example.com/page?x=1", ["https://www.example.com"]),
        ("Example.com\nhttps://example.com:443", ["https://example.com"]),
        ("http://localhost:8080", ["http://localhost:8080"]),
        ("https://[::1]:8443/", ["https://[::1]:8443"]),
        ("", []),
    ],
)
def test_sites_are_read_as_browsers_name_them(written, found):
    assert origins(written) == found


@pytest.mark.parametrize("written", ["javascript://x", "https://", "https://a:99999", "ftp://a.b"])
def test_what_is_no_site_is_refused(written):
    with pytest.raises(UnreadableSiteError):
        origins(written)
