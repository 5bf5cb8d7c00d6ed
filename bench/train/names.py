"""Make the packaged lists of first names and surnames from Faker's.

    uv run --group train python -m bench.train.names

Input: the name providers of Faker (MIT, Daniele Faraglia and contributors) for `LOCALES`. Names
that are common words as well are left out, by pyspellchecker's list of words (MIT) and our own.
"""

from hashlib import sha256
from importlib import import_module
from pathlib import Path

from spellchecker import SpellChecker

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
    """Write both lists."""
    dictionary = SpellChecker(language="en").word_frequency
    total = sum(dictionary.dictionary.values())
    for what, out in (("first_names", "first_names"), ("last_names", "surnames")):
        found = {fold(name) for locale in LOCALES for name in _names(locale, what)}
        kept = sorted(
            name
            for name in found
            if len(name) > 2
            and name.isalpha()
            and name not in listed("common_names")
            and (what == "last_names" or _is_rare(dictionary, name, total) or _is_known(name))
        )
        text = HEAD.format(what=what) + "".join(f"{name}\n" for name in kept)
        (DATA / f"{out}.txt").write_text(text, encoding="utf-8")
        print(f"{out}: {len(kept)}, sha256 {sha256(text.encode()).hexdigest()}")


def _names(locale: str, what: str) -> list[str]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    lists = [value for name, value in vars(provider).items() if name.startswith(what[:-1])]
    return [str(name) for each in lists if isinstance(each, list | tuple | dict) for name in each]


def _is_rare(dictionary: object, name: str, total: int) -> bool:
    return bool(dictionary[name] / total < COMMON)  # type: ignore[index]


def _is_known(name: str) -> bool:
    return name in listed("other_names")


if __name__ == "__main__":
    main()
