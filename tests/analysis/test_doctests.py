"""Every example in the documentation of `analysis` is run."""

import doctest
import importlib
import pkgutil

import pytest

import analysis

MODULES = sorted(f"analysis.{module.name}" for module in pkgutil.iter_modules(analysis.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_every_example_shows_what_it_says(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0
