"""What an alert says: to a person, to a program, and what is remembered once it was said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.accounts.permissions import Permission
from feedback.models import Subscription
from surveys.models import Workspace


@dataclass(frozen=True)
class Alert:
    """What an alert says to a person and to a program, and what is remembered once it was said."""

    title: str
    said: tuple[str, ...]
    data: Mapping[str, Any]
    remembers: Mapping[str, Any]
    items: tuple[tuple[str, str, str], ...] = ()
    """Who, what they said, and where their page is."""
    needs: Permission | None = None
    """What somebody must be allowed to read before this is told to them."""
    path: str = ""
    """The page it leads to, where that is not the report."""


Rule = Callable[[Session, Workspace, Subscription, datetime], Alert | None]
