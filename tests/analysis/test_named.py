"""Who is praised by name: found where a careful reader would be sure, asked where not."""

import pytest

from analysis.named import SURE, Colleague, Roster, Said
from bench.named import TARGET, read_comments, read_roster, tally

ROSTER = Roster(
    [
        Colleague(1, "Priya Raman", team="Support"),
        Colleague(2, "Will Turner", team="Support"),
        Colleague(3, "Maria Silva", team="Support", place="Lisbon"),
        Colleague(4, "Maria Santos", team="Billing", place="Madrid"),
        Colleague(5, "Frank Müller", team="Technik"),
        Colleague(6, "Hannah Weiss", until=100),
        Colleague(7, "Hannah Roth", since=101),
        Colleague(8, "Rose Okafor"),
    ]
)


def found(words, **known):
    """What is found, as (key of the likeliest, verdict)."""
    return [
        (finding.candidates[0].key, finding.verdict)
        for finding in ROSTER.find(Said(words, **known))
    ]


@pytest.fixture(scope="module")
def corpus():
    """The labelled comments with what is found in them, and the roster's keys."""
    roster, keys = read_roster()
    return [(each, roster.find(each.said)) for each in read_comments()], keys


@pytest.mark.parametrize("half", ["looked at", "held out"])
def test_automatic_credit_is_right_nineteen_times_in_twenty(corpus, half):
    pairs, keys = corpus
    count = tally([pair for pair in pairs if pair[0].half == half], keys)
    assert count["right"] >= TARGET * count["credits"]
    assert count["right"] >= 0.85 * count["praised"]


def test_nobody_who_is_blamed_is_credited(corpus):
    pairs, keys = corpus
    assert tally(pairs, keys)["reversed"] == 0


def test_between_two_who_may_be_meant_nobody_is_chosen(corpus):
    pairs, _keys = corpus
    guessed = [
        each.said.words
        for each, findings in pairs
        for f in findings
        if len(each.unsure) > 1 and f.verdict != "ask"
    ]
    assert guessed == []


def test_corpus_is_large_and_its_halves_alike(corpus):
    pairs, _keys = corpus
    halves = [sum(each.half == half for each, _ in pairs) for half in ("looked at", "held out")]
    assert sum(halves) >= 300
    assert min(halves) >= 0.4 * sum(halves)


def test_two_of_one_name_are_never_guessed_between():
    (finding,) = ROSTER.find(Said("Maria was wonderful!"))
    assert finding.verdict == "ask"
    assert finding.key is None
    assert {candidate.key for candidate in finding.candidates} == {3, 4}


@pytest.mark.parametrize(
    ("words", "known", "who"),
    [
        ("Maria from billing was wonderful!", {}, 4),
        ("Maria was wonderful!", {"places": ("Lisbon",)}, 3),
        ("Hannah was so kind.", {"day": 50}, 6),
        ("Hannah was so kind.", {"day": 200}, 7),
    ],
)
def test_team_place_and_day_decide_between_two_of_one_name(words, known, who):
    assert found(words, **known) == [(who, "credit")]


@pytest.mark.parametrize(
    "words",
    [
        "Will recommend. Great service.",
        "Our office on Rose Street loves the coffee.",
        "Great service.\nPriya",
        "Kind regards, Priya. Superb coffee.",
        "My husband Frank loves it.",
        "Priya Sharma wrote a great book.",
        "I spoke to Priya on Tuesday.",
        "Is Priya nice?",
        "",
        "😀" * 50,
    ],
)
def test_nobody_is_found_where_nobody_is_meant_or_judged(words):
    assert found(words) == []


def test_customers_own_name_is_not_a_colleagues():
    assert found("Great coffee! Priya", author="Priya Patel") == []
    assert found("Priya is delighted.", author="Priya Patel") == []


def test_blame_anywhere_outweighs_praise():
    assert found("Priya was kind on Monday. Priya was rude on Tuesday.") == [(1, "concern")]


def test_only_the_clause_with_the_name_counts():
    assert found("The product is awful, but Priya was great.") == [(1, "credit")]
    assert found("The product is great, but Priya was awful.") == [(1, "concern")]


def test_umlauts_may_be_written_out():
    assert found("Danke an Frank Mueller!") == [(5, "credit")]


def test_one_slip_is_credited_only_beside_a_cue():
    (near,) = ROSTER.find(Said("Thanks to Prixa from support!"))
    assert near.verdict == "credit"
    assert near.candidates[0].sureness == pytest.approx(0.9)
    assert found("Prixa is very patient.") == [(1, "ask")]


def test_span_is_the_name_as_it_is_written():
    words = "Without Priya’s help we would have been lost."
    (finding,) = ROSTER.find(Said(words))
    assert words[slice(*finding.span)] == "Priya"
    assert words[slice(*finding.clause)] == words


def test_a_long_comment_is_read_in_time_and_only_so_far():
    words = "Priya was great. " + "Maria, Will; and Rose (Rose) — " * 3000
    assert found(words)[0] == (1, "credit")
    assert found("x " * 20_000 + "Priya was great.") == []


def test_nobody_below_the_mark_is_credited(corpus):
    pairs, _keys = corpus
    credited = [f for _each, findings in pairs for f in findings if f.verdict == "credit"]
    assert min(f.candidates[0].sureness for f in credited) >= SURE


UNSURE = (
    "Everyone except Priya was helpful.",
    "Everyone was lovely, except for Priya.",
    "Thanks Priya for nothing.",
    "Priya could have been more helpful.",
    "Priya should have been kinder.",
    "I wish Priya were kinder.",
    "It would be nice if Priya called me back.",
    "They told me Priya is brilliant.",
    "Apparently Priya is very helpful.",
    "Priya promised a quick answer.",
    "Priya's replacement was fantastic.",
    "The lady who replaced Priya is so kind.",
    "Priya passed me on to a colleague who was brilliant.",
    "Priya was friendly but did not solve anything.",
    "Priya was lovely, but the problem is not fixed.",
    "Priya used to be so helpful.",
    "Priya was the least helpful of all.",
    "Priya was as helpful as a brick.",
    "The “helpful” Priya sent me the manual.",
    "Unlike Priya he was very kind.",
    "Please tell Priya to call me. Thanks!",
    "Priya was happy to take my money.",
    "Good luck with Priya.",
    "Since Priya left all is great.",
    "Alle außer Priya waren freundlich.",
    "Priya hätte freundlicher sein können.",
    "Es wäre schön, wenn Priya anrufen würde.",
    "Priya soll sehr nett sein.",
    "Die Vertretung von Priya war super.",
    "Priya hat fast geholfen.",
    "Tout le monde sauf Priya a été aimable.",
    "Priya aurait pu être plus aimable.",
    "La remplaçante de Priya est géniale.",
    "Priya a promis une réponse rapide.",
    "Todos menos Priya fueron amables.",
    "Priya podría haber sido más amable.",
    "La sustituta de Priya es encantadora.",
    "Me dijeron que Priya es muy profesional.",
)


@pytest.mark.parametrize("words", UNSURE)
def test_praise_that_may_be_none_waits_for_a_person(words):
    assert {verdict for _key, verdict in found(words)} <= {"ask"}


@pytest.mark.parametrize(
    "words",
    [
        "Priya could not have been more helpful.",
        "Priya was lovely but the coffee was stale.",
        "They told me to ask for Priya, who was great.",
        "Priya’s patience was incredible.",
        "Please thank Priya, she was wonderful.",
        "Priya kept me informed all the way.",
        "Frank Müller war freundlich, obwohl es spät war.",
    ],
)
def test_plain_praise_is_not_doubted(words):
    assert [verdict for _key, verdict in found(words)] == ["credit"]


@pytest.mark.parametrize(
    "words",
    [
        "Priya kept me on the phone.",
        "Priya hat mich gut eine Stunde aufgehalten.",
        "Priya m'a bien dit que non.",
        "Priya hat fast aufgelegt.",
    ],
)
def test_small_words_praise_nobody(words):
    assert "credit" not in {verdict for _key, verdict in found(words)}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "Will was rude to me, but Priya was wonderful and called at once.",
            "Priya was wonderful and called at once.",
        ),
        ("Will was very slow and rude, Priya was great!", "Priya was great!"),
        ("Priya was great, Will was rude.", "Priya was great,"),
        ("Slow site. Priya was wonderful, she called.", "Priya was wonderful, she called."),
        ("I spoke to Priya. She was so kind. Bad beans.", "I spoke to Priya. She was so kind."),
    ],
)
def test_only_the_words_that_praise_are_given(words, shown):
    (praise,) = [each for each in ROSTER.find(Said(words)) if each.tone == "good"]
    assert praise.key == 1
    assert words[slice(*praise.clause)] == shown


def test_doubt_goes_before_praise_of_the_same_person():
    assert found("Priya was great. Thanks Priya for nothing.") == [(1, "ask")]
