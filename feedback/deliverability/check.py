"""The four look-ups together: at once, within a few seconds, remembered for some minutes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from feedback.config import Settings
from feedback.deliverability.dkim import check_dkim
from feedback.deliverability.dmarc import check_dmarc
from feedback.deliverability.finding import Finding, State, not_looked_up
from feedback.deliverability.lookup import NameServers, NoAnswerError, Resolver
from feedback.deliverability.ptr import check_ptr
from feedback.deliverability.sender import MailSender
from feedback.deliverability.spf import check_spf
from surveys.speech import noted
from surveys.telling import told

Check = Callable[[MailSender, Resolver], Finding]

CHECKS: dict[str, Check] = {
    "SPF": check_spf,
    "DKIM": check_dkim,
    "DMARC": check_dmarc,
    "PTR": check_ptr,
}
PATIENCE_SECONDS = 5.0
REMEMBERED_SECONDS = 300.0


@dataclass
class Inspector:
    """Looks, and remembers for a while; what nobody answered is asked again at once."""

    resolver: Resolver
    sender: MailSender
    clock: Callable[[], float] = time.monotonic
    patience: float = PATIENCE_SECONDS
    _known: tuple[float, list[Finding]] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, extensions: dict[str, Any]) -> "Inspector":
        """Give the application's own."""
        if "inspector" not in extensions:
            settings: Settings = extensions["settings"]
            extensions["inspector"] = cls(NameServers(), MailSender.of(settings))
        found: Inspector = extensions["inspector"]
        return found

    def findings(self) -> list[Finding]:
        """Tell how it stands."""
        if self.sender.is_made_up:
            return [_no_domain(self.sender)]
        if self._known and self.clock() - self._known[0] < REMEMBERED_SECONDS:
            return self._known[1]
        found = self._look()
        if all(finding.state != State.UNKNOWN for finding in found):
            self._known = self.clock(), found
        return found

    def _look(self) -> list[Finding]:
        pool = ThreadPoolExecutor(len(CHECKS))
        tasks = {name: pool.submit(self._one, name) for name in CHECKS}
        wait(tasks.values(), timeout=self.patience)
        pool.shutdown(wait=False, cancel_futures=True)
        return [
            task.result() if task.done() else not_looked_up(name) for name, task in tasks.items()
        ]

    def _one(self, name: str) -> Finding:
        try:
            return CHECKS[name](self.sender, self.resolver)
        except NoAnswerError:
            return not_looked_up(name)


def _no_domain(sender: MailSender) -> Finding:
    return Finding(
        noted("Sender"),
        State.BAD,
        told(
            "Mail comes from an address at %(domain)s, which is no domain of yours.",
            domain=sender.domain,
        ),
        noted("Set HARK_MAIL_FROM to an address at your own domain."),
    )
