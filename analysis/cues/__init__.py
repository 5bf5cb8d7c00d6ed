"""Cues in people's words: what a cut must not lose, what makes a comment quotable, what forbids it.

Cues for judging are kept by language: in a language without its own we judge nothing. Cues for
cuts and for personal data are looked for in every text, whatever its language.
"""

from analysis.cues import english, french, german, spanish
from analysis.cues.shared import Cues

BY_LANGUAGE: dict[str, Cues] = {
    "de": german.CUES,
    "en": english.CUES,
    "es": spanish.CUES,
    "fr": french.CUES,
}
"""The languages we can judge."""


__all__ = ["BY_LANGUAGE", "Cues"]
