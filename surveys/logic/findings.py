"""What is wrong with a survey's rules, each finding at its field, in words for its author."""

from collections.abc import Iterator, Sequence

from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.logic.holds import DAY, NUMBER, fold, order, wants_value
from surveys.logic.piping import Token, tokens
from surveys.logic.possible import is_always_answered, is_offered, offered, unreachable
from surveys.logic.rules import END, About, Condition, Op, Quota
from surveys.problems import Problem, condition_field, jump_field, place, quota_key
from surveys.speech import _, noted

ORDERED = (Op.AT_LEAST, Op.AT_MOST)
_NEVER = {
    Op.AT_LEAST: noted("No answer there can be %(value)s or more."),
    Op.AT_MOST: noted("No answer there can be %(value)s or less."),
}
BEFORE = noted("%(question)s has to come before this one.")
LEFT_OUT = noted("%(question)s has to be on an earlier page than what is left out.")
COMPARE = noted("Say what it is compared with.")
FIXED = 2
"""Score and reason are asked of everybody."""


def findings(asks: Definition) -> Iterator[Problem]:
    """Find everything that would not do what its author means."""
    for question in asks.questions:
        yield from _conditions(asks, question)
        yield from _jumps(asks, question)
        yield from _places_in(asks, question)
        yield from _mixed(asks, question)
        if question.quota is not None and question.quota < 1:
            yield Problem(
                place(question.key, "quota"), _("At least one answer, or leave it empty.")
            )
    yield from _quotas(asks)
    yield from _never(asks)
    yield from _thanks(asks)


def name_of(questions: Sequence[Question], key: str) -> str:
    """Name a question as the editor does."""
    if key in (SCORE_KEY, REASON_KEY):
        return _("the score") if key == SCORE_KEY else _("the reason")
    extras = [q.key for q in questions if q.key not in (SCORE_KEY, REASON_KEY)]
    return (
        _("question %(number)s", number=extras.index(key) + 1)
        if key in extras
        else _("a question that is gone")
    )


def _conditions(asks: Definition, question: Question) -> Iterator[Problem]:
    before = asks.questions[: asks.questions.index(question)]
    for number, condition in enumerate(question.show_if.conditions if question.show_if else ()):
        for part, words in _wrong(asks, condition, before, BEFORE):
            yield Problem(condition_field(question.key, number, part), words)


def _jumps(asks: Definition, question: Question) -> Iterator[Problem]:
    behind = [q.key for q in asks.questions[asks.questions.index(question) + 1 :]]
    for number, jump in enumerate(question.go_to):
        if jump.to not in (*behind, END):
            aim = name_of(asks.questions, jump.to)
            words = _("A jump only leads forward, and %(aim)s is not behind this one.", aim=aim)
            if not any(q.key == jump.to for q in asks.questions):
                words = _("The question this led to is gone. Choose another.")
            yield Problem(jump_field(question.key, number, "to"), words)
        condition = jump.condition(question.key)
        for part, words in _wrong(asks, condition, (question,), BEFORE):
            yield Problem(jump_field(question.key, number, part), words)


def _quotas(asks: Definition) -> Iterator[Problem]:
    for number, quota in enumerate(asks.quotas):
        at = quota_key(number)
        if not quota.limit:
            yield Problem(place(at, "limit"), _("How many answers are enough? At least one."))
        known = _known_to(asks, quota)
        if known is None:
            words = _("The question this leaves out is gone. Choose another.")
            yield Problem(place(at, "then"), words)
            continue
        must = LEFT_OUT
        for row, condition in enumerate(quota.rule.conditions):
            for part, words in _wrong(asks, condition, known, must):
                yield Problem(condition_field(at, row, part), words)


def _known_to(asks: Definition, quota: Quota) -> tuple[Question, ...] | None:
    """Give what is answered on earlier pages than what a quota leaves out; None without such.

    An end comes behind some page, so that of the last one no answer can bring it about.
    """
    keys = [question.key for question in asks.questions]
    if not quota.ends and quota.then not in keys[FIXED:]:
        return None
    page = asks.pages[-1] if quota.ends else _page_of(asks, asks.question(quota.then))
    return asks.questions[: asks.questions.index(page[0])]


def _page_of(asks: Definition, question: Question) -> tuple[Question, ...]:
    return next(page for page in asks.pages if question in page)


def _wrong(
    asks: Definition, condition: Condition, known: tuple[Question, ...], must: str
) -> Iterator[tuple[str, str]]:
    """Give the part of a condition's fields that is wrong, and how."""
    if condition.about is About.CONTACT and not condition.name.strip():
        yield "name", _("Which attribute of the contact?")
    if wants_value(condition.op) and not condition.value.strip():
        yield "value", _(COMPARE)
        return
    if condition.about is not About.ANSWER:
        return
    question = {q.key: q for q in known}.get(condition.name)
    if question is not None:
        yield from _impossible(condition, question)
    elif any(q.key == condition.name for q in asks.questions):
        name = name_of(asks.questions, condition.name)
        yield (
            "about",
            _("%(question)s has to come before this one.", question=name[:1].upper() + name[1:]),
        )
    else:
        yield "about", _("The question this rests on is gone. Choose another.")


def _impossible(condition: Condition, question: Question) -> Iterator[tuple[str, str]]:
    value, words = condition.value, offered(question)
    if condition.op in (Op.IS, Op.IS_NOT) and not is_offered(value, question):
        yield (
            "value",
            _(
                "“%(value)s” cannot be an answer there. %(choices)s",
                value=value,
                choices=_could_be(words or ()),
            ),
        )
    if condition.op is Op.SAYS and words and not any(fold(value) in fold(w) for w in words):
        yield (
            "value",
            _(
                "No answer there has “%(value)s” in it. %(choices)s",
                value=value,
                choices=_could_be(words),
            ),
        )
    if condition.op in ORDERED:
        if not NUMBER.fullmatch(fold(value)) and not DAY.fullmatch(fold(value)):
            yield "value", _("A number, or a day such as 2026-01-31.")
        elif words and not any(_is_beyond(condition, word) for word in words):
            yield "value", _(_NEVER[condition.op], value=value)


def _is_beyond(condition: Condition, word: str) -> bool:
    wanted = (0, 1) if condition.op is Op.AT_LEAST else (0, -1)
    return order(fold(word), fold(condition.value)) in wanted


def _could_be(words: tuple[str, ...]) -> str:
    shown = [f"“{word}”" for word in words[:6]]
    return _(
        "It could be %(choices)s.", choices=", ".join(shown) + (" …" if len(words) > 6 else "")
    )


def _places_in(asks: Definition, question: Question) -> Iterator[Problem]:
    page = _page_of(asks, question)
    known = asks.questions[: asks.questions.index(page[0])]
    for part, text in (("text", question.text), ("hint", question.hint)):
        for token in tokens(text):
            words = _unknown(asks, token, {q.key for q in known})
            if words:
                yield Problem(place(question.key, part), words)


def _thanks(asks: Definition) -> Iterator[Problem]:
    known = {q.key for q in asks.questions}
    for part, text in (("thanks_title", asks.thanks_title), ("thanks_text", asks.thanks_text)):
        for token in tokens(text):
            words = _unknown(asks, token, known)
            if words:
                yield Problem(part, words)


def _unknown(asks: Definition, token: Token, known: set[str]) -> str:
    if token.about is About.CONTACT:
        advice = f"{{contact:{token.name}|there}}"
        missing = _(
            "Not everybody has %(name)s: say what stands there then, such as %(advice)s.",
            name=token.name,
            advice=advice,
        )
        return missing if token.fallback is None else ""
    if not any(q.key == token.name for q in asks.questions):
        return _("There is no question “%(name)s” to repeat the answer of.", name=token.name)
    if token.name not in known:
        name = name_of(asks.questions, token.name).capitalize()
        return _(
            "%(name)s is not answered yet when this is read: it has to be on an earlier page.",
            name=name,
        )
    if token.fallback is None and not is_always_answered(asks, token.name):
        name = name_of(asks.questions, token.name)
        return _(
            "Not everybody answers %(name)s: say what stands there then, as in {…|this}.", name=name
        )
    return ""


def _mixed(asks: Definition, question: Question) -> Iterator[Problem]:
    page = _page_of(asks, question)
    if not page[0].mixed_page:
        return
    keys = {q.key for q in page}
    for number, condition in enumerate(question.show_if.conditions if question.show_if else ()):
        if condition.about is About.ANSWER and condition.name in keys:
            words = _("On a page in random order no question can rest on another of that page.")
            yield Problem(condition_field(question.key, number, "about"), words)
    for number, jump in enumerate(question.go_to):
        if jump.to in keys:
            words = _("On a page in random order a jump has to lead off the page.")
            yield Problem(jump_field(question.key, number, "to"), words)


def _never(asks: Definition) -> Iterator[Problem]:
    for key, words in unreachable(asks).items():
        at = condition_field(key, 0, "about") if asks.question(key).show_if else place(key, "text")
        yield Problem(at, words)
