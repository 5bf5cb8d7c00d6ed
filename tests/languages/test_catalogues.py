"""Every sentence of ours is said in every language of ours, whole and harmless."""

import re

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from feedback.languages import INTERFACE, TRANSLATIONS, speech_in
from feedback.phrases import catalogue, in_source, is_said, merge, save_as
from surveys.speech import Phrase, _, counted, number, speaking

OTHERS = [language for language in INTERFACE if language != "en"]
HOLES = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")


@pytest.fixture(scope="module")
def sentences():
    return {message.id for message in in_source() if message.id}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_sentence_and_no_other(language, sentences):
    assert {message.id for message in catalogue(language) if message.id} == sentences


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_waits_for_words_or_is_a_guess(language):
    unfit = [m.id for m in catalogue(language) if m.id and (m.fuzzy or not is_said(m.string))]
    assert unfit == []


def said_in(language):
    """Give (source, translation) of every sentence, each plural form for itself."""
    for message in catalogue(language):
        if message.id and message.pluralizable:
            yield from ((message.id[1], words) for words in message.string)
        elif message.id:
            yield message.id, message.string


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_keeps_the_values_and_the_marks_of_its_sentence(language):
    one_or_two = {"%(n)s"}  # Arabic says one and two without a number
    for source, words in said_in(language):
        there, here = set(HOLES.findall(source)), set(HOLES.findall(words))
        assert here <= there, words
        assert there - here <= one_or_two, words


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_can_break_out_of_an_attribute(language):
    assert [words for _, words in said_in(language) if '"' in words] == []


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "حرف واحد على الأكثر."),
        (2, "حرفان على الأكثر."),
        (7, "7 أحرف على الأكثر."),
        (25, "25 حرفًا على الأكثر."),
        (100, "100 حرف على الأكثر."),
        (111, "111 حرفًا على الأكثر."),
    ],
)
def test_arabic_has_its_six_plural_forms(n, said):
    with speaking(speech_in("ar")):
        assert counted("Up to %(n)s character.", "Up to %(n)s characters.", n) == said


def test_a_phrase_is_said_in_the_language_that_is_spoken_when_it_is_shown():
    phrase = Phrase("Company")
    with speaking(speech_in("de-AT")):
        assert (str(phrase), f"{phrase}", _("Send")) == ("Unternehmen", "Unternehmen", "Senden")
    assert str(phrase) == "Company"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12,345"), ("de", "12.345"), ("fr", "12\u202f345"), ("he", "12,345")],
)
def test_numbers_are_written_as_the_language_does(language, written):
    with speaking(speech_in(language)):
        assert number(12345) == written


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_written_as_gathering_writes_it(language, tmp_path):
    file = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    save_as(tmp_path / "again.po", language, catalogue(language))
    assert (tmp_path / "again.po").read_text() == file.read_text()


def po(path, *words):
    """Write a catalogue of (sentence, translation)."""
    written = Catalog(locale="de")
    for sentence, said in words:
        written.add(sentence, said)
    save_as(path, "de", written)
    return path


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "joined"),
    [
        ([], [("A", "a")], [("B", "b")], {"A": "a", "B": "b"}),
        ([("A", "a")], [("A", "ours")], [("A", "a")], {"A": "ours"}),
        ([("A", "a")], [("A", "a")], [("A", "theirs")], {"A": "theirs"}),
        ([("A", "a"), ("B", "b")], [("A", "a")], [("A", "a"), ("B", "b")], {"A": "a"}),
        ([], [("A", "")], [("A", "a")], {"A": "a"}),
    ],
)
def test_two_catalogues_that_grew_apart_are_joined(tmp_path, base, ours, theirs, joined):
    paths = [po(tmp_path / n, *w) for n, w in (("o", base), ("a", ours), ("b", theirs))]
    merge(*paths)
    with paths[1].open("rb") as file:
        assert {m.id: m.string for m in read_po(file) if m.id} == joined
