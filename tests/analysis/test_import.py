"""An analyst can take `analysis` alone: it needs NumPy, SciPy and nothing of the application."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

FOLDER = Path(analysis.__file__).parent
FOR_WORDS = {"ftfy", "onnxruntime", "phonenumbers", "py3langid", "rapidfuzz", "spellchecker"}
"""What reading words rests on: in no module that counts, and never loaded with the package."""
READERS = {"language", "name_forms", "personal", "repair", "sentence_model", "spelling"}
ALLOWED = {"analysis", "numpy", "scipy"} | sys.stdlib_module_names


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.strip()


def test_importing_brings_neither_the_web_nor_the_database_nor_scipy() -> None:
    loaded = run("import sys, analysis; print(*sorted({n.split('.')[0] for n in sys.modules}))")
    unwanted = {"flask", "sqlalchemy", "scipy", "feedback", "surveys"} | FOR_WORDS
    assert not unwanted & set(loaded.split())


def test_a_notebook_can_import_the_functions_by_name() -> None:
    shown = run(
        "from analysis import nps, compare, top_box, mean, sequence\n"
        "print(compare(nps(counts=(40, 60, 100)), nps(counts=(10, 20, 70))).verdict())"
    )
    assert shown == "up"


def test_the_import_is_quick() -> None:
    # processor time, so that a busy machine does not turn it red; bench/analysis.py has the clock
    code = "import time, numpy; t = time.process_time(); import analysis; "
    code += "print(time.process_time() - t)"
    assert min(float(run(code)) for _ in range(3)) < 0.4


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_modules_import_only_numbers_and_the_standard_library(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    allowed = ALLOWED | FOR_WORDS if path.stem in READERS else ALLOWED
    assert {name.split(".")[0] for name in names} <= allowed


def test_everything_public_has_a_name_in_all() -> None:
    public = {name for name in vars(analysis) if not name.startswith("_")}
    modules = {path.stem for path in FOLDER.iterdir()}
    assert public - modules <= set(analysis.__all__)
    assert set(analysis.__all__) <= public
