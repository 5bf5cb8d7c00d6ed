"""Masks in the words of a comment: whole, in place, in the reader's language."""

import pytest

from feedback.languages import speaking_in
from feedback.masks import hiding
from feedback.masks.masking import Mask, found_in, joined, masked
from tests import factories
from tests.factories import NOW

WORDS = "Anna Schmidt rang +49 30 901820 and was kind."


def test_each_kind_has_a_placeholder_of_its_own():
    assert masked(WORDS, found_in(WORDS)).words == "[name] rang [phone] and was kind."


def test_placeholders_speak_the_readers_language():
    with speaking_in("de"):
        assert masked(WORDS, found_in(WORDS)).words.startswith("[Name]")


@pytest.mark.parametrize("most", range(1, len(WORDS)))
def test_no_cut_shows_the_beginning_of_what_is_hidden(most):
    words = masked(WORDS, found_in(WORDS), most=most).words
    assert "Anna"[:2] not in words
    assert "+4" not in words


def test_marks_stand_where_the_words_stand_now():
    seen = masked(WORDS, found_in(WORDS))
    start, end = seen.at((WORDS.index("kind"), WORDS.index("kind") + 4))
    assert seen.words[start:end] == "kind"
    assert seen.words[slice(*seen.at((2, 4)))] == "[name]"


def test_a_finding_is_told_only_if_it_tells_nothing_of_what_is_hidden():
    seen = masked(WORDS, found_in(WORDS))
    assert [seen.reveal(each) for each in ("Schmidt", "rang +49 30 901820", "kind", "8")] == [
        "[hidden]",
        "[hidden]",
        "kind",
        "8",
    ]


def test_masks_that_overlap_become_one():
    assert joined([Mask(0, 4, "name"), Mask(2, 9, "phone")]) == (Mask(0, 9, "name"),)


def test_the_authors_own_name_is_hidden_in_whatever_letters(session, workspace):
    version = factories.survey(session)
    who = factories.contact(session, name="Xiuying Okoro", email="x@okoro.example")
    row = factories.response(session, version, contact_id=who.id, answered_at=NOW)
    said = {row.id: "all good, regards, xiuying okoro"}
    assert hiding.shown(session, said)[row.id].words == "all good, regards, [name]"


def test_the_companys_own_name_is_no_secret(session, workspace):
    workspace.name = "Anna Schmidt"
    session.flush()
    assert hiding.shown(session, {1: WORDS})[1].words.startswith("Anna Schmidt")


def test_who_a_page_is_about_stays_and_others_do_not(session, workspace):
    words = "Priya Nair and Anna Schmidt were kind."
    seen = hiding.shown(session, {1: words}, named={1: [(0, 5)]})
    assert seen[1].words == "Priya[name] and [name] were kind."
