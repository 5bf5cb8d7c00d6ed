"""What themes go along with: adjusted, corrected for their number, of the right comments."""

import itertools
import re
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from scipy.stats import false_discovery_control
from sqlalchemy import event, select

from analysis.reading import Frame, Theme
from feedback.extensions import db
from feedback.models import ThemeMention
from feedback.reports.explore_views import whole_ground
from feedback.reports.ground import Desk
from feedback.reports.segmenting import by_telling
from feedback.reports.selection import Asked
from feedback.themes import course, effects, one, reading
from feedback.themes import spoken as gathered
from feedback.themes.plotting import plot
from feedback.worker import run_next_job
from tests import factories
from tests.themes.conftest import DELIVERY, NOW, STAFF, Spoken

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def worker(app, session):
    """Give a function: the worker reads whatever waits."""

    def run():
        with app.app_context():
            reading.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
            db.session.remove()
        session.rollback()

    return run


@pytest.fixture
def read(session, workspace):
    """Give a function: the comments that parameters of an address ask for."""

    def make(**parameters):
        session.rollback()
        desk = Desk.of(workspace, NOW)
        found = whole_ground(session, Asked(parameters), desk, by_telling(desk))
        return gathered.read(session, found.selection, desk)

    return make


@pytest.fixture
def told(read):
    """Give a function: their effects."""
    return lambda **parameters: effects.effects(read(**parameters))


def together(n=240):
    """Delivery hurts; staff do nothing, but whoever speaks of delivery mostly speaks of them."""
    chance = np.random.default_rng(4)
    made = []
    for at in range(n):
        hurt = chance.random() < 0.3
        along = chance.random() < (0.8 if hurt else 0.1)
        themes = ({DELIVERY: "negative"} if hurt else {}) | ({STAFF: "negative"} if along else {})
        low = chance.random() < (0.75 if hurt else 0.2)
        day = AT + timedelta(days=int(at % 50))
        made.append(Spoken(3 if low else 9, themes, day, {"plan": "AB"[at % 2]}))
    return made


def tone(found, theme, key="negative"):
    line = found.by_id[int(theme)]
    return next(each for each in line.tones if each.key == key)


def by_statsmodels(rows):
    """Estimate the same by another program: coefficients, errors, p values corrected by SciPy."""
    import statsmodels.api as sm

    def columns(row):
        return [DELIVERY in row.themes, STAFF in row.themes, row.attributes["plan"] == "B"]

    x = sm.add_constant(np.array([columns(row) for row in rows], dtype=float))
    v = np.array([100.0 * (row.score >= 9) - 100.0 * (row.score <= 6) for row in rows])
    fit = sm.OLS(v, x).fit(cov_type="HC3", use_t=True)
    return fit.params[1:3], fit.bse[1:3], false_discovery_control(fit.pvalues[1:3])


def test_effects_are_those_of_another_program_adjusted_and_corrected(framed, spoken, told):
    framed()
    rows = together()
    spoken(rows)
    found = told(by="plan", **{"from": "2026-06-01", "to": "2026-06-30"})
    rows = [row for row in rows if row.at.month == 6]
    params, errors, p = by_statsmodels(rows)
    for place, theme in enumerate((DELIVERY, STAFF)):
        seen = tone(found, theme)
        share = seen.n / found.n
        assert seen.effect.value == pytest.approx(params[place])
        assert seen.impact.value == pytest.approx(params[place] * share)
        half = (seen.effect.high - seen.effect.low) / 2
        assert half == pytest.approx(1.976 * errors[place], rel=0.01)
        assert seen.p == pytest.approx(p[place], rel=0.05, abs=1e-5)


def test_what_is_only_spoken_of_along_with_it_is_not_blamed(framed, spoken, told, read):
    framed()
    spoken(together())
    found, comments = told(), read()
    assert tone(found, DELIVERY).is_clear
    assert not tone(found, STAFF).is_clear
    vendors = one.without(comments, comments.frame.by_id[STAFF], least=10)
    assert vendors.high < 0  # what vendors show, with certainty, of a theme that does nothing


def test_many_themes_are_corrected_for(framed, spoken, told, read):
    framed(**{f"Theme {n}": f"word{n}" for n in range(20)})
    chance = np.random.default_rng(1)
    ids = [theme.id for theme in read().frame.themes]

    def said():
        return {theme: "negative" for theme in ids if chance.random() < 0.2}

    spoken(Spoken(int(chance.integers(0, 11)), said(), AT) for _ in range(200))
    tones = [each for line in told().lines for each in line.tones]
    assert len(tones) == 20
    assert any(not each.effect.low <= 0 <= each.effect.high for each in tones)  # one in twenty
    assert not any(each.is_clear for each in tones)


def test_a_theme_is_mentioned_by_n_of_those_who_wrote(framed, spoken, told, session, version):
    framed()
    spoken([Spoken(9, {STAFF: "positive"}, AT)] * 12 + [Spoken(9, {}, AT)] * 20)
    spoken([Spoken(9, {STAFF: ""}, AT, is_analysed=False)] * 6)
    spoken([Spoken(None, {STAFF: "positive"}, AT)] * 7)
    for _ in range(30):
        factories.response(session, version, score=3, answered_at=AT)
    session.commit()
    found = told()
    line = found.by_id[int(STAFF)]
    assert (line.n, found.n, line.share.n, found.foreign) == (12, 32, 32, 6)
    assert any("6 comments in languages that are not analysed" in note for note in found.notes)


def test_of_few_mentions_no_effect_is_said(framed, spoken, told):
    framed()
    spoken([Spoken(3, {STAFF: "negative"}, AT)] * 9 + [Spoken(9, {}, AT)] * 30)
    seen = tone(told(), STAFF)
    assert (seen.n, seen.effect, seen.impact) == (9, None, None)


def test_of_four_comments_nothing_is_said_at_all(framed, spoken, told, executive):
    framed()
    spoken([Spoken(3, {STAFF: "negative"}, AT)] * 4)
    found = told()
    assert (found.n, found.lines) == (0, ())
    page = executive.get("/themes/explorer").text
    section = page[page.index('id="effects"') : page.index("</main>")]
    assert not re.search(r"\d", re.sub(r"<[^>]+>|95.%|5.%", "", section))
    assert "Fewer than five comments" in section


def test_a_group_of_four_is_not_shown_nor_left_by_subtraction(framed, spoken, read, session):
    framed()
    for plan, n in (("A", 30), ("B", 20), ("C", 4), ("D", 7)):
        spoken([Spoken(9, {STAFF: "positive"}, AT, {"plan": plan})] * n)
    comments = read(by="plan")
    shown = one.groups(session, comments, [int(STAFF)])
    names = {row.name: row.figure.n for row in shown.rows}
    assert "C" not in names
    left = names["All comments"] - sum(n for name, n in names.items() if name != "All comments")
    assert left == 0 or left >= 5


def test_groups_of_two_periods_cannot_be_subtracted_to_a_few(framed, spoken, read, session):
    framed()
    for plan in "AB":
        spoken([Spoken(9, {STAFF: "positive"}, AT, {"plan": plan})] * 8)
    later = AT + timedelta(days=3)
    spoken([Spoken(9, {}, later, {"plan": "A"})] * 9 + [Spoken(9, {}, later, {"plan": "B"})] * 2)

    def sizes(**period):
        shown = one.groups(session, read(by="plan", **period), [int(STAFF)])
        return {row.name: row.figure.n for row in shown.rows}

    whole, until = sizes(), sizes(to="2026-06-02")
    assert whole["B"] == 10
    assert all(n == whole[name] or whole[name] - n >= 5 for name, n in until.items())


def test_two_periods_cannot_be_subtracted_to_one_comment(framed, spoken, told):
    framed()
    spoken([Spoken(9, {}, AT)] * 10 + [Spoken(3, {STAFF: "negative"}, AT + timedelta(days=1))])
    spoken([Spoken(9, {}, AT + timedelta(days=2))] * 8)
    until = [told(to=f"2026-06-{day:02}").n for day in (1, 2, 3)]
    assert all(b - a == 0 or b - a >= 5 for a, b in itertools.pairwise(until))


def test_parts_count_for_their_whole_and_are_not_estimated_against_it():
    late, staff = Theme("2", "Late", (), (), "1"), Theme("3", "Staff", ())
    frame = Frame((Theme("1", "Delivery", ()), late, staff))
    said = {"1": "positive", "2": "negative", "3": ""}
    assert gathered.folded({"2": "negative"}, frame) == {"1": "negative"}
    assert gathered.folded(said, frame) == {"1": "positive", "3": ""}
    assert gathered.parted(said, frame) == {"2": "negative", "3": ""}


def test_somebody_who_wrote_often_counts_as_one_person(framed, spoken, read, session):
    framed()
    who = factories.contact(session)
    spoken([Spoken(9, {STAFF: "positive"}, AT, contact_id=who.id)] * 6 + [Spoken(9, {}, AT)] * 6)
    people = read().told.who
    assert sorted(set(people.tolist())) == [-1, who.id]


def test_a_theme_that_rises_is_told_of_the_last_whole_month(
    framed, spoken, read, session, workspace
):
    framed()
    for month, n in ((3, 4), (4, 5), (5, 3), (6, 25)):
        at = datetime(2026, month, 10, tzinfo=UTC)
        spoken([Spoken(5, {DELIVERY: "negative"}, at)] * n + [Spoken(9, {}, at)] * (60 - n))
    spoken([Spoken(5, {DELIVERY: "negative"}, datetime(2026, 7, 2, tzinfo=UTC))] * 9)
    desk = Desk.of(workspace, datetime(2026, 7, 4, tzinfo=UTC))
    found = course.courses(read(), desk)[int(DELIVERY)]
    assert found.alarm == "up"
    assert "June 2026" in found.said
    assert [point.figure.n for point in found.points] == [60, 60, 60, 60, 9]


def test_marks_are_where_the_figures_are(framed, spoken, told):
    framed()
    spoken(together())
    found = told()
    drawn = plot(found)
    first = drawn.marks[0]
    assert (first.line.id, first.tone.key) == (int(DELIVERY), "negative")
    assert first.y > drawn.zero  # below the line: it hurts
    assert first.left < first.x < first.right
    assert first.top < first.y < first.bottom


def test_the_pages_say_effect_interval_and_n_of_n(framed, spoken, executive):
    framed()
    spoken(together())
    page = executive.get("/themes/explorer").text
    assert "association, not cause" in page
    assert "of 240" in page
    link = re.search(r'href="(/themes/[0-9a-z]+\?[^"]*)"', page).group(1).replace("&amp;", "&")
    theme = executive.get(link).text
    assert "As survey vendors count it" in theme
    assert "This is not its effect" in theme
    assert "Who speaks of it" in theme
    assert "<mark>" not in theme  # the words are no rule's


def test_words_that_matched_are_marked_in_its_comments(framed, said, worker, executive):
    framed()
    for _ in range(5):
        said("The parcel <b>came</b> late again.", score=3)
    worker()
    page = executive.get("/themes/explorer").text
    link = re.search(r'href="(/themes/[0-9a-z]+\?[^"]*)"', page).group(1)
    theme = executive.get(link.replace("&amp;", "&")).text
    assert theme.count("<mark>parcel</mark>") == 5
    assert "&lt;b&gt;came" in theme


def test_a_mention_that_is_read_otherwise_is_estimated_anew(framed, spoken, told, session):
    framed()
    spoken(together())
    before = tone(told(), DELIVERY).n
    one_of_them = session.scalars(
        select(ThemeMention).where(ThemeMention.theme_id == int(DELIVERY)).limit(1)
    ).one()
    one_of_them.sentiment = "positive"
    session.commit()
    assert tone(told(), DELIVERY).n == before - 1


def test_whoever_may_not_know_people_reads_no_address_in_its_comments(
    framed, said, worker, executive, owner
):
    framed()
    for _ in range(5):
        said("Mail ann.lee@bolt.example, the parcel came late.", score=3)
    worker()
    pages = [who.get("/themes/6ts?every=all").text for who in (executive, owner)]
    assert ["ann.lee" in page for page in pages] == [False, True]
    assert ["<mark>parcel</mark>" in page for page in pages] == [True, True]
    assert ["All its comments" in page for page in pages] == [False, True]


@pytest.mark.parametrize("n", [30, 60])
def test_more_comments_are_no_more_queries(n, framed, spoken, executive, app):
    framed()
    spoken(together(n))
    asked = []
    with app.app_context():
        engine = db.engine

    def listen(_connection, _cursor, statement, *_others):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        executive.get("/themes/explorer")
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert len(asked) <= 45, len(asked)


def test_a_period_of_another_day_gives_other_comments(framed, spoken, told):
    framed()
    spoken([Spoken(9, {STAFF: "positive"}, AT)] * 12)
    spoken([Spoken(9, {}, AT + timedelta(days=60))] * 12)
    found = told(**{"from": "2026-07-01"})
    assert (found.n, found.by_id) == (12, {})
    assert AT.date() == date(2026, 6, 1)
