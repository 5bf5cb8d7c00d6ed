"""Words that are translated already: those of the four surveys to begin with."""

from collections.abc import Iterable
from datetime import datetime

from feedback.extensions import db
from feedback.languages import INTERFACE, negotiated, speaking_in
from surveys import drafts
from surveys.definition import Definition
from surveys.drafts import Sheet
from surveys.models import Survey
from surveys.templates import TEMPLATES
from surveys.translating import texts, with_language


def proven_words(original: str, language: str, company: str) -> dict[str, str]:
    """Give {words of a template: the same in another language}; empty where we have none."""
    if not (negotiated([original], INTERFACE) and negotiated([language], INTERFACE)):
        return {}
    pairs = zip(_all(original, company), _all(language, company), strict=True)
    return {words: texts(other)[at] for asks, other in pairs for at, words in texts(asks).items()}


def in_languages(survey: Survey, languages: Iterable[str], *, company: str, now: datetime) -> None:
    """Let a survey that has just begun be asked in these languages too."""
    sheet = drafts.read(db.session(), survey).sheet
    asks = sheet.asks
    for language in languages:
        if language in INTERFACE and language not in asks.languages:
            memory = proven_words(asks.language, language, company)
            asks = with_language(asks, language, memory)
    drafts.save(db.session(), survey, Sheet(sheet.name, asks), seen=sheet.stamp, now=now)


def _all(language: str, company: str) -> list[Definition]:
    with speaking_in(language):
        return [template.asks(company) for template in TEMPLATES.values()]
