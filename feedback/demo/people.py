"""People in the demo: a roster, thanks and blame by name, and what all are asked to pass on."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from feedback.demo.company import Cast
from feedback.models import Answer, Response, Staff, StaffOptIn
from feedback.people import roster
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.sharing import Sharing, Site

ROSTER = (
    ("Priya Raman", ("Pri",), "Support", "Fernhill"),
    ("Tomás Herrera", ("Tom",), "Delivery", "Dunmore"),
    ("Maria Silva", (), "Support", "Saltmarsh"),
    ("Maria Santos", (), "Billing", "Fernhill"),
    ("Will Turner", (), "Technicians", "Oakham"),
    ("Siobhan O’Neill", ("Shiv",), "Billing", "Fernhill"),
)
SHOWN = ("Priya Raman", "Tomás Herrera")
"""Those who agreed to be shown in public."""
THANKED = (
    "Will from your technicians had the grinder running before our first guests came.",
    "Special thanks to Siobhan in billing, who untangled two years of invoices in one call.",
    "Maria was wonderful on the phone, she stayed until everything worked.",
    "Priya answers before I have finished asking. She is a treasure.",
    "Tomás greets everybody by name and carries the crates up without a word.",
    "Sioban was patient with my endless questions. Five stars.",
    "Maria from support walked our new colleague through the settings. So kind.",
    "Support is quick. Kudos to Pri, as always.",
    "We will recommend you. Will Turner alone would be reason enough, a very helpful man.",
)
BLAMED = ("Maria Santos charged us twice and would not admit it.",)
SHARING = Sharing(
    sites=(
        Site("Trustpilot", "https://www.trustpilot.com/review/fernhill.example"),
        Site("Google", "https://search.google.com/local/writereview?placeid=fernhill"),
    ),
    refers=True,
    home="https://fernhill.example",
)


def add_people(cast: Cast) -> None:
    """Let customers say in words what their scores said already, and who was meant."""
    since = cast.now - timedelta(days=400)
    for name, nicknames, team, place in ROSTER:
        staff = Staff(
            id=new_id(),
            name=name,
            nicknames=list(nicknames),
            team=team,
            place=place,
            added_at=since,
        )
        cast.session.add(staff)
        cast.session.flush()
        if name in SHOWN:
            cast.session.add(StaffOptIn(id=new_id(), staff_id=staff.id, given_at=since))
    cast.workspace.sharing = SHARING.stored
    for scores, said in ((range(9, 11), THANKED), (range(3), BLAMED)):
        wordless = _wordless(cast.session, scores, len(said))
        for response, words in zip(wordless, said, strict=False):
            row = Answer(response_id=response.id, question_key=REASON_KEY, text=words)
            cast.session.add(row)
    cast.session.flush()
    roster.read_anew(cast.session, cast.now)


def _wordless(session: Session, scores: range, n: int) -> list[Response]:
    """Find the newest answers of such a score that came without words."""
    said = exists().where(
        Answer.workspace_id == Response.workspace_id,
        Answer.response_id == Response.id,
        Answer.question_key == REASON_KEY,
    )
    found = select(Response).where(Response.score.in_(scores), Response.source == "mail", ~said)
    return list(session.scalars(found.order_by(Response.answered_at.desc()).limit(n)))
