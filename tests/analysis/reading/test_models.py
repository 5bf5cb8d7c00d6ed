"""What is packaged to read words is small, and is what its scripts made."""

from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "analysis" / "reading" / "data"
RECORDED = dict(
    line.split()[::-1]
    for line in (ROOT / "bench" / "train" / "made.sha256").read_text(encoding="utf-8").splitlines()
)


def test_all_models_and_lists_together_are_under_twelve_megabytes():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 12_000_000


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_model_is_the_one_that_was_recorded(name):
    assert sha256((DATA / name).read_bytes()).hexdigest() == RECORDED[name]
