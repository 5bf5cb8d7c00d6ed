"""One comment: what was found in it, by which words, and what a person sets right."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from feedback.comments.marking import Found, segments_of
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Answer, CommentReading, Mention, Role, Staff, ThemeCorrection
from feedback.models.consent import digest
from feedback.worker import run_next_job
from tests import factories
from tests.rules.everything import HOSTILE
from tests.themes.conftest import DELIVERY, NOW, STAFF
from tests.themes.test_reading_words import mentions

WORDS = "The parcel was awful, but your staff were friendly."


def page(row):
    return f"/comments/{spell(row.id)}"


def correct(client, row, verdict, theme=DELIVERY):
    form = {"theme": spell(int(theme)) if theme else "", "verdict": verdict}
    return client.submit(f"{page(row)}/corrections", form, page=page(row))


@pytest.fixture
def one(said, framed, read):
    """A comment about a parcel and friendly staff, read."""
    row = said(WORDS, score=6)
    framed()
    read()
    return row


def test_each_finding_stands_beside_the_words_that_made_it(owner, one):
    shown = owner.get(page(one)).text
    assert '<mark class="m-theme ">parcel</mark><sup><a href="#f1"' in shown
    assert 'aria-label="Theme: Delivery"' in shown
    assert 'id="f1"' in shown
    assert "Read by model" in shown


def test_overlapping_marks_keep_every_letter_once():
    long, short = (Found(k, k, None, (s,), number=n) for k, s, n in (
        ("theme", (4, 20), 1), ("urgency", (10, 30), 2)
    ))  # fmt: skip
    words = "abc " * 10
    parts = list(segments_of(words, [long, short, Found("staff", "", None, ((38, 99),), number=3)]))
    assert "".join(part.words for part in parts) == words
    both = [part for part in parts if part.kinds == ("theme", "urgency")]
    assert [(part.words, [each.number for each in part.ends]) for part in both] == [
        (words[10:20], [1])
    ]


def test_words_that_one_finding_has_twice_are_marked_once():
    twice = Found("urgency", "", None, ((0, 5), (3, 8)), number=1)
    (whole,) = segments_of("call us!", [twice])
    assert (whole.words, [each.number for each in whole.ends]) == ("call us!", [1])


def test_hostile_and_right_to_left_words_stay_words(owner, said, read):
    row = said(f"{HOSTILE} الخدمة سيئة +44 20 7946 0958")
    read()
    shown = owner.get(page(row)).text
    assert "<script>alert" not in shown
    assert "الخدمة سيئة" in shown
    assert 'class="comment-whole" dir="auto"' in shown


def test_a_colleagues_blame_is_marked_for_owners_alone(session, owner, sign_in_as, one):
    who = Staff(name="Priya Blamed", added_at=NOW)
    session.add(who)
    session.flush()
    places = {"name_start": 4, "name_end": 10, "clause_start": 0, "clause_end": 10}
    about = {"words_hash": digest(WORDS), "rules": "1", "found_at": NOW, "candidates": []}
    session.add(Mention(response_id=one.id, staff_id=who.id, is_good=False, **places, **about))
    session.commit()
    assert "Priya Blamed" in owner.get(page(one)).text
    assert "Priya Blamed" not in sign_in_as(Role.MARKETER).get(page(one)).text


def test_a_wrong_theme_is_taken_out_at_once_and_can_be_taken_back(owner, one, session):
    assert correct(owner, one, "absent").status_code == 303
    assert [theme for _id, theme, _said in mentions(session)] == [STAFF]
    assert "Not about this" in owner.get(page(one)).text
    row = session.scalars(select(ThemeCorrection)).one()
    owner.submit(f"{page(one)}/corrections/{spell(row.id)}/end", page=page(one))
    session.rollback()
    assert [theme for _id, theme, _said in mentions(session)] == [DELIVERY, STAFF]


def test_what_it_says_is_set_right_of_a_theme_and_as_a_whole(owner, one, session):
    correct(owner, one, "neutral")
    correct(owner, one, "positive", theme="")
    assert mentions(session)[0][2] == "neutral"
    assert session.scalars(select(CommentReading.sentiment)).one() == "positive"


def test_a_correction_is_kept_when_comments_are_read_again(owner, one, session, framed, read):
    correct(owner, one, "absent")
    correct(owner, one, "negative", theme=STAFF)
    framed(Delivery="parcel, delivery, awful", Staff="staff")
    session.execute(update(Answer).values(read_by=0))
    read()
    assert [(theme, said) for _id, theme, said in mentions(session)] == [(STAFF, "negative")]


def test_the_same_correction_twice_is_one(owner, one, session):
    for _ in range(2):
        correct(owner, one, "absent")
    correct(owner, one, "mixed")
    rows = session.scalars(select(ThemeCorrection).order_by(ThemeCorrection.id)).all()
    assert [(row.verdict, row.ended_at is None) for row in rows] == [
        ("absent", False),
        ("mixed", True),
    ]


@pytest.mark.parametrize(
    ("theme", "verdict"), [("", "absent"), ("zz", "positive"), (spell(int(DELIVERY)), "great")]
)
def test_what_may_not_be_said_is_not_found(owner, one, theme, verdict):
    form = {"theme": theme, "verdict": verdict}
    answer = owner.submit(f"{page(one)}/corrections", form, page=page(one))
    assert answer.status_code == 404


def belong(client, how="belongs", about=DELIVERY, **given):
    form = {"how": how, "about": spell(int(about)), **given}
    return client.submit("/comments/belonging", form, page="/comments")


def work(app, session):
    session.commit()
    with app.app_context():
        while run_next_job():
            pass
        db.session.remove()
    session.rollback()


def test_those_ticked_belong_to_a_theme_with_what_they_say(owner, said, framed, read, session):
    rows = [said("I love it, wonderful and so easy!"), said("Horrible, the worst ever.")]
    said("Nothing else.")
    framed()
    read()
    chosen = [str(row.id) for row in rows]
    belong(owner, response=chosen)
    belong(owner, response=chosen)
    assert [(number, said) for number, _theme, said in mentions(session)] == [
        (rows[0].id, "positive"),
        (rows[1].id, "negative"),
    ]
    assert session.query(ThemeCorrection).count() == 2


def test_all_that_fit_are_set_right_by_a_job_and_stay_so(app, owner, said, framed, read, session):
    for n in range(3):
        said(f"A ghost of a delivery {n}.")
    said("Another delivery.")
    framed()
    read()
    assert "3 comments fit" in owner.get("/comments/belonging?words=ghost").text
    belong(owner, how="absent", all="1", words="ghost")
    assert "set right" in owner.get("/comments").text
    work(app, session)
    assert len(mentions(session)) == 1
    session.execute(update(Answer).values(read_by=0))
    read()
    assert len(mentions(session)) == 1


def test_a_job_begun_twice_sets_right_once(app, owner, said, framed, read, session):
    from surveys.models import Job, JobState

    said("A ghost of a delivery.")
    framed()
    read()
    belong(owner, how="absent", all="1", theme=spell(int(DELIVERY)))
    work(app, session)
    session.execute(update(Job).values(state=JobState.QUEUED, run_at=datetime.now(UTC)))
    work(app, session)
    assert session.query(ThemeCorrection).count() == 1


def test_comments_that_come_later_are_not_set_right_with_the_others(
    app, owner, said, framed, read, session
):
    said("A delivery.")
    framed()
    read()
    belong(owner, how="absent", all="1")
    later = said("A later delivery.")
    read()
    assert [number for number, _theme, _said in mentions(session)] == [later.id]


def test_an_analyst_sets_nothing_right(sign_in_as, one, session):
    analyst = sign_in_as(Role.ANALYST)
    assert "This is wrong" not in analyst.get(page(one)).text
    form = {"theme": spell(int(DELIVERY)), "verdict": "absent"}
    answer = analyst.submit(f"{page(one)}/corrections", form, page="/account")
    assert answer.status_code == 403
    assert analyst.get("/comments/belonging", audit=False).status_code == 403


def test_a_comment_that_is_not_read_is_not_there(owner, said, session, workspace):
    assert owner.get(page(said("Not read yet."))).status_code == 404
    version = factories.survey(session, is_anonymous=True)
    nobody = factories.response(session, version, comment="Nobody.")
    assert owner.get(page(nobody)).status_code == 404
