"""Which language words are written in, as far as words tell."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

KNOWN = (
    "ar", "cs", "da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "sv", "tr", "zh",
)  # fmt: skip
SURE = 0.55
ENOUGH = 4_000
"""Characters that are looked at: more of a long comment says nothing new."""


def language_of(words: str, hint: str = "") -> str:
    """Tell the language of some words.

    Parameters
    ----------
    words : str
        Any text.
    hint : str
        The language it was asked in ("de", "de-CH"); taken where the words say too little.

    Returns
    -------
    str
        One of `KNOWN`, the hint's language, or "" where nobody knows.

    References
    ----------
    Lui, M. & Baldwin, T. (2012). langid.py: an off-the-shelf language identification tool. ACL
    2012, 25-30; py3langid's model, limited to the languages of `KNOWN`.

    Examples
    --------
    >>> language_of("Wir sparen jede Woche sechs Stunden."), language_of("ok", "fr-CA")
    ('de', 'fr')
    """
    found, share = _identifier().classify(words[:ENOUGH])
    if share >= SURE and any(sign.isalpha() for sign in words):
        return str(found)
    return hint.partition("-")[0].lower()


@cache
def _identifier() -> LanguageIdentifier:
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(KNOWN)
    return found
