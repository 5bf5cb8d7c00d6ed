"""In which language a customer reads: chosen, known, or asked for by their browser."""

from collections.abc import Mapping
from typing import Any

from flask import request

from feedback.languages import CHOSEN, accepted, negotiated
from surveys.models.contact import known_language


def language_for(
    offered: tuple[str, ...], answered_in: str | None, attributes: Mapping[str, Any]
) -> str:
    """Choose among a survey's languages, the original first: what the link or the switch says,
    else the language of their earlier answer, else their attribute, else their browser."""
    if len(offered) == 1:
        return offered[0]
    chosen, before = request.values.get(CHOSEN, ""), answered_in or ""
    wishes = [chosen, before, known_language(attributes), *accepted()]
    return negotiated(wishes, offered) or offered[0]
