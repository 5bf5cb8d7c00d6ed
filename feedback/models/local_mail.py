"""Mail kept in the house because no SMTP server is set: the local outbox."""

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Line, Moment, Row


class LocalMail(Row, Base):
    """One message, byte for byte as it would have left."""

    __tablename__ = "local_mail"
    __table_args__ = (Index(None, "workspace_id", "created_at"),)

    recipient: Mapped[Line]
    subject: Mapped[Line]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    campaign_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
