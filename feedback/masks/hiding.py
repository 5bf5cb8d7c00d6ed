"""People in customers' words, hidden from whoever may not know them: every output asks here.

Whatever prints a comment gives its words to `shown`, whatever prints other open answers to
`words_shown`. Without a signed-in member who may read contacts – in mail, in jobs, in files made by
them – names, numbers and addresses are masked. Quotes that somebody agreed to stay exact: they are
read from the consent, not from the comment.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import has_request_context
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from analysis.reading.people import LONGEST
from analysis.sentences import Span
from feedback.accounts.permissions import Permission, may
from feedback.masks import own_words
from feedback.masks.decided import settled, standing
from feedback.masks.masking import Mask, Shown, found_in, masked, without
from feedback.masks.own_words import without_own
from feedback.models import Response
from surveys.models import Contact

BEYOND = 400
"""Letters that are read beyond what is shown: what begins before a cut is seen whole."""


def sees_people() -> bool:
    """Whether whoever reads this may know people: a signed-in member who may read contacts."""
    return has_request_context() and may(Permission.READ_CONTACTS)


def shown(
    session: Session,
    said: Mapping[int, str],
    *,
    most: int = LONGEST,
    named: Mapping[int, Sequence[Span]] | None = None,
) -> dict[int, Shown]:
    """Give comments by response as the reader may see them, of each the first letters.

    Words given with a cut are given with `BEYOND` more than `most`. `named` are the words that a
    page is about: colleagues whom customers thank.
    """
    if sees_people():
        return {number: Shown(words[:most], len(words) > most) for number, words in said.items()}
    masks = masks_of(session, said)
    kept = named or {}
    return {
        number: masked(words, without(masks[number], kept.get(number, ())), most=most)
        for number, words in said.items()
    }


def words_shown(session: Session, texts: Iterable[str]) -> list[str]:
    """Give open answers to other questions as the reader may see them."""
    if sees_people():
        return list(texts)
    own = own_words.known(session)
    return [masked(words, without_own(words, found_in(words), own)).words for words in texts]


def masks_of(session: Session, said: Mapping[int, str]) -> dict[int, tuple[Mask, ...]]:
    """Say what is hidden in each comment, whoever reads it."""
    authors, own = _authors(session, said), own_words.known(session)
    decided = standing(session, said)
    return {
        number: settled(
            words,
            [*without_own(words, found_in(words), own), *_author_in(words, authors.get(number))],
            decided.get(number, ()),
        )
        for number, words in said.items()
    }


def _authors(session: Session, said: Mapping[int, str]) -> dict[int, Any]:
    """Say what is known of who wrote: names that their own words sign with."""
    theirs = and_(Contact.workspace_id == Response.workspace_id, Contact.id == Response.contact_id)
    found = select(Response.id, Contact.name, Contact.email, Contact.external_id)
    rows = session.execute(found.join(Contact, theirs).where(Response.id.in_(said)))
    return {row.id: row for row in rows}


def _author_in(words: str, author: Any) -> list[Mask]:
    """Find the author's name, address and number, in whatever letters."""
    if author is None:
        return []
    name = (author.name or "").strip()
    known = [("name", name), *(("name", part) for part in name.split() if part[:1].isupper())]
    known += [("email", author.email or ""), ("account", author.external_id or "")]
    return [
        Mask(*found.span(), kind)
        for kind, each in known
        if len(each) > 2
        for found in re.finditer(
            rf"(?<!\w){re.escape(each)}(?!\w)", words, 0 if each in name.split() else re.IGNORECASE
        )
    ]
