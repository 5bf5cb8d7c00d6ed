"""Forms of uploads: the file, and how it is read."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from feedback.forms import OfficeForm
from surveys.forms import PartForm
from surveys.imports.csv import DELIMITERS
from surveys.imports.encodings import LABELS
from surveys.models import UploadKind
from surveys.speech import lazy

KIND_WORDS = {
    UploadKind.CONTACTS: lazy("Contacts – whom you may ask"),
    UploadKind.ANSWERS: lazy("Past answers – scores and comments given before"),
}


class UploadForm(OfficeForm):
    """Which file, and what its rows are."""

    kind = RadioField(
        lazy("What is in it?"),
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
        default=UploadKind.CONTACTS.value,
    )
    file = FileField(lazy("File"), [FileRequired(lazy("Choose a CSV or XLSX file."))])


class ReadingForm(PartForm):
    """How a file is read; sent by GET, as it changes nothing but the page."""

    encoding = SelectField(
        lazy("Letters"), choices=[SelectChoice(name, label) for name, label in LABELS.items()]
    )
    delimiter = SelectField(
        lazy("Between cells"),
        choices=[SelectChoice(sign, name) for sign, name in DELIMITERS.items()],
    )
    sheet = SelectField(lazy("Sheet"), choices=[])
    header = SelectField(
        lazy("First row"),
        choices=[
            SelectChoice("yes", lazy("holds the column names")),
            SelectChoice("no", lazy("is data")),
        ],
    )
