"""Forms of uploads: the file, and how it is read."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Form, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from surveys.imports.csv import DELIMITERS
from surveys.imports.encodings import LABELS
from surveys.models import UploadKind

KIND_WORDS = {
    UploadKind.CONTACTS: "Contacts – whom you may ask",
    UploadKind.ANSWERS: "Past answers – scores and comments given before",
}


class UploadForm(FlaskForm):
    """Which file, and what its rows are."""

    kind = RadioField(
        "What is in it?",
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
        default=UploadKind.CONTACTS.value,
    )
    file = FileField("File", [FileRequired("Choose a CSV or XLSX file.")])


class ReadingForm(Form):
    """How a file is read; sent by GET, as it changes nothing but the page."""

    encoding = SelectField(
        "Letters", choices=[SelectChoice(name, label) for name, label in LABELS.items()]
    )
    delimiter = SelectField(
        "Between cells", choices=[SelectChoice(sign, name) for sign, name in DELIMITERS.items()]
    )
    sheet = SelectField("Sheet", choices=[])
    header = SelectField(
        "First row",
        choices=[SelectChoice("yes", "holds the column names"), SelectChoice("no", "is data")],
    )
