"""Who belongs to the company: their praise is not a customer's, and has to say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from analysis.cues.shared import words
from feedback.models import Judgement, Member, Response
from surveys.models import Contact

INSIDER = "insider"
"""The gate that such a comment meets."""
TELLS_RELATION = words("relation relationship type role kind group beziehung typ")
INSIDERS = words("""
employee staff colleague intern founder investor shareholder partner reseller supplier family
mitarbeiter mitarbeiterin kollege kollegin angestellte gesellschafter lieferant salarié salariée
employé employée actionnaire fournisseur empleado empleada socio proveedor
""")
"""Values of such an attribute that mean somebody is more than a customer."""
OF_EVERYBODY = words("""
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com
me.com mac.com aol.com proton.me protonmail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de
freenet.de mail.com mail.ru yandex.ru orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr
yahoo.fr hotmail.es yahoo.es telefonica.net libero.it qq.com 163.com zoho.com fastmail.com
btinternet.com sky.com comcast.net verizon.net att.net
""")
"""Domains where anybody gets an address: sharing one says nothing."""


@dataclass(frozen=True)
class Insiders:
    """How insiders of a workspace are known."""

    domains: frozenset[str]

    @classmethod
    def of(cls, session: Session) -> "Insiders":
        """Read the domains of the workspace's own members."""
        found = {domain_of(email) for email in session.scalars(select(Member.email))}
        return cls(frozenset(found) - OF_EVERYBODY - {""})

    def relation(self, email: str | None, attributes: Mapping[str, Any]) -> str:
        """Say what ties somebody to the company; "" for a customer."""
        domain = domain_of(email or "")
        if domain in self.domains:
            return f"@{domain}"
        for name, value in attributes.items():
            tie = str(value).strip()
            if name.strip().casefold() in TELLS_RELATION and tie.casefold() in INSIDERS:
                return tie[:40]
        return ""


def tie_seen(session: Session, response_id: int) -> str:
    """Say what suggests that an author belongs to the company; "" where nothing does."""
    gates = select(Judgement.gates).where(Judgement.response_id == response_id)
    shut = dict(session.scalar(gates) or ())
    if INSIDER in shut:
        return str(shut[INSIDER])
    theirs = and_(Contact.workspace_id == Response.workspace_id, Contact.id == Response.contact_id)
    row = session.execute(
        select(Response.attributes, Contact.email, Contact.attributes.label("known"))
        .outerjoin(Contact, theirs)
        .where(Response.id == response_id)
    ).first()
    if row is None:
        return ""
    return Insiders.of(session).relation(row.email, {**(row.known or {}), **row.attributes})


def domain_of(email: str) -> str:
    """Give the part behind the @."""
    return email.rpartition("@")[2].strip().casefold()
