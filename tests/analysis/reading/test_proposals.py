"""Starter packs begin well, and what no theme caught is proposed, never moved."""

import pytest

from analysis.reading import Frame, Reader, Theme
from analysis.reading.proposals import proposals
from analysis.reading.starters import LANGUAGES, PACKS, starter

SUBJECTS = {
    "parking": "there is no parking spot anywhere near {} and we circled for {} minutes",
    "music": "the music is far too loud on {} and we could not talk at table {}",
    "app": "the loyalty app forgets my points after {} and logged me out {} times",
    "heating": "our room on floor {} was freezing because the heating was off at {}",
}
COMMENTS = [
    (1_000 * at + n, words.format(("the shop", "Monday", "the left")[n % 3], n))
    for at, words in enumerate(SUBJECTS.values())
    for n in range(30)
]


def test_each_subject_that_nobody_named_is_proposed_with_a_phrase_of_its_own():
    found = proposals(COMMENTS)
    assert len(found) == 4
    for proposal in found:
        assert len({key // 1_000 for key in proposal.keys}) == 1
        assert proposal.size == 30
        assert len(proposal.central) == 3
        words = list(SUBJECTS.values())[proposal.keys[0] // 1_000]
        assert proposal.phrase in words.lower()


def test_the_rules_of_a_proposal_catch_its_comments():
    first = proposals(COMMENTS)[0]
    reader = Reader(Frame((Theme("new", first.phrase, first.rules),)))
    caught = [key for key, words in COMMENTS if reader.read(words).themes]
    assert set(first.keys) <= set(caught)


def test_the_same_comments_are_always_proposed_the_same():
    assert proposals(COMMENTS) == proposals(COMMENTS)


@pytest.mark.parametrize(
    "comments",
    [
        [],
        [(1, "only one")],
        [(n, "") for n in range(50)],
        [(n, "👍") for n in range(50)],
        [(n, "the and of") for n in range(50)],
        [(n, "exactly the same words") for n in range(50)],
        [(n, f"x{n}y{n * 7}") for n in range(50)],
    ],
)
def test_comments_without_a_subject_propose_none_or_one(comments):
    assert len(proposals(comments)) <= 1


@pytest.mark.parametrize("pack", PACKS)
def test_a_starter_pack_has_permanent_ids_and_keywords_in_every_language(pack):
    frame = starter(pack)
    assert Reader(frame).frame == frame
    assert len(frame.themes) >= 8
    for theme in frame.themes:
        assert theme.id.startswith(f"{pack}.")
        assert {rule.language for rule in theme.rules} == set(LANGUAGES)
    assert Frame.from_data(frame.as_data()) == frame


def test_an_unknown_pack_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="saas"):
        starter("circus")


@pytest.mark.parametrize(
    ("pack", "text", "wanted"),
    [
        ("hospitality", "Das Essen war lecker, die Bedienung leider unfreundlich und langsam.",
         {"hospitality.food", "hospitality.service"}),
        ("retail", "La livraison avait dix jours de retard et le colis était abîmé.",
         {"retail.delivery"}),
        ("travel", "El vuelo salió con retraso y perdieron mi maleta en Madrid.",
         {"travel.delay", "travel.baggage"}),
        ("saas", "The export crashes and support never answered my ticket",
         {"saas.reliability", "saas.support", "saas.integrations"}),
        ("banking", "My card was declined at the cash machine",
         {"banking.cards", "banking.cash"}),
        ("telecom", "Seit der Störung ist das Internet langsam und die Hotline nie erreichbar.",
         {"telecom.outage", "telecom.speed", "telecom.service"}),
        ("health", "The nurse was kind, but I waited two hours for my appointment",
         {"health.nurses", "health.waiting", "health.appointment"}),
    ],
)  # fmt: skip
def test_a_starter_pack_catches_what_its_customers_speak_of(pack, text, wanted):
    assert set(Reader(starter(pack)).read(text).themes) == wanted
