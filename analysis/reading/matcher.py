"""All rules of a frame in one pass over a comment, in time that grows with its length alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.reading.forms import forms
from analysis.reading.frame import Rule
from analysis.reading.tokens import Token, fold, tokens
from analysis.sentences import Span

REMEMBERED = 50_000
"""Different words whose symbols are kept; a text of more starts anew."""

MOST_SYMBOLS = 64
"""Words of rules that one word of a comment may be; only patterns with stars can be so many."""

ANY = -1
"""The symbol of a lone star."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was found: its place in the list of rules, and where in the text."""

    rule: int
    span: Span


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and which rules are whole here."""

    next: dict[int, "_Node"] = field(default_factory=dict)
    rules: list[int] = field(default_factory=list)


class Matcher:
    """Rules, made ready once and looked for in many comments.

    Words become symbols by one look-up each; phrases lie in a tree of symbols, along which the
    words of a comment are followed. Nothing is ever tried again, so that no rule can make a
    comment slow: a rule has at most eight words, and a word at most `MOST_SYMBOLS` symbols, which
    bounds the work per word.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Lay out the tree.

        Raises
        ------
        RuleError
            For the first rule that cannot be used.
        """
        self._languages = [rule.language for rule in rules]
        self._words = _Words()
        self._root = _Node()
        for number, rule in enumerate(rules):
            node = self._root
            for part in rule.parts():
                symbol = self._words.symbol(part, rule.language or "en")
                node = node.next.setdefault(symbol, _Node())
            node.rules.append(number)

    def find(self, text: str, language: str = "") -> tuple[Hit, ...]:
        """Find every rule at every place.

        Parameters
        ----------
        text : str
            A comment.
        language : str
            Of it: rules of other languages are not looked for; "" looks for all.

        Returns
        -------
        tuple of Hit
            In the order of their ends.

        Examples
        --------
        >>> matcher = Matcher([Rule("check in * slow*"), Rule("staff"), Rule("zimmer", "de")])
        >>> [(h.rule, h.span) for h in matcher.find("Check-in was slow, staffs nice; Zimmer", "en")]
        [(0, (0, 17)), (1, (19, 25))]
        """
        return self.find_in(tuple(tokens(text)), language)

    def find_in(self, words: Iterable[Token], language: str = "") -> tuple[Hit, ...]:
        """Do as `find`, in words that are parted and folded already."""
        return tuple(self._hits(words, language))

    def _hits(self, words: Iterable[Token], language: str) -> Iterator[Hit]:
        symbols, root = self._words.symbols, self._root
        active: list[tuple[_Node, int]] = []
        for word, start, end in words:
            found = symbols(word)
            if not (found or active):
                continue
            before, active = active, []
            for symbol in found:
                node = root.next.get(symbol)
                if node:
                    active.append((node, start))
            for node, begun in before:
                for symbol in (*found, ANY):
                    after = node.next.get(symbol)
                    if after:
                        active.append((after, begun))
            for node, begun in active:
                for rule in node.rules:
                    of = self._languages[rule]
                    if not of or not language or of == language:
                        yield Hit(rule, (begun, end))


class _Words:
    """Which symbols a word has: its own, its forms', and those of patterns with a star."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._exact: dict[str, list[int]] = {}
        self._ends: dict[tuple[int, int], dict[tuple[str, str], list[int]]] = {}
        self._inner: dict[int, dict[str, list[int]]] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def symbol(self, part: str, language: str) -> int:
        """Number a word of a rule, the same one for the same word."""
        if part == "*":
            return ANY
        key = (part, language if "*" not in part and part[0] != '"' else "")
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._learn(part, language, self._numbers[key])
        return self._numbers[key]

    def symbols(self, word: str) -> tuple[int, ...]:
        """Give the numbers of all words of rules that a word of a text is."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._looked(word)
        return known

    def _learn(self, part: str, language: str, number: int) -> None:
        if "*" not in part:
            exact = part.startswith('"')
            known = (fold(part.strip('"')),) if exact else forms(part, language)
            for word in known:
                self._exact.setdefault(word, []).append(number)
        elif part.count("*") == 2:
            inner = fold(part.strip("*"))
            self._inner.setdefault(len(inner), {}).setdefault(inner, []).append(number)
        else:
            first, last = (fold(half) for half in part.split("*"))
            lengths = self._ends.setdefault((len(first), len(last)), {})
            lengths.setdefault((first, last), []).append(number)

    def _looked(self, word: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._look(word)))[:MOST_SYMBOLS]

    def _look(self, word: str) -> Iterator[int]:
        yield from self._exact.get(word, ())
        length = len(word)
        for (first, last), patterns in self._ends.items():
            if first + last <= length:
                yield from patterns.get((word[:first], word[length - last :]), ())
        for inner, patterns_inside in self._inner.items():
            for at in range(length - inner + 1):
                yield from patterns_inside.get(word[at : at + inner], ())
