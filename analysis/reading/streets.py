"""Streets with a number: by the word for a street where there is one, or by what leads to it."""

import re
from collections.abc import Iterator

from analysis.cues.shared import PERSONAL
from analysis.sentences import Span

_NUMBER = r"\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4})?"
_UPPER = "[A-ZÀ-ÞΑ-ΩА-ЯŁŚŠČŽÁ]"
_TITLED = rf"{_UPPER}[\w'’-]{{2,}}"
_NAME = r"(?:[^\W\d_][\w'’-]*|[NSEW]\.|St\.)"
_ENGLISH = re.compile(
    rf"(?<![\w.,$£€])(?:{_NUMBER}\s){{1,2}}(?:(?:{_NAME}\s){{1,3}}"
    r"(?i:street|road|avenue|lane|boulevard|terrace|crescent|parkway|highway)|"
    rf"(?:(?:{_TITLED}|[NSEW]\.?)\s){{1,3}}(?:St|Str|Rd|Ave|Ln|Blvd|Dr|Drive|Square|Sq|Court|Ct|Close|"
    r"Way|Place|Pl|Row|Hill|Gardens|Grove|Mews))\b"
)
_BEHIND = re.compile(
    rf"(?:\b{_NUMBER}\s)?\b(?:{_TITLED}\s){{0,2}}(?:(?i:{_NAME}?(?:straße|strasse|straat|str\.|gata|gatan|"
    r"utca|útja|körút|gürtel|rkp\.))|"
    rf"{_UPPER}\w{{2,}}(?:weg|gasse|platz|allee|ring|ufer|damm|laan|gracht|plein|gade|vej))\s{_NUMBER}\b"
)
_ROMANCE = re.compile(
    rf"(?:\b{_NUMBER}(?:\s?(?:bis|ter)\b)?,?\s(?:{_NUMBER}\s)?)?\b(?i:rue|avenue|boulevard|quai|impasse|chemin|allée|"
    r"calle|avenida|plaza|paseo|carrer|via|viale|piazza|rua)\s(?:(?i:de|du|des|la|le|les|del|los|"
    rf"las|della|d['’]|l['’])\s?)*[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*){{0,3}}(?:,?\s(?:n[.ºo°]*\s?)?{_NUMBER}\b)?"
)
_FLAT = re.compile(r"\b(?:apt|apartment|suite|flat|unit|appt|piso)\b\.?\s?#?\d{1,5}[a-z]?\b", re.I)
_NO_STREET = r"(?!Terminal|Gate|Room|Row|Seat|Level|Floor|Flight|Class|Spring|Summer|Autumn|Winter)"
_LED = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|address(?:\sis|\sto|\swith)?|moved\sto|deliver(?:ed)?\sto|located|"
    r"return(?:ed)?\sto|send\s(?:it|them|this)\sto|sent\sto|wohne?|adresse|habite|domicilio|vivo)\b"
    r"[^\n.!?\d]{0,25}?[\s:]"
    rf"(?P<street>(?:{_NUMBER}\s){{1,2}}(?:{_NO_STREET}{_TITLED}\s?){{1,3}}(?:{_NUMBER}\b)?|"
    rf"(?:{_NO_STREET}{_TITLED}\s){{1,3}}\d{{1,5}}\b)"
)
_GIVEN = dict(PERSONAL)["address"]
_DIGIT = re.compile(r"\d")


def streets(text: str) -> Iterator[Span]:
    """Find streets with a house number, and flats.

    Parameters
    ----------
    text : str
        A comment.

    Yields
    ------
    (int, int)
        In order, disjoint. Found by the word for a street in some ten languages, or by words
        such as "I live at"; a street without either is missed: assisted, not complete.

    Examples
    --------
    >>> text = "I live at 12 Rose Lane; send it to Lange Straße 7 or 3 rue de Paris."
    >>> [text[start:end] for start, end in streets(text)]
    ['12 Rose Lane', 'Lange Straße 7', '3 rue de Paris']
    """
    if not _DIGIT.search(text):
        return
    found = [
        match.span()
        for pattern in (_ENGLISH, _BEHIND, _ROMANCE, _FLAT, _GIVEN)
        for match in pattern.finditer(text)
        if _DIGIT.search(match.group())
    ]
    found += [match.span("street") for match in _LED.finditer(text)]
    end = -1
    for low, high in sorted(found, key=lambda span: (span[0], -span[1])):
        if low >= end:
            end = low + len(text[low:high].rstrip())
            yield low, end
