"""How values read on a page: dates, counts, and colours that can be read."""

from datetime import date, datetime
from functools import cache
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from analysis import MINIMUM
from feedback.accounts.permissions import ROLE_NAMES, may
from feedback.appearance import Accent
from feedback.ids import spell
from feedback.navigation import menu, people_tabs, report_tabs, theme_tabs
from surveys import speech
from surveys.speech import _, counted, spoken
from surveys.telling import said


def init_app(app: Flask) -> None:
    """Give the templates their filters."""
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(ago)
    app.add_template_filter(count)
    app.add_template_filter(plural)
    app.add_template_filter(percent)
    app.add_template_filter(few)
    app.add_template_filter(speech.decimal, "decimal")
    app.add_template_filter(raised)
    app.add_template_filter(spell, "spell")
    app.add_template_filter(said, "said")
    app.add_template_filter(Accent.css, "accent_css")
    app.jinja_env.globals.update(menu=menu, role_names=ROLE_NAMES, here=here, counted=counted)
    app.jinja_env.globals.update(
        may=may, people_tabs=people_tabs, report_tabs=report_tabs, theme_tabs=theme_tabs
    )
    app.jinja_env.globals["csrf_input"] = csrf_input


def csrf_input() -> Markup:
    """Give the hidden field that every back-office form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def here(**changed: str) -> str:
    """Give this page's address within the site, some parameters changed; "" where none can be."""
    if request.url_rule and "GET" not in (request.url_rule.methods or ()):
        return ""
    found = request.args.to_dict(flat=False) | changed
    return request.path + ("?" + urlencode(found, doseq=True) if found else "")


def day(value: date | datetime) -> str:
    """Write a day: 3 Feb 2026, or as the language writes it."""
    return speech.day(_local(value))


def moment(value: datetime) -> str:
    """Write a moment on the workspace's clock: 3 Feb 2026, 14:05."""
    return f"{day(value)}, {format_datetime(_local(value), 'HH:mm', locale=spoken().locale)}"


def ago(value: datetime) -> str:
    """Write how long ago: 3 minutes ago."""
    return format_timedelta(
        value - datetime.now(value.tzinfo), add_direction=True, locale=spoken().locale, threshold=1
    )


def count(value: float) -> str:
    """Write a whole number with separators: 12,345."""
    return format_decimal(value, format="#,##0", locale=spoken().locale)


def raised(words: str) -> str:
    """Begin with a capital, and leave the others as they are: German needs them."""
    text = str(words)
    return text[:1].upper() + text[1:]


def percent(share: float, digits: int = 0) -> str:
    """Write a share of one in percent: 12%, 12 %."""
    return format_percent(share, format=_percents(spoken().locale, digits), locale=spoken().locale)


def few(n: int) -> str:
    """Write a count; of a small one only that it is small."""
    return _("fewer than %(n)s", n=count(MINIMUM)) if 0 < n < MINIMUM else count(n)


def plural(value: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 answer, 2 answers."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


@cache
def _percents(locale: str, digits: int) -> str:
    """Give the language's own pattern with so many decimals."""
    pattern: str = Locale.parse(locale).percent_formats[None].pattern
    return pattern.replace("#,##0", "#,##0." + "0" * digits) if digits else pattern


def _local(value: date | datetime) -> date | datetime:
    if not isinstance(value, datetime) or not value.tzinfo:
        return value  # a day is a day on every clock, and needs no request
    workspace = g.get("workspace")
    return value.astimezone(workspace.zone) if workspace else value
