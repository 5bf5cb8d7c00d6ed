"""Reports as mail servers write them: each function is one server's own form.

Written from the RFCs and from how these servers are documented to answer; names are made up.
"""

from dataclasses import dataclass
from textwrap import fill

TOKEN_MARK = "TOKEN"
TO = "bounces+TOKEN@feedback.acme.example"
COPY = """Return-Path: <bounces+TOKEN@feedback.acme.example>
Received: from hark.acme.example (hark.acme.example [203.0.113.5])
\tby mx.reporter.example with ESMTPS id 4Zx1; Sun, 22 Nov 2026 12:00:01 +0000
From: Acme <feedback@acme.example>
To: Carla Customer <carla@x.example>
Subject: How are we doing? No spam, no virus, unsubscribe or complain any time
Message-ID: <TOKEN.invitation@acme.example>
List-Unsubscribe: <https://feedback.acme.example/u/abc>
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
"""
COPY_TEXT = (
    "One click is enough. User unknown? Mailbox full? 550 5.7.1 spam? These words are ours.\n"
)


@dataclass(frozen=True)
class Reason:
    """Why the mail came back, and what that means."""

    kind: str
    status: str
    said: str


def _report(head, human, status, *, copy="message/rfc822", boundary="=_bnd", subtype="report"):
    kind = f'multipart/{subtype}; report-type=delivery-status;\n\tboundary="{boundary}"'
    returned = COPY + ("\n" + COPY_TEXT if copy == "message/rfc822" else "")
    return f"""{head}
MIME-Version: 1.0
Content-Type: {kind}

This is a MIME-encapsulated message.

--{boundary}
{human}

--{boundary}
Content-Type: message/delivery-status

{status}

--{boundary}
Content-Type: {copy}

{returned}
--{boundary}--
"""


def postfix(reason):
    head = f"""Return-Path: <>
Received: by mx.reporter.example (Postfix)
\tid 4ZxAbC; Sun, 22 Nov 2026 12:00:05 +0000 (UTC)
Date: Sun, 22 Nov 2026 12:00:05 +0000 (UTC)
From: MAILER-DAEMON@mx.reporter.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {TO}
Auto-Submitted: auto-replied
Message-Id: <20261122120005.4ZxAbC@mx.reporter.example>"""
    told = f"<carla@x.example>: host mx.x.example[203.0.113.7] said: {reason.said} (in reply)"
    told = fill(told, 72, subsequent_indent="    ")
    human = f"""Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.reporter.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

{told}"""
    said = fill(f"Diagnostic-Code: smtp; {reason.said}", 72, subsequent_indent="    ")
    status = f"""Reporting-MTA: dns; mx.reporter.example
X-Postfix-Queue-ID: 4ZxAbC
X-Postfix-Sender: rfc822; bounces+TOKEN@feedback.acme.example
Arrival-Date: Sun, 22 Nov 2026 12:00:01 +0000 (UTC)

Final-Recipient: rfc822; carla@x.example
Original-Recipient: rfc822;carla@x.example
Action: failed
Status: {reason.status}
Remote-MTA: dns; mx.x.example
{said}"""
    return _report(head, human, status)


def exim(reason):
    head = f"""Return-Path: <>
From: Mail Delivery System <Mailer-Daemon@mx.reporter.example>
To: {TO}
Auto-Submitted: auto-replied
X-Failed-Recipients: carla@x.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tAbC-0001Ab-Xy@mx.reporter.example>
References: <TOKEN.invitation@acme.example>"""
    human = f"""Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  carla@x.example
    host mx.x.example [203.0.113.7]
    SMTP error from remote mail server after RCPT TO:<carla@x.example>:
    {reason.said}"""
    status = f"""Reporting-MTA: dns; mx.reporter.example

Action: failed
Final-Recipient: rfc822;carla@x.example
Status: 5.0.0
Remote-MTA: dns; mx.x.example
Diagnostic-Code: smtp; {reason.said}"""
    return _report(head, human, status, boundary="1763812805-eximdsn-1804289383")


def sendmail(reason):
    head = f"""Return-Path: <MAILER-DAEMON@mx.reporter.example>
Date: Sun, 22 Nov 2026 12:00:05 GMT
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.reporter.example>
Message-Id: <202611221200.0AMC05Hx012345@mx.reporter.example>
To: <{TO}>
Subject: Returned mail: see transcript for details
Auto-Submitted: auto-generated (failure)"""
    human = f"""
The original message was received at Sun, 22 Nov 2026 12:00:01 GMT
from hark.acme.example [203.0.113.5]

   ----- The following addresses had permanent fatal errors -----
<carla@x.example>
    (reason: {reason.said})

   ----- Transcript of session follows -----
... while talking to mx.x.example.:
>>> RCPT To:<carla@x.example>
<<< {reason.said}"""
    status = f"""Reporting-MTA: dns; mx.reporter.example
Received-From-MTA: DNS; hark.acme.example
Arrival-Date: Sun, 22 Nov 2026 12:00:01 GMT

Final-Recipient: RFC822; carla@x.example
Action: failed
Status: {reason.status}
Remote-MTA: DNS; mx.x.example
Diagnostic-Code: SMTP; {reason.said}
Last-Attempt-Date: Sun, 22 Nov 2026 12:00:04 GMT"""
    return _report(head, human, status, copy="text/rfc822-headers", boundary="0AMC05Hx.1")


def exchange_online(reason):
    head = f"""From: <postmaster@x.example>
To: <{TO}>
Date: Sun, 22 Nov 2026 12:00:05 +0000
Content-Language: en-US
Message-ID: <5f6e-4c2b@x.example>
In-Reply-To: <TOKEN.invitation@acme.example>
References: <TOKEN.invitation@acme.example>
Thread-Topic: How are we doing?
Subject: Undeliverable: How are we doing?
Auto-Submitted: auto-replied"""
    human = """Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="alt-1"

--alt-1
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to carla@x.example couldn't be delivered.

A custom mail flow rule or the recipient's settings may be the reason. If you think
that your message isn't spam, ask the recipient's e-mail admin for help.

--alt-1
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Your message to <b>carla@x.example</b> couldn't be delivered.</p></body></html>

--alt-1--"""
    status = f"""Reporting-MTA: dns;DB9PR05MB0001.eurprd05.prod.x.example
Received-From-MTA: dns;hark.acme.example
Arrival-Date: Sun, 22 Nov 2026 12:00:01 +0000

Final-Recipient: rfc822;carla@x.example
Action: failed
Status: {reason.status}
Diagnostic-Code: smtp;{reason.said}
X-Display-Name: carla@x.example"""
    return _report(head, human, status, copy="text/rfc822-headers", boundary="exch-2")


def gmail(reason):
    head = f"""Return-Path: <>
To: {TO}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <TOKEN.invitation@acme.example>
In-Reply-To: <TOKEN.invitation@acme.example>
X-Failed-Recipients: carla@x.example
From: Mail Delivery Subsystem <mailer-daemon@reporter.example>
Message-ID: <6741.mr@mx.reporter.example>
Date: Sun, 22 Nov 2026 04:00:05 -0800 (PST)"""
    human = f"""Content-Type: multipart/related; boundary="rel-1"

--rel-1
Content-Type: multipart/alternative; boundary="alt-1"

--alt-1
Content-Type: text/plain; charset="UTF-8"

** Message not delivered **

There was a problem delivering your message to carla@x.example.

The response from the remote server was:
{reason.said}

--alt-1
Content-Type: text/html; charset="UTF-8"

<html><body><h2>Message not delivered</h2><p>{reason.said.replace("<", "&lt;")}</p></body></html>

--alt-1--

--rel-1--"""
    status = f"""Reporting-MTA: dns; reporter.example
Received-From-MTA: dns; feedback@acme.example
Arrival-Date: Sun, 22 Nov 2026 04:00:01 -0800 (PST)
X-Original-Message-ID: <TOKEN.invitation@acme.example>

Final-Recipient: rfc822; carla@x.example
Action: failed
Status: {reason.status}
Remote-MTA: dns; mx.x.example. (203.0.113.7, the server for the domain x.example.)
Diagnostic-Code: smtp; {reason.said}
Last-Attempt-Date: Sun, 22 Nov 2026 04:00:04 -0800 (PST)"""
    return _report(head, human, status, boundary="000000000000abc")


def amazon_ses(reason):
    head = f"""Return-Path: <>
From: MAILER-DAEMON@eu-west-1.ses.example
To: {TO}
Subject: Delivery Status Notification (Failure)
Message-ID: <0102018f-1@eu-west-1.ses.example>"""
    human = """Content-Type: text/plain; charset="us-ascii"

An error occurred while trying to deliver the mail to the following recipients:
carla@x.example"""
    status = f"""Reporting-MTA: dns; a7-30.smtp-out.eu-west-1.ses.example

Action: failed
Final-Recipient: rfc822; carla@x.example
Diagnostic-Code: smtp; {reason.said}
Status: {reason.status}"""
    return _report(head, human, status, boundary="----=_Part_7")


def zimbra(reason):
    """Amavis in front of Postfix: the report is not marked as one, only its part is."""
    head = f"""Return-Path: <>
From: "Content-filter at mail.reporter.example" <postmaster@mail.reporter.example>
To: {TO}
Subject: Undeliverable mail, MTA-BLOCKED
Auto-Submitted: auto-generated"""
    human = f"""Content-Type: text/plain; charset="iso-8859-1"

A message from <bounces+TOKEN@feedback.acme.example> to:
-> carla@x.example

was not delivered. The reply of the next server: {reason.said}"""
    status = f"""Reporting-MTA: dns; mail.reporter.example
Received-From-MTA: smtp; hark.acme.example ([203.0.113.5])

Original-Recipient: rfc822;carla@x.example
Final-Recipient: rfc822;carla@x.example
Action: failed
Status: {reason.status}
Diagnostic-Code: smtp; {reason.said}"""
    return _report(head, human, status, boundary="----------=_176", subtype="mixed")


def domino(reason):
    head = f"""Auto-Submitted: auto-generated
From: Postmaster@x.example
To: {TO}
Message-ID: <OF1A2B.0042@x.example>
Subject: DELIVERY FAILURE: {reason.said[:60]}"""
    human = f"""Content-type: text/plain; charset=US-ASCII

Your message

  Subject: How are we doing?

was not delivered to:

  carla@x.example

because:

  {reason.said}"""
    status = f"""Reporting-MTA: dns;notes.x.example

Final-Recipient: rfc822;carla@x.example
Action: failed
Status: {reason.status}
Diagnostic-Code: X-Notes; {reason.said}"""
    return _report(head, human, status, boundary="==IFJRGLKFGIR1")


def qmail(reason):
    """No report for machines at all: the qmail-send bounce message format."""
    return f"""Return-Path: <>
Received: (qmail 12345 invoked for bounce); 22 Nov 2026 12:00:05 -0000
Date: 22 Nov 2026 12:00:05 -0000
From: MAILER-DAEMON@mx.reporter.example
To: {TO}
Subject: failure notice

Hi. This is the qmail-send program at mx.reporter.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<carla@x.example>:
203.0.113.7 does not like recipient.
Remote host said: {reason.said}
Giving up on 203.0.113.7.

--- Below this line is a copy of the message.

{COPY}
{COPY_TEXT}"""


def old_exim(reason):
    """Exim before 4.80: for people only."""
    return f"""Return-Path: <>
From: Mail Delivery System <Mailer-Daemon@mx.reporter.example>
To: {TO}
X-Failed-Recipients: carla@x.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  carla@x.example
    SMTP error from remote mail server after RCPT TO:<carla@x.example>:
    host mx.x.example [203.0.113.7]: {reason.said}

------ This is a copy of the message, including all the headers. ------

{COPY}
{COPY_TEXT}"""


def web_de(reason):
    """For people only, in German and English, with the copy's head in the text."""
    return f"""Return-Path: <>
From: mailer-daemon@kundenserver.example
To: {TO}
Subject: Mail delivery failed: returning message to sender
Content-Type: text/plain; charset=iso-8859-15
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error.

The following address failed:

carla@x.example:
SMTP error from remote server for RCPT TO command, host: mx.x.example (203.0.113.7) \
reason: {reason.said}

--- The header of the original message is following. ---

{COPY}"""


def groupwise(reason):
    return f"""From: Mailer-Daemon@gw.reporter.example
To: {TO}
Subject: Message status - undeliverable
Content-Type: multipart/mixed; boundary="gw"

--gw
Content-Type: text/plain; charset=US-ASCII

The message that you sent was undeliverable to the following:
\tcarla@x.example ({reason.said})

Possibly truncated original message follows:

--gw
Content-Type: message/rfc822

{COPY}
{COPY_TEXT}
--gw--
"""


REPORTS = (
    postfix,
    exim,
    sendmail,
    exchange_online,
    gmail,
    amazon_ses,
    zimbra,
    domino,
)
PLAIN = (qmail, old_exim, web_de, groupwise)
