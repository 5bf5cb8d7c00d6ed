"""What a reader asked for: survey, period and attribute, read kindly from the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, unquote

from feedback.ids import read, spell
from feedback.reports.scale import NET_PROMOTER, SCALES, Scale
from surveys.models import SurveyKind
from surveys.speech import _

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
LANGUAGE = "response.language"
"""To compare by the language of the answer, which no attribute says."""
CHANNEL, VERSION = "response.source", "response.version"
CAMPAIGN, SURVEY = "response.campaign", "response.survey"
SPEED, COHORT = "response.speed", "response.first"
OF_ANSWERS = (LANGUAGE, CHANNEL, VERSION, CAMPAIGN, SURVEY, SPEED, COHORT)
"""What an answer itself says, beside its attributes."""
ECHO = 60
"""Letters of a wrong parameter that are said back."""


@dataclass(frozen=True)
class SurveyChoice:
    """A survey a report can be about."""

    id: int
    name: str
    kind: SurveyKind
    answered: bool
    is_anonymous: bool = False

    @property
    def scale(self) -> Scale:
        """The scale it scores on."""
        return SCALES[SurveyKind(self.kind)]

    @property
    def key(self) -> str:
        """How addresses name it."""
        return spell(self.id)


@dataclass(frozen=True)
class Only:
    """The one group a report is about: an attribute and the value that it has."""

    attribute: str
    value: str

    @classmethod
    def read(cls, text: str) -> "Only | None":
        """Read it from an address; what cannot be read is a group of nobody."""
        attribute, _colon, value = text.partition(":")
        return cls(unquote(attribute), value) if text else None

    @property
    def text(self) -> str:
        """Write it as an address has it."""
        return f"{quote(self.attribute, safe='')}:{self.value}"


@dataclass(frozen=True)
class Selection:
    """Which answers a report is about."""

    surveys: tuple[SurveyChoice, ...]
    scale: Scale
    chosen: SurveyChoice | None = None
    """The one survey it is about, where it is about one."""
    picked: bool = False
    """Whether the reader picked that survey."""
    start: date | None = None
    end: date | None = None
    by: str = ""
    only: Only | None = None
    """The one group it is about; None is everybody."""

    @property
    def is_anonymous(self) -> bool:
        """Whether it is about a survey whose answers lead to nobody."""
        return self.chosen is not None and self.chosen.is_anonymous

    @property
    def has_period(self) -> bool:
        """Whether the reader bounded the time."""
        return bool(self.start or self.end)

    @property
    def parameters(self) -> dict[str, str]:
        """Write it as an address has it, without the attribute."""
        given = {
            "survey": self.chosen.key if self.chosen and self.picked else "",
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "only": self.only.text if self.only else "",
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Asked:
    """The parameters as they came, read one by one; what could not be read is said in words."""

    parameters: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def select(self, surveys: Sequence[SurveyChoice], attributes: Sequence[str]) -> Selection:
        """Make the selection; whatever cannot be read is left out and told."""
        chosen = self._survey(surveys)
        start, end = self.day("from"), self.day("to")
        if start and end and end < start:
            self.problems.append(_("The period ends before it begins, so all dates are shown."))
            start = end = None
        several, scale = _pool(surveys) if chosen is None else ((chosen,), chosen.scale)
        only = several[0] if len(several) == 1 else None
        by = self._attribute(() if chosen and chosen.is_anonymous else (*attributes, *OF_ANSWERS))
        return Selection(several, scale, only, chosen is not None, start, end, by)

    def only(self, attributes: Sequence[str]) -> Only | None:
        """Read the one group it is about; one that nobody is in stays empty and is told."""
        found = Only.read(self.parameters.get("only", ""))
        if found and found.attribute not in (*attributes, LANGUAGE):
            self.problems.append(
                _(
                    "No recent answer carries “%(given)s”, so there is nothing to show of it.",
                    given=_short(found.attribute),
                )
            )
            return Only("", "")
        return found

    def day(self, name: str) -> date | None:
        """Read a day; None where none was given, or none that can be used."""
        given = self.parameters.get(name, "").strip()
        if not given:
            return None
        try:
            day = date.fromisoformat(given)
        except ValueError:
            self._unreadable(given)
            return None
        if EARLIEST <= day <= LATEST:
            return day
        self._unreadable(given)
        return None

    def _survey(self, surveys: Sequence[SurveyChoice]) -> SurveyChoice | None:
        given = self.parameters.get("survey", "").strip()
        if not given:
            return None
        try:
            number = read(given)
        except ValueError:
            number = -1
        found = next((survey for survey in surveys if survey.id == number), None)
        if found is None:
            self.problems.append(
                _("That survey is not in this workspace, so the usual one is shown.")
            )
        return found

    def _unreadable(self, given: str) -> None:
        self.problems.append(
            _(
                "“%(given)s” is not a date we can use, so that end of the period is left "
                "open. Dates are written like 2026-03-31.",
                given=_short(given),
            )
        )

    def _attribute(self, attributes: Sequence[str]) -> str:
        given = self.parameters.get("by", "")
        if given and given not in attributes:
            self.problems.append(
                _("No recent answer carries “%(given)s” to compare by.", given=_short(given))
            )
            return ""
        return given


def _pool(surveys: Sequence[SurveyChoice]) -> tuple[tuple[SurveyChoice, ...], Scale]:
    """Give the NPS surveys together; where none is answered, the newest survey that is.

    An anonymous one is counted with no other: else five answers of customers would open the words
    of a single colleague.
    """
    open_ones = [survey for survey in surveys if not survey.is_anonymous]
    net_promoter = tuple(survey for survey in open_ones if survey.scale.is_nps)
    if any(survey.answered for survey in net_promoter):
        return net_promoter, NET_PROMOTER
    newest = next((survey for survey in [*open_ones, *surveys] if survey.answered), None)
    return ((newest,), newest.scale) if newest else (net_promoter, NET_PROMOTER)


def _short(given: str) -> str:
    return given if len(given) <= ECHO else given[: ECHO - 1] + "…"
