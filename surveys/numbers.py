"""The telephone number among what is known of a contact, written the one way networks dial it."""

from collections.abc import Mapping
from typing import Any

import phonenumbers

TELLS_NUMBER = (
    "mobile", "mobile phone", "mobile number", "cell", "cell phone", "phone", "phone number",
    "telephone", "tel", "sms", "handy", "mobil", "mobiltelefon", "telefon", "portable",
    "téléphone", "telephone portable", "móvil", "movil", "teléfono", "telefono", "جوال", "هاتف",
)  # fmt: skip
"""Names of the attribute that holds it; the first that leads to a number counts."""
TELLS_COUNTRY = ("country", "country code", "land", "pays", "país", "pais")


def number_of(attributes: Mapping[str, Any]) -> str:
    """Give a contact's number as +491701234567; "" where there is none that can be dialled.

    Without a country of two letters beside it, a number must begin with its +.
    """
    given = {name.strip().casefold(): str(value).strip() for name, value in attributes.items()}
    countries = (given.get(name, "").upper() for name in TELLS_COUNTRY)
    country = next((one for one in countries if one in phonenumbers.SUPPORTED_REGIONS), None)
    written = (given[name] for name in TELLS_NUMBER if given.get(name))
    return next(filter(None, (dialled(one, country) for one in written)), "")


def dialled(written: str, country: str | None = None) -> str:
    """Give a number as E.164; "" where it is none."""
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return ""
    if number.extension or not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
