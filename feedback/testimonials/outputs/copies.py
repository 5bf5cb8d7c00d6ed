"""A quote as text to paste: Markdown, HTML or plain, with all that belongs beside it."""

import re
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from feedback.filters import day
from feedback.testimonials.outputs.beside import quoted
from surveys.speech import _

SIGNS = re.compile(r"([\\`*_{}\[\]<>#&|~$!^])")
AT_THE_START = re.compile(r"^(\d*)([-+=:.)])")
"""What makes a list, a line or a heading of the words behind it."""


@dataclass(frozen=True)
class Copy:
    """All that a copy says."""

    quote: str
    named_as: str
    answered_on: date
    beside: tuple[str, ...]
    line: str
    verify: str

    @property
    def said(self) -> tuple[str, ...]:
        """What stands under the name."""
        return tuple(filter(None, (*self.beside, self.line)))


def as_plain(copy: Copy) -> str:
    """Write it for a mail or a document."""
    name = f"— {copy.named_as}, {day(copy.answered_on)}"
    check = _("Verify: %(address)s", address=copy.verify)
    return "\n".join((quoted(copy.quote), name, *copy.said, check))


def as_html(copy: Copy) -> str:
    """Write it for a page; every word is escaped."""
    words = Markup("<br>\n").join(copy.quote.split("\n"))
    said = Markup("<br>\n").join(copy.said)
    return str(
        Markup(
            '<figure>\n<blockquote cite="{verify}"><p>{words}</p></blockquote>\n'
            '<figcaption>{name}, <time datetime="{date}">{day}</time><br>\n'
            '{said}{end}<a href="{verify}">{check}</a></figcaption>\n</figure>'
        ).format(
            verify=copy.verify,
            words=words,
            name=copy.named_as,
            date=copy.answered_on.isoformat(),
            day=day(copy.answered_on),
            said=said,
            end=Markup("<br>\n") if said else "",
            check=_("Verify"),
        )
    )


def as_markdown(copy: Copy) -> str:
    """Write it as a block quote; no sign of the words works as Markdown or as HTML."""
    words = [_plain_line(line) for line in copy.quote.split("\n")]
    name = f"— **{_plain(copy.named_as)}**, {day(copy.answered_on)}"
    said = [name, *map(_plain_line, copy.said), f"[{_('Verify')}]({copy.verify})"]
    return "\n".join(f"> {line}".rstrip() for line in [*_hard(words), "", *_hard(said)])


def _hard(lines: list[str]) -> list[str]:
    """Keep the ends of lines: Markdown would join them."""
    ends = [
        bool(line and following) for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return [f"{line}\\" if end else line for line, end in zip(lines, ends, strict=True)]


def _plain_line(line: str) -> str:
    return AT_THE_START.sub(r"\1\\\2", _plain(line.strip()))


def _plain(words: str) -> str:
    return SIGNS.sub(r"\\\1", " ".join(words.splitlines()))
