"""Which languages Hark speaks, and which of several somebody is to be shown."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, request

from feedback.security import CUSTOMERS
from surveys.speech import ENGLISH, Speech, speak, speaking, spoken

INTERFACE = ("en", "de", "fr", "es", "ar")
"""The languages of our own sentences; a survey may be written in any."""
TRANSLATIONS = Path(__file__).parent / "translations"
CHOSEN = "lang"
"""The parameter with which a link or a page's own switch chooses; it is only ever compared."""
LONGEST = 35
"""RFC 5646 wants room for 35 letters; nothing longer is a language."""


def init_app(app: Flask) -> None:
    """Give the templates their sentences, and each request its language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: spoken().catalogue.gettext(sentence),
        lambda one, many, n: spoken().catalogue.ngettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        direction=direction,
        own_name=own_name,
        interface=INTERFACE,
        page_language=lambda: spoken().language,
        page_direction=lambda: direction(spoken().language),
    )
    app.before_request(_speak)
    app.after_request(_vary)
    app.teardown_request(lambda _error: speak(ENGLISH))


@cache
def speech_in(language: str) -> Speech:
    """Give our sentences in a language; in English where we do not speak it."""
    ours = negotiated([language], INTERFACE)
    if ours is None:
        return ENGLISH
    return Speech(language if _locale(language) else ours, _catalogue(ours))


@contextmanager
def speaking_in(language: str) -> Iterator[None]:
    """Speak a language within."""
    with speaking(speech_in(language)):
        yield


def speak_as_the_browser() -> None:
    """Speak what the address asks for, or else the browser, or else English."""
    wishes = [request.args.get(CHOSEN, ""), *accepted()]
    speak(speech_in(negotiated(wishes, INTERFACE) or "en"))


def accepted() -> list[str]:
    """Give what the browser asks for, most wanted first."""
    return [wish for wish, quality in request.accept_languages if quality > 0]


def negotiated(wishes: Iterable[str], offered: Sequence[str]) -> str | None:
    """Find the first wish that can be met: a code or a name ("de-AT", "German", "Deutsch")."""
    plausible = tuple(wish for wish in wishes if 0 < len(wish) <= LONGEST)
    return _negotiated(plausible, tuple(offered))


def direction(language: str) -> str:
    """Give which way a language is written: rtl or ltr."""
    found = _locale(language)
    return found.text_direction if found else "ltr"


def own_name(language: str) -> str:
    """Give a language's name as its speakers write it: Deutsch."""
    return _name(language, language) or language


def speak_as_chosen(language: str | None) -> None:
    """Speak the language a member has chosen; whoever chose none is left with the browser's."""
    if language:
        speak(speech_in(language))


def in_words(language: str) -> str:
    """Name a language in the one spoken: French, Französisch."""
    return _name(language, spoken().language) or language


def _speak() -> None:
    """Begin each request as the browser wishes; a member's own choice follows with the member."""
    if request.path.startswith(CUSTOMERS):
        speak_as_the_browser()
    else:
        speak(speech_in(negotiated(accepted(), INTERFACE) or "en"))


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html" or request.path.startswith(CUSTOMERS):
        response.vary.add("Accept-Language")
    return response


@lru_cache(maxsize=1024)
def _negotiated(wishes: tuple[str, ...], offered: tuple[str, ...]) -> str | None:
    codes = {code.replace("-", "_").casefold(): code for code in offered}
    named = {name: code for code in offered for name in _names(code)}
    for wish in wishes:
        plain = wish.strip().replace("-", "_").casefold()
        near = negotiate_locale([plain], list(codes)) or _sibling(plain, codes)
        found = named.get(plain) or codes.get((near or "").casefold())
        if found:
            return found
    return None


def _sibling(wish: str, codes: Iterable[str]) -> str | None:
    """Brazilians understand a Portuguese survey, and the other way round."""
    root = wish.partition("_")[0]
    return next((code for code in codes if code.partition("_")[0] == root), None)


@cache
def _names(code: str) -> frozenset[str]:
    """Give what a language is called: by its speakers, and in each language of ours."""
    return frozenset(_name(code, said_in).casefold() for said_in in (code, *INTERFACE)) - {""}


def _name(code: str, said_in: str) -> str:
    locale = _locale(code)
    return (locale.get_display_name(_locale(said_in)) or "") if locale else ""


@cache
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@cache
def _catalogue(language: str) -> NullTranslations:
    """Read the sentences of a language, at the first word that is said in it."""
    if language == "en":
        return ENGLISH.catalogue
    compiled = BytesIO()
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    return GNUTranslations(BytesIO(compiled.getvalue()))
