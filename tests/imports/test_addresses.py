"""E-mail addresses as files have them."""

import pytest
from email_validator import validate_email

from surveys.addresses import AddressProblemError, normal_address

SOUND = {
    "ann@example.com": "ann@example.com",
    "A.B+c@Example.COM": "A.B+c@example.com",
    "o'neil@example.co.uk": "o'neil@example.co.uk",
    "jörg@exämple.de": "jörg@exämple.de",
    "ann@xn--exmple-cua.de": "ann@exämple.de",
    "用户@例子.广告": "用户@例子.广告",
}
WRONG = {
    "none": "has no @",
    "a b@example.com": "has a space",
    "a@example.com\r\nBcc: x@example.com": "several lines",
    "a@example.com\nx": "several lines",
    "a@example.com, b@example.com": "more than one",
    "a@example.com;b@example.com": "more than one",
    "Ann <ann@example.com>": "space",
    "<ann@example.com>": "more around it",
    '"john"@example.com': "quoted part",
    "a..b@example.com": "not a valid",
    "a@example": "not a valid",
    "a@-x.de": "not a valid",
    "a@[127.0.0.1]": "not a valid",
    "a@b_c.de": "not a valid",
    "a@example.com.": "not a valid",
    "a\0@example.com": "not a valid",
    "@example.com": "not a valid",
    "a@" + "b." * 140 + "de": "not a valid",
}


@pytest.mark.parametrize("text", SOUND)
def test_sound_address_is_kept_in_its_normal_form(text):
    assert normal_address(text) == SOUND[text]


@pytest.mark.parametrize("text", WRONG, ids=repr)
def test_wrong_address_is_refused_with_the_reason(text):
    with pytest.raises(AddressProblemError, match=WRONG[text]):
        normal_address(text)


@pytest.mark.parametrize(
    "text", ["ann@example.com", "a.b-c_d+e@x-y.example.org", "x" * 64 + "@example.com", "1@2.co"]
)
def test_fast_way_agrees_with_the_full_check(text):
    assert normal_address(text) == validate_email(text, check_deliverability=False).normalized
