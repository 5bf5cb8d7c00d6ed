"""The feed: published quotes as Atom, and tombstones (RFC 6721) for those that were withdrawn."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from flask import make_response
from markupsafe import Markup
from sqlalchemy import and_, or_, select
from werkzeug.wrappers import Response

from feedback.extensions import db
from feedback.lettering import NOT_XML
from feedback.models import Consent, Publication, Purpose, Testimonial
from feedback.testimonials import public, queries
from feedback.testimonials.outputs.beside import VERIFIED, disclosures, quoted
from feedback.testimonials.outputs.opening import (
    address,
    open_wall,
    own_address,
    to_any_site,
    typical_line,
)
from feedback.testimonials.shown import Shown
from surveys.models import Workspace
from surveys.speech import _, spoken

ATOM, TOMBSTONES = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0"
PER_FEED = 50
ET.register_namespace("", ATOM)
ET.register_namespace("at", TOMBSTONES)


@public.get("/wall/<slug>/feed.xml")
def feed(slug: str) -> Response:
    """Give the newest quotes to feed readers."""
    workspace = open_wall(slug)
    now = datetime.now(UTC)
    items = queries.on_the_wall(db.session(), now, size=PER_FEED).items
    response = make_response(_written(workspace, items, now))
    response.mimetype = "application/atom+xml"
    return to_any_site(response)


def _written(workspace: Workspace, items: list[Shown], now: datetime) -> bytes:
    own = address("public.feed", slug=workspace.slug)
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": spoken().language})
    _add(root, "id", own)
    _add(root, "title", _("What customers say about %(company)s", company=workspace.name))
    line = typical_line() if items else ""
    _add(root, "subtitle", " ".join(filter(None, (line, _(VERIFIED)))))
    newest = max((one.published_at for one in items), default=workspace.created_at)
    _add(root, "updated", _moment(newest))
    _add(root, "link", rel="self", href=own, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=address("public.wall", slug=workspace.slug))
    for one in items:
        _entry(root, one, workspace, line)
    for public_id, at in _gone(now):
        attributes = {"ref": own_address(workspace, public_id), "when": _moment(at)}
        ET.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", attributes)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, one: Shown, workspace: Workspace, line: str) -> None:
    entry = ET.SubElement(root, f"{{{ATOM}}}entry")
    own = own_address(workspace, one.public_id)
    _add(entry, "id", own)
    _add(entry, "title", one.named_as, type="text")
    _add(entry, "updated", _moment(one.published_at))
    _add(entry, "link", rel="alternate", href=own)
    _add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", one.named_as)
    said = [*disclosures(one, workspace.name), line]
    beside = Markup("").join(Markup("<p>{}</p>").format(words) for words in said if words)
    html = Markup("<blockquote><p>{}</p></blockquote>{}").format(quoted(one.quote), beside)
    _add(entry, "content", str(html), type="html")


def _gone(now: datetime) -> list[tuple[str, datetime]]:
    """List the newest that were here and are shown nowhere now, with when that was so."""
    is_over = or_(
        Publication.ended_at.is_not(None), Consent.ended_at.is_not(None), Consent.expires_at <= now
    )
    of_it = Publication.workspace_id == Testimonial.workspace_id
    agreed = Consent.workspace_id == Testimonial.workspace_id
    rows = db.session.execute(
        select(
            Publication.public_id,
            Publication.ended_at,
            Consent.ended_at.label("withdrawn_at"),
            Consent.expires_at,
        )
        .join(Testimonial, and_(of_it, Testimonial.id == Publication.testimonial_id))
        .join(Consent, and_(agreed, Consent.id == Testimonial.consent_id))
        .where(is_over, queries.allows(Purpose.WEBSITE))
        .order_by(Publication.id.desc())
        .limit(PER_FEED)
    )
    return [
        (public_id, min(at for at in ends if at is not None and at <= now))
        for public_id, *ends in rows
    ]


def _add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> None:
    clean = {key: NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    ET.SubElement(parent, f"{{{ATOM}}}{name}", clean).text = NOT_XML.sub("\ufffd", words)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
