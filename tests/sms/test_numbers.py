"""Numbers of contacts: dialled the same however they are written, or not at all."""

import pytest

from surveys.links import Link
from surveys.numbers import number_of
from surveys.short_links import LENGTH, read_short_code, short_code

HERE = Link(2**63 - 1, 7)


@pytest.mark.parametrize(
    ("attributes", "number"),
    [
        ({"phone": "+49 170 1234567"}, "+491701234567"),
        ({" Mobile ": "+49 (0)170-1234567"}, "+491701234567"),
        ({"Handy": "0170 1234567", "Land": "de"}, "+491701234567"),
        ({"phone": "0170 1234567"}, ""),
        ({"phone": "0170 1234567", "country": "Germany"}, ""),
        ({"phone": "+49 30 1234567", "mobile": "+49 170 1234567"}, "+491701234567"),
        ({"phone": "+49 170 1234567", "mobile": "none"}, "+491701234567"),
        ({"phone": "+49 1"}, ""),
        ({"phone": "+49 170 1234567 ext. 9"}, ""),
        ({"phone": "ask Carla", "plan": "+491701234567"}, ""),
        ({"phone": "9" * 5000}, ""),
        ({}, ""),
    ],
)
def test_number_of_a_contact(attributes, number):
    assert number_of(attributes) == number


def test_a_short_code_leads_back_to_its_invitation():
    code = short_code("key", HERE)
    assert (len(code), code.isalnum()) == (LENGTH, True)
    assert read_short_code("key", code) == HERE


@pytest.mark.parametrize("place", range(LENGTH))
def test_a_short_code_with_another_letter_leads_nowhere(place):
    code = short_code("key", HERE)
    other = "1" if code[place] != "1" else "2"
    assert read_short_code("key", code[:place] + other + code[place + 1 :]) is None


@pytest.mark.parametrize("code", ["", "x", "z" * LENGTH, "0" * LENGTH, "ä" * LENGTH, "0" * 9999])
def test_what_is_no_short_code_leads_nowhere(code):
    assert read_short_code("key", code) is None


def test_a_short_code_of_another_installation_leads_nowhere():
    assert read_short_code("key", short_code("other", HERE)) is None
