"""DMARC (RFC 7489): what receivers do with mail in our name that is not ours."""

from feedback.deliverability.finding import Finding, Record, State
from feedback.deliverability.lookup import Resolver
from feedback.deliverability.sender import MailSender
from surveys.speech import noted
from surveys.telling import told

NAME = "DMARC"
POLICIES = ("none", "quarantine", "reject")


def check_dmarc(sender: MailSender, resolver: Resolver) -> Finding:
    """Look for the policy of the domain, or of the one above it."""
    labels = sender.domain.split(".")
    for above in range(len(labels) - 1):
        name = "_dmarc." + ".".join(labels[above:])
        found = [text for text in resolver.texts(name) if text.lower().startswith("v=dmarc1")]
        if len(found) > 1:
            return Finding(
                NAME,
                State.BAD,
                told(
                    "%(name)s has %(found)s DMARC records, so receivers count none of them.",
                    name=name,
                    found=len(found),
                ),
                noted("Keep one."),
                Record(name, "TXT", found[0]),
            )
        if found:
            return _read(name, found[0], sender)
    name = f"_dmarc.{sender.domain}"
    return Finding(
        NAME,
        State.BAD,
        told(
            "%(domain)s has no DMARC record; Gmail, Yahoo and Microsoft ask for one.",
            domain=sender.domain,
        ),
        noted("Add this record; its reports go to the address it names."),
        Record(name, "TXT", f"v=DMARC1; p=none; rua=mailto:postmaster@{sender.domain}"),
    )


def _read(name: str, text: str, sender: MailSender) -> Finding:
    tags = dict(_pair(part) for part in text.split(";"))
    policy = tags.get("p", "").lower()
    if policy not in POLICIES:
        return Finding(
            NAME,
            State.BAD,
            told("The DMARC record at %(name)s names no policy.", name=name),
            noted("It must say p=none, p=quarantine or p=reject."),
            Record(name, "TXT", "v=DMARC1; p=none"),
        )
    if not sender.is_aligned:
        return Finding(
            NAME,
            State.WARN,
            told(
                "The DMARC record at %(name)s is there. SPF cannot vouch for %(domain)s, "
                "because mail returns to %(return_domain)s; the DKIM signature must.",
                name=name,
                domain=sender.domain,
                return_domain=sender.return_domain,
            ),
            told(
                "Set HARK_RETURN_PATH to an address at %(domain)s or below it.",
                domain=sender.domain,
            ),
        )
    return Finding(
        NAME,
        State.GOOD,
        told("%(name)s says what to do with forgeries (p=%(policy)s).", name=name, policy=policy),
    )


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip().lower(), value.strip()
