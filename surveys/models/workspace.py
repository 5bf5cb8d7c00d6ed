"""A workspace: one company's own house, with its settings."""

from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Moment, new_id

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
    ask_gap_days: Mapped[int] = mapped_column(default=90)
    sender_name: Mapped[Line] = mapped_column(default="")
    reply_to: Mapped[Line] = mapped_column(default="")
    postal_address: Mapped[Line] = mapped_column(default="")
    created_at: Mapped[Moment]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin."""
        return ZoneInfo(self.timezone)

    @property
    def sender(self) -> str:
        """The name its mail comes from."""
        return self.sender_name or self.name
