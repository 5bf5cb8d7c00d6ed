"""A sentence model that was given places comments; without one nothing changes."""

import logging
from pathlib import Path

import numpy as np
import pytest

from analysis.reading.proposals import proposals
from analysis.reading.sentence_model import ModelError, SentenceModel
from analysis.reading.vectors import vectors
from analysis.reading.wordpiece import WordPiece
from feedback.themes import placing

TINY = Path(__file__).parent / "tiny"
"""Eight pieces, each a point of its own: made by bench/sentence_model.py --tiny."""


@pytest.fixture(scope="module")
def model():
    """Load the tiny model."""
    return SentenceModel(TINY)


def pieces(text, most=128):
    known = (TINY / "vocab.txt").read_text().splitlines()
    numbers = WordPiece({piece: n for n, piece in enumerate(known)}).numbers(text, most)
    return [known[number] for number in numbers]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Parking", ["park", "##ing"]),
        ("PÁRK\tmusic", ["park", "music"]),
        ("loud,music", ["loud", "[UNK]", "music"]),
        ("parkway", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
        ("音loud", ["[UNK]", "loud"]),
        ("lo\u200bud \x00", ["loud"]),
        ("", []),
    ],
)
def test_a_text_is_read_in_the_longest_pieces_that_are_known(text, wanted):
    assert pieces(text) == ["[CLS]", *wanted, "[SEP]"]


def test_what_is_too_long_is_cut_and_still_ends():
    assert pieces("loud " * 50, most=5) == ["[CLS]", "loud", "loud", "loud", "[SEP]"]


def test_texts_of_one_meaning_lie_close(model):
    near, same, far = model(["parking spot", "spot parking", "music loud"])
    assert near @ same == pytest.approx(1)
    assert near @ far < 0.1


def test_every_text_gets_its_own_point_whatever_its_length(model):
    alone = model(["parking"])
    among = model(["loud", "parking", "music loud spot", "parking spot"])
    assert np.allclose(alone[0], among[1])


def test_the_same_texts_give_the_same(model):
    texts = ["parking", "music loud", "spot"] * 30
    assert np.array_equal(model(texts), model(texts))


def test_no_texts_are_no_points(model):
    assert model([]).shape[0] == 0


def test_proposals_are_made_by_it(model):
    parking = [(n, f"parking spot {'loud ' * (n % 2)}near {n}") for n in range(20)]
    music = [(50 + n, f"music loud {'spot ' * (n % 2)}on {n}") for n in range(20)]
    found = proposals(parking + music, place=model)
    assert sorted(len({key // 50 for key in one.keys}) for one in found) == [1, 1]


@pytest.mark.parametrize("broken", ["nothing", "no network", "no vocabulary", "poor vocabulary"])
def test_files_that_are_no_model_are_told(tmp_path, broken):
    if broken != "nothing":
        network = b"none" if broken == "no network" else (TINY / "model.onnx").read_bytes()
        (tmp_path / "model.onnx").write_bytes(network)
    if broken not in ("nothing", "no vocabulary"):
        words = "one\ntwo" if broken == "poor vocabulary" else (TINY / "vocab.txt").read_text()
        (tmp_path / "vocab.txt").write_text(words)
    with pytest.raises(ModelError, match=str(tmp_path)):
        SentenceModel(tmp_path)


def test_without_a_model_words_are_compared():
    assert placing.by(None) is vectors


def test_with_a_model_it_is_used():
    assert isinstance(placing.by(TINY), SentenceModel)


def test_a_model_that_cannot_be_used_is_logged_and_words_are_compared(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, "hark.themes"):
        assert placing.by(tmp_path) is vectors
    assert "sentence model not used" in caplog.text


def test_without_onnxruntime_words_are_compared(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(ModelError, match="not installed"):
        SentenceModel(tmp_path)
