"""The mapping page: a file as it is read, the form that says what its columns become."""

from collections.abc import Mapping as Arguments
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import g, url_for
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from feedback.contacts import storage
from feedback.contacts.forms import ReadingForm
from feedback.contacts.mapping_form import (
    NEW,
    ORDER_WORDS,
    AnswersMappingForm,
    ContactsMappingForm,
)
from feedback.contacts.queries import surveys_for_answers
from feedback.extensions import db
from feedback.ids import read, spell
from surveys.db import new_id
from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.imports.csv import DELIMITERS
from surveys.imports.encodings import LABELS
from surveys.imports.mapping import MAX_ATTRIBUTE_NAME, Mapping
from surveys.imports.preview import Preview, preview
from surveys.imports.table import Reading
from surveys.models import Survey, SurveyKind, Upload, UploadKind, Version
from surveys.speech import _, noted, spoken

NEW_NAME = noted("Imported answers")
QUERY = ("encoding", "delimiter", "sheet", "header")


@dataclass(frozen=True)
class Sheet:
    """A file as it is read at the moment, and the address that says so."""

    preview: Preview
    chosen: dict[str, str]
    is_answers: bool
    upload_id: int
    before: Mapping | None
    survey_before: str
    surveys: dict[str, str]
    zone: str

    @classmethod
    def of(cls, upload: Upload, args: Arguments[str, str]) -> "Sheet":
        """Look at an upload in the way the address says; no transaction is open meanwhile."""
        before = Mapping.of(upload.mapping) if upload.mapping else None
        chosen = {name: args[name][:100] for name in QUERY if args.get(name)}
        if not chosen and before:
            chosen = _chosen_before(before)
        path, upload_id, zone = storage.path_of(upload), upload.id, g.workspace.timezone
        is_answers = upload.kind == UploadKind.ANSWERS
        survey_before = spell(upload.survey_id) if upload.survey_id else NEW
        surveys = {spell(survey.id): survey.name for survey in surveys_for_answers(db.session())}
        db.session.commit()
        reading = Reading(
            encoding=chosen.get("encoding", ""),
            delimiter=chosen.get("delimiter", ""),
            sheet=chosen.get("sheet", ""),
        )
        header = {"yes": True, "no": False}.get(chosen.get("header", ""))
        seen = preview(path, reading, has_header=header)
        return cls(seen, chosen, is_answers, upload_id, before, survey_before, surveys, zone)

    def form(self) -> ContactsMappingForm:
        """Make the form, filled with what was chosen before or else with our guess."""
        form_class = AnswersMappingForm if self.is_answers else ContactsMappingForm
        form = form_class(data=self._filled())
        form.prepare(self.preview, surveys=self.surveys, zone=self.zone)
        return form

    def keep(self, upload: Upload, form: ContactsMappingForm) -> None:
        """Keep what was chosen."""
        upload.mapping, upload.findings = form.mapping().stored(), {}
        if isinstance(form, AnswersMappingForm):
            upload.survey_id = None if form.survey.data == NEW else read(form.survey.data)

    @property
    def reading_form(self) -> ReadingForm:
        """The form that reads the file in another way."""
        reading = self.preview.reading
        form = ReadingForm(
            data={
                "encoding": reading.encoding,
                "delimiter": reading.delimiter,
                "sheet": reading.sheet,
                "header": "yes" if self.preview.layout.has_header else "no",
            }
        )
        form.sheet.choices = [SelectChoice(name, name) for name in reading.sheets]
        return form

    @property
    def encoding_label(self) -> str:
        """What the encoding is called."""
        return str(LABELS.get(self.preview.reading.encoding, ""))

    @property
    def delimiter_label(self) -> str:
        """What the sign between cells is called."""
        return str(DELIMITERS.get(self.preview.reading.delimiter, ""))

    def order_hint(self, form: ContactsMappingForm) -> str:
        """Say what the dates of the file tell about their order."""
        orders = form.orders()
        if not orders:
            return _("The dates seen so far can be read in one way only.")
        if len(orders) > 1:
            return _("The dates in the file can be read in both ways.")
        return _("The dates in the file show that %(order)s.", order=ORDER_WORDS[orders.pop()])

    @property
    def action(self) -> str:
        """Where the mapping is sent: read in the same way."""
        here = url_for("contacts.upload_mapping", upload_id=self.upload_id)
        return f"{here}?{urlencode(self.chosen)}" if self.chosen else here

    def _filled(self) -> dict[str, object]:
        names = self.preview.layout.names
        zone = "UTC" if self.preview.mentions_utc else self.zone
        if self.before and self.before.width == len(names):
            return {
                "columns": [{"role": c.role, "name": c.name} for c in self.before.columns],
                "date_order": self.before.date_order,
                "zone": self.before.zone,
                "survey": self.survey_before,
                "survey_name": self.before.survey_name or _(NEW_NAME),
            }
        roles = self.preview.guessed(answers=self.is_answers)
        return {
            "columns": [
                {"role": role, "name": name[:MAX_ATTRIBUTE_NAME].strip()}
                for role, name in zip(roles, names, strict=True)
            ],
            "zone": zone,
            "survey": next(iter(self.surveys), NEW),
            "survey_name": _(NEW_NAME),
        }


def make_survey(session: Session, upload: Upload, *, now: datetime) -> int:
    """Make the survey that past answers belong to, published as they answered it."""
    name = Mapping.of(upload.mapping).survey_name or _(NEW_NAME)
    survey = Survey(id=new_id(), name=name, kind=SurveyKind.RELATIONSHIP_NPS, created_at=now)
    company = g.workspace.name
    asks = Definition(
        language=spoken().language,
        subject=_("How likely are you to recommend {company}?").format(company=company),
        invitation=_("One click is enough."),
        questions=(
            Question(
                SCORE_KEY,
                "nps",
                _("How likely are you to recommend {company}?").format(company=company),
                required=True,
            ),
            Question(REASON_KEY, "text", _("What is the main reason for your score?")),
        ),
        thanks_title=_("Thank you"),
        thanks_text=_("We read every answer."),
    )
    session.add(survey)
    session.flush()
    session.add(
        Version(
            id=new_id(),
            survey_id=survey.id,
            number=1,
            definition=asks.stored(),
            created_at=now,
            published_at=now,
        )
    )
    session.flush()
    return survey.id


def _chosen_before(before: Mapping) -> dict[str, str]:
    reading = before.reading
    found = {"encoding": reading.encoding, "delimiter": reading.delimiter, "sheet": reading.sheet}
    found["header"] = "yes" if before.has_header else "no"
    return {name: value for name, value in found.items() if value}
