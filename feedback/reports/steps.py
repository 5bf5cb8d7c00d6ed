"""What a reader of an empty report may do next, as far as their role allows."""

from typing import Any

from flask import url_for

from feedback.accounts.permissions import Permission, may
from surveys.models import UploadKind
from surveys.speech import Phrase, lazy

NEXT: tuple[tuple[Phrase, str, dict[str, Any], Permission], ...] = (
    (
        lazy("Import past answers"),
        "contacts.uploads",
        {"kind": UploadKind.ANSWERS.value},
        Permission.WRITE_CONTACTS,
    ),
    (lazy("Make a survey"), "manage.surveys", {}, Permission.WRITE_SURVEYS),
)


def next_steps() -> list[tuple[str, str]]:
    """Give the steps as (words, address)."""
    return [
        (str(label), url_for(endpoint, **given))
        for label, endpoint, given, permission in NEXT
        if may(permission)
    ]
