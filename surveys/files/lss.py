"""LimeSurvey's survey structure (.lss): database rows as XML, of before version 4 or since."""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from surveys.files.assembling import Survey, assembled
from surveys.files.brought import Brought, NotASurveyError
from surveys.files.lime import MOST_ROWS, Asked, Option, pieces
from surveys.files.markup import line_in, words_in
from surveys.speech import _, number

Row = dict[str, str]
Tables = dict[str, list[Row]]
DEEPEST = 20
DIGITS = 12


def read(raw: bytes) -> Brought:
    """Read the file; NotASurveyError says what is wrong with it."""
    tables, kind = _tables(raw)
    if kind != "Survey":
        raise NotASurveyError(_("This XML file is not a LimeSurvey survey structure (.lss)."))
    (head, *_further) = tables.get("surveys") or [{}]
    survey = Survey("", head.get("language", "en") or "en")
    for settings in tables.get("surveys_languagesettings", []):
        if settings.get("surveyls_language", survey.language) == survey.language:
            survey.name = line_in(settings.get("surveyls_title", ""))
            survey.invitation = words_in(settings.get("surveyls_welcometext", ""))
            survey.thanks = words_in(settings.get("surveyls_endtext", ""))
    survey.pieces.extend(pieces(survey, _asked(tables, survey.language)))
    return assembled(survey)


def _asked(tables: Tables, language: str) -> list[Asked]:
    """Put the tables together: questions in the order of their groups, with all that is theirs."""
    found: dict[str, Asked] = {}
    group = ""
    for row in sorted(_once(tables, "questions", "qid"), key=_by_group(tables)):
        asked = Asked(row.get("title", ""), row.get("type", ""), row["qid"])
        asked.relevance = row.get("relevance", "")
        asked.mandatory = row.get("mandatory", "N") in ("Y", "S")
        asked.other = row.get("other", "N") == "Y"
        asked.begins_group = row.get("gid", "") != group
        group = row.get("gid", "")
        found[row["qid"]] = asked
    for row in _texts(tables, "questions", "question_l10ns", "qid", language):
        if row["qid"] in found:
            found[row["qid"]].text[row["language"]] = row.get("question", "")
            found[row["qid"]].hint[row["language"]] = row.get("help", "")
    _add_options(tables, found, language)
    for row in tables.get("question_attributes", []):
        if row.get("attribute") in ("random_order", "answer_order") and row.get("value") in (
            "1",
            "random",
        ):
            _mark_shuffled(found, row.get("qid", ""))
    return list(found.values())


def _mark_shuffled(found: dict[str, Asked], qid: str) -> None:
    if qid in found:
        found[qid].shuffled = True


def _add_options(tables: Tables, found: dict[str, Asked], language: str) -> None:
    subs = {
        row["qid"]: (row.get("parent_qid", ""), Option(row.get("title", "")))
        for row in sorted(_once(tables, "subquestions", "qid"), key=_number("question_order"))
    }
    for parent, option in subs.values():
        if parent in found:
            found[parent].subs.append(option)
    for row in _texts(tables, "subquestions", "question_l10ns", "qid", language):
        if row["qid"] in subs:
            subs[row["qid"]][1].words[row["language"]] = row.get("question", "")
    answers: dict[tuple[str, str], Option] = {}
    by_aid: dict[str, Option] = {}
    for row in sorted(tables.get("answers", []), key=_number("sortorder")):
        key = row.get("qid", ""), row.get("code", "")
        if key not in answers and key[0] in found:
            answers[key] = Option(key[1])
            found[key[0]].options.append(answers[key])
        if key in answers:
            by_aid[row.get("aid", "")] = answers[key]
            if "answer" in row:
                answers[key].words[row.get("language", language)] = row["answer"]
    for row in tables.get("answer_l10ns", []):
        if row.get("aid", "") in by_aid:
            option = by_aid[row["aid"]]
            option.words[row.get("language", language)] = row.get("answer", "")


def _once(tables: Tables, name: str, key: str) -> list[Row]:
    """In the old form a question stands once for each language: take it once."""
    found: dict[str, Row] = {}
    for row in tables.get(name, []):
        if row.get(key) and (name == "subquestions" or row.get("parent_qid", "0") in ("", "0")):
            found.setdefault(row[key], row)
    return list(found.values())


def _texts(tables: Tables, old: str, new: str, key: str, language: str) -> list[Row]:
    rows = [row for row in tables.get(old, []) if "question" in row] + tables.get(new, [])
    return [{"language": language} | row for row in rows if row.get(key)]


def _by_group(tables: Tables) -> Callable[[Row], tuple[int, int]]:
    order = {row.get("gid", ""): _number("group_order")(row) for row in tables.get("groups", [])}
    number = _number("question_order")
    return lambda row: (order.get(row.get("gid", ""), 0), number(row))


def _number(name: str) -> Callable[[Row], int]:
    return lambda row: int(row[name][:DIGITS]) if row.get(name, "").isdecimal() else 0


def _tables(raw: bytes) -> tuple[Tables, str]:
    """Read <table><rows><row><column>…; entities of its own are refused."""
    tables: Tables = {}
    way: list[str] = []
    kind: list[str] = []
    row: Row = {}
    count = 0

    def start(name: str, _attributes: Any) -> None:
        way.append(name)
        if len(way) > DEEPEST:
            raise NotASurveyError(_("The file is nested deeper than a survey structure ever is."))
        if way[2:] == ["rows", "row"]:
            row.clear()

    def end(name: str) -> None:
        nonlocal count
        if way[2:] == ["rows", "row"]:
            count += 1
            tables.setdefault(way[1], []).append(dict(row))
            if count > MOST_ROWS:
                raise NotASurveyError(
                    _("The file has more than %(most)s rows.", most=number(MOST_ROWS))
                )
        way.pop()

    def text(words: str) -> None:
        if way[1:] == ["LimeSurveyDocType"]:
            kind.append(words)
        elif len(way) == 5 and way[2:4] == ["rows", "row"]:
            row[way[4]] = row.get(way[4], "") + words

    def refuse(*_given: object) -> None:
        raise NotASurveyError(_("The file declares a document type; a survey structure has none."))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise NotASurveyError(_("The file is not whole XML: %(error)s.", error=error)) from None
    return tables, "".join(kind).strip()
