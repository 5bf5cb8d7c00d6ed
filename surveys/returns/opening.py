"""Opening a message that anybody may have written: bounded, and never raising."""

import codecs
import html
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser

MOST_BYTES = 300_000
"""Reports begin with what they have to say; what is cut off is the copy of the mail."""
MOST_PARTS = 60
MOST_BOUNDARIES = 500
MOST_HEADER_LETTERS = 2_000
MOST_TEXT_LETTERS = 40_000

NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs that no mail is written in, and that take their time."""

PART_BEGINS = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
TAG = re.compile(r"<[^<>]*>")
UNSEEN = re.compile(r"<(style|script|head)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def opened(raw: bytes) -> Message | None:
    """Read a message; None where it is made to choke its reader."""
    raw = raw[:MOST_BYTES]
    if len(PART_BEGINS.findall(raw)) > MOST_PARTS or raw.count(b"\n--") > MOST_BOUNDARIES:
        return None
    try:
        return message_from_bytes(raw)
    except (ValueError, LookupError, RecursionError):
        return None


def header(message: Message, name: str) -> str:
    """Give a header as one line of text, whatever it is encoded in; empty where there is none."""
    wanted = name.lower()
    found = (value for known, value in message.raw_items() if known.lower() == wanted)
    value = next(found, "")
    return decoded(_letters(value[:MOST_HEADER_LETTERS]))


def decoded(value: str) -> str:
    """Decode encoded words, and make it one line."""
    try:
        return one_line(str(make_header(decode_header(value))))
    except (HeaderParseError, LookupError, ValueError):
        return one_line(value)


def _letters(value: str) -> str:
    """Headers are ASCII by right; many a server writes its own language as it comes."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except ValueError:
        return raw.decode("latin-1")


def one_line(text: str) -> str:
    """Take line breaks and control signs out, and what no database can hold."""
    return BLANK.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()


def text_of(part: Message) -> str:
    """Give the words of a part, without markup."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = _text(payload[: 4 * MOST_TEXT_LETTERS], part)[:MOST_TEXT_LETTERS]
    if part.get_content_subtype() == "html":
        text = html.unescape(TAG.sub(" ", UNSEEN.sub(" ", text)))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def texts(message: Message) -> Iterator[Message]:
    """Give the text parts that the message itself consists of, not those of mail inside it."""
    if message.get_content_maintype() == "text":
        yield message
    elif message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from texts(part)


def part_of(message: Message, *kinds: str) -> Message | None:
    """Find the first part of one of these types, at any depth."""
    return next((part for part in message.walk() if part.get_content_type() in kinds), None)


def field_blocks(part: Message) -> list[Message]:
    """Give the groups of fields in a machine-readable report (RFC 3464, RFC 5965)."""
    payload = part.get_payload()
    inner = [one for one in payload if isinstance(one, Message)] if _is_list(payload) else []
    plain = not part.get("Content-Transfer-Encoding", "7bit").lower().startswith(("base64", "quot"))
    if plain and len(inner) > 1:
        return inner
    text = _source(part, inner, str(payload))
    blocks = BLANK_LINE.split(text.replace("\r\n", "\n").strip("\n"))
    return [HeaderParser().parsestr(block) for block in blocks if ":" in block]


def _is_list(payload: object) -> bool:
    return isinstance(payload, list)


def _source(part: Message, inner: list[Message], payload: str) -> str:
    """Put together again what the parser took for a message, and decode it."""
    try:
        text = "\n\n".join(one.as_string() for one in inner) if inner else payload
        carrier = Message()
        carrier["Content-Transfer-Encoding"] = part.get("Content-Transfer-Encoding", "7bit")
        carrier.set_payload(text)
        return _text(carrier.get_payload(decode=True) or b"", part)  # type: ignore[arg-type]
    except (ValueError, LookupError, KeyError, RecursionError):
        return ""


def _text(payload: bytes, part: Message) -> str:
    for charset in (_charset(part), "utf-8"):
        try:
            return payload.decode(charset)
        except (LookupError, ValueError):
            continue
    return payload.decode("latin-1")


def _charset(part: Message) -> str:
    try:
        name = codecs.lookup(part.get_content_charset("utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name in NO_CHARSETS else name
