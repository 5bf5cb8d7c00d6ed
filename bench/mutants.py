"""How many seeded defects the tests notice where mutmut cannot put any.

mutmut (`uv run --group mutation mutmut run`) leaves out properties, whatever else is decorated,
and constants of modules and classes; this seeds defects exactly there.

    python -m bench.mutants                   # all of them
    python -m bench.mutants --sample 60       # a random sample
    python -m bench.mutants --module power    # those of one module

Each mutant changes one operator, comparison, condition or number of one module. It runs
against the tests of that module first and, if it survives, against properties, simulations and
enumeration. A test run that fails, crashes or hangs has noticed the defect. Mutants are
loaded in forked processes; no file is changed. Prints every survivor.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = "tests/analysis/"
BASIC = ["test_counts", "test_not_estimable", "test_nps_reference", "test_weights"]
PLACES = {
    ("power", "margin"): ["test_power", "test_design_effect", "test_reference"],
    ("median",): ["test_median"],
    ("trend", "pager", "changes"): ["test_trend"],
    ("run_length", "streams"): ["test_trend", "test_reference"],
    ("weights", "design"): ["test_weights", "test_not_estimable", "test_reference"],
    ("cluster", "grouping"): ["test_weights", "test_not_estimable", "test_repeats"],
    ("nonresponse",): ["test_weights"],
    ("drivers", "importance", "recovery"): ["test_drivers", "test_reference"],
    ("compare", "paired", "verdict"): ["test_compare", "test_not_estimable", "test_reference"],
    ("segments", "multiplicity"): ["test_compare", "test_not_estimable", "test_reference"],
    ("nps", "estimate", "counts", "sequence", "rollup", "exact", "tables"): BASIC,
    ("intervals", "proportion", "mean", "scoring"): [*BASIC, "test_reference"],
}
NEAR = {module: tests for modules, tests in PLACES.items() for module in modules}
FURTHER = {
    "test_properties": (
        "nps estimate counts exact tables intervals proportion mean scoring compare paired "
        "segments sequence verdict"
    ),
    "test_repeats": (
        "nps proportion mean tables segments sequence weights compare paired nonresponse"
    ),
    "test_design_effect": "pager trend changes power drivers",
    "test_simulations": (
        "sequence pager changes trend weights cluster recovery power segments paired scoring"
    ),
    "test_coverage": "exact scoring intervals",
}
SECONDS = 240
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.Mod: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.FloorDiv: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change at one place of one module; `place` counts nodes of the syntax tree."""

    module: str
    place: int
    variant: int
    line: int
    change: str

    @property
    def code(self) -> str:
        """The module with the change."""
        tree = _tree(self.module)
        node = next(node for place, node in enumerate(ast.walk(tree)) if place == self.place)
        _change(node, self.variant)
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants_of(module: str) -> list[Mutant]:
    """Every mutant of a module."""
    tree = _tree(module)
    skipped = {id(inner) for node in ast.walk(tree) for inner in _annotated(node)}
    skipped |= {id(inner) for inner in _reached_by_mutmut(tree)}
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for variant in () if id(node) in skipped else (0, 1):
            trial = copy.copy(node)
            if isinstance(trial, ast.Compare):
                trial.ops = list(trial.ops)
            change = _change(trial, variant)
            if change:
                line = getattr(node, "lineno", 0)
                found.append(Mutant(module, place, variant, line, change))
    return found


def noticed(mutant: Mutant | None, tests: list[str]) -> bool:
    """Whether the tests fail with the mutant in place, in a forked process."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        if mutant:
            sys.meta_path.insert(0, _Swap(mutant))
        import pytest

        # the application's fixtures (conftest.py) would cost a second each time
        options = ["--noconftest", "-m", "not slow", "-x", "-q", "-p", "no:randomly"]
        quieter = ["-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        os._exit(int(pytest.main([*tests, *options, *quieter])))
    return os.waitpid(child, 0)[1] != 0


class _Swap(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        if name != f"analysis.{self.mutant.module}":
            return None
        file = str(ROOT / "analysis" / f"{self.mutant.module}.py")
        return importlib.util.spec_from_file_location(name, file, loader=self)

    def exec_module(self, module) -> None:  # type: ignore[no-untyped-def]
        exec(compile(self.mutant.code, module.__spec__.origin, "exec"), module.__dict__)


def _near(module: str) -> list[str]:
    """The tests closest to a module, its examples first."""
    example = f"test_every_example_shows_what_it_says[analysis.{module}]"
    return [f"{TESTS}test_doctests.py::{example}", *(f"{TESTS}{name}.py" for name in NEAR[module])]


def _far(module: str) -> list[str]:
    """Slower tests that also reach a module; at least one, so that there is something to run."""
    names = [name for name, modules in FURTHER.items() if module in modules.split()]
    return [f"{TESTS}{name}.py" for name in names or ["test_doctests"]]


def _load_once() -> None:
    """Load what every test run needs before the forks."""
    import scipy.special  # noqa: F401
    from hypothesis import settings

    settings.register_profile("mutants", deadline=None, database=None, max_examples=40)
    settings.load_profile("mutants")


def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / "analysis" / f"{module}.py").read_text())


def _annotated(node: ast.AST) -> list[ast.AST]:
    """Nodes within annotations, which change nothing at run time."""
    roots = [getattr(node, name, None) for name in ("annotation", "returns")]
    return [inner for root in roots if root is not None for inner in ast.walk(root)]


def _reached_by_mutmut(tree: ast.Module) -> list[ast.AST]:
    """Nodes within functions and methods without a decorator."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    bodies = [*tree.body, *(inner for node in classes for inner in node.body)]
    plain = [node for node in bodies if isinstance(node, ast.FunctionDef)]
    return [inner for node in plain if not node.decorator_list for inner in ast.walk(node)]


def _change(node: ast.AST, variant: int) -> str:
    """Change the node in place; what was done, or "" if there is no such variant."""
    operator = getattr(node, "op", None) or (getattr(node, "ops", None) or [None])[0]
    if variant == 0 and type(operator) in SWAPS:
        new = SWAPS[type(operator)]()
        if isinstance(node, ast.Compare):
            node.ops[0] = new
        elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign):
            node.op = new
        return f"{type(operator).__name__} -> {type(new).__name__}"
    if variant == 0 and isinstance(node, ast.Constant) and type(node.value) in (int, float):
        old = node.value
        node.value = old + 1 if isinstance(old, int) else old * 1.5 + 0.001
        return f"{old} -> {node.value}"
    if variant == 1 and isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "condition negated"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--module", choices=sorted(NEAR))
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    modules = [wanted.module] if wanted.module else sorted(NEAR)
    every = [mutant for module in modules for mutant in mutants_of(module)]
    chosen = every
    if wanted.sample and wanted.sample < len(every):
        chosen = random.Random(wanted.seed).sample(every, wanted.sample)
    _load_once()
    for module in sorted({mutant.module for mutant in chosen}):
        if noticed(None, _near(module)):
            raise SystemExit(f"the tests of {module} fail without any defect")
    print("without a defect, no test fails", flush=True)
    start, survivors = time.monotonic(), 0
    for at, mutant in enumerate(chosen, 1):
        if not (noticed(mutant, _near(mutant.module)) or noticed(mutant, _far(mutant.module))):
            survivors += 1
            print(f"survived: {mutant.module}.py:{mutant.line} {mutant.change}", flush=True)
        if at % 20 == 0:
            seconds = time.monotonic() - start
            print(f"{at - survivors} of {at} noticed, {seconds:.0f} s", flush=True)
    share = 1 - survivors / len(chosen)
    print(f"{len(chosen)} of {len(every)} mutants, {share:.1%} noticed")


if __name__ == "__main__":
    main()
