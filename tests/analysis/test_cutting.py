"""A cut that changes what is said is named, in four languages; additions are shown as a diff."""

import time

import pytest

from analysis.cutting import Change, changes, warnings
from analysis.language import language_of
from analysis.passages import find_passages
from analysis.quotes import NotExactError, quote, verifies
from analysis.sentences import sentences
from analysis.spelling import is_clear_fix, is_respelling

CUTS = [
    ("en", "Support was not always quick.", "Support was […] quick.", "not"),
    ("en", "I would never go back to them.", "I would […] go back to them.", "never"),
    ("en", "It isn't cheap at all.", "It […] cheap at all.", "isn't"),
    ("en", "Fine, except for the price.", "Fine, […] the price.", "except for"),
    ("en", "Good as long as it works.", "Good […] it works.", "as long as"),
    ("en", "It saved us up to 30 % of the time.", "It saved us […] 30 % of the time.", "up to"),
    ("en", "Almost all of us like it.", "all of us like it.", "Almost"),
    ("en", "Two of nine machines ran well.", "[…] machines ran well.", "nine"),
    ("en", "Some of us love it.", "us love it.", "Some of"),
    ("de", "Der Service ist nicht gut.", "Der Service ist […] gut.", "nicht"),
    ("de", "Wir hatten keine guten Erfahrungen.", "Wir hatten […] guten Erfahrungen.", "keine"),
    ("de", "Das ist kaum zu empfehlen.", "Das ist […] zu empfehlen.", "kaum"),
    ("de", "Gut, aber viel zu teuer.", "Gut, […] viel zu teuer.", "aber"),
    ("de", "Sehr gut, solange es läuft.", "Sehr gut, […] es läuft.", "solange"),
    ("de", "Es hilft höchstens einem von uns.", "Es hilft […] einem von uns.", "höchstens"),
    ("de", "Zwei von zehn Geräten laufen gut.", "[…] Geräten laufen gut.", "zehn"),
    ("de", "Niemand würde wechseln.", "würde wechseln.", "Niemand"),
    ("fr", "Le service n'est pas rapide.", "Le service […] rapide.", "n'est"),
    ("fr", "Je ne recommande jamais.", "Je […] recommande […]", "jamais"),
    ("fr", "Aucun de nous ne reviendrait.", "de nous […] reviendrait.", "Aucun"),
    ("fr", "Très bien, mais trop cher.", "Très bien, […] trop cher.", "mais"),
    ("fr", "Bien, à condition de payer.", "Bien, […] de payer.", "à condition"),
    ("fr", "Presque tout fonctionne.", "tout fonctionne.", "Presque"),
    ("fr", "Deux de nos neuf machines tournent.", "[…] machines tournent.", "neuf"),
    ("es", "El servicio no es rápido.", "El servicio […] es rápido.", "no"),
    ("es", "Nunca lo recomendaría.", "lo recomendaría.", "Nunca"),
    ("es", "Nadie de nosotros volvería.", "de nosotros volvería.", "Nadie"),
    ("es", "Muy bueno, pero demasiado caro.", "Muy bueno, […] demasiado caro.", "pero"),
    ("es", "Es bueno, sin embargo lento.", "Es bueno, […] lento.", "sin embargo"),
    ("es", "Casi todos están contentos.", "todos están contentos.", "Casi"),
    ("es", "Dos de cada diez funcionan.", "funcionan.", "diez"),
]


@pytest.mark.parametrize(("language", "words", "written", "dropped"), CUTS)
def test_a_cut_that_drops_a_risky_word_is_warned_of(language, words, written, dropped):
    spans = find_passages(words, written)
    assert dropped in [warning.word for warning in warnings(words, spans, language)]


@pytest.mark.parametrize(("language", "words", "written", "dropped"), CUTS)
def test_it_is_warned_of_as_well_where_nobody_knows_the_language(language, words, written, dropped):
    found = [warning.word for warning in warnings(words, find_passages(words, written))]
    assert dropped in found


@pytest.mark.parametrize(("language", "words", "written", "dropped"), CUTS)
def test_the_same_words_uncut_are_not_warned_of(language, words, written, dropped):
    assert warnings(words, [(0, len(words))], language) == ()


@pytest.mark.parametrize(
    ("language", "words", "written"),
    [
        ("en", "We moved in May and we like it.", "We moved in May […]"),
        ("de", "Wir sind umgezogen und mögen es sehr.", "Wir sind umgezogen […]"),
        ("fr", "Nous avons changé et nous aimons tout.", "Nous avons changé […]"),
        ("es", "Cambiamos en mayo y estamos contentos.", "Cambiamos en mayo […]"),
    ],
)
def test_a_harmless_cut_is_not_warned_of(language, words, written):
    assert warnings(words, find_passages(words, written), language) == ()


def test_words_of_another_language_do_not_warn_where_it_is_known():
    words = "Das Team ist plus Wetter gut."
    spans = find_passages(words, "Das Team ist […] gut.")
    assert warnings(words, spans, "de") == ()
    assert [w.word for w in warnings(words, spans)] == ["plus"]


FIX = {"en": lambda a, b: is_clear_fix(a, b, "en"), "de": lambda a, b: is_clear_fix(a, b, "de")}


@pytest.mark.parametrize(
    ("words", "written", "reads"),
    [
        ("we recieve it fast", "we receive it fast", "we receive it fast"),
        ("i love it. dont worry", "I love it. Don't worry", "I love it. Don't worry"),
        ("We moved. teh team is kind.", "the team is kind.", "[…] the team is kind."),
        ("Great, definately!", "Great, definitely!", "Great, definitely!"),
    ],
)
def test_a_clear_spelling_mistake_may_be_mended(words, written, reads):
    spans = find_passages(words, written, FIX["en"])
    assert quote(words, spans) == reads
    assert verifies(words, [list(span) for span in spans], reads)


def test_a_mended_word_is_shown_as_a_diff():
    words = "we recieve it fast"
    spans = find_passages(words, "we receive it fast", FIX["en"])
    assert changes(words, spans) == (Change("recieve", "receive"),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("good", "great"),
        ("form", "from"),
        ("now", "not"),
        ("causal", "casual"),
        ("colour", "color"),
        ("realise", "realize"),
        ("were", "we're"),
        ("5", "6"),
        ("can", "can't"),
        ("unhappy", "happy"),
        ("Marai", "Maria"),
        ("quick", "quickly"),
        ("IT", "it"),
    ],
)
def test_whatever_is_more_than_spelling_goes_back_to_the_author(before, after):
    assert not is_clear_fix(before, after, "en")


@pytest.mark.parametrize(
    ("language", "before", "after", "clear"),
    [
        ("de", "Rechnug", "Rechnung", True),
        ("de", "fuer", "für", False),
        ("de", "schon", "schön", False),
        ("fr", "equipe", "équipe", True),
        ("es", "tambien", "también", True),
        ("es", "mas", "más", False),
        ("it", "perche", "perché", False),
        ("it", "maria", "Maria", True),
    ],
)
def test_each_language_is_held_to_its_own_dictionary(language, before, after, clear):
    assert is_clear_fix(before, after, language) is clear


def test_no_number_negation_or_contrast_is_ever_mended():
    for before, after in (("nto", "not"), ("on", "no"), ("butt", "but"), ("tow", "two")):
        assert not is_respelling(before, after)


@pytest.mark.parametrize(
    ("words", "written", "reads"),
    [
        ("She helped us.", "[Maria] helped us.", "[Maria] helped us."),
        ("It was quick.", "It [the Office plan] was quick.", "It [the Office plan] was quick."),
        ("One two three four five six.", "One [Ann] six.", "One […] [Ann] six."),
        ("He is kind.", "He is kind [to all].", "He is kind [to all]."),
    ],
)
def test_what_is_put_in_stands_in_brackets(words, written, reads):
    spans = find_passages(words, written)
    assert quote(words, spans) == reads
    assert [change.before for change in changes(words, spans)] == [""]


@pytest.mark.parametrize(
    "written",
    [
        "[not] helped us.",
        "[3 people] helped us.",
        "[Maria, who is really very kind] helped us.",
        "[<b>Maria</b>] helped us.",
        "[Maria]",
        "[Ann] [Bo] [Cy] [Di] helped us.",
        "[but] helped us.",
    ],
)
def test_insertions_are_few_short_and_harmless(written):
    with pytest.raises(NotExactError):
        find_passages("She helped us.", written)


def test_an_insertion_does_not_hide_what_it_stands_for():
    words = "Not one of them helped us."
    spans = find_passages(words, "[Maria] helped us.")
    assert ("Not", True) in [(w.word, w.inside) for w in warnings(words, spans, "en")]


@pytest.mark.parametrize(
    "span", [[4, 9, "helps"], [0, 3, "He"], [1, 2, "a"], [4, 4, "a [b]"], [3, 3, ""], [0, 3, 7]]
)
def test_stored_changes_are_checked_as_strictly(span):
    with pytest.raises(NotExactError):
        quote("She liked us.", [[0, 3], span, [10, 12]])


def test_a_stored_change_of_meaning_does_not_verify():
    assert not verifies("It was bad.", [[0, 6], [7, 10, "good"], [10, 11]], "It was good.")


def test_fifty_thousand_signs_are_cut_in_no_time():
    words = ("We moved in May. Setup was not easy, but Maria helped. " * 1_000)[:50_000]
    began = time.process_time()
    spans = [sentences(words)[0], sentences(words)[-1]]
    assert warnings(words, spans, "en")
    assert verifies(words, spans, quote(words, spans))
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("words", "hint", "language"),
    [
        ("We save six hours every week with it.", "de", "en"),
        ("Wir sparen jede Woche sechs Stunden.", "", "de"),
        ("ok", "fr-CA", "fr"),
        ("👍👍", "es", "es"),
        ("12345", "", ""),
        ("الدعم ممتاز والفريق لطيف جدا", "", "ar"),
    ],
)
def test_the_language_is_read_from_the_words_where_they_say_enough(words, hint, language):
    assert language_of(words, hint) == language
