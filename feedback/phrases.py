"""For developers: gathering our sentences from the source into the catalogues of translators."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from feedback.languages import INTERFACE, TRANSLATIONS, own_name

SINCE = datetime(2026, 11, 25, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
METHODS = [
    ("analysis/**.py", "python"),
    ("feedback/migrations/**", "ignore"),
    ("feedback/**.py", "python"),
    ("surveys/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
OPTIONS = {
    "templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"},
    "templates/**.txt": {"trimmed": "true", "newstyle_gettext": "true"},
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "noted": None,
    "lazy": None,
    "told": None,
    "Note": None,
    "Told": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
}


def in_source() -> Catalog:
    """Gather every sentence that stands in Python and templates."""
    catalogue = Catalog()
    for folder in ("analysis", "feedback", "surveys", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            method_map=[(_within(folder, pattern), method) for pattern, method in METHODS],
            options_map={_within(folder, p): options for p, options in OPTIONS.items()},
            keywords=KEYWORDS,
        )
        for file, _line, sentence, _comments, context in found:
            place = [(f"{folder}/{file}", 1)]
            catalogue.add(sentence, locations=place, context=context)
    return catalogue


def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language."""
    return _read(_file(language), language)


def update(language: str) -> int:
    """Bring a catalogue up to what the source says; give how many sentences wait for words."""
    found = in_source()
    ours = catalogue(language) if _file(language).exists() else Catalog(locale=language)
    ours.update(found, no_fuzzy_matching=True)
    ours.obsolete.clear()
    save(language, ours)
    return sum(not is_said(message.string) for message in ours if message.id)


def save(language: str, ours: Catalog) -> None:
    """Write the catalogue of a language."""
    save_as(_file(language), language, ours)


def save_as(path: Path, language: str, ours: Catalog) -> None:
    """Write a catalogue the same way every time, so that only changed sentences differ."""
    ours.project, ours.version, ours.fuzzy = "Hark", "1", False
    ours.header_comment = f"# Hark’s sentences in {own_name(language)}."
    ours.last_translator, ours.language_team = "Hark", own_name(language)
    ours.msgid_bugs_address = ours.copyright_holder = "Hark"
    ours.creation_date = ours.revision_date = SINCE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, ours, width=100, sort_output=True, omit_header=False, include_lineno=False)


def is_said(words: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a sentence has words, in every plural form."""
    return all(words) if isinstance(words, (tuple, list)) else bool(words)


def merge(base: Path, ours: Path, theirs: Path) -> None:
    """Join two catalogues that grew apart, into ours: whoever changed a sentence is followed.

    Git asks for it, where `.gitattributes` and its configuration say so.
    """
    before, mine, other = (_read(path) for path in (base, ours, theirs))
    for message in other:
        if not message.id:
            continue
        old, kept = before.get(message.id), mine.get(message.id)
        is_changed = old is None or old.string != message.string
        if kept is None and is_changed:
            mine[message.id] = message
        elif kept and is_changed and (not is_said(kept.string) or old):
            kept.string = message.string
    save_as(ours, str(mine.locale), mine)


def update_all() -> dict[str, int]:
    """Bring every catalogue up to date."""
    return {language: update(language) for language in INTERFACE if language != "en"}


def _within(folder: str, pattern: str) -> str:
    """Patterns are matched from the folder that is read."""
    return pattern.removeprefix(f"{folder}/")


def _read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _file(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
