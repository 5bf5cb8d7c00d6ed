"""Themes of a comment: excluded where they should be, judged by their own clause, never moved."""

from analysis.named import Colleague, Roster
from analysis.reading import Frame, Known, Reader, Rule, Theme, read

FRAME = Frame(
    (
        Theme("food", "Food", (Rule("food"), Rule("soup"), Rule("Essen", "de"))),
        Theme("staff", "Staff", (Rule("waiter"), Rule("service"))),
        Theme("temp", "Temperature", (Rule("cold"),), (Rule("cold weather"), Rule("ice cream"))),
    )
)
READER = Reader(FRAME)


def said(text):
    return {each.theme: each.sentiment for each in READER.read(text).mentions}


def test_each_theme_is_judged_by_its_own_clause():
    found = said("The food was awful, but our waiter was friendly.")
    assert found == {"food": "negative", "staff": "positive"}


def test_clauses_that_disagree_are_mixed():
    assert said("The soup was awful. The food was wonderful otherwise.")["food"] == "mixed"


def test_an_exclude_silences_what_it_overlaps_and_its_clause_but_no_more():
    assert said("cold weather today") == {}
    assert said("the ice cream was cold") == {}
    assert "temp" in said("cold soup, but the ice cream was nice")


def test_marks_stand_on_the_words_that_were_found():
    text = "Nice staff – the soups, the cold soup!"
    mention = READER.read(text).mentions[0]
    assert [text[slice(*span)] for span in mention.spans] == ["soups", "soup"]


def test_a_language_we_cannot_read_is_not_analysed_but_its_rules_are_looked_for():
    reading = READER.read("Das Essen war leider kalt und viel zu teuer für uns.")
    assert (reading.language, reading.is_analysed) == ("de", False)
    assert [(each.theme, each.sentiment) for each in reading.mentions] == [("food", "")]


def test_a_theme_keeps_its_comments_when_a_tenth_more_arrive():
    comments = [f"The food was cold, waiter {n}" for n in range(200)] + ["nothing to say"] * 20
    before = [READER.read(each).themes for each in comments]
    more = [*comments, *(f"soup, soup and service {n}" for n in range(22))]
    afterwards = [READER.read(each).themes for each in more]
    assert afterwards[: len(before)] == before


def test_the_same_version_reads_the_same():
    text = "Cold food! Rude waiter… 3 hours, call +44 20 7946 0018"
    assert Reader(FRAME).read(text) == READER.read(text) == read(text, FRAME)


def test_whom_of_the_staff_it_means_is_found_along_with_the_rest():
    reader = Reader(FRAME, Roster([Colleague(7, "Priya Raman")]))
    reading = reader.read("Thanks to Priya, the food was lovely.", Known("en"))
    assert [each.key for each in reading.staff] == [7]
