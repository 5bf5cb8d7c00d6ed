"""How long a text is, by GSM 03.38 (3GPP TS 23.038) and its parts of 153 or 67 places."""

import pytest

from feedback.sms.segments import Length, measured


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length(0, 1, True)),
        ("a" * 160, Length(160, 1, True)),
        ("a" * 161, Length(161, 2, True)),
        ("a" * 306, Length(306, 2, True)),
        ("a" * 307, Length(307, 3, True)),
        ("Grüße für Çà, 5 £", Length(17, 1, True)),
        ("€", Length(2, 1, True)),
        ("€" * 80, Length(160, 1, True)),
        ("a" * 159 + "€", Length(161, 2, True)),
        ("a" * 152 + "€" + "a" * 152, Length(306, 3, True)),
        ("ç", Length(1, 1, False)),
        ("ж" * 70, Length(70, 1, False)),
        ("ж" * 71, Length(71, 2, False)),
        ("ж" * 134, Length(134, 2, False)),
        ("ж" * 135, Length(135, 3, False)),
        ("\U0001f600" * 35, Length(70, 1, False)),
        ("ж" * 66 + "\U0001f600" + "ж" * 66, Length(134, 3, False)),
    ],
)
def test_length_of_a_text(text, length):
    assert measured(text) == length
