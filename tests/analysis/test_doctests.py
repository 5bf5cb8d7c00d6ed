"""Every example in the documentation of `analysis` is run."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import analysis

MODULES = sorted(f"analysis.{module.name}" for module in pkgutil.iter_modules(analysis.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_every_example_shows_what_it_says(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


def test_the_examples_of_the_readme_show_what_they_say() -> None:
    readme = Path(analysis.__file__).parent / "README.md"
    outcome = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")
    assert (outcome.failed, outcome.attempted) == (0, 7)
