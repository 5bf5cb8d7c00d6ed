"""What a reader of an empty report may do next, as far as their role allows."""

from typing import Any

from flask import url_for

from feedback.accounts.permissions import Permission, may
from surveys.models import UploadKind

NEXT: tuple[tuple[str, str, dict[str, Any], Permission], ...] = (
    (
        "Import past answers",
        "contacts.uploads",
        {"kind": UploadKind.ANSWERS.value},
        Permission.WRITE_CONTACTS,
    ),
    ("Make a survey", "manage.surveys", {}, Permission.WRITE_SURVEYS),
)


def next_steps() -> list[tuple[str, str]]:
    """Give the steps as (words, address)."""
    return [
        (label, url_for(endpoint, **given))
        for label, endpoint, given, permission in NEXT
        if may(permission)
    ]
