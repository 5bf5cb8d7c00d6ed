"""What can be answered at all, and what therefore can never come about.

Everything here errs on one side: what is called impossible is impossible; what is not called so
may still be.
"""

from collections.abc import Collection, Iterable

from surveys.definition import Definition, Question
from surveys.logic.holds import compared, fold
from surveys.logic.rules import END, About, Condition, Match, Op, Rule
from surveys.questions import TYPES
from surveys.questions.scale import Scale
from surveys.speech import _

Said = tuple[str, ...]
OF_THE_UNASKED = (Op.IS_NOT, Op.UNANSWERED)
"""What holds of a question that was not asked."""


def offered(question: Question) -> Said | None:
    """Give the words a question can be answered with; None where they are without end."""
    kind = TYPES[question.kind]
    if isinstance(kind, Scale):
        return tuple(str(step) for step in kind.steps(question))
    options = question.settings.get("options")
    if not isinstance(options, list) or question.settings.get("other"):
        return None
    return tuple(map(str, options))


def outcomes(question: Question) -> list[Said] | None:
    """List everything that can be said to a question with one word as its answer, or none."""
    words = offered(question)
    if words is None or not _takes_one_word(question):
        return None
    return [(word,) for word in words] + ([] if question.required else [()])


def is_always_answered(asks: Definition, key: str) -> bool:
    """Tell whether everybody who gets past a question has answered it."""
    question = asks.question(key)
    return question.required and _is_always_asked(asks, question)


def unreachable(asks: Definition) -> dict[str, str]:
    """Give the questions that nobody can ever be asked, each with the reason."""
    lost = dict.fromkeys(_passed(asks), _("A jump always leads past it, so nobody is asked this."))
    for question in asks.questions:
        if question.show_if and not _can_hold(question.show_if, asks, lost):
            lost.setdefault(question.key, _("Nobody is asked this: its conditions never hold."))
    return lost


def _can_hold(rule: Rule, asks: Definition, lost: Collection[str]) -> bool:
    by_subject: dict[tuple[About, str], list[Condition]] = {}
    for each in rule.conditions:
        by_subject.setdefault((each.about, each.name), []).append(each)
    if rule.match is Match.ANY:
        return any(_can_all_hold([each], asks, lost) for each in rule.conditions)
    return all(_can_all_hold(each, asks, lost) for each in by_subject.values())


def _can_all_hold(about_one: list[Condition], asks: Definition, lost: Collection[str]) -> bool:
    first = about_one[0]
    if first.about is About.ANSWER:
        question = {q.key: q for q in asks.questions}.get(first.name)
        if question is None:
            return True  # that it is missing is a finding of its own
        if question.key in lost:
            return all(each.op in OF_THE_UNASKED for each in about_one)
        sayable = outcomes(question)
        if sayable is not None:
            unasked: list[Said] = [] if _is_always_asked(asks, question) else [()]
            return any(_fits(about_one, said) for said in [*sayable, *unasked])
        if not _takes_one_word(question):
            return True
    wanted = [each.value for each in about_one if each.op is Op.IS]
    if first.about is About.LANGUAGE or not wanted:
        return True
    return any(_fits(about_one, (value,)) for value in wanted)


def _fits(conditions: Iterable[Condition], said: Said) -> bool:
    return all(compared(each.op, said, each.value) for each in conditions)


def _takes_one_word(question: Question) -> bool:
    return isinstance(TYPES[question.kind], Scale) or question.kind in ("choice", "text")


def _is_always_asked(asks: Definition, question: Question) -> bool:
    if question.show_if or question.quota or _may_be_enough(asks, question):
        return False
    place = _places(asks)
    before = asks.questions[: place[question.key]]
    landings = [place.get(jump.to, -1) for other in before for jump in other.go_to]
    return all(landing <= place[question.key] for landing in landings)


def _may_be_enough(asks: Definition, question: Question) -> bool:
    """Whether a quota, once full, may leave it out."""
    is_first_page = question in asks.pages[0]
    return any(q.then == question.key or (q.ends and not is_first_page) for q in asks.quotas)


def _passed(asks: Definition) -> set[str]:
    """Questions behind one that everybody is asked, and whose every answer leads past them."""
    place, found = _places(asks), set()
    for number, question in enumerate(asks.questions):
        landings = _landings(question, place)
        if landings and _is_always_asked(asks, question):
            found |= {q.key for q in asks.questions[number + 1 : min(landings)]}
    return found


def _landings(question: Question, place: dict[str, int]) -> list[int]:
    """Give where each answer leads; empty where some answer just leads on."""
    sayable = outcomes(question)
    if sayable is None:
        is_left = question.required and any(jump.op is Op.ANSWERED for jump in question.go_to)
        return [place.get(jump.to, 0) for jump in question.go_to] if is_left else []
    found = []
    for said in sayable:
        taken = [j for j in question.go_to if compared(j.op, said, j.value)]
        if not taken:
            return []
        found.append(place.get(taken[0].to, 0))
    return found


def _places(asks: Definition) -> dict[str, int]:
    places = {question.key: place for place, question in enumerate(asks.questions)}
    return {**places, END: len(asks.questions)}


def is_offered(word: str, question: Question) -> bool:
    """Tell whether a word can be an answer to a question."""
    words = offered(question)
    return words is None or fold(word) in {fold(each) for each in words}
