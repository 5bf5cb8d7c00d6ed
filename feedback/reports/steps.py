"""What a reader of an empty report may do next, as far as their role allows."""

from flask import current_app, url_for

from feedback.accounts.permissions import Permission, may

NEXT = (
    ("Import past answers", "contacts.index", Permission.WRITE_CONTACTS),
    ("Make a survey", "manage.surveys", Permission.WRITE_SURVEYS),
)


def next_steps() -> list[tuple[str, str]]:
    """Give the steps as (words, address)."""
    built = current_app.view_functions
    return [
        (label, url_for(endpoint))
        for label, endpoint, permission in NEXT
        if may(permission) and endpoint in built
    ]
