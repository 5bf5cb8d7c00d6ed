"""SPF (RFC 7208): which servers may send for the domain that mail returns to."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from feedback.deliverability.finding import Finding, Record, State
from feedback.deliverability.lookup import Resolver
from feedback.deliverability.sender import MailSender
from surveys.speech import noted
from surveys.telling import told

NAME = "SPF"
MOST_LOOKUPS = 10
LOOKS_UP = ("include:", "a:", "mx:", "exists:", "redirect=", "ptr:")


def check_spf(sender: MailSender, resolver: Resolver) -> Finding:
    """Look for the one SPF record, and read it."""
    domain = sender.return_domain
    found = [text for text in resolver.texts(domain) if _is_spf(text)]
    if not found:
        return Finding(
            NAME,
            State.BAD,
            told("%(domain)s does not say which servers may send its mail.", domain=domain),
            noted("Add this record; your mail provider's help page may name an include for it."),
            Record(domain, "TXT", f"v=spf1 a:{sender.host or domain} ~all"),
        )
    if len(found) > 1:
        return Finding(
            NAME,
            State.BAD,
            told(
                "%(domain)s has %(found)s SPF records, so receivers count none of them.",
                domain=domain,
                found=len(found),
            ),
            noted("Put them together into one."),
            Record(domain, "TXT", _together(found)),
        )
    return _read(found[0].split()[1:], sender, resolver)


def _read(terms: Sequence[str], sender: MailSender, resolver: Resolver) -> Finding:
    domain = sender.return_domain
    lookups = sum(term.lstrip("+-~?").lower().startswith(LOOKS_UP) for term in terms)
    lookups += sum(term.lstrip("+-~?").lower() in ("a", "mx", "ptr") for term in terms)
    if {"+all", "all"} & {term.lower() for term in terms}:
        return Finding(
            NAME,
            State.BAD,
            told(
                "The SPF record of %(domain)s lets every server in the world send.", domain=domain
            ),
            noted("End it with ~all instead."),
            Record(domain, "TXT", " ".join(["v=spf1", *_without_all(terms), "~all"])),
        )
    if lookups > MOST_LOOKUPS:
        return Finding(
            NAME,
            State.BAD,
            told(
                "The SPF record of %(domain)s needs %(lookups)s look-ups; receivers give "
                "up after ten.",
                domain=domain,
                lookups=lookups,
            ),
            noted("Take out what is not used any more."),
        )
    if not _names_server(terms, sender, resolver):
        return Finding(
            NAME,
            State.WARN,
            told(
                "The SPF record of %(domain)s does not name %(host)s, which our mail leaves from.",
                domain=domain,
                host=sender.host,
            ),
            noted("Add it, unless your provider sends from other servers and those are named."),
            Record(
                domain,
                "TXT",
                " ".join(["v=spf1", *_without_all(terms), f"a:{sender.host}", "~all"]),
            ),
        )
    return Finding(
        NAME, State.GOOD, told("%(domain)s says which servers may send its mail.", domain=domain)
    )


def _names_server(terms: Sequence[str], sender: MailSender, resolver: Resolver) -> bool:
    """Whether the server is named, or may be behind an include we do not follow."""
    kinds = [term.lower().lstrip("+") for term in terms]
    if any(term.startswith(("include:", "redirect=", "exists:")) for term in kinds):
        return True
    if not sender.host or f"a:{sender.host.lower()}" in kinds:
        return True
    if any(term == "mx" or term.startswith(("mx:", "mx/", "a/")) for term in kinds):
        return True
    own = resolver.addresses(sender.return_domain) if "a" in kinds else ()
    return any(
        address in own or _is_in(address, kinds) for address in resolver.addresses(sender.host)
    )


def _is_in(address: str, terms: Sequence[str]) -> bool:
    for term in terms:
        kind, _, network = term.partition(":")
        if kind in ("ip4", "ip6"):
            try:
                if ip_address(address) in ip_network(network, strict=False):
                    return True
            except ValueError:
                continue
    return False


def _is_spf(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def _without_all(terms: Sequence[str]) -> list[str]:
    return [term for term in terms if term.lower().lstrip("+-~?") != "all"]


def _together(records: Sequence[str]) -> str:
    terms = dict.fromkeys(term for text in records for term in _without_all(text.split()[1:]))
    return " ".join(["v=spf1", *terms, "~all"])
