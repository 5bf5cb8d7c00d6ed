"""Names of people by their company: a small conditional random field over words and their looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp
from operator import mul
from zlib import crc32

import numpy as np
import numpy.typing as npt

from analysis.reading.tokens import Token
from analysis.reading.valence import DATA
from analysis.sentences import Span

BITS = 16
SIZE = 1 << BITS
"""Places of hashed features."""

LABELS = ("O", "B", "I")
"""No name, the first word of one, a further word of one."""

SURE = 0.3
"""From this chance on a word counts as part of a name."""

ENGLISH = 0.5
"""Share of common English words from which on a text is looked at: others follow other rules."""

MOST_WORDS = 1_500
"""Words that are looked at; names in what follows are left to the rules."""

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "doctor"))
_AROUND = (-2, -1, 1, 2)
Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of single words: lists that are packaged beside the model."""

    first: frozenset[str]
    last: frozenset[str]
    doubtful: frozenset[str]
    """First names that are words as well: "will", "grace"."""
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Model:
    states: tuple[memoryview, ...]
    scale: float
    moves: tuple[Row, ...]
    """How well a label goes behind another, both in the order of `LABELS`."""

    def chances(self, rows: Sequence[Sequence[int]]) -> list[Row]:
        """Chances of the labels of each word, by the forward and backward recursion."""
        scores = [self._score(places) for places in rows]
        ahead = [_shares(*scores[0])]
        (oo, ob, oi), (bo, bb, bi), (io, ib, ii) = self.moves
        for so, sb, si in scores[1:]:
            o, b, i = ahead[-1]
            ahead.append(
                _shares(
                    so * (o * oo + b * bo + i * io),
                    sb * (o * ob + b * bb + i * ib),
                    si * (o * oi + b * bi + i * ii),
                )
            )
        behind = [(1.0, 1.0, 1.0)]
        for score in reversed(scores[1:]):
            o, b, i = map(mul, score, behind[-1])
            behind.append(
                _shares(
                    oo * o + ob * b + oi * i, bo * o + bb * b + bi * i, io * o + ib * b + ii * i
                )
            )
        return [_shares(*map(mul, *each)) for each in zip(ahead, reversed(behind), strict=True)]

    def _score(self, places: Sequence[int]) -> Row:
        o, b, i = (sum(map(state.__getitem__, places)) for state in self.states)
        most = max(o, b, i)
        return (
            exp(self.scale * (o - most)), exp(self.scale * (b - most)), exp(self.scale * (i - most))
        )  # fmt: skip


def tagged(text: str, words: Sequence[Token], known: Known) -> Iterator[Span]:
    """Find names of people in an English text by what stands around them.

    Parameters
    ----------
    text : str
        A comment.
    words : sequence of Token
        All of its words.
    known : Known
        Lists of names and of common words.

    Yields
    ------
    (int, int)
        In order, disjoint. In text that is not English nothing.

    Notes
    -----
    A linear-chain conditional random field, trained by `bench/train/tagger.py` on the inputs that
    are named there; weights are rounded to 8 bits.

    References
    ----------
    Lafferty, J., McCallum, A. & Pereira, F. (2001). Conditional random fields. ICML 2001, 282-289.
    """
    words = words[:MOST_WORDS]
    if not _is_worth_it(text, words, known):
        return
    rows = [[place_of(each) for each in row] for row in features(text, words, known)]
    chances = _model().chances(rows)
    begun = -1
    for at, (_o, first, further) in enumerate(chances):
        is_name = first + further >= SURE
        if begun >= 0 and (not is_name or first > further or not _is_near(text, words, at)):
            yield words[begun][1], words[at - 1][2]
            begun = -1
        if is_name and begun < 0 and words[at][0] not in _TITLES:
            begun = at
    if begun >= 0:
        yield words[begun][1], words[-1][2]


def features(text: str, words: Sequence[Token], known: Known) -> list[list[str]]:
    """Give the features of each word: of itself, and of the two before and behind it."""
    looks = [_look(text, token, known) for token in words]
    folded = [word for word, _start, _end in words]
    gaps = [text[words[at - 1][2] if at else 0 : words[at][1]].strip() for at in range(len(words))]
    has_capitals = f"caps={_capitals(text, words)}"
    found = []
    for at, (word, _start, _end) in enumerate(words):
        row = ["bias", has_capitals, f"w={word}", f"<{word[:3]}", f">{word[-3:]}", *looks[at]]
        row += [f"{look}/{has_capitals}" for look in looks[at][:2]]
        row.append(f"gap={gaps[at][-1:]}")
        row.append(f"next={gaps[at + 1][:1] if at + 1 < len(words) else '$'}")
        for step in _AROUND:
            near = at + step
            if 0 <= near < len(words):
                row.append(f"w{step}={folded[near]}")
                row += [f"{step}{look}" for look in looks[near]]
            else:
                row.append(f"{step}edge")
        if at:
            row.append(f"{looks[at - 1][0]}{looks[at][0]}")
            row.append(f"w-1w={folded[at - 1]} {looks[at][0]}{looks[at][1]}")
        if at > 1:
            row.append(f"w-2-1={folded[at - 2]} {folded[at - 1]}")
        found.append(row)
    return found


@lru_cache(maxsize=65_536)
def place_of(feature: str) -> int:
    """Give the place of a hashed feature, in [0, SIZE)."""
    return crc32(feature.encode()) & (SIZE - 1)


def _look(text: str, token: Token, known: Known) -> tuple[str, ...]:
    """Say how a word is written, and which lists know it: the most telling first."""
    word, start, end = token
    said = text[start:end]
    shape = _shape(said)
    bare = word.removesuffix("'s")
    lists = (
        ("f" if bare in known.first else "")
        + ("d" if bare in known.doubtful else "")
        + ("l" if bare in known.last else "")
        + ("c" if bare in known.common else "")
    )
    return shape, f"in={lists}", f"{shape}{lists}", f"{shape}{min(len(said), 6)}"


def _shape(said: str) -> str:
    if said.isdigit():
        return "9"
    if not said[0].isalpha():
        return "?"
    if any(sign.isdigit() for sign in said):
        return "a9"
    if said.islower():
        return "a"
    if said.isupper():
        return "A" if len(said) == 1 else "AA"
    return "Aa" if said[0].isupper() and said[1:].islower() else "aA"


def _capitals(text: str, words: Sequence[Token]) -> str:
    """How a text uses capitals: not at all, for little, for nearly everything."""
    letters = [text[start] for _word, start, _end in words if text[start].isalpha()]
    share = sum(sign.isupper() for sign in letters) / max(1, len(letters))
    return "no" if share == 0 else "some" if share < 0.5 else "all"


def _is_worth_it(text: str, words: Sequence[Token], known: Known) -> bool:
    """Whether a text is English, and holds a word that may be a name."""
    if not words:
        return False
    common = sum(word in known.common or word.isdigit() for word, _start, _end in words)
    if common < ENGLISH * len(words) and len(words) > 3:
        return False
    return any(
        word in known.first or word not in known.common or (at and text[start].isupper())
        for at, (word, start, _end) in enumerate(words)
        if word != "i" and not word.isdigit()
    )


def _is_near(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a word follows the one before it with nothing but a space, a point or a hyphen."""
    gap = text[words[at - 1][2] : words[at][1]]
    return "\n" not in gap and gap.strip() in ("", ".", "-", "'", "’")


def _shares(o: float, b: float, i: float) -> Row:
    whole = o + b + i
    return o / whole, b / whole, i / whole


@cache
def _model() -> _Model:
    with np.load(DATA / "names.npz") as packed:
        states: npt.NDArray[np.int8] = packed["states"]
        scale, *moves = (float(number) for number in packed["rest"])
    views = tuple(memoryview(row.tobytes()).cast("b") for row in states)
    fits = [exp(weight) for weight in moves]
    return _Model(views, scale, tuple(zip(fits[::3], fits[1::3], fits[2::3], strict=True)))
