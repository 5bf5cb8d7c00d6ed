"""LimeSurvey's question types and conditions in our terms, whichever of its files they came in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.files.assembling import Piece, Survey
from surveys.files.markup import line_in, words_in
from surveys.logic.rules import About, Condition, Match, Op, Rule
from surveys.speech import _, lazy

MOST_ROWS = 50_000
LONGEST_CONDITION = 2_000
Said = dict[str, str]
"""{language: words, still with their markup}."""


@dataclass
class Option:
    """An answer option or a subquestion."""

    code: str
    words: Said = field(default_factory=dict)


@dataclass
class Asked:
    """A question as LimeSurvey keeps it."""

    code: str
    type: str
    number: str = ""
    """Its id in the database the file came from, which old conditions refer to."""
    text: Said = field(default_factory=dict)
    hint: Said = field(default_factory=dict)
    relevance: str = ""
    mandatory: bool = False
    other: bool = False
    shuffled: bool = False
    begins_group: bool = False
    options: list[Option] = field(default_factory=list)
    subs: list[Option] = field(default_factory=list)


LISTS = "L!O"
TEXTS = "STUQ"
ARRAYS = "FABCEH1:;"
STEPS = {"A": range(1, 6), "B": range(1, 11)}
FIXED_OPTIONS = {
    "Y": {"Y": "Yes", "N": "No"},
    "G": {"F": "Female", "M": "Male"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
}
LEFT_OUT = {
    "*": lazy("Left out: an equation asks nothing."),
    "|": lazy("Left out: files cannot be sent with an answer."),
    "I": lazy("Left out: the page has a language switch of its own."),
}
COMPARISONS = {
    "==": Op.IS, "eq": Op.IS, "!=": Op.IS_NOT, "ne": Op.IS_NOT,
    ">=": Op.AT_LEAST, "ge": Op.AT_LEAST, "<=": Op.AT_MOST, "le": Op.AT_MOST,
}  # fmt: skip
COMPARISON = re.compile(
    r"(?P<name>[A-Za-z0-9_]+)(?:\.NAOK|\.value)?\s*(?P<op>==|!=|>=|<=|\beq\b|\bne\b|\bge\b|\ble\b)"
    r"\s*[\"']?(?P<value>[^\"'()]*)[\"']?"
)
EMPTINESS = re.compile(r"(?P<not>!?)\s*is_empty\s*\(\s*(?P<name>[A-Za-z0-9_]+)(?:\.NAOK)?\s*\)")
OLD_NAME = re.compile(r"\d+X\d+X(\d+)(.*)")
REPEATED = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:\.shown|\.NAOK)?\}")
TOKEN = re.compile(r"\{TOKEN:(FIRSTNAME|LASTNAME|EMAIL|ATTRIBUTE_\d+)\}")


def pieces(survey: Survey, asked: list[Asked]) -> Iterator[Piece]:
    """Give our form of each question that has one; notes say what became of the others."""
    reader = Reader(survey, asked)
    begins_page = False
    for question in asked:
        begins_page |= question.begins_group
        piece = reader.piece(question)
        if piece is None:
            continue
        yield replace(piece, new_page=begins_page and bool(survey.pieces or reader.given))
        reader.given, begins_page = True, False


class Reader:
    """Reads the questions of one survey, which refer to one another."""

    def __init__(self, survey: Survey, asked: list[Asked]) -> None:
        """Know every question by its code and by its number."""
        self.survey = survey
        self.by_code = {each.code: each for each in asked}
        self.by_number = {each.number: each for each in asked if each.number}
        self.given = False

    def piece(self, asked: Asked) -> Piece | None:
        """Read one question; None where it cannot be asked here."""
        why = LEFT_OUT.get(asked.type)
        if why:
            self.survey.note(asked.code, why)
            return None
        kind, settings = self._kind(asked)
        if not kind:
            return None
        text = self._text(asked.text.get(self.survey.language, ""))
        return Piece(
            name=asked.code,
            kind=kind,
            text=" ".join(text.split()),
            hint=" ".join(self._text(asked.hint.get(self.survey.language, "")).split()),
            required=asked.mandatory,
            settings=settings,
            shuffled=asked.shuffled,
            show_if=self._rule(asked),
            words=self._words(asked),
        )

    def _kind(self, asked: Asked) -> tuple[str, dict[str, Any]]:
        options = [self._said(option) for option in asked.options]
        match asked.type:
            case letter if letter in LISTS and options == [str(n) for n in range(11)]:
                return "nps", {}
            case "5":
                return "csat", {}
            case letter if letter in FIXED_OPTIONS and letter not in ARRAYS:
                return "choice", {"options": list(FIXED_OPTIONS[letter].values())}
            case letter if letter in LISTS:
                return "choice", {"options": options} | self._other(asked)
            case "M" | "P":
                subs = [self._said(option) for option in asked.subs]
                if asked.type == "P":
                    self.survey.note(asked.code, _("The comment beside each choice was left away."))
                return "choices", {"options": subs} | self._other(asked)
            case "R":
                return "ranking", {"options": options or [self._said(o) for o in asked.subs]}
            case "N":
                return "number", {"decimals": 2}
            case "D":
                return "date", {}
            case "X":
                return "statement", {}
            case letter if letter in TEXTS:
                return "text", {"lines": "one" if letter == "S" else "many"}
            case letter if letter in ARRAYS:
                return self._array(asked, options)
        self.survey.note(
            asked.code, _("LimeSurvey's type “%(type)s” has no counterpart here.", type=asked.type)
        )
        return "", {}

    def _array(self, asked: Asked, options: list[str]) -> tuple[str, dict[str, Any]]:
        rows = [self._said(option) for option in asked.subs]
        if asked.type in ":;1":
            words = _("A table of numbers, of texts or of two scales has no counterpart here.")
            self.survey.note(asked.code, words)
            return "", {}
        columns = options or list(FIXED_OPTIONS.get(asked.type, {}).values())
        columns = columns or [str(step) for step in STEPS.get(asked.type, ())]
        if asked.type == "H":
            rows, columns = columns, rows
        return "matrix", {"rows": rows, "columns": columns}

    def _other(self, asked: Asked) -> dict[str, str]:
        return {"other": "Other"} if asked.other else {}

    def _said(self, option: Option) -> str:
        return line_in(option.words.get(self.survey.language, "")) or option.code

    def _text(self, markup: str) -> str:
        """Give the words, with what is repeated in them in our own spelling."""

        def ours(found: re.Match[str]) -> str:
            return f"{{answer:{found[1]}|…}}" if found[1] in self.by_code else found[0]

        return REPEATED.sub(ours, TOKEN.sub("{contact:name|}", words_in(markup)))

    def _words(self, asked: Asked) -> dict[str, Said]:
        own = self.survey.language
        found: dict[str, Said] = {}
        for said, read in (
            (asked.text, words_in),
            (asked.hint, words_in),
            *((option.words, line_in) for option in (*asked.options, *asked.subs)),
        ):
            original = " ".join(self._text(said.get(own, "")).split())
            for language, markup in said.items():
                if language != own and original and read(markup):
                    words = " ".join(self._text(markup).split())
                    found.setdefault(language, {})[original] = words
        return found

    def _rule(self, asked: Asked) -> Rule | None:
        written = asked.relevance.strip()
        if written in ("", "1"):
            return None
        rule = self._read_rule(written) if len(written) <= LONGEST_CONDITION else None
        if rule is None:
            self.survey.note(
                asked.code,
                _("Its condition could not be brought along: %(written)s", written=written[:200]),
            )
        return rule

    def _read_rule(self, written: str) -> Rule | None:
        """Read conditions joined all alike; anything deeper is for a person to write anew."""
        parts = re.split(r"\s+(?:and|or)\s+|\s*(?:&&|\|\|)\s*", written, flags=re.IGNORECASE)
        joints = {
            joint.strip().casefold()
            for joint in re.findall(r"\s+(?:and|or)\s+|&&|\|\|", written, flags=re.IGNORECASE)
        }
        any_of = joints <= {"or", "||"}
        if not any_of and not joints <= {"and", "&&"}:
            return None
        conditions = [self._condition(part.strip().strip("()").strip()) for part in parts]
        if not all(conditions):
            return None
        match = Match.ANY if any_of and joints else Match.ALL
        return Rule(tuple(each for each in conditions if each), match)

    def _condition(self, part: str) -> Condition | None:
        empty = EMPTINESS.fullmatch(part if part.endswith(")") else f"{part})")
        if empty:
            asked, _ = self._find(empty["name"])
            op = Op.ANSWERED if empty["not"] else Op.UNANSWERED
            return Condition(About.ANSWER, asked.code, op) if asked else None
        found = COMPARISON.fullmatch(part)
        if not found:
            return None
        asked, sub = self._find(found["name"])
        if asked is None:
            return None
        op, value = COMPARISONS[found["op"]], found["value"].strip()
        if sub:
            option = next((o for o in asked.subs if o.code == sub), None)
            return Condition(About.ANSWER, asked.code, op, self._said(option)) if option else None
        if not value:
            empty_op = Op.UNANSWERED if op is Op.IS else Op.ANSWERED
            return Condition(About.ANSWER, asked.code, empty_op)
        return Condition(About.ANSWER, asked.code, op, self._value(asked, value))

    def _find(self, name: str) -> tuple[Asked | None, str]:
        """Find what a name in a condition means: a question, or an option of one."""
        old = OLD_NAME.fullmatch(name)
        if old:
            return self.by_number.get(old[1]), old[2]
        if name in self.by_code:
            return self.by_code[name], ""
        code, _, sub = name.rpartition("_")
        return self.by_code.get(code), sub

    def _value(self, asked: Asked, code: str) -> str:
        """Give the words that stand for an answer code."""
        fixed = FIXED_OPTIONS.get(asked.type, {})
        option = next((each for each in asked.options if each.code == code), None)
        return self._said(option) if option else fixed.get(code, code)
