"""Pages rendered once and filled for each customer: the templates rest while links storm in.

What is the same for everybody who sees a page (its questions, colours, styles) is rendered by
Jinja once and kept; what is one customer's own stands behind a mark until the page is filled.
Marks are random for each process: nobody can write one into an answer.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from feedback.security import csp_nonce

MOST_KEPT = 1000
NONCE = "nonce"
_SEAL = secrets.token_hex(12)
_MARK = re.compile(rf"~(\w+)-{_SEAL}~")

_kept: dict[Hashable, "Sheet"] = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered page in pieces: text, name of a value, text, name of a value, …, text."""

    pieces: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Put the values in, escaped, and this response's nonce."""
        ready = {name: str(escape(value)) for name, value in values.items()}
        ready[NONCE] = csp_nonce()
        filled = list(self.pieces)
        filled[1::2] = [ready[name] for name in filled[1::2]]
        return "".join(filled)


def sheet(key: Hashable, render: Callable[[], str]) -> Sheet:
    """Give the page kept under this key; render it where there is none yet."""
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Sheet(tuple(_MARK.split(render())))
    return found


def mark(name: str) -> Markup:
    """Give what stands in a template for a value that differs from customer to customer."""
    return Markup(f"~{name}-{_SEAL}~")  # noqa: S704 - letters and digits of our own
