"""Comments as points by a sentence model that somebody gave: an extra, never needed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading.vectors import unit
from analysis.reading.wordpiece import WordPiece
from analysis.scoring import Floats

MODEL, VOCABULARY = "model.onnx", "vocab.txt"
"""Files of a model's folder: the network, and its pieces of words, one a line."""

MOST = 128
"""Pieces of words that are read of a comment."""

TOGETHER = 32
"""Comments of one length that go through the network at once."""


class ModelError(Exception):
    """A model cannot be used; the message says why."""


class SentenceModel:
    """A network that gives each piece of a text a point; a text lies in their middle."""

    def __init__(self, folder: Path) -> None:
        """Load a model.

        Parameters
        ----------
        folder : Path
            Holds `MODEL`, with inputs `input_ids`, `attention_mask` and perhaps `token_type_ids`
            and the points of the pieces as its first output, and `VOCABULARY`.

        Raises
        ------
        ModelError
            Where onnxruntime is not installed, or the files are missing or not such a model.
        """
        try:
            import onnxruntime  # the extra [nlp]; loaded only when asked for
        except ImportError as error:
            raise ModelError("onnxruntime is not installed: pip install hark[nlp]") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            pieces = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
            self._pieces = WordPiece({piece: number for number, piece in enumerate(pieces)})
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
            self._inputs = {each.name for each in self._session.get_inputs()}
            self(["it works"])
        except Exception as error:
            raise ModelError(f"{folder}: {error}") from error

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Place texts in a space in which those of one meaning lie close to each other.

        Parameters
        ----------
        texts : sequence of str
            Any number; of each, `MOST` pieces are read.

        Returns
        -------
        numpy.ndarray, shape (n, d)
            Rows of length 1: what `analysis.reading.vectors.vectors` gives, in another space. The
            same texts in the same order always give the same on the same machine; a network of
            rounded weights may move a text by a thousandth for what stands beside it.

        References
        ----------
        Reimers, N. & Gurevych, I. (2019). Sentence-BERT. EMNLP 2019, 3982-3992.
        """
        if not texts:
            return np.zeros((0, 1))
        numbers = [self._pieces.numbers(text, MOST) for text in texts]
        found: list[Any] = [None] * len(texts)
        for places in _of_one_length(numbers):
            for place, point in zip(
                places, self._points([numbers[n] for n in places]), strict=True
            ):
                found[place] = point
        return unit(np.array(found, dtype=float).reshape(len(texts), -1))

    def _points(self, numbers: Sequence[Sequence[int]]) -> Any:
        """Give the middle of the points of all pieces, for texts with as many pieces each."""
        pieces = np.array(numbers, dtype=np.int64)
        given = {"input_ids": pieces, "attention_mask": np.ones_like(pieces)}
        if "token_type_ids" in self._inputs:
            given["token_type_ids"] = np.zeros_like(pieces)
        return np.asarray(self._session.run(None, given)[0]).mean(axis=1)


def _of_one_length(numbers: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Part places of texts by their number of pieces: nothing is ever filled up."""
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(numbers):
        by_length[len(each)].append(place)
    for places in by_length.values():
        for start in range(0, len(places), TOGETHER):
            yield places[start : start + TOGETHER]
