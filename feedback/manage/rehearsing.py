"""An author walks through a survey as a customer would: by GET, with every answer in the address.

What leads from page to page is what leads customers; nothing is written, and nothing is sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from feedback.respond.paged import BACK, NUMBER
from feedback.respond.pages import Rehearsal, Sender, form_page
from feedback.respond.standing import Begun, Sent, Standing
from feedback.respond.thanking import thanks_page
from surveys.answering import EMPTY, AnswerForm
from surveys.definition import Definition, Question
from surveys.logic.holds import fold
from surveys.logic.rules import About
from surveys.logic.walk import Person
from surveys.questions import Stored
from surveys.speech import _

BEEN = "_been"
"""A page somebody has been through."""
AS = "as:"
"""Before the name of an attribute, as which somebody walks."""
SEED = "preview"


def attributes_asked(asks: Definition) -> tuple[str, ...]:
    """Name each attribute of a contact that a rule rests on, once."""
    rules = (question.show_if for question in asks.questions if question.show_if)
    named = (each.name for rule in rules for each in rule.conditions if each.about is About.CONTACT)
    return tuple({fold(name): name for name in named if name}.values())


def as_contact(asks: Definition, sent: "MultiDict[str, str]") -> dict[str, str]:
    """Read as whom somebody walks: {name in the address: value}."""
    names = (f"{AS}{name}" for name in attributes_asked(asks))
    return {name: sent[name] for name in names if sent.get(name)}


@dataclass(frozen=True)
class Walk:
    """One step of the way, as its address says it."""

    asks: Definition
    sent: "MultiDict[str, str]"
    path: str
    """Where the next step is asked for."""
    around: Mapping[str, str]
    """What else the address has to say: the version, the language."""

    def shown(self, workspace: Sender) -> str:
        """Give the page that is reached, or the one that lacks something, or the thanks."""
        number = self.sent.get(NUMBER, 0, int)
        if not 1 <= number <= len(self.asks.pages):
            return self._at(workspace, self._standing().reachable(1))
        form, is_back = self._form(number, self.sent), BACK in self.sent
        if not (form.is_readable if is_back else form.validate()):
            return self._page(workspace, form)
        standing = self._standing(number)
        following = standing.path.before(number) or number
        if not is_back:
            following = standing.path.after(number) or standing.missing or 0
        if following:
            return self._at(workspace, standing.reachable(following), number)
        if standing.path.kept(standing.answers):
            return thanks_page(workspace, standing.path.thanks_of(self.asks))
        form.general = _(EMPTY)
        return self._page(workspace, form)

    def _at(self, workspace: Sender, number: int, *been: int) -> str:
        return self._page(workspace, self._form(number), *been)

    def _page(self, workspace: Sender, form: AnswerForm, *been: int) -> str:
        here = {question.key for question in form.questions}
        carried = (*self.around.items(), (NUMBER, str(form.page)), *self._elsewhere(here))
        pages = ((BEEN, str(page)) for page in sorted(self._been | set(been)))
        rehearsal = Rehearsal(self.path, (*carried, *pages))
        return form_page(workspace, self.asks, form=form, preview=True, rehearsal=rehearsal)

    def _form(self, number: int, sent: "MultiDict[str, str] | None" = None) -> AnswerForm:
        return AnswerForm(self.asks, sent, self._said, person=self._person, page=number)

    def _standing(self, *been: int) -> Standing:
        begun = Begun("", self._said, self._been | set(been))
        return Standing(self.asks, self._person, Sent(), begun)

    @property
    def _said(self) -> Mapping[str, Stored]:
        return AnswerForm(self.asks, self.sent, person=self._person).given

    @property
    def _been(self) -> frozenset[int]:
        return frozenset(self.sent.getlist(BEEN, int)) & set(range(1, len(self.asks.pages) + 1))

    @property
    def _person(self) -> Person:
        known = {name.removeprefix(AS): value for name, value in self._as.items()}
        return Person(attributes=known, language=self.asks.language, seed=SEED)

    @property
    def _as(self) -> Mapping[str, str]:
        return as_contact(self.asks, self.sent)

    def _elsewhere(self, here: set[str]) -> Iterator[tuple[str, str]]:
        """Give what was entered on other pages, and as whom."""
        yield from self._as.items()
        others = [question for question in self.asks.questions if question.key not in here]
        for name, value in self.sent.items(multi=True):
            if value and any(_is_of(question, name) for question in others):
                yield name, value


def _is_of(question: Question, name: str) -> bool:
    """Tell whether a field belongs to a question: some have several, each with its own ending."""
    return name == question.key or name.startswith(f"{question.key}-")
