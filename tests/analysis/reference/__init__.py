"""Numbers computed elsewhere, see README.md."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def load(name: str) -> Any:
    """The values in one file of this folder."""
    return json.loads((HERE / f"{name}.json").read_text())
