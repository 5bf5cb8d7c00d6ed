"""Files made to hurt: each is refused in a sentence, and quickly."""

import json
import time

import pytest

from surveys.files import NotASurveyError, own, read
from surveys.models import SurveyKind
from tests import factories
from tests.files.lime_files import lss
from tests.files.test_qualtrics import FILE

OWN = own.write("Customers", SurveyKind.RELATIONSHIP_NPS, factories.definition())
HEAD = "class\ttype/scale\tname\ttext\tlanguage\n"
SPACES = "Q\tS\tq1\tWhy?\ten\n"
HOSTILE = {
    "deep XML": b"<document>" + b"<a>" * 1_000_000,
    "rows without end": (HEAD + "Q\tL\tq1\tWhy?\ten\n").encode()
    + b"".join(b"A\t0\tc%d\tx\ten\n" % n for n in range(300_000)),
    "half a character": OWN.replace(b'"Customers"', b'"\\ud800"'),
    "NUL in the name": OWN.replace(b'"Customers"', b'"a\\u0000b"'),
    "NUL in the words": OWN.replace(b'"Thank you"', b'"a\\u0000b"'),
    "a number of 5,000 digits": json.dumps(FILE).encode()[:-1] + b', "n": ' + b"9" * 5_000 + b"}",
    "deep JSON": b'{"format": "hark-survey", "asks": ' + b"[" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_at_once(name):
    began = time.process_time()
    with pytest.raises(NotASurveyError):
        read(HOSTILE[name])
    assert time.process_time() - began < 5


def test_an_order_of_5000_digits_does_not_stop_the_reader():
    numbered = lss(apart=True).replace(
        b"<question_order>1<", b"<question_order>" + b"9" * 5_000 + b"<"
    )
    assert read(numbered).name == "Shops"
