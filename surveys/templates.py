"""The four surveys to begin with: proven questions, kept to the wording that makes them comparable.

Sources of the score questions: NPS, Reichheld, "The One Number You Need to Grow" (2003);
CES 2.0, Dixon, Toman and DeLisi, "The Effortless Experience" (2013), seven steps of agreement;
CSAT, one question on five labelled steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.models import SurveyKind
from surveys.speech import Phrase, _, lazy, noted, spoken


@dataclass(frozen=True)
class Template:
    """A survey to begin with; `{company}` stands for the workspace's name."""

    kind: SurveyKind
    label: Phrase
    purpose: Phrase
    """When to choose it, in one sentence for whoever chooses."""
    subject: str
    invitation: str
    score_kind: str
    score: str
    low: str
    high: str
    reason: str
    reason_hint: str
    thanks_title: str = noted("Thank you!")
    thanks_text: str = noted(
        "Your answer has arrived. A person at {company} reads every one of them, "
        "and yours will help us decide what to do better next."
    )

    def asks(self, company: str) -> Definition:
        """Write the survey for this company, in the language spoken."""
        named = {"company": company}
        return Definition(
            subject=_(self.subject).format_map(named),
            invitation=_(self.invitation).format_map(named),
            questions=(self._score(named), self._reason(named)),
            thanks_title=_(self.thanks_title).format_map(named),
            thanks_text=_(self.thanks_text).format_map(named),
            language=spoken().language,
        )

    def _score(self, named: Mapping[str, str]) -> Question:
        ends = {"low": _(self.low), "high": _(self.high)}
        text = _(self.score).format_map(named)
        return Question(SCORE_KEY, self.score_kind, text, required=True, settings=ends)

    def _reason(self, named: Mapping[str, str]) -> Question:
        text, hint = _(self.reason).format_map(named), _(self.reason_hint).format_map(named)
        return Question(REASON_KEY, "text", text, hint=hint)


_ALL = (
    Template(
        kind=SurveyKind.RELATIONSHIP_NPS,
        label=lazy("Relationship NPS"),
        purpose=lazy(
            "How customers feel about you as a whole. Ask each of them once or twice a year."
        ),
        subject=noted("How likely are you to recommend {company}?"),
        invitation=noted(
            "You know us from the side that matters: yours.\n\n"
            "May we ask you one question? Choose a number below. It takes less than a minute, "
            "and a person here reads what you write."
        ),
        score_kind="nps",
        score=noted("How likely are you to recommend {company} to a friend or colleague?"),
        low=noted("Not at all likely"),
        high=noted("Extremely likely"),
        reason=noted("What is the main reason for your score?"),
        reason_hint=noted("In your own words, as short or as long as you like."),
    ),
    Template(
        kind=SurveyKind.TRANSACTIONAL_NPS,
        label=lazy("Transactional NPS"),
        purpose=lazy(
            "How one experience changed the picture: a delivery, a visit, a solved case. "
            "Ask within a day or two of it."
        ),
        subject=noted("How was your recent experience with {company}?"),
        invitation=noted(
            "You dealt with us recently, and we would like to know how that went.\n\n"
            "One question, less than a minute: choose a number below."
        ),
        score_kind="nps",
        score=noted(
            "After your recent experience with us, how likely are you to recommend {company} "
            "to a friend or colleague?"
        ),
        low=noted("Not at all likely"),
        high=noted("Extremely likely"),
        reason=noted("What about this experience led to your score?"),
        reason_hint=noted("In your own words. What went well, and what should have gone better?"),
    ),
    Template(
        kind=SurveyKind.CSAT,
        label=lazy("Customer satisfaction (CSAT)"),
        purpose=lazy(
            "How satisfied customers are with something definite: a product, an order, "
            "an answer from support."
        ),
        subject=noted("How satisfied are you with {company}?"),
        invitation=noted(
            "We want to know whether we did our job well.\n\n"
            "One question, less than a minute: choose an answer below."
        ),
        score_kind="csat",
        score=noted("Overall, how satisfied are you with {company}?"),
        low=noted("Very dissatisfied"),
        high=noted("Very satisfied"),
        reason=noted("What is the main reason for your answer?"),
        reason_hint=noted("In your own words, as short or as long as you like."),
    ),
    Template(
        kind=SurveyKind.CES,
        label=lazy("Customer effort (CES)"),
        purpose=lazy(
            "How easy you made it to get something done: solving a problem, setting up, "
            "finding an answer. Ask right after it."
        ),
        subject=noted("Did {company} make it easy for you?"),
        invitation=noted(
            "You recently asked something of us, and it should have been easy.\n\n"
            "Was it? One question, less than a minute: choose a number below."
        ),
        score_kind="ces",
        score=noted("How much do you agree: {company} made it easy for me to handle my issue."),
        low=noted("Strongly disagree"),
        high=noted("Strongly agree"),
        reason=noted("What made it easy or hard?"),
        reason_hint=noted("In your own words. Small things count."),
    ),
)

TEMPLATES: dict[SurveyKind, Template] = {template.kind: template for template in _ALL}
