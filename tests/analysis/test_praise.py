"""The most quotable comment comes first, and the page can say why."""

import time

import pytest

from analysis.praise import POINTS, VARIED, Comment, praise, rank

STRONG = "Since we switched to Acme in May our reports take 2 hours instead of three days."


def reasons(words: str, **given: object) -> dict[str, str]:
    return {r.name: r.words for r in praise(Comment(1, words, **given)).reasons}  # type: ignore[arg-type]


def order(*words: str) -> list[str]:
    ranked = rank(Comment(n, text) for n, text in enumerate(words))
    return [words[judged.key] for judged in ranked]


def test_concrete_comment_comes_before_vague_ones():
    assert order("Very good.", STRONG, "Nice tool, love it, great, super")[0] == STRONG


def test_length_alone_does_not_win():
    rambling = "It is really very nice and pleasant and lovely to use for all of the people " * 8
    assert order(rambling, STRONG)[0] == STRONG


@pytest.mark.parametrize(
    ("words", "reason", "found"),
    [
        ("It took two hours to set up", "number", "Gives a time: “two hours”"),
        ("All 40 of us use it", "number", "Gives a number: “40”"),
        ("Onboarding was easy thanks to Maria", "name", "Names somebody or something: “Maria”"),
        ("We no longer print anything", "outcome", "Tells what changed: “no longer”"),
        ("I like it", "first_person", "Speaks in the first person"),
        ("Fine, but dear", "negative", "Also says something against you: “but”"),
        ("Support is slow", "negative", "Also says something against you: “slow”"),
        ("It is not good", "negative", "Also says something against you: “not good”"),
        ("No bugs and never any problems", "only_good", "Nothing in it speaks against you"),
        ("Invoicing used to be slow, no more", "only_good", "Nothing in it speaks against you"),
        ("I can't recommend it enough", "only_good", "Nothing in it speaks against you"),
    ],
)
def test_each_reason_says_what_was_found(words, reason, found):
    assert reasons(words).get(reason) == found


@pytest.mark.parametrize("words", ["It is the best of all", "Because of the price we came", "Good"])
def test_what_leans_on_something_before_does_not_stand_alone(words):
    assert "stands_alone" not in reasons(words)


@pytest.mark.parametrize(
    "words", ["السرعة رائعة والدعم ممتاز كل أسبوع", "Schlechter Support, leider immer"]
)
def test_nothing_is_claimed_about_the_tone_of_another_language(words):
    assert {"only_good", "negative", "stands_alone"}.isdisjoint(reasons(words))


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


def test_feature_the_workspace_named_counts_in_any_spelling():
    assert reasons("the BULK import rocks", names=("Bulk Import",))["name"].endswith(
        "“Bulk Import”"
    )


def test_points_are_the_sum_of_the_reasons():
    judged = praise(Comment(1, STRONG))
    assert judged.points == sum(POINTS[r.name] for r in judged.reasons) > 10


@pytest.mark.parametrize(
    ("private", "caution"),
    [
        ("write to ann@acme.example", "Holds an e-mail address: cut it"),
        ("see https://acme.example", "Holds a link: cut it"),
        ("call +49 170 123 4567", "Holds a telephone or account number: cut it"),
    ],
)
def test_personal_data_is_a_caution(private, caution):
    assert praise(Comment(1, f"Great, {private}")).cautions == (caution,)


def test_cautioned_comments_come_last_however_good():
    assert order(f"{STRONG} ann@acme.example", "Good.")[-1].endswith("ann@acme.example")


def test_detractor_comes_last():
    ranked = rank([Comment(1, STRONG, unhappy=True), Comment(2, "Good.")])
    assert [judged.key for judged in ranked] == [2, 1]


def test_second_of_two_alike_steps_back_and_says_so():
    twin = STRONG.replace("May", "June")
    other = "Maria at Acme helped us import 900 contacts, and we saved a whole week of typing."
    ranked = rank([Comment(1, STRONG), Comment(2, twin), Comment(3, other)])
    assert [judged.key for judged in ranked] == [1, 3, 2]
    assert ranked[-1].reasons[-1].name == "alike"


def test_order_does_not_depend_on_the_order_given():
    comments = [Comment(n, "Good.") for n in range(9)]
    assert rank(comments) == rank(reversed(comments))


def test_every_comment_is_ranked_once():
    many = [Comment(n, f"{STRONG} {n}") for n in range(VARIED + 50)]
    assert sorted(judged.key for judged in rank(many)) == list(range(VARIED + 50))


@pytest.mark.parametrize("sign", ["!", "a", "1", "1 ", "a@", "A", " A", "n't ", "slow ", "\u202e"])
def test_fifty_thousand_signs_take_no_time(sign):
    began = time.process_time()
    praise(Comment(1, (sign * 50_000)[:50_000]))
    assert time.process_time() - began < 2
