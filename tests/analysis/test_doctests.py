"""Every example in the documentation of `analysis` is run."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import analysis

MODULES = sorted(m.name for m in pkgutil.walk_packages(analysis.__path__, "analysis."))


@pytest.mark.parametrize("name", MODULES)
def test_every_example_shows_what_it_says(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


def documented() -> dict[str, object]:
    """Every function that `analysis` offers, and every method of its results."""
    found: dict[str, object] = {}
    for name in analysis.__all__:
        thing = getattr(analysis, name)
        if inspect.isclass(thing):
            members = inspect.getmembers(thing, inspect.isfunction)
            found |= {f"{name}.{at}": method for at, method in members if at[0] != "_"}
        elif callable(thing):
            found[name] = thing
    return found


@pytest.mark.parametrize("name", sorted(documented()))
def test_what_is_offered_says_what_it_takes_gives_and_looks_like(name: str) -> None:
    function = documented()[name]
    said = inspect.getdoc(function) or ""
    wanted = ["Returns", "Examples"]
    if set(inspect.signature(function).parameters) - {"self"}:  # type: ignore[arg-type]
        wanted.append("Parameters")
    assert [word for word in wanted if f"{word}\n---" not in said] == []


def test_the_examples_of_the_readme_show_what_they_say() -> None:
    readme = Path(analysis.__file__).parent / "README.md"
    outcome = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")
    assert (outcome.failed, outcome.attempted) == (0, 7)
