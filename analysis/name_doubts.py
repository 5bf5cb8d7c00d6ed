"""What makes praise beside a name unsure: exceptions, thanks for nothing, what could be better.

Words that praise are found by lists, and lists know no irony. Where anything here stands beside
them a person reads the words before anybody is credited.
"""

import re

from analysis.lexicons import patterns
from analysis.sentences import Span
from analysis.tone import BAD, DENIALS, GOOD, SAID_WELL, only_judges, without_denied

NAME = "Qqq"
"""Stands for the name in what is looked at, so that a name is never taken for a word."""

_BEFORE = re.compile(
    rf"(?<!\w)(?:{patterns('doubts_before')})"
    r"(?:\s+(?:mr|mrs|ms|miss|frau|herrn?|mme|mlle|madame|monsieur|señora?|sra?|your|the|eure?[rnm]?|"
    r"dem|der|die|den|la|le|el)\.?)?\s*$",
    re.IGNORECASE,
)
_THAN = re.compile(r"\bthan(?:\s+with)?\s*$", re.IGNORECASE)
_BEHIND = re.compile(patterns("doubts_behind"), re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<!\w)(?:{patterns('doubts')})(?!\w)", re.IGNORECASE)
_ALMOST = re.compile(
    r"\b(?:almost|nearly|fast|beinahe|presque|casi|too|zu|trop|demasiado|halfway)\s+(?:\w+\s+)?"
    rf"{GOOD.pattern}",
    re.IGNORECASE,
)
_QUOTED = re.compile(rf"[\"“”„'‘«»]\s?{GOOD.pattern}\s?[\"“”'’«»]", re.IGNORECASE)
_TURNS = re.compile(
    r"\s*(?:but|however|although|though|yet|aber|doch|jedoch|allerdings|obwohl|mais|cependant|"
    r"pourtant|pero|aunque|sino)\s+(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT_THEM = re.compile(rf"(?:{patterns('about_them')})\b", re.IGNORECASE)
_HARM = re.compile(
    r"\b(?:broken?|dropped|dead|smashed|lost|gone|empty|river|bin|mort[es]?|cassée?s?|perdue?s?|kaputt|"
    r"zerbrochen|verloren|leer|weg|nichts mehr|rot[oa]s?|perdid[oa]s?|col(?:gó|garme))\b",
    re.IGNORECASE,
)
_MENDED = re.compile(
    r"\b(?:fix|repair|replac|sort|solv|found|recover|sav|rescue|refund|repar|répar|rempla|retrouv|"
    r"gelöst|ersetz|gerettet|gefunden|arregl|encontr|resolv|solucion)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:until|till|bis)\s+(?:he|she|they|his|her|sie|er|ihre?|seine?)\b", re.IGNORECASE
)
_WAITING = re.compile(
    r"\b(?:still|immer noch|nach wie vor|toujours (?:pas|rien|là)|attends|todavía|sigue|sigo)\b",
    re.IGNORECASE,
)
_DENIALS = DENIALS | {"nothing", "nobody", "nichts", "niemand", "rien", "personne", "nada", "nadie"}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def is_doubtful(text: str, name: Span, clause: Span, sentence: Span) -> bool:
    """Whether praise beside a name may be no praise of its bearer.

    Parameters
    ----------
    text : str
        The comment.
    name : (int, int)
        Where the name stands.
    clause : (int, int)
        What of its sentence stands on its side of "but" and the like, and all that judged it.
    sentence : (int, int)
        What of the sentence is looked at: a turn behind the clause may take the praise back.

    Returns
    -------
    bool

    Examples
    --------
    >>> words = "Everyone except Ann was helpful."
    >>> is_doubtful(words, (16, 19), (0, 32), (0, 32))
    True
    >>> is_doubtful(words[16:], (0, 3), (0, 16), (0, 16))
    False
    """
    before, behind = text[sentence[0] : name[0]], text[name[1] : clause[1]]
    if _BEFORE.search(before) or _BEHIND.match(behind):
        return True
    if _THAN.search(before) and not SAID_WELL.search(before):
        return True
    words = SAID_WELL.sub(" ", f"{text[clause[0] : name[0]]}{NAME}{behind}")
    rest = text[clause[1] - 1 : sentence[1]]
    if _ANYWHERE.search(words) or _ALMOST.search(words) or _QUOTED.search(words):
        return True
    harm = f"{words}{rest}"
    if _HARM.search(harm) and not _MENDED.search(harm):
        return True
    return _denies(without_denied(words)) or _is_taken_back(rest)


def _denies(words: str) -> bool:
    """Whether anything is denied, other than blame."""
    found = (word.casefold().replace("’", "'") for word in _TOKEN.findall(words))
    return any(word in _DENIALS or word.endswith("n't") for word in found)


def _is_taken_back(rest: str) -> bool:
    """ "Ann was friendly, but did not solve anything"; not "but the coffee was stale"."""
    turn = _TURNS.match(rest)
    if not turn:
        return bool(_ENDS.match(rest))
    said = turn["rest"]
    if _WAITING.search(said) or only_judges(said) == "bad":
        return True
    if not _ABOUT_THEM.match(said):
        return False
    return bool(BAD.search(said)) or _denies(said)
