"""Make the packaged list of words with a valence from VADER's lexicons.

    uv run --group train python -m bench.train.lexicon [--check]

Input: vaderSentiment 3.3.2 (MIT, C.J. Hutto), its word and its emoji lexicon. A word's valence is
the mean of ten people's judgements, -4 to 4; an emoji's is that of its description. Words of more
than one word and of under 2 letters are left out, emoticons kept.
"""

import sys
from hashlib import sha256
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.reading.tokens import fold

OUT = Path(__file__).parents[2] / "analysis" / "reading" / "data" / "valence.txt"
HEAD = (
    "# Words with a valence, -4 to 4: VADER's lexicon, MIT licence, copyright 2016 C.J. Hutto\n"
    "# (github.com/cjhutto/vaderSentiment). Made by bench/train/lexicon.py; not to be edited.\n"
)


def main() -> int:
    """Write the list, or compare it with what is packaged."""
    judge = SentimentIntensityAnalyzer()
    found = {
        fold(word): round(valence, 1)
        for word, valence in judge.lexicon.items()
        if " " not in word and len(word) > 1
    }
    for emoji, description in judge.emojis.items():
        compound = judge.polarity_scores(description)["compound"]
        if compound and len(emoji) == 1:
            found[emoji] = round(4 * compound, 1)
    text = HEAD + "".join(f"{word} {valence:g}\n" for word, valence in sorted(found.items()))
    print(f"{len(found)} words, sha256 {sha256(text.encode()).hexdigest()}")
    if "--check" in sys.argv:
        return int(OUT.read_text(encoding="utf-8") != text)
    OUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
