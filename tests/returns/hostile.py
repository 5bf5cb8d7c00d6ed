"""Mail made to break its reader, or to break out of the page that shows it."""

from tests.returns.servers import TO


def nested(times, kind="multipart/mixed"):
    """Parts in parts in parts."""
    lines = [f"To: {TO}", "Subject: Delivery failure"]
    for depth in range(times):
        lines += [f'Content-Type: {kind}; boundary="b{depth}"', "", f"--b{depth}"]
    return "\n".join([*lines, "Content-Type: text/plain", "", "550 5.1.1 User unknown"]).encode()


HEAD = f"From: MAILER-DAEMON@x.example\nTo: {TO}\nSubject: failure notice\n".encode()
REPORT = HEAD + b'Content-Type: multipart/report; boundary="b"\n\n--b\n'
STATUS = REPORT + b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"

HOSTILE = {
    "parts in parts, 5,000 deep": nested(5000),
    "mail in mail, 5,000 deep": nested(5000, "message/rfc822"),
    "digests in digests": nested(5000, "multipart/digest"),
    "100,000 parts": REPORT + b"Content-Type: text/plain\n\nx\n--b\n" * 100_000,
    "parts without a type": REPORT + b"\nx\n--b\n" * 200_000,
    "10 MB in one line": HEAD + b"\n" + b"A" * 10_000_000,
    "10 MB of base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD\n" * 2_000_000,
    "10 MB of headers": b"X-A: b\n" * 1_400_000,
    "a subject of 5 MB": b"Subject: " + b"failure " * 600_000 + b"\n\n",
    "a subject folded 300,000 times": b"Subject: failure\n" + b" x\n" * 300_000,
    "encoded words without end": b"Subject: " + b"=?utf-8?B?QUJD?= " * 60_000 + b"\n\n",
    "an encoded word of a strange charset": b"Subject: =?punycode?Q?" + b"a" * 900_000 + b"?=\n\n",
    "a body in punycode": HEAD
    + b"Content-Type: text/plain; charset=punycode\n\n"
    + b"ab-" * 300_000,
    "tags that never close": HEAD + b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
    "styles that never close": HEAD + b"Content-Type: text/html\n\n" + b"<style>" * 140_000,
    "entities without end": HEAD + b"Content-Type: text/html\n\n" + b"&amp;" * 200_000,
    "a diagnosis of 900 kB": STATUS
    + b"Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; "
    + b"550 user not " * 70_000,
    "100,000 recipients": STATUS + b"Action: failed\nStatus: 5.0.0\n\n" * 100_000,
    "addresses without end": HEAD + b"\n" + b"a@a." * 250_000,
    "words that nearly match": HEAD + b"\n550 " + b"user user user not not " * 45_000,
    "quoted lines": HEAD + b"\n" + b">" * 900_000,
    "brackets": HEAD + b"\n" + b"<a@b.c>: (" * 100_000,
    "a boundary of 900 kB": HEAD
    + b'Content-Type: multipart/report; boundary="'
    + b"b" * 900_000
    + b'"\n\n--b\n',
    "parameters without end": HEAD + b"Content-Type: text/plain" + b"; a*0*=b" * 100_000 + b"\n\n",
    "NUL": HEAD.replace(b"failure", b"fai\0lure") + b"\n550 5.1.1 \0\0User unknown\0\n",
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\n\n!!!!====A=\n",
    "broken utf-8 in every header": bytes(range(128, 256)).join(
        [b"From: ", b"\nSubject: ", b"\n\n"]
    ),
}
