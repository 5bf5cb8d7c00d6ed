"""A workspace: one company's own house, with its settings."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, true
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Json, Key, Line, Moment, new_id
from surveys.rules import AskingRules

DEFAULT_ACCENT = "#0f6b5c"


class Workspace(Base):
    """One company: its name, colour, clock and asking rules."""

    __tablename__ = "workspace"

    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, default=new_id, autoincrement=False
    )
    name: Mapped[Line]
    slug: Mapped[Key] = mapped_column(unique=True)
    accent: Mapped[Key] = mapped_column(default=DEFAULT_ACCENT)
    timezone: Mapped[Key] = mapped_column(default="UTC")
    year_begins: Mapped[int] = mapped_column(default=1, server_default="1")
    """First month of its fiscal year, 1 to 12."""
    weighs_by: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    """Attributes by which answers are weighted to all contacts."""
    ask_gap_days: Mapped[int] = mapped_column(default=90)
    ask_overrides: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")
    """Rules for some contacts, the first that fits counts: `AskingRules` reads them."""
    reminders_count: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the days between two asks begin anew with a reminder."""
    sender_name: Mapped[Line] = mapped_column(default="")
    reply_to: Mapped[Line] = mapped_column(default="")
    postal_address: Mapped[Line] = mapped_column(default="")
    sharing: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    """What everybody who answers is asked to pass on: `surveys.sharing` reads it."""
    account_attribute: Mapped[Line] = mapped_column(default="", server_default="")
    """The attribute of contacts that says for which customer's company they speak; "" is none."""
    created_at: Mapped[Moment]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin."""
        return ZoneInfo(self.timezone)

    @property
    def asking_rules(self) -> AskingRules:
        """How often anybody may be asked."""
        return AskingRules.of(self.ask_gap_days, self.ask_overrides, self.reminders_count)

    @asking_rules.setter
    def asking_rules(self, rules: AskingRules) -> None:
        self.ask_gap_days, self.reminders_count = rules.gap_days, rules.do_reminders_count
        self.ask_overrides = [[o.attribute, o.value, o.gap_days] for o in rules.overrides]

    @property
    def sender(self) -> str:
        """The name its mail comes from."""
        return self.sender_name or self.name
