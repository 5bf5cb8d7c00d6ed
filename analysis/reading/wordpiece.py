"""Words in the pieces that a sentence model knows: its vocabulary, greedily, the longest first."""

import re
import unicodedata
from collections.abc import Mapping

FIRST, LAST, UNKNOWN, FURTHER = "[CLS]", "[SEP]", "[UNK]", "##"
LONGEST_WORD = 100
"""Letters from which on a word is unknown, as in the original."""

_IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


class WordPiece:
    """The tokenizer of uncased BERT models."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Keep the vocabulary.

        Parameters
        ----------
        vocabulary : mapping of str to int
            Number of each piece; further pieces of a word begin with `FURTHER`.

        Raises
        ------
        KeyError
            Where it lacks `FIRST`, `LAST` or `UNKNOWN`.
        """
        self._known = vocabulary
        self._first, self._last = vocabulary[FIRST], vocabulary[LAST]
        self._unknown = vocabulary[UNKNOWN]

    def numbers(self, text: str, most: int) -> list[int]:
        """Give the numbers of the pieces of a text, between those of `FIRST` and `LAST`.

        Parameters
        ----------
        text : str
            Any text; case and accents are taken from it.
        most : int
            Pieces at most, both edges among them; what is beyond is not read.

        Returns
        -------
        list of int

        References
        ----------
        Wu, Y. et al. (2016). Google's neural machine translation system. arXiv:1609.08144, 4.1.

        Examples
        --------
        >>> pieces = ("[CLS]", "[SEP]", "[UNK]", "play", "##ing", "!")
        >>> WordPiece({piece: n for n, piece in enumerate(pieces)}).numbers("Playing, playé!", 9)
        [0, 3, 4, 2, 2, 5, 1]
        """
        found = [self._first]
        for part in _parted(text).split():
            if len(found) >= most - 1:
                break
            found += self._pieces(part)
        return [*found[: most - 1], self._last]

    def _pieces(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            before = FURTHER if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if before + word[start:end] in self._known), 0)
            if not end:
                return [self._unknown]
            found.append(self._known[before + word[start:end]])
            start = end
        return found or [self._unknown]


def _parted(text: str) -> str:
    """Take case, accents and signs without a look from a text, and part what stands alone."""
    signs = []
    for sign in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(sign)
        if sign.isspace():
            signs.append(" ")
        elif _stands_alone(sign, kind):
            signs.append(f" {sign} ")
        elif kind != "Mn" and kind[0] != "C":
            signs.append(sign)
    return "".join(signs)


def _stands_alone(sign: str, kind: str) -> bool:
    if sign.isascii():
        return sign.isprintable() and not sign.isalnum()
    return kind[0] == "P" or bool(_IDEOGRAPHS.match(sign))
