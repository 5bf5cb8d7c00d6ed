"""Bounces written for people only: recognised by a library, judged by their words."""

import logging
import re
from collections.abc import Iterator
from email.message import Message

from flufl.bounce import all_failures

from surveys.returns.codes import codes_in
from surveys.returns.judging import judge
from surveys.returns.kinds import Kind, Returned
from surveys.returns.opening import header, one_line, text_of, texts
from surveys.returns.replies import DAEMON

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it tells of each of its patterns

SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|(?:has )?fail|problem|report|error)|non-?delivery"
    r"|failure notice|returned mail|mail (?:delivery|system) (?:fail|error)|mail(?:er)?[ -]error"
    r"|returning message|message (?:not|could not be|undeliver)|could not be delivered|bounce"
    r"|nicht zustell|unzustell|zustellung|fehlgeschlagen|non remis|[ée]chec|impossible de remettre"
    r"|no se (?:ha podido|pudo) entregar|no entregado|mancata consegna|impossibile recapitare"
    r"|não (?:foi )?entregue|onbestelbaar|niet bezorgd|niedostarcz|не доставлено|недоставленн"
    r"|配信不能|配信できません|配送|エラーメール|メールエラー|不達|退信|投递失败",
    re.IGNORECASE,
)
DELAY = re.compile(
    r"warning|delay(?:ed)?\b|still (?:trying|being retried)|will be retried|verzögert|retard"
    r"|could not send message for past|not yet been delivered|遅延",
    re.IGNORECASE,
)
COPY_BEGINS = re.compile(
    r"^(?:-{2,}|>|\s*={3,})?\s*(?:below this line is a copy|this is a copy of|original message"
    r"|the header of the original|unsent message|returned (?:message|mail)|your original message"
    r"|original mail|message headers? follow|ursprüngliche nachricht|message d'origine|the message "
    r"headers|message header|元のメッセージ|原始邮件)"
    r"|^>?(?:return-path|received|dkim-signature|mime-version|message-id|list-unsubscribe)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
"""From here on stands our own mail, whose words say nothing about why it came back."""
WITH_CODE = re.compile(r"(?<![\d.])[45]\d\d[ -]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
ADDRESS = re.compile(r"[\w.+%=~-]{1,64}@[\w.-]{1,190}\.\w{2,30}")
FOLLOWING = 4


def bounce(message: Message) -> Returned | None:
    """Read a bounce without a report for machines; None where this is none."""
    passing, failing = _failures(message)
    named = header(message, "X-Failed-Recipients").split(",")[0].strip()
    subject = header(message, "Subject")
    from_daemon = DAEMON.search(header(message, "From")) is not None
    if not (named or passing or failing or from_daemon or SUBJECT.search(subject)):
        return None
    text = _own_words(message)
    said = _reason(text)
    if not (named or passing or failing or from_daemon) and not WITH_CODE.search(text):
        return None
    recipient = named or next(iter([*failing, *passing]), "") or _address(text)
    status = next(iter(codes_in(said)), "")
    return Returned(_kind(subject, text, said, bool(passing)), recipient, status, said)


def _kind(subject: str, text: str, said: str, is_passing: bool) -> Kind:
    if DELAY.search(subject) or (is_passing and DELAY.search(text)):
        return Kind.DELAYED
    found = judge("", said)
    return Kind.SOFT if is_passing and found == Kind.HARD else found


def _failures(message: Message) -> tuple[list[str], list[str]]:
    """Ask the library for the addresses; it meets formats nobody wrote down."""
    try:
        passing, failing = all_failures(message)
    except Exception:  # noqa: BLE001 - its patterns break on messages made to break them
        return [], []
    return _addresses(passing), _addresses(failing)


def _addresses(found: frozenset[bytes]) -> list[str]:
    plain = (address.decode("utf-8", "replace").strip() for address in sorted(found))
    return [address for address in plain if ADDRESS.fullmatch(address)]


def _own_words(message: Message) -> str:
    """Give what the server says itself, up to where the copy of our mail begins."""
    part = next(texts(message), None)
    text = text_of(part) if part else ""
    begin = COPY_BEGINS.search(text)
    return text[: begin.start()] if begin else text


def _reason(text: str) -> str:
    """Give the lines that carry a code with what follows them; all where none does."""
    lines = [line.strip() for line in text.splitlines()]
    coded = list(_coded(lines))
    return one_line(" ".join(coded or lines))[:2000]


def _coded(lines: list[str]) -> Iterator[str]:
    left = 0
    for line in lines:
        if WITH_CODE.search(line):
            left = FOLLOWING
        if left and line:
            yield line
        left = left - 1 if line else 0


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return found.group() if found else ""
