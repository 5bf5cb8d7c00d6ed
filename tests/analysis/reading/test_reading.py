"""The whole reading of a comment, and what strange comments must never do to it."""

import base64
import time

import pytest

from analysis.reading import Frame, Known, Reader, Rule, Theme
from analysis.reading.copies import copies

READER = Reader(Frame((Theme("food", "Food", (Rule("food"),)),)))


def read(text, **known):
    return READER.read(text, Known(**known) if known else None)


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("I love this app, it is so easy to use", "positive"),
        ("Thank you to the whole team, you made our day", "positive"),
        ("The worst service I have ever had", "negative"),
        ("still waiting for my refund after six weeks", "negative"),
        ("what time does the shop open on Sunday?", "neutral"),
        ("I would like to change my delivery address", "neutral"),
    ],
)
def test_plain_comments_are_told_apart(text, sentiment):
    found = read(text)
    assert found.is_analysed
    assert found.sentiment.value == sentiment


def test_marks_stand_on_the_words_that_judge():
    text = "The app is great but support was terrible and rude, awful really"
    finding = read(text).sentiment
    assert finding.value == "negative"
    assert {text[slice(*span)] for span in finding.spans} == {"terrible", "rude", "awful"}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("I smelled gas in the flat and nobody came", "safety"),
        ("My lawyer will contact you, this is fraud", "legal"),
        ("If this goes on I am going to cancel my contract", "leaving"),
        ("I was charged twice and want my money back", "money"),
        ("We are locked out and the whole shop is down, urgent!", "stuck"),
    ],
)
def test_what_cannot_wait_is_urgent_and_says_why(text, sort):
    finding = read(text).urgency
    assert finding.value == sort
    assert finding.spans


@pytest.mark.parametrize(
    "text",
    [
        "This is the ugliest, most horrible jacket I ever bought",
        "I hate the new colour, awful, disgusting, terrible",
        "They called me back immediately, wonderful help!",
        "Great service, I will not cancel my account, love you",
        "",
    ],
)
def test_anger_and_praise_are_not_urgent(text):
    assert read(text, language="en").urgency is None


@pytest.mark.parametrize("text", ["Your agent is an asshole", "f*** you", "I will find you, bitch"])
def test_insults_are_toxic(text):
    assert read(text, language="en").toxicity is not None


@pytest.mark.parametrize(
    "text",
    [
        "Absolutely terrible, damn slow, it sucks, what the hell",
        "Worst company ever. You people are a disgrace and a joke!!!",
        "Dick at the Cockfosters branch helped me with a cracker recipe",
        "The assistant in the class passed the assessment",
    ],
)
def test_anger_in_decent_words_is_not_toxic(text):
    assert read(text, language="en").toxicity is None


def test_marks_lead_to_the_words_as_they_were_written():
    text = "<p>caf\u00c3\u00a9 f\u200bood was\u200b t\u200berrible &amp; c\u200bold</p>"
    found = read(text, language="en")
    shown = {text[slice(*span)] for span in found.sentiment.spans}
    assert "t\u200berrible" in shown
    assert [text[slice(*span)] for span in found.mentions[0].spans] == ["f\u200bood"]


STRANGE = {
    "long": "The food was cold, and I waited; call me on +44 20 7946 0018! " * 1_600,
    "one word": "x" * 100_000,
    "no spaces": "food,bad." * 11_000,
    "open brackets": "<" * 50_000 + "(" * 50_000,
    "digits": "1 2-" * 25_000,
    "at signs": "a@" * 50_000,
    "dots": "1." * 50_000,
    "streets": "12 Rose Rose " * 7_500,
    "capitals": "FOOD WAS AWFUL!!! " * 5_500,
    "entities": "&amp;" * 20_000,
    "hidden": "\u200b" * 100_000,
    "mojibake": "Ã©" * 50_000,
    "emoji": "😀" * 100_000,
    "right to left": "الطعام بارد جدا " * 6_000,
    "base64": base64.b64encode(bytes(range(256)) * 290).decode(),
    "cues": "call me. " * 11_000,
    "colons": ":" * 100_000,
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_comment_of_any_length_is_read_in_time(name):
    text = STRANGE[name]
    begun = time.process_time()
    found = read(text)
    assert time.process_time() - begun < 12
    for finding in (*found.personal, *found.mentions):
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)


@pytest.mark.parametrize("text", ["", " ", "😡", "👍", "-", "\u200b", "\ud800", "NULL\x00", "?"])
def test_next_to_nothing_is_read_without_a_stumble(text):
    assert read(text).mentions == ()
    assert read(text, language="en").is_analysed


def test_one_emoji_says_what_it_says():
    assert read("👍", language="en").sentiment.value == "positive"
    assert read("😡", language="en").sentiment.value == "negative"


def test_longer_comments_than_are_read_say_so():
    assert read("food " * 30_000).cut
    assert not read("food").cut


def test_a_comment_in_two_languages_is_read_as_the_one_it_mostly_is():
    text = "The food was really terrible and we will never come back. Schade eigentlich!"
    assert (read(text).language, read(text).sentiment.value) == ("en", "negative")


def test_copies_of_a_campaign_are_one_voice():
    comments = [(n, f"Stop the new fees now! {n}") for n in range(10_000)]
    comments += [(20_000 + n, f"Quite another thing {'x' * n} to say") for n in range(50)]
    found = copies(comments)
    assert [len(each.keys) for each in found] == [10_000]
