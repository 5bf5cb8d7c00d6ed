"""How a report of one group alone speaks of it, on its page and in every file."""

from feedback.reports.breakdown import name_of, value_name
from feedback.reports.selection import Only
from surveys.speech import _


def filters(only: Only | None) -> tuple[tuple[str, str], ...]:
    """Name attribute and value as people read them; nothing where it is about everybody."""
    if only is None:
        return ()
    return ((name_of(only.attribute), value_name(only.attribute, only.value)),)


def about(only: Only | None) -> list[str]:
    """Say in a sentence whom it is about."""
    return [
        _(
            "This is about those whose %(attribute)s is “%(value)s”, and nobody else.",
            attribute=attribute,
            value=value,
        )
        for attribute, value in filters(only)
    ]


def whose(company: str, only: Only | None) -> str:
    """Name whose score it is: the company's, or that of one of its groups."""
    return ", ".join((company, *(value for _attribute, value in filters(only))))


def titled(only: Only | None) -> str:
    """Name the group in a few words: region: North; "" where it is about everybody."""
    return ", ".join(f"{attribute}: {value}" for attribute, value in filters(only))


def why_no_rate() -> str:
    """Say why a group has no response rate: mails carry no attributes, only answers do."""
    return _("Who was asked is not counted by group, so a group has no response rate.")
