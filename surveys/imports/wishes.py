"""Two columns about asking: who has unsubscribed elsewhere, and when somebody was asked last."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from surveys.addresses import shown
from surveys.imports.dates import DateProblemError, read_date
from surveys.imports.layout import fold
from surveys.imports.mapping import Mapping, Role
from surveys.imports.people import RowProblemError, cell
from surveys.imports.table import Row
from surveys.telling import told

_YES = """
yes y true t 1 x unsubscribed unsubscribe optout optedout donotcontact donotemail cleaned
ja j abgemeldet oui o vrai desabonne désabonné si sí s verdadero baja نعم
"""
_NO = """
no n false f 0 subscribed optin optedin active none null
nein angemeldet non faux abonne abonné falso alta لا
"""
YES, NO = frozenset(_YES.split()), frozenset(_NO.split())
"""As `fold` leaves them."""


class WishesReader:
    """Reads these two columns from rows that are mapped the same way."""

    def __init__(self, mapping: Mapping, *, now: datetime) -> None:
        """Look the columns up once."""
        self.left, self.asked = mapping.place(Role.UNSUBSCRIBED), mapping.place(Role.LAST_ASKED)
        self.order, self.now = mapping.date_order, now
        self.zone: tzinfo = ZoneInfo(mapping.zone)

    def has_left(self, row: Row) -> bool:
        """Whether the row says that they unsubscribed; a date says when, and so that they did."""
        text = cell(row.cells, self.left)
        word = fold(text)
        if not word or word in NO:
            return False
        if word in YES or self._is_date(text):
            return True
        raise RowProblemError(
            told(
                "“Unsubscribed” says %(text)s, which is neither yes nor no. Correct it.",
                text=shown(text),
            )
        )

    def asked_at(self, row: Row) -> datetime | None:
        """Give when they were asked last; None where the row does not say."""
        text = cell(row.cells, self.asked)
        if not text:
            return None
        try:
            return read_date(text, order=self.order, zone=self.zone, now=self.now)
        except DateProblemError as problem:
            raise RowProblemError(
                told(
                    "The date of the last ask %(date)s %(problem)s. Correct it.",
                    date=shown(text),
                    problem=problem.args[0],
                )
            ) from None

    def _is_date(self, text: str) -> bool:
        try:
            read_date(text, order=self.order or "dmy", zone=self.zone, now=self.now)
        except DateProblemError:
            return False
        return True
