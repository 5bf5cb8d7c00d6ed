"""Who sends: the domains and the server that receivers look at."""

from dataclasses import dataclass

from feedback.config import Settings


@dataclass(frozen=True)
class MailSender:
    """The domain people see, the one that mail returns to, and the server it leaves from."""

    domain: str
    return_domain: str
    host: str
    selector: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "MailSender":
        """Read the settings."""
        domain = _domain(settings.mail_from)
        back = _domain(settings.return_path) or domain
        return cls(domain, back, settings.smtp_host, settings.dkim_selector)

    @property
    def is_made_up(self) -> bool:
        """Whether the domain is nobody's own: localhost, or one without a dot."""
        return "." not in self.domain

    @property
    def is_aligned(self) -> bool:
        """Whether SPF may vouch for the address people see: the same domain, or below it."""
        return _is_below(self.return_domain, self.domain) or _is_below(
            self.domain, self.return_domain
        )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _is_below(domain: str, of: str) -> bool:
    return domain == of or domain.endswith(f".{of}")
