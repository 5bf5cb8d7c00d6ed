"""The most quotable comment comes first, and the page can say why."""

import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cues, gates, telling
from analysis.cues import english, french, german, shared, spanish
from analysis.praise import MODEL, POINTS, VARIED, Comment, praise, rank, with_age

STRONG = "Since we switched to Acme in June our reports take 2 hours instead of three days."


def reasons(words: str, **given: object) -> dict[str, str]:
    return {r.name: r.found for r in praise(Comment(1, words, **given)).reasons}  # type: ignore[arg-type]


def order(*words: str) -> list[str]:
    ranked = rank(Comment(n, text) for n, text in enumerate(words))
    return [words[judged.key] for judged in ranked]


def test_concrete_comment_comes_before_vague_ones():
    assert order("Very good.", STRONG, "Nice tool, love it, great, super")[0] == STRONG


def test_length_alone_does_not_win():
    rambling = "It is really very nice and pleasant and lovely to use for all of the people " * 8
    assert order(rambling, STRONG)[0] == STRONG


@pytest.mark.parametrize(
    ("language", "words", "reason", "found"),
    [
        ("en", "It took two hours to set up", "number", "two hours"),
        ("en", "All 40 of us use it", "number", "40"),
        ("en", "All 40 of us use it for 3 years", "figures", "2"),
        ("en", "The engineer came on Sunday night", "moment", "Sunday"),
        ("en", "Onboarding was easy thanks to Maria", "name", "Maria"),
        ("en", "Mr. Okafor drew it for us", "name", "Mr. Okafor"),
        ("en", "We no longer print anything", "outcome", "no longer"),
        ("en", "I like it", "first_person", ""),
        ("en", "Fine, but dear", "negative", "but"),
        ("en", "Support is slow", "negative", "slow"),
        ("en", "It is not good", "negative", "not good"),
        ("en", "No bugs and never any problems", "only_good", ""),
        ("en", "Invoicing used to be slow, no more", "only_good", ""),
        ("en", "I can't recommend it enough", "only_good", ""),
        ("en", 'Yeah, "great" service', "ironic", '"great"'),
        ("en", "Great service, nice people", "thin", ""),
        ("de", "Wir sparen jede Woche zwei Stunden", "number", "zwei Stunden"),
        ("de", "Früher dauerte es lange, jetzt nicht", "outcome", "Früher dauerte es lange, jetzt"),
        ("de", "Gut, aber teuer", "negative", "aber"),
        ("de", "Es gab nie Probleme und keine Fehler", "only_good", ""),
        ("de", "Nicht zufrieden", "negative", "Nicht zufrieden"),
        ("fr", "Le technicien était là en deux heures", "number", "deux heures"),
        ("fr", "C'est la première fois que je comprends", "moment", "première fois"),
        ("fr", "Bon outil mais lent", "negative", "mais"),
        ("fr", "Jamais de problème en quatre ans", "only_good", ""),
        ("es", "Antes tardábamos días y ahora minutos", "outcome", "Antes tardábamos días y ahora"),
        ("es", "Vinieron el mismo día", "moment", "el mismo día"),
        ("es", "Bueno pero caro", "negative", "pero"),
        ("es", "Sin problemas en cuatro años", "only_good", ""),
    ],
)
def test_each_reason_says_what_was_found(language, words, reason, found):
    assert reasons(words, language=language).get(reason) == found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It is the best of all"),
        ("en", "Because of the price we came"),
        ("en", "Good"),
        ("de", "Aber der Service ist gut"),
        ("fr", "Mais le service est bon"),
        ("es", "Pero el servicio es bueno"),
    ],
)
def test_what_leans_on_something_before_does_not_stand_alone(language, words):
    assert "stands_alone" not in reasons(words, language=language)


@pytest.mark.parametrize("language", ["it", "ar", ""])
def test_nothing_is_claimed_about_a_language_without_cues(language):
    judged = praise(Comment(1, "Mai più senza! 3 anni, ma un po' caro.", language))
    assert not judged.is_judged
    assert {reason.name for reason in judged.reasons} <= {"number", "length", "happy", "name"}


def test_trouble_that_was_dealt_with_does_not_speak_against_us_where_its_author_is_happy():
    words = "The boiler was broken and your man fixed it before noon."
    assert "negative" in reasons(words)
    assert "negative" not in reasons(words, happy=True)


def test_a_turn_speaks_against_us_however_happy_its_author_is():
    assert "negative" in reasons("They fixed it, but it took them a week.", happy=True)


def test_days_and_months_are_no_names():
    assert "name" not in reasons("We asked on Sunday and in May and they answered")


@pytest.mark.parametrize(("count", "good"), [(11, False), (12, True), (60, True), (61, False)])
def test_good_length_is_twelve_to_sixty_words(count, good):
    assert ("length" in reasons("word " * count)) is good


@pytest.mark.parametrize(
    ("days", "name"), [(0, "fresh"), (30, "fresh"), (31, "recent"), (365, "recent"), (366, None)]
)
def test_age_is_given_in_days(days, name):
    assert ({"fresh", "recent"} & set(reasons("Good", days=days))) == ({name} if name else set())


def test_age_can_be_added_to_a_judgement_later():
    assert with_age(praise(Comment(1, STRONG)), 3) == praise(Comment(1, STRONG, days=3))


def test_feature_the_workspace_named_counts_in_any_spelling():
    assert reasons("the BULK import rocks", names=("Bulk Import",))["name"] == "Bulk Import"


def test_points_are_the_sum_of_the_reasons():
    judged = praise(Comment(1, STRONG))
    assert judged.points == sum(POINTS[r.name] for r in judged.reasons) > 10


def test_gated_comments_come_last_however_good():
    assert order(f"{STRONG} ann@acme.example", "Good.")[-1].endswith("ann@acme.example")


def test_a_gated_comment_comes_last_of_many_too():
    many = [Comment(n, f"Good number {n}.") for n in range(VARIED + 50)]
    ranked = rank([Comment(-1, f"{STRONG} ann@acme.example"), *many])
    assert ranked[-1].key == -1


def test_second_of_two_alike_steps_back_and_says_so():
    twin = STRONG.replace("June", "July")
    other = "Maria at Acme helped us import 900 contacts on Monday, and we saved a week of typing."
    ranked = rank([Comment(1, STRONG), Comment(2, twin), Comment(3, other)])
    assert [judged.key for judged in ranked] == [1, 3, 2]
    assert ranked[-1].reasons[-1].name == "alike"


def test_one_common_word_does_not_make_two_comments_alike():
    ranked = rank([Comment(1, "Helpful people."), Comment(2, "Helpful.")])
    assert "alike" not in {reason.name for judged in ranked for reason in judged.reasons}


def test_order_does_not_depend_on_the_order_given():
    comments = [Comment(n, "Good.") for n in range(9)]
    assert rank(comments) == rank(reversed(comments))


def test_every_comment_is_ranked_once():
    many = [Comment(n, f"{STRONG} {n}") for n in range(VARIED + 50)]
    assert sorted(judged.key for judged in rank(many)) == list(range(VARIED + 50))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("sign", ["!", "a", "1", "1 ", "a@", "A", " A", "n't ", "slow ", "\u202e"])
def test_fifty_thousand_signs_take_no_time(sign, language):
    began = time.process_time()
    praise(Comment(1, (sign * 50_000)[:50_000], language))
    assert time.process_time() - began < 2


@given(st.text(), st.sampled_from(["en", "de", "fr", "es", "it", ""]))
def test_any_text_can_be_judged(words, language):
    assert praise(Comment(1, words, language)).key == 1


JUDGE = {2: "6285e5ad25a9bff9"}
"""Of each version the digest of all that it judges by: another digest needs another version."""


def test_the_judges_version_is_raised_with_whatever_it_judges_by():
    said = "".join(
        part.__spec__.loader.get_source(part.__name__)
        for part in (cues, english, french, german, spanish, shared, gates, telling)
    )
    digest = hashlib.sha256((said + repr(sorted(POINTS.items()))).encode()).hexdigest()[:16]
    assert {MODEL: digest} == JUDGE, "raise MODEL in analysis/praise.py, and note the digest here"
