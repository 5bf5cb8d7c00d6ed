"""The chain of proof: what was agreed, cut and published, each entry bound to the one before."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Key, Line, Scoped, Words


class ChainHead(Scoped, Base):
    """How far the chain of a workspace goes, signed: entries missing at its end are noticed."""

    __tablename__ = "chain_head"

    number: Mapped[int] = mapped_column(BigInteger)
    """The number of its last entry; 0 where there is none."""
    signature: Mapped[Line]


class ChainEntry(Scoped, Base):
    """One thing that happened to one row, as it was signed; never changed and never deleted."""

    __tablename__ = "chain_entry"
    __table_args__ = (Index(None, "workspace_id", "of_table", "of_id"),)

    number: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, sort_order=-8
    )
    of_table: Mapped[Key]
    of_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[Words]
    """Canonical JSON: the row's columns as salted hashes, and the hash of the entry before."""
    signature: Mapped[Line]
    """Ed25519 over the text, in base64."""


class ChainSalt(Scoped, Base):
    """What opens the hashes of an entry; erasing it leaves hashes that nobody can guess open."""

    __tablename__ = "chain_salt"

    number: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, sort_order=-8
    )
    salt: Mapped[Key]
