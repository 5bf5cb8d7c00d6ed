"""Where a published quote comes from, for anybody to check; and how quotes are collected."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response as Reply
from flask import abort, current_app, g, jsonify, render_template, url_for
from sqlalchemy import select

from feedback.agreements.disclosing import PLACES
from feedback.extensions import db
from feedback.models import Consent, Publication, Purpose, Response, Testimonial
from feedback.provenance.hashing import hash_of
from feedback.provenance.holding import public_key
from feedback.provenance.proof import Proof, proof_of
from feedback.testimonials import public, queries
from feedback.testimonials.collecting import collected
from feedback.testimonials.commands import commands
from feedback.testimonials.outputs.beside import disclosures
from feedback.testimonials.outputs.opening import open_wall, typical_line
from feedback.testimonials.recent import Recent
from feedback.testimonials.shown import Shown
from feedback.testimonials.words import DECLINES
from surveys.models import Workspace
from surveys.scope import bind_workspace

Page = str | Reply | tuple[str, int]
IMPORTED = "import"
figures = Recent(collected)
"""The counts of each workspace, at most a minute old."""


@dataclass(frozen=True)
class Gone:
    """A quote that is shown no more: no words, no name."""

    why: str
    """'withdrawn', 'replaced', 'edited', 'expired' or 'taken down'."""
    at: datetime | None


@public.get("/verify/<public_id>")
def verify(public_id: str) -> Page:
    """Show where a quote comes from and how to check that; a tombstone where it has ended."""
    publication = _publication(public_id)
    now = datetime.now(UTC)
    shown = queries.shown_one(db.session(), now, public_id)
    if shown is None:
        gone = _gone(publication, now)
        return render_template("public/verify_gone.html", workspace=g.workspace, gone=gone)
    proof, settings = _proof(publication, shown), current_app.extensions["settings"]
    file = url_for("public.proof_file", public_id=public_id)
    return render_template(
        "public/verify.html",
        workspace=g.workspace,
        shown=shown,
        # This page is a website: of what its author keeps from websites it shows no word.
        is_elsewhere=Purpose.WEBSITE not in shown.purposes,
        words_hash=hash_of(shown.quote),
        beside=disclosures(shown, g.workspace.name),
        is_imported=_source(publication) == IMPORTED,
        places=[PLACES[purpose] for purpose in Purpose if purpose in shown.purposes],
        line=typical_line(),
        proof=proof,
        commands=proof and commands(settings.base_url, file, url_for("public.signing_key")),
        key=proof and proof.key,
        proof_path=file,
        key_path=url_for("public.signing_key"),
    )


@public.get("/verify/<public_id>.json")
def proof_file(public_id: str) -> Reply:
    """Give the proof as a file; there is none of what has ended."""
    publication = _publication(public_id)
    shown = queries.shown_one(db.session(), datetime.now(UTC), public_id)
    may = shown is not None and Purpose.WEBSITE in shown.purposes
    proof = _proof(publication, shown) if may and shown else None
    if not proof:
        abort(404)
    answer = jsonify(proof.file())
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@public.get("/.well-known/hark-signing-key.pem")
def signing_key() -> Reply:
    """Give the public key with which every proof of this installation is checked."""
    key = public_key() or abort(404)
    return Reply(key.pem, mimetype="application/x-pem-file")


@public.get("/wall/<slug>/how")
def how(slug: str) -> str:
    """Say how quotes are collected and chosen, in figures that are counted now."""
    workspace = open_wall(slug)
    return render_template(
        "public/how.html",
        workspace=workspace,
        declines=DECLINES,
        figures=figures.of(db.session(), datetime.now(UTC)),
        line=typical_line(),
    )


def _publication(public_id: str) -> Publication:
    """Find a publication by its public name, and read nothing but its workspace from here."""
    found = select(Publication).where(Publication.public_id == public_id)
    row = db.session.scalar(found, execution_options={"unscoped": True}) or abort(404)
    bind_workspace(db.session(), row.workspace_id)
    g.workspace = db.session.get_one(Workspace, row.workspace_id)
    return row


def _proof(publication: Publication, shown: Shown) -> Proof | None:
    connection, key = db.session.connection(), public_key()
    found = key and proof_of(connection, publication.workspace_id, publication.id, key)
    if not found:
        return None
    quote = found.entries[2]["shown"].get("quote", {}).get("value")
    named = found.entries[1]["shown"].get("named_as", {}).get("value")
    return found if (quote, named) == (shown.quote, shown.named_as) else None


def _source(publication: Publication) -> str | None:
    return db.session.scalar(
        select(Response.source)
        .join(Consent, Consent.response_id == Response.id)
        .join(Testimonial, Testimonial.consent_id == Consent.id)
        .where(Testimonial.id == publication.testimonial_id)
    )


def _gone(publication: Publication, now: datetime) -> Gone:
    consent: Any = db.session.scalars(
        select(Consent)
        .join(Testimonial, Testimonial.consent_id == Consent.id)
        .where(Testimonial.id == publication.testimonial_id)
    ).one()
    if consent.ended_at:
        return Gone(queries.ENDED_BY[consent.ended_by], consent.ended_at)
    if consent.expires_at <= now:
        return Gone("expired", consent.expires_at)
    if publication.ended_at:
        return Gone("taken down", publication.ended_at)
    return Gone("edited", None)
