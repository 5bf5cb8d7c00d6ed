"""The mark in the return path: short, without case, and worth nothing when forged."""

import random

from surveys.links import Link
from surveys.return_path import MARK_LETTERS, links_in, mark, read_mark, return_path

KEY = "k" * 64
LINK = Link(2**62 + 3, 2**61 + 5)


def test_a_mark_is_read_back_whatever_its_case():
    letters = mark(KEY, LINK)
    assert read_mark(KEY, letters) == read_mark(KEY, letters.upper()) == LINK


def test_a_return_path_fits_the_64_letters_of_a_local_part():
    local = return_path("bounces@feedback.acme.example", mark(KEY, LINK)).partition("@")[0]
    assert len(local) <= 64
    assert len(mark(KEY, Link(1, 1))) == MARK_LETTERS


def test_no_changed_letter_is_believed():
    letters, chance = mark(KEY, LINK), random.Random(1)
    for place in range(MARK_LETTERS - 1):
        other = chance.choice([sign for sign in "abcdefg234567" if sign != letters[place]])
        forged = letters[:place] + other + letters[place + 1 :]
        assert read_mark(KEY, forged) is None


def test_a_mark_of_another_installation_is_not_believed():
    assert read_mark(KEY, mark("other", LINK)) is None


def test_words_that_are_no_mark_are_none():
    for letters in ("", "x", "a" * 41, "a" * 43, "1" * 42, "é" * 42):
        assert read_mark(KEY, letters) is None


def test_a_mark_is_found_however_servers_wrap_it():
    letters = mark(KEY, LINK)
    for text in (
        f"prvs=12ab=bounces+{letters}@x.example",
        f"SRS0=aa=bb=acme.example=bounces+{letters.upper()}@x.example",
        f"bounces+{letters[:20]}=\n{letters[20:]}@x.example",
        f"Message-ID: <{letters}.invitation@x.example>",
    ):
        assert links_in(KEY, text) == {LINK}
