"""Names that claim to have been checked, which only Hark itself may say under a quote."""

import unicodedata

VERIFIED = (
    "verified", "verify", "verifizier", "verifie", "verificad", "verificat", "موثق", "מאומת",
)  # fmt: skip
"""Beginnings of the word in the languages Hark speaks and some others."""
CHECKED = (
    "certifi", "zertifi", "confirm", "authenti", "autentic", "gepruft", "bestatigt", "مؤكد",
)  # fmt: skip
CUSTOMER = (
    "customer", "client", "kund", "buyer", "kaufer", "purchase", "achet", "comprador", "عميل",
)  # fmt: skip
MARKS = frozenset("✓✔☑✅🗸🗹")
ALIKE = {
    "а": "a", "е": "e", "ε": "e", "і": "i", "ι": "i", "1": "i", "l": "i", "|": "i", "ο": "o",
    "о": "o", "0": "o", "р": "p", "с": "c", "у": "y", "ѵ": "v", "ν": "v", "τ": "t", "т": "t",
    "κ": "k", "к": "k", "3": "e", "ԁ": "d",
}  # fmt: skip
"""Letters of other alphabets, and digits, that look like ours."""


def claims_proof(line: str) -> bool:
    """Tell whether a line says, or draws, that somebody was checked to be a customer."""
    if any(sign in MARKS for sign in line):
        return True
    looks = _letters(line)
    says_checked = any(_letters(word) in looks for word in CHECKED)
    says_customer = any(_letters(word) in looks for word in CUSTOMER)
    says_verified = any(_letters(word) in looks for word in VERIFIED)
    return says_verified or (says_checked and says_customer)


def _letters(words: str) -> str:
    """Give the bare letters as they look: no capitals, accents, spaces or signs between them."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    alike = "".join(ALIKE.get(sign, sign) for sign in apart)
    return "".join(sign for sign in alike if sign.isalpha())
