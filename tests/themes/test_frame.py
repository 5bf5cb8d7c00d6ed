"""The code frame: begun from a pack, changed with its effect in sight, kept by versions."""

import pytest

from analysis.reading import Frame, Reader
from feedback.ids import spell
from feedback.models import FrameVersion
from feedback.themes import frames, packs, trying
from tests import factories
from tests.themes.conftest import DELIVERY, STAFF

GIVEN = {"name": "Delivery", "rules": "parcel", "excludes": "", "parent": "", "owner": ""}


def themes(session):
    session.expire_all()
    return frames.frame_of(session).frame.themes


def page(theme_id=DELIVERY):
    return f"/themes/frame/{spell(int(theme_id))}"


def form_of(text):
    """Read the hidden fields of a form as a browser would send them back."""
    from lxml import html

    fields = html.fromstring(text).xpath('//form[@data-trying]//input[@type="hidden"]')
    return {each.get("name"): each.get("value") or "" for each in fields}


@pytest.mark.parametrize("key", packs.PACKS)
def test_every_pack_can_be_read_by(key):
    frame = frames.with_pack(Frame(), key)
    assert len(frame.themes) >= 7
    assert all(int(theme.id) and theme.rules for theme in frame.themes)
    assert Reader(frame).read("Nothing at all.").mentions == ()


def test_a_pack_is_a_beginning_and_adds_no_theme_twice(owner, session, workspace):
    owner.submit("/themes/frame/packs", {"pack": "retail"}, page="/themes/frame")
    owner.submit("/themes/frame/packs", {"pack": "hospitality"}, page="/themes/frame")
    names = [theme.name for theme in themes(session)]
    assert len(names) == len(set(names)) > 12
    owner.submit("/themes/frame/packs", {"pack": "retail"}, page="/themes/frame")
    assert len(themes(session)) == len(names)
    assert session.query(FrameVersion).count() == 2
    assert "Retail" in owner.get("/themes/frame").text


def test_a_theme_is_tried_before_it_is_applied(owner, said, framed, read, session):
    said("The parcel was late.")
    said("The courier was late.")
    framed(Delivery="parcel")
    read()
    hidden = form_of(owner.get(page()).text)
    shown = owner.submit(page(), GIVEN | hidden | {"rules": "courier"})
    assert shown.status_code == 200
    assert "The <mark>courier</mark> was late." in shown.text
    assert "These go out" in shown.text
    assert [rule.words for rule in themes(session)[0].rules] == ["parcel"]
    apply = GIVEN | form_of(shown.text) | {"rules": "courier", "apply": "1"}
    assert owner.submit(page(), apply).status_code == 303
    assert [rule.words for rule in themes(session)[0].rules] == ["courier"]


def test_what_was_not_looked_at_is_not_applied(owner, framed, session):
    framed(Delivery="parcel")
    hidden = form_of(owner.get(page()).text)
    seen = form_of(owner.submit(page(), GIVEN | hidden | {"rules": "courier"}).text)
    other = GIVEN | seen | {"rules": "van", "apply": "1"}
    assert owner.submit(page(), other).status_code == 200
    assert [rule.words for rule in themes(session)[0].rules] == ["parcel"]


def test_a_colleagues_change_meanwhile_is_told_and_nothing_is_lost(owner, framed, session):
    framed(Delivery="parcel")
    hidden = form_of(owner.get(page()).text)
    seen = form_of(owner.submit(page(), GIVEN | hidden | {"rules": "courier"}).text)
    framed(Delivery="parcel", Staff="waiter")
    late = owner.submit(page(), GIVEN | seen | {"rules": "courier", "apply": "1"})
    assert late.status_code == 409
    assert "courier" in late.text
    again = GIVEN | form_of(late.text) | {"rules": "courier", "apply": "1"}
    assert owner.submit(page(), again).status_code == 303
    assert len(themes(session)) == 2


def test_a_new_theme_has_a_name_an_owner_and_an_id_for_good(owner, framed, session):
    framed(Delivery="parcel")
    who = factories.member(session, name="Ada")
    session.commit()
    given = GIVEN | {"name": " Late  parcels ", "rules": "late parcel\nde: spät*"}
    given |= {"parent": DELIVERY, "owner": str(who.id)}
    hidden = form_of(owner.get("/themes/frame/theme").text)
    seen = form_of(owner.submit("/themes/frame/theme", given | hidden).text)
    owner.submit("/themes/frame/theme", given | seen | {"apply": "1"})
    made = themes(session)[1]
    assert (made.name, made.parent, made.owner) == ("Late parcels", DELIVERY, str(who.id))
    assert [(rule.words, rule.language) for rule in made.rules] == [
        ("late parcel", ""),
        ("spät*", "de"),
    ]
    shown = owner.get("/themes/frame").text
    assert "Ada" in shown
    assert "Late parcels" in shown


@pytest.mark.parametrize("rule", ["*", "a*", "one two three four five six seven eight nine", "!?"])
def test_a_rule_that_cannot_be_used_is_told_at_its_field(owner, framed, session, rule):
    framed(Delivery="parcel")
    hidden = form_of(owner.get(page()).text)
    answer = owner.submit(page(), GIVEN | hidden | {"rules": f"fine\n{rule}", "apply": "1"})
    assert answer.status_code == 422
    assert 'id="rules-error"' in answer.text


def test_a_frame_has_an_end(owner, framed, session, monkeypatch):
    monkeypatch.setattr(frames, "MOST_RULES", 3)
    framed(Delivery="parcel")
    hidden = form_of(owner.get(page()).text)
    answer = owner.submit(page(), GIVEN | hidden | {"rules": "a1\nb1\nc1\nd1"})
    assert "at most 3 rules" in answer.text


def test_a_theme_that_is_taken_away_stays_in_the_history(owner, said, framed, read, session):
    said("The parcel was late.")
    framed()
    read()
    owner.submit(f"{page()}/removal", page=page())
    assert [theme.id for theme in themes(session)] == [STAFF]
    read()
    shown = owner.get("/themes/frame").text
    assert "Theme taken away: <bdi>Delivery</bdi>" in shown
    assert trying.mentioned(session) == {}


def test_what_a_person_decided_stays_when_a_theme_is_tried(said, framed, read, session):
    from tests.themes.test_reading_words import correct

    row = said("The parcel was late.")
    correct(session, row, STAFF, "negative", words="The parcel was late.")
    framed()
    read()
    here = frames.frame_of(session).frame
    trial = trying.tried(session, here.by_id[STAFF])
    assert (trial.caught, trial.came_in, trial.went_out) == (1, 0, 0)


def test_what_a_person_said_is_absent_does_not_come_in_when_a_theme_is_tried(
    said, framed, read, session
):
    from tests.themes.test_reading_words import correct

    row = said("The parcel was late.")
    said("Another parcel.")
    correct(session, row, DELIVERY, "absent", words="The parcel was late.")
    framed()
    read()
    trial = trying.tried(session, frames.frame_of(session).frame.by_id[DELIVERY])
    assert (trial.caught, trial.came_in, trial.went_out) == (1, 0, 0)


def test_a_word_against_other_words_does_not_keep_a_comment_out(said, framed, read, session):
    from tests.themes.test_reading_words import correct

    row = said("The parcel was late.")
    correct(session, row, DELIVERY, "absent", words="What they wrote before.")
    framed()
    read()
    trial = trying.tried(session, frames.frame_of(session).frame.by_id[DELIVERY])
    assert (trial.caught, trial.came_in, trial.went_out) == (1, 0, 0)


def test_a_trial_says_that_it_looked_at_the_newest_only(
    owner, said, framed, read, session, monkeypatch
):
    monkeypatch.setattr(trying, "LOOKED_AT", 1)
    said("The parcel was late.")
    said("Another parcel.")
    framed()
    read()
    hidden = form_of(owner.get(page()).text)
    shown = owner.submit(page(), GIVEN | hidden)
    assert "The newest 1 of 2 comments were looked at" in shown.text


def test_a_long_comment_is_shown_around_what_was_caught(said, framed, read, session):
    said("Well. " * 200 + "The parcel was late. " + "Oh. " * 200)
    framed(Delivery="parcel")
    read()
    (example,) = trying.tried(session, frames.frame_of(session).frame.themes[0]).examples
    assert [piece.words for piece in example.pieces if piece.is_marked] == ["parcel"]
    assert sum(len(piece.words) for piece in example.pieces) < 420


def test_executives_read_the_frame_and_do_not_change_it(executive, framed):
    framed(Delivery="parcel")
    assert "Delivery" in executive.get("/themes/frame").text
    assert executive.get(page(), audit=False).status_code == 403


def test_the_markup_of_a_theme_is_only_words(owner, framed, session):
    framed(**{"<script>x": "parcel"})
    assert "<script>x" not in owner.get("/themes/frame").text
