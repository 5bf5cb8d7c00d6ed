"""Make the packaged lists of first names, doubtful ones among them, and surnames from Faker's.

    uv run --group train python -m bench.train.names

Input: the name providers of Faker (MIT, Daniele Faraglia and contributors) for `LOCALES`. First
names that are common words as well are a list of their own, by pyspellchecker's list of words (MIT)
and ours.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from spellchecker import SpellChecker, WordFrequency

from analysis.lexicons import listed
from analysis.reading.tokens import fold

DATA = Path(__file__).parents[2] / "analysis" / "reading" / "data"
LOCALES = (
    "en_US", "en_GB", "en_IN", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CH", "es_ES", "es_MX",
    "it_IT", "nl_NL", "pl_PL", "pt_BR", "pt_PT", "sv_SE", "da_DK", "no_NO", "fi_FI", "cs_CZ",
    "sk_SK", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "tr_TR", "en_NG", "id_ID",
)  # fmt: skip
COMMON = 2e-6
"""Share of all words from which on a name counts as a word."""
HEAD = "# {what}: from Faker's name providers, MIT licence. Made by bench/train/names.py.\n"


def main() -> None:
    """Write the three lists."""
    firsts, lasts = _folded("first"), _folded("last")
    rare = {name for name in firsts if name not in listed("common_names") and _is_first(name)}
    for out, kept in (
        ("first_names", rare),
        ("surnames", {name for name in lasts if name not in listed("common_names")}),
        ("doubtful_names", firsts - rare),
    ):
        text = HEAD.format(what=out) + "".join(f"{name}\n" for name in sorted(kept))
        (DATA / f"{out}.txt").write_text(text, encoding="utf-8")
        print(f"{out}: {len(kept)}, sha256 {sha256(text.encode()).hexdigest()}")


def listed_names(locales: Sequence[str], what: str) -> set[str]:
    """Give the first or last names of some of Faker's providers, as they are written."""
    return {name for locale in locales for name in _names(locale, f"{what}_names")}


def _names(locale: str, what: str) -> list[str]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    lists = [value for name, value in vars(provider).items() if name.startswith(what[:-1])]
    return [str(name) for each in lists if isinstance(each, list | tuple | dict) for name in each]


def _folded(what: str) -> set[str]:
    folded = {fold(name) for name in listed_names(LOCALES, what)}
    return {name for name in folded if len(name) > 2 and name.isalpha()}


def _is_first(name: str) -> bool:
    """Whether a first name is hardly ever another word."""
    counted = _dictionary()
    share = counted[name] / counted.total_words
    return share < COMMON or name in listed("other_names")


@cache
def _dictionary() -> WordFrequency:
    return SpellChecker(language="en").word_frequency


if __name__ == "__main__":
    main()
