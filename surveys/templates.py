"""The four surveys to begin with: proven questions, kept to the wording that makes them comparable.

Sources of the score questions: NPS, Reichheld, "The One Number You Need to Grow" (2003);
CES 2.0, Dixon, Toman and DeLisi, "The Effortless Experience" (2013), seven steps of agreement;
CSAT, one question on five labelled steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.models import SurveyKind


@dataclass(frozen=True)
class Template:
    """A survey to begin with; `{company}` stands for the workspace's name."""

    kind: SurveyKind
    label: str
    purpose: str
    """When to choose it, in one sentence for whoever chooses."""
    subject: str
    invitation: str
    score_kind: str
    score: str
    low: str
    high: str
    reason: str
    reason_hint: str
    thanks_title: str = "Thank you!"
    thanks_text: str = field(
        default="Your answer has arrived. A person at {company} reads every one of them, "
        "and yours will help us decide what to do better next."
    )

    def asks(self, company: str) -> Definition:
        """Write the survey for this company."""
        named = {"company": company}
        return Definition(
            subject=self.subject.format_map(named),
            invitation=self.invitation.format_map(named),
            questions=(self._score(named), self._reason(named)),
            thanks_title=self.thanks_title.format_map(named),
            thanks_text=self.thanks_text.format_map(named),
        )

    def _score(self, named: Mapping[str, str]) -> Question:
        ends = {"low": self.low, "high": self.high}
        text = self.score.format_map(named)
        return Question(SCORE_KEY, self.score_kind, text, required=True, settings=ends)

    def _reason(self, named: Mapping[str, str]) -> Question:
        text, hint = self.reason.format_map(named), self.reason_hint.format_map(named)
        return Question(REASON_KEY, "text", text, hint=hint)


_ALL = (
    Template(
        kind=SurveyKind.RELATIONSHIP_NPS,
        label="Relationship NPS",
        purpose="How customers feel about you as a whole. Ask each of them once or twice a year.",
        subject="How likely are you to recommend {company}?",
        invitation=(
            "You know us from the side that matters: yours.\n\n"
            "May we ask you one question? Choose a number below. It takes less than a minute, "
            "and a person here reads what you write."
        ),
        score_kind="nps",
        score="How likely are you to recommend {company} to a friend or colleague?",
        low="Not at all likely",
        high="Extremely likely",
        reason="What is the main reason for your score?",
        reason_hint="In your own words, as short or as long as you like.",
    ),
    Template(
        kind=SurveyKind.TRANSACTIONAL_NPS,
        label="Transactional NPS",
        purpose="How one experience changed the picture: a delivery, a visit, a solved case. "
        "Ask within a day or two of it.",
        subject="How was your recent experience with {company}?",
        invitation=(
            "You dealt with us recently, and we would like to know how that went.\n\n"
            "One question, less than a minute: choose a number below."
        ),
        score_kind="nps",
        score="After your recent experience with us, how likely are you to recommend {company} "
        "to a friend or colleague?",
        low="Not at all likely",
        high="Extremely likely",
        reason="What about this experience led to your score?",
        reason_hint="In your own words. What went well, and what should have gone better?",
    ),
    Template(
        kind=SurveyKind.CSAT,
        label="Customer satisfaction (CSAT)",
        purpose="How satisfied customers are with something definite: a product, an order, "
        "an answer from support.",
        subject="How satisfied are you with {company}?",
        invitation=(
            "We want to know whether we did our job well.\n\n"
            "One question, less than a minute: choose an answer below."
        ),
        score_kind="csat",
        score="Overall, how satisfied are you with {company}?",
        low="Very dissatisfied",
        high="Very satisfied",
        reason="What is the main reason for your answer?",
        reason_hint="In your own words, as short or as long as you like.",
    ),
    Template(
        kind=SurveyKind.CES,
        label="Customer effort (CES)",
        purpose="How easy you made it to get something done: solving a problem, setting up, "
        "finding an answer. Ask right after it.",
        subject="Did {company} make it easy for you?",
        invitation=(
            "You recently asked something of us, and it should have been easy.\n\n"
            "Was it? One question, less than a minute: choose a number below."
        ),
        score_kind="ces",
        score="How much do you agree: {company} made it easy for me to handle my issue.",
        low="Strongly disagree",
        high="Strongly agree",
        reason="What made it easy or hard?",
        reason_hint="In your own words. Small things count.",
    ),
)

TEMPLATES: dict[SurveyKind, Template] = {template.kind: template for template in _ALL}
