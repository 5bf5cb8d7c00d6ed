"""Corrections teach only where they beat the rules, and a score is never doubted aloud in vain."""

from random import Random

from analysis.reading import Frame, Reader, Rule, Theme
from analysis.reading.disagreement import disagreement
from analysis.reading.learning import LEAST, Correction, learn

READER = Reader(Frame((Theme("price", "Price", (Rule("price"),)),)))
MONEY = ("costs a fortune", "far too dear", "our budget is gone", "the price is high")
OTHER = ("the room was nice", "friendly people here", "came on monday", "a long queue")


def corrections(n, *, noise=False):
    chance = Random(4)
    for at in range(n):
        about_money = at % 2 == 0
        said = chance.choice(MONEY if about_money else OTHER)
        words = f"{said} number {at}"
        found = frozenset(READER.read(words).themes)
        right = frozenset(("price",)) if about_money else frozenset()
        yield Correction(words, found, found if noise else right)


def test_words_the_rules_do_not_know_are_learned_and_offered():
    learned = learn(list(corrections(400)))
    assert learned.is_offered
    assert learned.mended > learned.spoiled
    assert learned.themes("this costs us a whole fortune", ()) == {"price"}
    assert learned.themes("friendly people in the room", ()) == frozenset()


def test_where_the_rules_are_right_nothing_is_offered():
    assert not learn(list(corrections(400, noise=True))).is_offered


def test_few_corrections_teach_nothing():
    assert learn(list(corrections(LEAST - 1))) is None


def test_themes_that_were_not_learned_stay_with_their_rules():
    learned = learn(list(corrections(400)))
    assert "other" in learned.themes("friendly people", ("other",))


def test_only_sure_words_at_odds_with_a_score_are_told():
    bad = READER.read("Worst service ever, rude, awful, terrible, never again!")
    assert disagreement(10, bad) == "high score, bad words"
    assert disagreement(0, bad) is None
    assert disagreement(10, READER.read("Das war schlecht und leider auch viel zu teuer.")) is None
    assert disagreement(10, READER.read("It is next to the station")) is None
