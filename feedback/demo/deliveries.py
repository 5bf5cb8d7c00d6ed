"""The demo's second survey: one delivery, asked about with most types of question."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from feedback.demo.company import WORDS, Cast, customer, save, sent
from feedback.models import Answer, Response
from surveys import drafts
from surveys.db import new_id
from surveys.definition import SCORE_KEY, Definition, Question
from surveys.drafts import Sheet
from surveys.logic.rules import About, Condition, Op, Rule
from surveys.models import Campaign, Contact, Invitation, SurveyKind, Version
from surveys.questions import TYPES
from surveys.questions.options import Own
from surveys.templates import TEMPLATES

NAME = "After a delivery"
ASKED, ANSWERED = 150, 118
DAYS_AGO = 6
OTHER = "Something else"
DRINKERS = ["The whole office", "Guests", "One team", "Mostly me"]
PREFERENCES = ["Taste", "Freshness", "Price", "Delivery on time"]
WISHES = ["a decaf for the afternoon", "oat milk with it", "a smaller bag", "tea, please"]

QUESTIONS = (
    Question("qarrived", "date", "When did it arrive?"),
    Question("qexpected", "expectation", "Was the coffee what you expected?"),
    Question(
        "qdriver",
        "rating",
        "How was the person at your door?",
        settings={"steps": 5, "look": "faces"},
    ),
    Question("qnext", "statement", "Nearly there", settings={"body": "Four short ones to go."}),
    Question(
        "qlines",
        "matrix",
        "How good was …",
        settings={
            "rows": ["the taste", "the freshness", "the packaging", "the price"],
            "columns": ["Poor", "Fair", "Good", "Excellent"],
        },
    ),
    Question("qorder", "ranking", "What matters most to you?", settings={"options": PREFERENCES}),
    Question(
        "qwho",
        "choices",
        "Who drinks it?",
        hint="Choose all that fit.",
        settings={"options": DRINKERS, "other": OTHER},
    ),
    Question(
        "qcups",
        "number",
        "How many cups do you make on a usual day?",
        settings={"least": 0, "most": 500, "unit": "cups"},
    ),
    Question(
        "qcall",
        "consent",
        "May we call you about it?",
        settings={"sentence": "Yes, Fernhill Coffee may call me once about this delivery."},
    ),
    Question(
        "qphone",
        "phone",
        "Under which number?",
        show_if=Rule((Condition(About.ANSWER, "qcall", Op.IS, "yes"),)),
        settings={"country": "GB"},
    ),
)


def add_deliveries(cast: Cast) -> None:
    """Publish the survey, ask some customers a few days ago, and let most of them answer."""
    at = cast.now - timedelta(days=DAYS_AGO)
    version = _published(cast, at)
    campaign = Campaign(
        id=new_id(),
        survey_id=version.survey_id,
        version_id=version.id,
        name=f"Deliveries, {at:%B %Y}",
        created_at=at,
    )
    save(cast.session, [campaign])
    asked = _first_customers(cast)
    invitations = [sent(campaign, contact, at) for contact in asked]
    save(cast.session, invitations)
    _let_answer(cast, version, list(zip(asked, invitations, strict=True))[:ANSWERED])


def _first_customers(cast: Cast) -> list[Contact]:
    """Add people who had a delivery and were never asked anything before."""
    added = []
    for number in range(ASKED):
        account = WORDS["company"][number % len(WORDS["company"])]
        region = cast.chance.choice(("South", "East", "West"))
        added.append(customer(cast, {"account": account, "plan": "Starter", "region": region}))
        cast.contacts.append(added[-1])
    save(cast.session, added)
    return added


def _published(cast: Cast, at: datetime) -> Version:
    template = TEMPLATES[SurveyKind.CSAT]
    survey = drafts.begin(cast.session, template, company=cast.workspace.name, now=at)
    begun = drafts.read(cast.session, survey).sheet
    asks = _asks(begun.asks, cast.workspace.name)
    saved = drafts.save(cast.session, survey, Sheet(NAME, asks), seen=begun.stamp, now=at)
    version = drafts.publish(cast.session, survey, seen=saved.sheet.stamp, now=at)
    assert version
    return version


def _asks(usual: Definition, company: str) -> Definition:
    score = replace(usual.score, text=f"How satisfied are you with your delivery from {company}?")
    return replace(
        usual,
        subject=f"How was your delivery from {company}?",
        questions=(score, usual.reason, *QUESTIONS),
    )


def _let_answer(
    cast: Cast, version: Version, invited: Sequence[tuple[Contact, Invitation]]
) -> None:
    asks = Definition.of(version.definition)
    responses, answers = [], list[Answer]()
    for contact, invitation in invited:
        happy = cast.chance.random() < 0.72
        response = _response(cast, version, contact, invitation, happy=happy)
        responses.append(response)
        for key, value in _said(cast, response.answered_at, happy=happy).items():
            question = asks.question(key)
            stored = TYPES[question.kind].encode(question, value)
            if stored:
                answers.append(
                    Answer(
                        response_id=response.id,
                        question_key=key,
                        number=stored.number,
                        text=stored.text,
                    )
                )
        score = Answer(response_id=response.id, question_key=SCORE_KEY, number=response.score)
        answers.append(score)
    save(cast.session, responses)
    save(cast.session, answers)


def _response(
    cast: Cast, version: Version, contact: Contact, invitation: Invitation, *, happy: bool
) -> Response:
    at = cast.now - timedelta(hours=cast.chance.randint(3, 24 * DAYS_AGO - 2))
    return Response(
        id=new_id(),
        survey_id=version.survey_id,
        version_id=version.id,
        invitation_id=invitation.id,
        contact_id=contact.id,
        submission_id=f"{cast.chance.getrandbits(128):032x}",
        score=cast.chance.choice((4, 5, 5)) if happy else cast.chance.choice((1, 2, 3, 3)),
        answered_at=at,
        answered_on=at.date(),
        updated_at=at,
        source="mail",
        attributes=dict(contact.attributes),
    )


def _said(cast: Cast, at: datetime, *, happy: bool) -> dict[str, Any]:
    """Make up what somebody says; nobody answers everything."""
    chance = cast.chance
    columns = ["Good", "Excellent", "Excellent"] if happy else ["Poor", "Fair", "Good"]
    weights = {name: chance.gauss(place, 1.3) for place, name in enumerate(PREFERENCES)}
    drinkers: list[str | Own] = [name for name in DRINKERS if chance.random() < 0.35]
    own = [Own(chance.choice(WISHES), OTHER)] if chance.random() < 0.12 else []
    said = {
        "qarrived": (at - timedelta(days=chance.randint(1, 9))).date().isoformat(),
        "qexpected": chance.choice((2, 2, 3) if happy else (1, 1, 2)),
        "qdriver": chance.choice((4, 5, 5) if happy else (3, 4, 5)),
        "qlines": {row: chance.choice(columns) for row in QUESTIONS[4].settings["rows"]},
        "qorder": sorted(weights, key=lambda name: weights[name]),
        "qwho": [*drinkers, *own],
        "qcups": float(max(2, round(chance.lognormvariate(3.1, 0.7)))),
    }
    kept = {key: value for key, value in said.items() if chance.random() < 0.85}
    if chance.random() < 0.2:
        kept |= {"qcall": True, "qphone": f"+4420794600{chance.randint(10, 99)}"}
    return kept
