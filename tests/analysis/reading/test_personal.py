"""Personal data: found where check digits or form say so, left alone where they do not."""

from itertools import pairwise

import pytest

from analysis.reading import read
from analysis.reading.personal import personal


def found(text):
    return [(each.value, text[slice(*each.spans[0])]) for each in personal(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("write to ann.b+c@bolt.co.uk.", [("email", "ann.b+c@bolt.co.uk")]),
        ("card 4532276644577020 ok", [("card", "4532276644577020")]),
        ("IBAN DE89 3704 0044 0532 0130 00 please", [("iban", "DE89 3704 0044 0532 0130 00")]),
        ("gb29nwbk60161331926819", [("iban", "gb29nwbk60161331926819")]),
        ("from 58.74.121.78 today", [("ip", "58.74.121.78")]),
        ("2001:db8::ff00:42:8329 it was", [("ip", "2001:db8::ff00:42:8329")]),
        ("see https://x.example/a?b=1, thanks", [("url", "https://x.example/a?b=1")]),
        ("ring +44 20 7946 0018 now", [("phone", "+44 20 7946 0018")]),
        ("call me at 020 7946 0018", [("phone", "020 7946 0018")]),
        ("meine Nummer ist 0171/5550148", [("phone", "0171/5550148")]),
        ("I live at 12 Rose Lane", [("street", "12 Rose Lane")]),
        ("wohne Lange Straße 7", [("street", "Lange Straße 7")]),
        ("107 rue Abdelaziz", [("street", "107 rue Abdelaziz")]),
        ("calle de Alcalá 20", [("street", "calle de Alcalá 20")]),
        ("my account number is 88412093", [("account", "account number is 88412093")]),
        ("SSN 531-21-7351", [("account", "531-21-7351")]),
    ],
)
def test_what_has_a_form_is_found_with_its_place(text, wanted):
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "card 4532276644577021",
        "DE88 3704 0044 0532 0130 00 is wrong",
        "version 10.2.1.4 crashes",
        "999.1.1.1",
        "on 12.11.2025 at 10:15",
        "from 2019-2021 we paid 1 200 000",
        "rated 9/10, 100% happy, waited 45 minutes, size 12-14, 0630-0730",
        "CX705 to Bangkok on 12 August 2014",
        "wrinkled.it fits well.no problem",
        "4 seats. Row 17, Terminal 4, during 2015",
        "in the spring 2016 3 way calls",
        "10 out of 10 would recommend this place",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_two_findings_never_overlap():
    text = "ann@bolt.com 4532276644577020 www.bolt.com/12 Rose Lane +44 20 7946 0018"
    spans = sorted(each.spans[0] for each in personal(text))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mr Okafor was kind", ["Okafor"]),
        ("My name is Xu Li, from York", ["Xu Li"]),
        ("I spoke with Sandra Miller today", ["Sandra Miller"]),
        ("anna schmidt was kind", ["anna schmidt"]),
        ("mail anna.schmidt@bolt.com", []),
        ("Thanks to The Team, very Good Service in March", []),
        ("The kelly dress will hope for a rose in May", []),
    ],
)
def test_names_of_people_are_found_beside_the_rest(text, wanted):
    found = [each for each in read(text).personal if each.value == "name"]
    assert [text[slice(*each.spans[0])] for each in found] == wanted
