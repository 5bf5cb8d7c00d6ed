"""How values read on a page: dates, counts, and colours that can be read."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from feedback.appearance import Accent
from feedback.ids import spell
from feedback.navigation import menu


def init_app(app: Flask) -> None:
    """Give the templates their filters."""
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(ago)
    app.add_template_filter(count)
    app.add_template_filter(plural)
    app.add_template_filter(spell, "spell")
    app.add_template_filter(Accent.css, "accent_css")
    app.jinja_env.globals["menu"] = menu
    app.jinja_env.globals["csrf_input"] = csrf_input


def csrf_input() -> Markup:
    """Give the hidden field that every back-office form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def day(value: date | datetime) -> str:
    """Write a day: 3 Feb 2026."""
    return format_date(_local(value), "d MMM y", locale="en")


def moment(value: datetime) -> str:
    """Write a moment on the workspace's clock: 3 Feb 2026, 14:05."""
    return format_datetime(_local(value), "d MMM y, HH:mm", locale="en")


def ago(value: datetime) -> str:
    """Write how long ago: 3 minutes ago."""
    return format_timedelta(
        value - datetime.now(value.tzinfo), add_direction=True, locale="en", threshold=1
    )


def count(value: float) -> str:
    """Write a whole number with separators: 12,345."""
    return format_decimal(value, format="#,##0", locale="en")


def plural(value: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 answer, 2 answers."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def _local(value: date | datetime) -> date | datetime:
    if not isinstance(value, datetime) or not value.tzinfo:
        return value  # a day is a day on every clock, and needs no request
    workspace = g.get("workspace")
    return value.astimezone(workspace.zone) if workspace else value
