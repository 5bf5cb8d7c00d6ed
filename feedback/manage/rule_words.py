"""A question's rules in words, for authors who read them back."""

from collections.abc import Sequence

from babel.lists import format_list

from feedback.manage.rule_forms import OPS, title_of
from surveys.definition import SCORE_KEY, Definition, Question
from surveys.logic.findings import name_of
from surveys.logic.holds import wants_value
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Quota, Rule
from surveys.questions import TYPES
from surveys.speech import _, counted, spoken


def rules_in_words(question: Question, questions: Sequence[Question]) -> list[str]:
    """Say who is asked a question, and where its answers lead."""
    said = [_("begins a new page")] if question.new_page else []
    if question.show_if:
        said.append(_("only if %(rule)s", rule=_joined(question.show_if, questions)))
    said += [_jump(jump, questions) for jump in question.go_to]
    if question.shuffled:
        said.append(_("options in random order"))
    if question.mixed_page:
        said.append(_("its page in random order"))
    if question.quota:
        said.append(
            counted(
                "not asked any more after %(n)s answer",
                "not asked any more after %(n)s answers",
                question.quota,
            )
        )
    return said


def quota_in_words(quota: Quota, questions: Sequence[Question]) -> str:
    """Say whose answers a quota counts, and what follows once there are enough."""
    then = _("then nothing further is asked")
    if not quota.ends:
        then = _("then without %(question)s", question=name_of(questions, quota.then))
    if not quota.rule.conditions:
        return _("of everybody; %(then)s", then=then)
    whom = _joined(quota.rule, questions)
    return _("of those for whom %(rule)s; %(then)s", rule=whom, then=then)


def repeatable(asks: Definition, key: str = "") -> list[tuple[str, str]]:
    """Name each question whose answer a question's words may repeat, with what to write for it.

    Those are the questions of earlier pages; without a key, in the words of thanks, all of them.
    """
    known: list[Question] = []
    for page in asks.pages:
        if any(question.key == key for question in page):
            break
        known += page
    return [(title_of(asks.questions, q), _token(q)) for q in known if TYPES[q.kind].asks]


def _token(question: Question) -> str:
    fallback = "" if question.key == SCORE_KEY else "|…"
    return f"{{{About.ANSWER}:{question.key}{fallback}}}"


def _joined(rule: Rule, questions: Sequence[Question]) -> str:
    said = [_condition(each, questions) for each in rule.conditions]
    if rule.match is Match.ALL:
        return format_list(said, "standard", spoken().locale)
    return format_list(said, "or", spoken().locale)


def _condition(condition: Condition, questions: Sequence[Question]) -> str:
    subject = {
        About.ANSWER: name_of(questions, condition.name),
        About.CONTACT: _("the contact’s %(name)s", name=condition.name),
        About.LANGUAGE: _("the language"),
    }[condition.about]
    return f"{subject} {_compared(condition.op, condition.value)}"


def _jump(jump: Jump, questions: Sequence[Question]) -> str:
    to = _("the end") if jump.to == END else name_of(questions, jump.to)
    return _("if it %(op)s, on to %(to)s", op=_compared(jump.op, jump.value), to=to)


def _compared(op: Op, value: str) -> str:
    return f"{OPS[op]} “{value}”" if wants_value(op) else str(OPS[op])
