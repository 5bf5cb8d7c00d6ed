"""Imports run one way: feedback → surveys → analysis, and the web stays in feedback."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "analysis": {"analysis"},
    "surveys": {"surveys", "analysis"},
    "feedback": {"feedback", "surveys", "analysis"},
}
FORBIDDEN = {
    "analysis": {"flask", "sqlalchemy", "wtforms", "datetime", "time", "random"},
    "surveys": {"flask", "flask_sqlalchemy", "flask_wtf", "flask_login", "jinja2"},
    "feedback": set(),
}
OURS = set(MAY_IMPORT) | {"tests", "bench", "wsgi"}


def modules(room):
    return sorted((ROOT / room).rglob("*.py"))


def imported(path):
    """Every top-level package a module imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name.partition(".")[0], node.lineno
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} relative import"
            yield (node.module or "").partition(".")[0], node.lineno


def wrong_ways(room, files):
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files
        for name, line in imported(path)
        if (name in OURS and name not in MAY_IMPORT[room]) or name in FORBIDDEN[room]
    ]


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_imports_run_one_way(room):
    assert wrong_ways(room, modules(room)) == []


def test_an_import_back_would_be_found(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from feedback.models import Response\nimport flask\n")
    found = [name for name, _ in imported(wrong)]
    assert found == ["feedback", "flask"]


def test_no_other_package_stands_at_the_top():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= {"feedback", "surveys", "analysis", "tests", "bench"}
