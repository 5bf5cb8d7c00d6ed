"""Size budgets: small enough to read in one go."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
ROOMS = ("feedback", "surveys", "analysis")
MODULE_STOP, FUNCTION_STOP, TEMPLATE_STOP = 300, 50, 150


def modules():
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [path for path in found if "versions" not in path.parts]


def functions(path):
    """Name and length of each function; its docstring tells the reader and does not count."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            told = (doc.end_lineno - doc.lineno + 1) if doc else 0
            yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1 - told


def lines(path):
    return len(path.read_text().splitlines())


def test_no_module_is_longer_than_the_stop():
    assert {str(p): lines(p) for p in modules() if lines(p) > MODULE_STOP} == {}


def test_no_function_is_longer_than_the_stop():
    long = {name: n for path in modules() for name, n in functions(path) if n > FUNCTION_STOP}
    assert long == {}


def test_no_template_is_longer_than_the_stop():
    found = (ROOT / "templates").rglob("*.html")
    assert {str(p): lines(p) for p in found if lines(p) > TEMPLATE_STOP} == {}


def test_most_modules_and_functions_are_small():
    sizes = [lines(path) for path in modules()]
    lengths = [n for path in modules() for _, n in functions(path)]
    print(f"modules: median {median(sizes)}; functions: median {median(lengths)}")
    assert median(sizes) <= 110
    assert median(lengths) <= 12
