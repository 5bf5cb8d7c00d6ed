"""How comments are compared for proposals: by their words, or by a model that was given."""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from analysis.reading.sentence_model import ModelError, SentenceModel
from analysis.reading.vectors import vectors
from analysis.scoring import Floats

log = logging.getLogger("hark.themes")


@cache
def by(folder: Path | None) -> Callable[[Sequence[str]], Floats]:
    """Give what places comments; where the model cannot be used it says so, and words do."""
    if folder is None:
        return vectors
    try:
        return SentenceModel(folder)
    except ModelError as error:
        log.warning("sentence model not used: %s", error)
        return vectors
