"""Qualtrics' survey file (.qsf): JSON of elements, the questions among them in blocks."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.files.assembling import Piece, Survey, assembled
from surveys.files.brought import Brought, NotASurveyError, loaded
from surveys.files.markup import line_in, words_in
from surveys.logic.rules import About, Condition, Match, Op, Rule
from surveys.speech import _, lazy

Json = Mapping[str, Any]
CHOICE = re.compile(r"q://(QID\d+)/Selecta?bleChoice/(\w+)")
REPEATED = re.compile(r"\$\{q://(QID\d+)/[^}]*\}")
KNOWN = re.compile(r"\$\{(?:m://|e://Field/)(\w[\w .-]{0,60})\}")
OTHER_PLACE = re.compile(r"\$\{[^}]*\}")
OPERATORS = {
    "Selected": Op.IS,
    "NotSelected": Op.IS_NOT,
    "EqualTo": Op.IS,
    "NotEqualTo": Op.IS_NOT,
    "GreaterThanOrEqual": Op.AT_LEAST,
    "LessThanOrEqual": Op.AT_MOST,
    "Contains": Op.SAYS,
    "Empty": Op.UNANSWERED,
    "NotEmpty": Op.ANSWERED,
}
LEFT_OUT = {
    "Timing": lazy("Left out: how long a page takes is not measured."),
    "Meta": lazy("Left out: browsers are not looked into."),
    "Captcha": lazy("Left out: nobody has to prove to be human here."),
    "FileUpload": lazy("Left out: files cannot be sent with an answer."),
    "HeatMap": lazy("Left out: pictures cannot be clicked on here."),
    "HotSpot": lazy("Left out: pictures cannot be clicked on here."),
    "Draw": lazy("Left out: signatures are not taken."),
}


def read(raw: bytes) -> Brought:
    """Read the file; NotASurveyError says what is wrong with it."""
    try:
        survey = _read(loaded(raw))
    except (AttributeError, KeyError, TypeError):
        raise NotASurveyError(_("This JSON file is not built as a Qualtrics survey is.")) from None
    return assembled(survey)


def _read(stored: Json) -> Survey:
    entry, elements = stored["SurveyEntry"], stored["SurveyElements"]
    language = str(entry.get("SurveyLanguage") or "EN").lower().replace("_", "-")
    survey = Survey(line_in(str(entry.get("SurveyName") or "")), language)
    asked = {
        str(each["PrimaryAttribute"]): each["Payload"]
        for each in elements
        if each.get("Element") == "SQ" and isinstance(each.get("Payload"), dict)
    }
    reader = _Questions(survey, asked)
    for block in _blocks(elements):
        begins_page = bool(survey.pieces)
        for name in _in_block(block):
            if name == PAGE_BREAK:
                begins_page = bool(survey.pieces)
            elif name in asked and (piece := reader.piece(name, new_page=begins_page)):
                survey.pieces.append(piece)
                begins_page = False
    if any(each.get("Element") == "FL" and '"Branch"' in json.dumps(each) for each in elements):
        survey.note(
            "", _("Branches of the survey flow could not be brought along: use “Show only if”.")
        )
    return survey


PAGE_BREAK = ""


def _blocks(elements: list[Json]) -> Iterator[Json]:
    for element in elements:
        if element.get("Element") == "BL":
            payload = element["Payload"]
            found = payload.values() if isinstance(payload, dict) else payload
            yield from (block for block in found if block.get("Type") != "Trash")


def _in_block(block: Json) -> Iterator[str]:
    for element in block.get("BlockElements") or []:
        if element.get("Type") == "Question":
            yield str(element["QuestionID"])
        elif element.get("Type") == "Page Break":
            yield PAGE_BREAK


class _Questions:
    """Reads the questions of one survey, which refer to one another."""

    def __init__(self, survey: Survey, asked: Mapping[str, Json]) -> None:
        self.survey, self.asked = survey, asked

    def piece(self, name: str, *, new_page: bool) -> Piece | None:
        """Read one question; None where it cannot be asked here."""
        payload = self.asked[name]
        tag = str(payload.get("DataExportTag") or name)
        kind, settings = self._kind(tag, payload)
        if not kind:
            return None
        validation = (payload.get("Validation") or {}).get("Settings") or {}
        if not isinstance(validation, dict):
            validation = {}
        if payload.get("QuestionJS"):
            self.survey.note(tag, _("Its JavaScript was left out."))
        return Piece(
            name=name,
            kind=kind,
            text=self._text(tag, str(payload.get("QuestionText") or "")),
            required=validation.get("ForceResponse") == "ON",
            settings=settings,
            new_page=new_page,
            shuffled=bool(payload.get("Randomization")),
            show_if=self._rule(tag, payload.get("DisplayLogic")),
            words=self._words(tag, payload),
        )

    def _kind(self, tag: str, payload: Json) -> tuple[str, dict[str, Any]]:
        kind, selector = payload.get("QuestionType"), payload.get("Selector")
        choices = [words for _, words in _choices(payload)]
        match kind, selector:
            case _, "NPS":
                return "nps", {}
            case "MC", "MAVR" | "MAHR" | "MACOL" | "MSB":
                return "choices", {"options": choices} | _other(payload)
            case "MC", _:
                if choices == [str(n) for n in range(11)]:
                    return "nps", {}
                return "choice", {"options": choices} | _other(payload)
            case "TE", "FORM":
                self.survey.note(tag, _("A form of several fields became one question."))
                return "text", {"lines": "many"}
            case "TE", _:
                return self._typed(payload, selector)
            case "DB", _:
                return "statement", {}
            case "RO", _:
                return "ranking", {"options": choices}
            case "Matrix", "Likert" | "Bipolar":
                return "matrix", {"rows": choices, "columns": [w for _, w in _answers(payload)]}
            case "Slider", _ if len(choices) == 1:
                return "number", {"least": "0", "most": "100"}
        why = LEFT_OUT.get(
            str(kind),
            _("Qualtrics' type “%(kind)s” has no counterpart here.", kind=f"{kind} {selector}"),
        )
        self.survey.note(tag, why)
        return "", {}

    def _typed(self, payload: Json, selector: Any) -> tuple[str, dict[str, Any]]:
        content = ((payload.get("Validation") or {}).get("Settings") or {}).get("ContentType")
        match content:
            case "ValidEmail":
                return "email", {}
            case "ValidPhone":
                return "phone", {}
            case "ValidNumber":
                return "number", {"decimals": "2"}
            case "ValidDate":
                return "date", {}
        return "text", {"lines": "one" if selector == "SL" else "many"}

    def _text(self, tag: str, markup: str) -> str:
        text = " ".join(words_in(markup).split())
        text = REPEATED.sub(lambda found: f"{{answer:{found[1]}|…}}", text)
        text = KNOWN.sub(lambda found: f"{{contact:{_attribute(found[1])}|}}", text)
        if OTHER_PLACE.search(text):
            self.survey.note(tag, _("A piped value that is not known here was left away."))
        return OTHER_PLACE.sub("", text)

    def _words(self, tag: str, payload: Json) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        several = payload.get("Language")
        for code, said in (several if isinstance(several, dict) else {}).items():
            words = {self._text(tag, str(payload.get("QuestionText") or "")): said["QuestionText"]}
            for pairs, name in ((_choices, "Choices"), (_answers, "Answers")):
                own = dict(pairs(payload))
                for key, option in (said.get(name) or {}).items():
                    words[own.get(key, "")] = option.get("Display", "")
            spoken = {of: self._text(tag, str(new)) for of, new in words.items() if of and new}
            found[str(code).lower().replace("_", "-")] = spoken
        found.pop(self.survey.language, None)
        return found

    def _rule(self, tag: str, logic: Any) -> Rule | None:
        if not logic:
            return None
        groups = [each for key, each in logic.items() if str(key).isdigit()]
        parts = (
            [each for key, each in groups[0].items() if str(key).isdigit()]
            if len(groups) == 1
            else []
        )
        conditions = [self._condition(part) for part in parts]
        # Qualtrics' own spelling.
        joints = {str(part.get("Conjuction") or "And") for part in parts[1:]}
        if not conditions or not all(conditions) or len(joints) > 1:
            self.survey.note(
                tag, _("Its display logic could not be brought along: use “Show only if”.")
            )
            return None
        match = Match.ANY if joints == {"Or"} else Match.ALL
        return Rule(tuple(each for each in conditions if each), match)

    def _condition(self, part: Json) -> Condition | None:
        op = OPERATORS.get(str(part.get("Operator")))
        if op is None or part.get("LogicType") != "Question":
            return None
        chosen = CHOICE.match(str(part.get("ChoiceLocator") or part.get("LeftOperand") or ""))
        name = chosen[1] if chosen else str(part.get("QuestionID") or "")
        if name not in self.asked:
            return None
        if op in (Op.ANSWERED, Op.UNANSWERED):
            return Condition(About.ANSWER, name, op)
        if chosen and op in (Op.IS, Op.IS_NOT):
            value = dict(_choices(self.asked[name])).get(chosen[2], "")
        else:
            value = str(part.get("RightOperand") or "")
        return Condition(About.ANSWER, name, op, value) if value else None


def _attribute(name: str) -> str:
    return "name" if name.casefold() in ("firstname", "lastname", "name") else name


def _choices(payload: Json) -> list[tuple[str, str]]:
    return _ordered(payload.get("Choices"), payload.get("ChoiceOrder"))


def _answers(payload: Json) -> list[tuple[str, str]]:
    return _ordered(payload.get("Answers"), payload.get("AnswerOrder"))


def _ordered(given: Any, order: Any) -> list[tuple[str, str]]:
    """Give (key, words) in the order they are shown; one that takes own words is apart."""
    if isinstance(given, list):
        given = {str(n): each for n, each in enumerate(given, 1)}
    if not isinstance(given, dict):
        return []
    keys = [str(key) for key in order] if isinstance(order, list) and order else list(given)
    shown = [key for key in keys if key in given and not given[key].get("TextEntry")]
    return [(key, line_in(str(given[key].get("Display") or ""))) for key in shown]


def _other(payload: Json) -> dict[str, str]:
    given = payload.get("Choices")
    choices = given.values() if isinstance(given, dict) else given or []
    own = [
        line_in(str(each.get("Display") or "Other")) for each in choices if each.get("TextEntry")
    ]
    return {"other": own[0]} if own else {}
