"""A printed letter is the letter that would have been written for the same person."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as some

from feedback.mail.press import Person, Press
from surveys.links import Link, Links, Purpose
from tests.factories import NOW
from tests.mail.conftest import letter

LINKS = Links("key")
IDS = some.integers(0, 2**63 - 1)
# In front of the token, anything of any length: it breaks at another letter each time.
BEFORE = some.text("abc= .é", max_size=90)


def token(workspace_id, row_id):
    return LINKS.token(Purpose.ANSWER, Link(workspace_id, row_id))


def specimen(before, mark, **given):
    body = f"{before}http://hark.test/r/{mark}?score=10 and more\n" * 3
    return letter(text=body, html=f"<p>{body}</p>", **given)


def parts(raw):
    message = message_from_bytes(raw, policy=default)
    bodies = [message.get_body([kind]).get_content() for kind in ("plain", "html")]
    return {**message, "Content-Type": ""}, bodies


@given(BEFORE, IDS, IDS, some.text(max_size=80))
def test_printed_and_written_letters_read_the_same(before, workspace_id, row_id, name):
    mark, own = token(1, 2), token(workspace_id, row_id)
    press = Press.of(specimen(before, mark), {"answer": mark})
    later = NOW + timedelta(days=3)
    printed = press.letter(Person("d@b.example", name, {"answer": own}, "9@b.example"), at=later)
    written = specimen(
        before, own, to="d@b.example", to_name=name, message_id="9@b.example", at=later
    ).sealed()
    assert parts(printed.raw) == parts(written.raw)
    assert (printed.recipient, printed.subject) == (written.recipient, written.subject)


@given(BEFORE, IDS, IDS)
def test_no_printed_line_is_too_long_or_bare(before, workspace_id, row_id):
    mark = token(1, 2)
    press = Press.of(specimen(before, mark), {"answer": mark})
    person = Person("d@b.example", "D", {"answer": token(workspace_id, row_id)}, "9@b.example")
    body = press.letter(person, at=NOW).raw.split(b"\r\n\r\n", 1)[1]
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_a_letter_without_the_link_is_refused_when_it_is_set_up():
    with pytest.raises(ValueError, match="no place for"):
        Press.of(letter(), {"answer": token(1, 2)})


def test_two_people_never_share_a_line_that_is_each_ones_own():
    mark = token(1, 2)
    press = Press.of(specimen("", mark), {"answer": mark})
    people = [
        Person(f"p{n}@b.example", f"P{n}", {"answer": token(1, n)}, f"{n}@b.example")
        for n in (3, 4)
    ]
    first, second = (press.letter(person, at=NOW).raw for person in people)
    assert b"P3" in first
    assert not any(own in second for own in (b"P3", b"p3@", b"<3@", token(1, 3)[:22].encode()))
