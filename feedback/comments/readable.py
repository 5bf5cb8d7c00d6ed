"""A search of a member who may not know people: it finds only what that member may read.

A comment in which the word stands under a mask is not found, and one in which a word must not stand
is, so that a search never tells whether somebody is named.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.search import Wanted, meets
from feedback.masks import hiding
from feedback.models import Answer
from surveys.definition import REASON_KEY


def is_narrower(looked_for: Wanted) -> bool:
    """Whether words are looked for by somebody who does not see all of them."""
    return bool(looked_for) and not hiding.sees_people()


def readable(session: Session, numbers: Sequence[int], looked_for: Wanted) -> list[int]:
    """Keep of some comments, in their order, those that meet a search as they are shown."""
    words = select(Answer.response_id, Answer.text).where(
        Answer.response_id.in_(numbers), Answer.question_key == REASON_KEY
    )
    said = {number: text or "" for number, text in session.execute(words)}
    shown = hiding.shown(session, said)
    return [n for n in numbers if n in shown and meets(shown[n].words, looked_for)]
