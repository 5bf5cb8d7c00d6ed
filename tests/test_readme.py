"""The README says what is true."""

from pathlib import Path

import pytest

from feedback.config import Settings

README = (Path(__file__).parents[1] / "README.md").read_text()


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_listed_with_its_default_and_words(name):
    field = Settings.model_fields[name]
    default = "" if field.default in ("", None) else f"`{field.default}`"
    row = f"| `HARK_{name.upper()}` | {default} | {field.description} |".replace("|  |", "| |")
    assert row in README


def test_no_setting_is_listed_that_does_not_exist():
    listed = {line.split("`")[1] for line in README.splitlines() if line.startswith("| `HARK_")}
    assert listed == {f"HARK_{name.upper()}" for name in Settings.model_fields}
