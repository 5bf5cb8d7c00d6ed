"""PTR: the address our mail leaves from has a name, and the name leads back to it."""

from ipaddress import ip_address

from feedback.deliverability.finding import Finding, Record, State
from feedback.deliverability.lookup import Resolver
from feedback.deliverability.sender import MailSender
from surveys.speech import noted
from surveys.telling import told

NAME = "PTR"


def check_ptr(sender: MailSender, resolver: Resolver) -> Finding:
    """Look the server's addresses up, and back."""
    if not sender.host:
        return Finding(
            NAME,
            State.UNKNOWN,
            noted("No mail server is set, so there is no address to look up."),
            noted("Set HARK_SMTP_HOST."),
        )
    addresses = resolver.addresses(sender.host)
    public = [address for address in addresses if ip_address(address).is_global]
    if not addresses:
        return Finding(
            NAME,
            State.BAD,
            told("There is no server named %(host)s.", host=sender.host),
            noted("Correct HARK_SMTP_HOST."),
        )
    if not public:
        return Finding(
            NAME,
            State.UNKNOWN,
            told(
                "%(host)s is in your own network, so its public address is not known here.",
                host=sender.host,
            ),
            noted(
                "Ask whoever runs it whether that address has a name (PTR) that leads back to it."
            ),
        )
    for address in public:
        names = resolver.names(address)
        if not any(address in resolver.addresses(name) for name in names):
            return _lost(sender, address, named=bool(names))
    return Finding(
        NAME,
        State.GOOD,
        told("The addresses of %(host)s have names that lead back.", host=sender.host),
    )


def _lost(sender: MailSender, address: str, *, named: bool) -> Finding:
    what = (
        noted("%(address)s, an address of %(host)s, has a name that does not lead back to it.")
        if named
        else noted("%(address)s, an address of %(host)s, has no name.")
    )
    return Finding(
        NAME,
        State.WARN,
        told(what, address=address, host=sender.host),
        noted(
            "Whoever owns the address sets this record – usually your hosting "
            "provider. If your provider sends from other addresses, it is theirs to "
            "set."
        ),
        Record(ip_address(address).reverse_pointer, "PTR", f"{sender.host}."),
    )
