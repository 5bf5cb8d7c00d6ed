"""Choosing words: exact words only, and a second look where a cut may change the meaning."""

import pytest

from feedback import models


@pytest.fixture
def cut(marketer, page):
    """Give a function: Mara posts a choice."""
    return lambda consent, **choice: marketer.submit(
        page(consent, "quote"), choice, page=page(consent)
    )


def kept(session):
    return session.query(models.Testimonial.quote).scalar()


def test_ticked_sentences_become_the_quote(cut, agree, session):
    assert cut(agree(), sentence=["0", "2"]).status_code == 302
    assert kept(session) == "We moved in May. […] We save 6 hours a week!"


def test_sentences_keep_their_order_however_they_are_sent(cut, agree, session):
    cut(agree(), sentence=["2", "0", "0"])
    assert kept(session) == "We moved in May. […] We save 6 hours a week!"


def test_exact_words_within_a_sentence_may_be_cut(cut, agree, session):
    cut(agree(), written="Maria helped. [...] 6 hours a week!")
    assert kept(session) == "[…] Maria helped. […] 6 hours a week!"


@pytest.mark.parametrize(
    "choice",
    [
        {"written": "Setup was easy"},
        {"written": "Maria helped a lot."},
        {"written": "week! […] We moved"},
        {"sentence": ["3"]},
        {"sentence": ["-1"]},
        {"sentence": ["x"]},
        {"written": "x" * 60_001},
        {},
    ],
)
def test_anything_else_is_refused_and_nothing_kept(cut, agree, session, choice):
    assert cut(agree(), **choice).status_code == 422
    assert kept(session) is None


def test_refusal_names_the_passage_and_keeps_what_was_typed(cut, agree):
    page = cut(agree(), written="Setup was easy").text
    assert "“Setup was easy” is not in the comment word for word" in page
    assert ">\nSetup was easy</textarea>" in page.replace("\r", "")


def test_new_cut_replaces_the_old(cut, agree, session):
    consent = agree()
    cut(consent, sentence=["0"])
    cut(consent, sentence=["2"])
    assert kept(session) == "[…] We save 6 hours a week!"
    assert session.query(models.Testimonial).count() == 1


def test_published_quote_cannot_be_recut(marketer, published, page, session):
    consent = published()
    answer = marketer.submit(page(consent, "quote"), {"sentence": ["0"]}, page=page(consent))
    assert answer.status_code == 422
    assert kept(session) == consent.words


def test_dropped_negation_is_shown_before_publishing(marketer, cut, agree, page):
    consent = agree()
    cut(consent, written="Setup was […] easy")
    assert (
        "takes “not” (a negation) out of a sentence you quote" in marketer.get(page(consent)).text
    )


def test_publishing_a_risky_cut_wants_a_tick(marketer, cut, agree, page, session, quotes):
    consent = agree()
    cut(consent, sentence=["2"])
    answer = marketer.submit(page(consent, "publication"), page=page(consent))
    assert answer.status_code == 422
    assert "Please read the whole comment first" in answer.text
    assert session.query(models.Publication).count() == 0
    marketer.submit(page(consent, "publication"), {"fair": "y"}, page=page(consent))
    assert quotes() == ["[…] We save 6 hours a week!"]


def test_long_comment_comes_with_one_sentence_proposed(marketer, agree, page):
    words = "It is nice to use. " * 20 + "We save 6 hours a week since we switched to Acme."
    assert marketer.get(page(agree(words))).text.count(" checked") == 1


def test_whole_comment_of_fifty_thousand_signs_can_be_cut(cut, agree, session):
    words = ("Very good. " * 4_600).strip()
    cut(agree(words), sentence=["0", "1", "4599"])
    assert kept(session) == "Very good. Very good. […] Very good."
