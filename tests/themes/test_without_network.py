"""Reading, proposing and learning need no network: the same is found when it is cut."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNSHARE = shutil.which("unshare")


def run(folder, *before):
    command = [*before, sys.executable, "-m", "tests.themes.whole_pipeline", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def forbidden(tmp_path_factory):
    """What is found in a process that may open no socket."""
    return run(tmp_path_factory.mktemp("forbidden"))


def test_nothing_that_reads_words_asks_for_the_network(forbidden):
    assert forbidden["reached"] == []


def test_all_of_it_finds_something(forbidden):
    found = forbidden["found"]
    assert len(found["readings"]) == 320
    assert len(found["proposals"]) >= 2
    assert found["copies"][-1] == 40
    assert found["lesson"][0] == "offered"
    assert any(row[-1] for row in found["readings"])


def test_without_any_network_the_same_is_found(forbidden, tmp_path):
    """Where the machine lets us, the process has no network at all."""
    cut = [UNSHARE, "--map-root-user", "--net"] if UNSHARE else []
    if cut and subprocess.run([*cut, "true"], capture_output=True).returncode:
        cut = []
    assert run(tmp_path, *cut)["found"] == forbidden["found"]
