"""Comments in the demo that should not wait, or deny their score, and who looked at some."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.demo.company import Cast
from feedback.models import Answer, CommentLook, CommentState, Member, Response
from surveys.db import new_id
from surveys.definition import REASON_KEY

URGENT = (
    "The machine gave one of my baristas an electric shock this morning. Somebody call me today.",
    "You charged us twice again and nobody answers. If it is not back by Friday I call a lawyer.",
    "Third wrong blend in a row. I am cancelling our contract at the end of the month.",
    "We cannot work since Monday: the grinder is broken and nobody calls me back. Please call.",
)
HIGH = "Terrible. Late again, stale beans and a rude answer on the phone. Worst month so far."
LOW = "Wonderful coffee, lovely people, we could not be happier. Thank you all so much!"
DONE, TODO = 14, 3


def add_comments(cast: Cast) -> None:
    """Let a few customers write what a colleague has to see, and let the owner look at some."""
    low, high = _newest(cast.session, 0, 6), _newest(cast.session, 9, 10)
    for words, row in zip((*URGENT, LOW), low, strict=False):
        row.text = words
    high[4].text = HIGH
    owner = cast.session.scalars(select(Member.id)).first()
    looked_at = [*low[3:4], *low[8 : 8 + DONE + TODO]]
    for n, row in enumerate(looked_at):
        state = CommentState.TODO if n < TODO else CommentState.DONE
        at = cast.now - timedelta(hours=n)
        about = {"response_id": row.response_id, "made_by": owner, "made_at": at}
        cast.session.add(CommentLook(id=new_id(), state=state, **about))


def _newest(session: Session, lowest: int, highest: int) -> list[Answer]:
    about = Answer.response_id == Response.id, Answer.question_key == REASON_KEY
    return list(
        session.scalars(
            select(Answer)
            .join(Response, about[0])
            .where(about[1], Response.score.between(lowest, highest), Answer.text.is_not(None))
            .order_by(Response.answered_at.desc(), Response.id)
            .limit(40)
        )
    )
