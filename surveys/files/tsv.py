"""LimeSurvey's tab-separated survey (.txt): one row per group, question, subquestion and answer."""

import csv
import io
from itertools import islice

from surveys.files.assembling import Survey, assembled
from surveys.files.brought import Brought, NotASurveyError
from surveys.files.lime import MOST_ROWS, Asked, Option, pieces
from surveys.files.markup import line_in, words_in
from surveys.speech import _, number

NEEDED = {"class", "name", "text"}
Row = dict[str, str]


def read(raw: bytes) -> Brought:
    """Read the file; NotASurveyError says what is wrong with it."""
    rows = _rows(raw)
    language = next((r["text"] for r in rows if (r["class"], r["name"]) == ("S", "language")), "en")
    survey = Survey("", language.strip() or "en")
    for row in rows:
        if row["class"] == "SL" and row["language"] == survey.language:
            _survey_words(survey, row)
    survey.pieces.extend(pieces(survey, _asked(rows, survey.language)))
    return assembled(survey)


def _survey_words(survey: Survey, row: Row) -> None:
    match row["name"]:
        case "surveyls_title":
            survey.name = line_in(row["text"])
        case "surveyls_welcometext":
            survey.invitation = words_in(row["text"])
        case "surveyls_endtext":
            survey.thanks = words_in(row["text"])


def _asked(rows: list[Row], language: str) -> list[Asked]:
    """Read row by row: an option belongs to the question above it, in each language anew."""
    found: dict[str, Asked] = {}
    current: Asked | None = None
    begins_group = False
    for row in rows:
        said = row["language"] or language
        match row["class"]:
            case "G":
                begins_group = said == language
            case "Q":
                current = found.get(row["name"])
                if current is None:
                    current = found[row["name"]] = _question(row, begins_group=begins_group)
                    begins_group = False
                current.text[said], current.hint[said] = row["text"], row["help"]
            case "SQ" | "A" if current is not None:
                options = current.subs if row["class"] == "SQ" else current.options
                _option(options, row["name"]).words[said] = row["text"]
    return list(found.values())


def _question(row: Row, *, begins_group: bool) -> Asked:
    return Asked(
        row["name"],
        row["type/scale"] or row["type"],
        number=row["id"],
        relevance=row["relevance"],
        mandatory=row["mandatory"] in ("Y", "S"),
        other=row["other"] == "Y",
        shuffled=row["random_order"] == "1",
        begins_group=begins_group,
    )


def _option(options: list[Option], code: str) -> Option:
    found = next((option for option in options if option.code == code), None)
    if found is None:
        found = Option(code)
        options.append(found)
    return found


class _Row(dict[str, str]):
    """A row in which a column that the file does not have is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _rows(raw: bytes) -> list[Row]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotASurveyError(
            _("The file is not written in UTF-8, as LimeSurvey writes it.")
        ) from None
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter="\t")
    try:
        rows = [
            _Row({k: v or "" for k, v in row.items() if k}) for row in islice(reader, MOST_ROWS + 1)
        ]
    except csv.Error as error:
        raise NotASurveyError(_("The file is no whole table: %(error)s.", error=error)) from None
    if len(rows) > MOST_ROWS:
        raise NotASurveyError(_("The file has more than %(most)s rows.", most=number(MOST_ROWS)))
    if not set(reader.fieldnames or ()) >= NEEDED:
        raise NotASurveyError(
            _(
                "This is no survey file that Hark knows: it takes its own (.json), "
                "LimeSurvey's .lss and tab-separated .txt, and Qualtrics' .qsf."
            )
        )
    return list(rows)
