"""Rules of a code frame: what they catch, what they refuse, and that none is ever slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import Frame, Matcher, Rule, RuleError, Theme, parse_rules


def caught(rule, text, language=""):
    """The words of a text that a rule finds."""
    found = Matcher([Rule(*rule) if isinstance(rule, tuple) else Rule(rule)]).find(text, language)
    return [text[slice(*hit.span)] for hit in found]


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        ("refund", "Refunds REFUNDED refundable", ["Refunds", "REFUNDED"]),
        ("refund*", "refundable, prefund", ["refundable"]),
        ("*kosten", "Versandkosten und Kostenlos", ["Versandkosten"]),
        ("*heiz*", "Die Fußbodenheizung ist kalt", ["Fußbodenheizung"]),
        ("un*able", "unreachable and uncountable, able", ["unreachable", "uncountable"]),
        ("check in", "check-in, checked  IN, check it in", ["check-in", "checked  IN"]),
        ("never * back", "never called back, never wrote me back", ["never called back"]),
        ('"rate"', "the rate rates", ["rate"]),
        ("pay", "I paid, was paid, payday", ["paid", "paid"]),
        ("cafe", "Café CAFÉS", ["Café", "CAFÉS"]),
        ("ship", "shipped shipping shipment", ["shipped", "shipping"]),
        ("👍", "ok 👍👍", ["👍", "👍"]),
        ("服务", "这里的服务很好", ["服务"]),
        ("don't work", "It don’t work", ["don’t work"]),
    ],
)  # fmt: skip
def test_a_rule_catches_its_words_in_their_forms(rule, text, wanted):
    assert caught(rule, text) == wanted


@pytest.mark.parametrize(
    ("language", "rule", "text"),
    [
        ("de", "Lieferung", "Beide Lieferungen kamen spät"),
        ("de", "warten", "Wir warteten und haben gewartet"),
        ("fr", "livraison", "Les livraisons arrivent"),
        ("fr", "cher", "Bien trop chère, trop chers"),
        ("es", "retraso", "Siempre con retrasos"),
        ("es", "atención", "Buenas atenciones"),
    ],
)
def test_word_forms_are_those_of_the_rules_language(language, rule, text):
    assert caught((rule, language), text, language)


def test_a_rule_of_another_language_is_not_looked_for():
    assert caught(("gift", "en"), "Das ist Gift", "de") == []
    assert caught(("gift", ""), "Das ist Gift", "de") == ["Gift"]
    assert caught(("gift", "en"), "Das ist Gift", "") == ["Gift"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "empty"),
        ("…!", "empty"),
        ("* late", "gaps"),
        ("late *", "gaps"),
        ("a * b * c * d", "gaps"),
        ("one two three four five six seven eight nine", "long"),
        ("a*", "star"),
        ("a**b", "star"),
        ("*a*b*", "star"),
        ("(a+)+$*", "star"),
    ],
)
def test_a_rule_that_finds_nothing_or_everything_is_refused_with_its_reason(words, reason):
    with pytest.raises(RuleError) as caught_error:
        Matcher([Rule(words)])
    assert caught_error.value.reason == reason


def test_signs_of_regular_expressions_are_plain_signs():
    assert caught("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaa! a b") == ["a"]


def test_rules_are_read_as_people_type_them():
    found = parse_rules("late, never * arrived\nde: spät*; late\nurl: x")
    assert [(rule.words, rule.language) for rule in found] == [
        ("late", ""), ("never * arrived", ""), ("spät*", "de"), ("url: x", "")]  # fmt: skip


RULES = st.lists(
    st.lists(st.sampled_from(["aa", "ab", "ba*", "*bb", "*ab*", '"aa"']), min_size=1, max_size=3)
    .map(" ".join).map(Rule), min_size=1, max_size=8,
)  # fmt: skip


@given(RULES, st.lists(st.sampled_from(["aa", "ab", "abb", "bab", "aas", "c"]), max_size=12))
def test_all_rules_together_find_what_each_finds_alone(rules, words):
    text = " ".join(words)
    together = {(hit.rule, hit.span) for hit in Matcher(rules).find(text)}
    alone = {(n, hit.span) for n, rule in enumerate(rules) for hit in Matcher([rule]).find(text)}
    assert together == alone


def seconds(matcher, text):
    begun = time.process_time()
    matcher.find(text)
    return time.process_time() - begun


def test_two_thousand_rules_take_hardly_longer_than_four():
    rules = [Rule(f"word{n} * thing{n}") for n in range(1_000)]
    rules += [Rule(f"start{n}*") for n in range(1_000)]
    text = "the word7 was thing7 and start900ing went on as usual " * 400
    many, few = Matcher(rules), Matcher([rules[n] for n in (7, 1_009, 1_090, 1_900)])
    assert len(many.find(text)) == len(few.find(text)) == 1_600
    least = [min(seconds(matcher, text) for _ in range(5)) for matcher in (many, few)]
    assert least[0] < 4 * least[1]


@pytest.mark.parametrize(
    "rules",
    [
        [" ".join(["a" * (n % 60 + 2) + "*"] * 8) for n in range(2_000)],
        [f"{'a' * (n % 45 + 2)}*{'a' * (n // 45)}" for n in range(2_000)],
        [f"*{'a' * (n % 60 + 2)}*" for n in range(2_000)],
        ["aa* * aa* * aa* aa* aa* aa*"] * 2_000,
    ],
)
def test_no_rules_make_a_long_comment_slow(rules):
    matcher = Matcher([Rule(words) for words in dict.fromkeys(rules)])
    short, long = ("a" * 60 + " ") * 160, ("a" * 60 + " ") * 1_600
    least, tenth = (min(seconds(matcher, text) for _ in range(3)) for text in (long, short))
    assert least < 4
    assert least < 50 * tenth + 0.1  # a hundred times as much, were it quadratic


def test_the_version_of_a_frame_follows_what_is_found_and_not_its_names():
    one = Frame((Theme("t1", "Delivery", (Rule("parcel"),)),))
    renamed = Frame((Theme("t1", "Shipping", (Rule("parcel"),), owner="Ann"),))
    wider = Frame((Theme("t1", "Delivery", (Rule("parcel"), Rule("courier"))),))
    assert one.version == renamed.version != wider.version
    assert Frame.from_data(wider.as_data()) == wider


def test_a_frame_with_two_meanings_of_an_id_is_refused():
    with pytest.raises(ValueError, match="unique"):
        Frame((Theme("t", "A", ()), Theme("t", "B", ())))
    with pytest.raises(ValueError, match="no top theme"):
        Frame((Theme("t", "A", (), parent="x"),))
    with pytest.raises(ValueError, match="no top theme"):
        Frame(
            (Theme("a", "A", ()), Theme("b", "B", (), parent="a"), Theme("c", "C", (), parent="b"))
        )
