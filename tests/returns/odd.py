"""Returned mail that follows no common form, each written by hand: name, meaning, bytes."""

from base64 import b64encode
from quopri import encodestring

from tests.returns.servers import COPY, COPY_TEXT, TO


def mail(body, charset="utf-8", **headers):
    """A simple message; keys are header names with `_` for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\n".join([f"To: {TO}", *lines, f"Content-Type: text/plain; charset={charset}"])
    return f"{head}\n\n{body}\n".encode(charset, "replace")


def daemon(body, subject="Undelivered Mail Returned to Sender", **more):
    """A bounce for people only."""
    more.setdefault("From", "Mail Delivery System <MAILER-DAEMON@mx.reporter.example>")
    return mail(f"{body}\n\n{COPY}", Subject=subject, Return_Path="<>", **more)


def report(*blocks, human="Your message did not arrive.", copy=COPY + "\n" + COPY_TEXT, head=""):
    """A report for machines with these blocks of fields."""
    status = "\n\n".join(["Reporting-MTA: dns; mx.reporter.example", *blocks])
    text = f"""From: postmaster@reporter.example
To: {TO}
Subject: Returned
{head}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

{human}

--b
Content-Type: message/delivery-status

{status}

--b
Content-Type: message/rfc822

{copy}
--b--
"""
    return text.encode()


def block(status, said="", action="failed"):
    """One recipient's fields."""
    words = f"\nDiagnostic-Code: smtp; {said}" if said else ""
    return f"Final-Recipient: rfc822; carla@x.example\nAction: {action}\nStatus: {status}{words}"


def feedback(kind, *, agent="SomeGenerator/1.0", copy=COPY + "\n" + COPY_TEXT, head=""):
    """A complaint passed on (RFC 5965)."""
    return f"""From: feedback@reporter.example
To: {TO}
Subject: FW: How are we doing?
{head}MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report for an email message received from 203.0.113.5.

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: {agent}
Version: 1
Original-Mail-From: <bounces+TOKEN@feedback.acme.example>
Arrival-Date: Sun, 22 Nov 2026 12:00:00 GMT
Source-IP: 203.0.113.5
Reported-Domain: acme.example

--b
Content-Type: message/rfc822

{copy}
--b--
""".encode()


def person(body, subject, **more):
    """Mail from a person's own address."""
    more.setdefault("From", "Carla Customer <carla@x.example>")
    return mail(body, Subject=subject, In_Reply_To="<TOKEN.invitation@acme.example>", **more)


ENCODED_STATUS = b64encode(
    f"Reporting-MTA: dns; mx.x.example\n\n{block('5.1.1', '550 5.1.1 User unknown')}\n".encode()
).decode()
NO_USER = "550 5.1.1 User unknown"
DELIVERED = block("2.0.0", "250 2.0.0 OK", "delivered")

REPORTS = [
    ("two blank lines between the groups", "hard", report("\n" + block("5.1.1", NO_USER))),
    ("no diagnosis, only a status", "hard", report(block("5.1.1"))),
    ("no diagnosis, mailbox full", "soft", report(block("5.2.2"))),
    ("no diagnosis, policy", "policy", report(block("5.7.1"))),
    ("no diagnosis, nothing known", "soft", report(block("5.0.0"))),
    ("no diagnosis, transient", "soft", report(block("4.0.0"))),
    ("no status at all", "hard", report(block("", NO_USER))),
    ("action in capitals", "hard", report(block("5.1.1", NO_USER, "FAILED"))),
    ("comment behind the action", "hard", report(block("5.1.1", NO_USER, "failed (no retry)"))),
    ("status with words behind", "hard", report(block("5.1.1 (bad mailbox)", NO_USER))),
    ("delivered", "unrelated", report(DELIVERED)),
    ("relayed", "unrelated", report(block("2.0.0", "", "relayed"))),
    ("expanded to a list", "unrelated", report(block("2.0.0", "", "expanded"))),
    ("delayed", "delayed", report(block("4.4.1", "connection timed out", "delayed"))),
    ("delayed by greylisting", "delayed", report(block("4.7.1", "450 Greylisted", "delayed"))),
    ("one delivered, one failed", "hard", report(DELIVERED, block("5.1.1", NO_USER))),
    ("failed first, then delayed", "hard",
     report(block("5.1.1", NO_USER), block("4.4.1", "timeout", "delayed"))),
    ("status first in its group", "hard",
     report("Status: 5.1.1\nAction: failed\nFinal-Recipient: rfc822;carla@x.example")),
    ("address type in capitals, no space", "hard",
     report("Final-Recipient: RFC822;carla@x.example\nAction: failed\nStatus: 5.1.1")),
    ("international address", "hard",
     report("Final-Recipient: utf-8; j\u00f6rg@x.example\nAction: failed\nStatus: 5.1.1")),
    ("diagnosis in an encoded word", "hard",
     report("Final-Recipient: rfc822;c@x.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: "
            "smtp; =?utf-8?B?" + b64encode("550 Empfänger existiert nicht".encode()).decode()
            + "?=")),
    ("diagnosis in latin-1 bytes", "hard",
     report(block("5.0.0", "550 Empf\u00e4nger unbekannt")).decode().encode("latin-1")),
    ("diagnosis over many lines", "policy",
     report(block("5.0.0", "550-Message\n 550-rejected\n 550 by policy of the receiver"))),
    ("base64 report", "hard",
     report().replace(b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; "
                      b"mx.reporter.example", b"Content-Type: message/delivery-status\n"
                      b"Content-Transfer-Encoding: base64\n\n" + ENCODED_STATUS.encode())),
    ("global report (RFC 6533)", "hard",
     report(block("5.1.1", NO_USER)).replace(b"message/delivery-status\n",
                                             b"message/global-delivery-status\n")),
    ("truncated in the copy", "hard", report(block("5.1.1", NO_USER))[:-300]),
    ("truncated in the report", "hard",
     report(block("5.1.1", NO_USER)).partition(b"User unknown")[0]),
    ("without a copy", "hard", report(block("5.1.1", NO_USER), copy="")),
    ("lines end in CR LF", "hard", report(block("5.1.1", NO_USER)).replace(b"\n", b"\r\n")),
    ("lines end in CR", "hard", report(block("5.1.1", NO_USER)).replace(b"\n", b"\r")),
    ("mbox line before the headers", "hard",
     b"From MAILER-DAEMON Sun Nov 22 12:00:05 2026\n" + report(block("5.1.1", NO_USER))),
    ("bounce forwarded inside another mail", "hard",
     b"From: helpdesk@acme.example\nTo: " + TO.encode() + b"\nSubject: Fwd: Returned\n"
     b'Content-Type: multipart/mixed; boundary="outer"\n\n--outer\nContent-Type: text/plain\n\nFYI'
     b"\n--outer\nContent-Type: message/rfc822\n\n" + report(block("5.1.1", NO_USER))
     + b"\n--outer--\n"),
    ("our own words in the copy are no reason", "soft",
     report(block("5.3.0"), copy=COPY + "\nuser unknown, no such user, spam, policy\n")),
    ("the human part is no reason where machines are told", "hard",
     report(block("5.1.1", NO_USER), human="Perhaps it was rejected as spam by a policy?")),
    ("an address of four numbers is no code", "soft",
     report(block("5.0.0", "connect to 5.1.1.7 failed"))),
    ("X.400 style diagnosis", "hard",
     report("Final-Recipient: rfc822;c@x.example\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: X-Unix; 67")),
    ("delivered with a strange case", "unrelated", report(block("2.1.5", "", "Delivered"))),
    ("a list's own refusal", "policy",
     report(block("5.7.2", "550 5.7.2 Only members may post to this list"))),
    ("full in the words, unknown in the code", "soft", report(block("5.1.1", "552 over quota"))),
]  # fmt: skip

PLAIN = [
    ("German, Exchange 2003", "hard", daemon(
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\nFolgende(r) Empfänger "
        "kann/können nicht erreicht werden:\n\n  carla@x.example am 22.11.2026 13:00\n        Das "
        "E-Mail-Konto existiert nicht in der Organisation. Die Adresse ist unbekannt.\n        <mx"
        ".x.example #5.1.1>", "Unzustellbar: How are we doing?", From="System Administrator <post"
        "master@x.example>")),
    ("German, full", "soft", daemon(
        "Die folgende Nachricht konnte nicht zugestellt werden.\n\ncarla@x.example\nDas Postfach "
        "des Empfängers ist voll.", "Nachricht nicht zustellbar")),
    ("German, refused", "policy", daemon(
        "Die E-Mail an carla@x.example wurde abgewiesen: 554 5.7.1 Die IP-Adresse steht auf einer "
        "Sperrliste.", "Unzustellbar")),
    ("German, no such domain", "hard", daemon(
        "carla@x.example\n550 5.1.2 Die Domain wurde nicht gefunden", "Mail nicht zustellbar")),
    ("French, unknown", "hard", daemon(
        "Votre message n'a pas pu être remis.\n\n<carla@x.example>: 550 5.1.1 Utilisateur inconnu",
        "Échec de la remise : How are we doing?")),
    ("French, without a code", "hard", daemon(
        "Le message n'a pas été remis à carla@x.example : l'adresse du destinataire n'existe pas.",
        "Non remis : How are we doing?")),
    ("French, full", "soft", daemon(
        "<carla@x.example> : la boîte aux lettres du destinataire est pleine", "Non remis")),
    ("French, latin-1", "hard", mail(
        "L'adresse carla@x.example est inconnue.\n550 Destinataire inconnu", "iso-8859-1",
        From="postmaster@x.example", Subject="=?iso-8859-1?Q?=C9chec_de_la_remise?=")),
    ("Japanese, ISO-2022-JP", "hard", mail(
        "次のあて先へのメールは配信できませんでした。\n\ncarla@x.example\n宛先のメールアドレスが存在しません。",
        "iso-2022-jp", From="MAILER-DAEMON@x.example", Subject="Returned mail: User unknown")),
    ("Japanese, full", "soft", mail(
        "carla@x.example\nメールボックスの容量を超えています。", "iso-2022-jp",
        From="MAILER-DAEMON@x.example", Subject="Mail Error")),
    ("Japanese, Shift_JIS, spam", "policy", mail(
        "carla@x.example\n550 迷惑メールとして受信を拒否しました。", "shift_jis",
        From="MAILER-DAEMON@x.example", Subject="failure notice")),
    ("Chinese, GB18030", "hard", mail(
        "很抱歉,您的邮件被退回。\ncarla@x.example\n550 该用户不存在", "gb18030",
        From="postmaster@x.example", Subject="=?gb18030?B?z7XNs823xQ==?=")),
    ("Spanish", "hard", daemon(
        "No se ha podido entregar a carla@x.example: 550 El usuario no existe",
        "No se ha podido entregar")),
    ("Italian", "hard", daemon(
        "carla@x.example: 550 Utente sconosciuto", "Mancata consegna")),
    ("Portuguese", "hard", daemon("carla@x.example: 550 Usuário não existe", "Não foi entregue")),
    ("Dutch", "hard", daemon("carla@x.example: 550 Dit adres bestaat niet", "Onbestelbaar")),
    ("Polish", "hard", daemon("carla@x.example: 550 Konto nie istnieje", "Niedostarczona")),
    ("Russian, KOI8-R", "hard", mail(
        "carla@x.example\n550 Такой пользователь не найден", "koi8-r",
        From="mailer-daemon@x.example", Subject="Mail failure")),
    ("Exchange 5.5", "hard", daemon(
        "Your message\n\n  To:      carla@x.example\n  Subject: How are we doing?\n\ndid not reach "
        "the following recipient(s):\n\ncarla@x.example on Sun, 22 Nov 2026 12:00:05 -0000\n    "
        "The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=us",
        "Undeliverable: How are we doing?", From="System Administrator <postmaster@x.example>")),
    ("Mimecast, refused", "policy", daemon(
        "The following message to <carla@x.example> was undeliverable.\nThe reason for the problem"
        ":\n5.1.0 - Unknown address error 550-'Rejected by header based anti-spoofing policy'",
        "Undeliverable: How are we doing?")),
    ("IronPort, unknown", "hard", daemon(
        "The following message to <carla@x.example> was undeliverable.\nThe reason for the problem"
        ":\n5.1.0 - Unknown address error 550-'5.1.1 <carla@x.example>: user unknown'",
        "Delivery Status Notification (Failure)")),
    ("Barracuda, refused", "policy", daemon(
        "Your message was blocked as spam by the Barracuda Spam Firewall.\n550 Message refused",
        "Mail Rejected: delivery failure")),
    ("Symantec", "hard", daemon(
        "<carla@x.example>:\n550-Invalid recipient <carla@x.example> (#5.1.1)", "failure notice")),
    ("Yahoo, old form", "hard", daemon(
        "Message from x.example.\nUnable to deliver message to the following address(es).\n\n<carla"
        "@x.example>:\nThis user doesn't have a x.example account (carla@x.example) [-5]\n\n--- Ori"
        "ginal message follows.", "Delivery failure", From="MAILER-DAEMON@x.example")),
    ("a warning only", "delayed", daemon(
        "**  THIS IS A WARNING MESSAGE ONLY  **\n\nThe original message could not be delivered for "
        "4 hours; it will be retried.\n<carla@x.example>... Deferred: Connection timed out",
        "Warning: could not send message for past 4 hours")),
    ("a warning with a refusal of us", "delayed", daemon(
        "Delivery to carla@x.example is delayed: 421 4.7.0 rate limited", "Delayed Mail")),
    ("gave up after days", "soft", daemon(
        "<carla@x.example>:\nConnected to 203.0.113.7 but greeting failed.\nI'm not going to try "
        "again; this message has been in the queue too long.", "failure notice")),
    ("no reason given", "soft", daemon("We could not deliver it to carla@x.example.")),
    ("quoted-printable", "hard",
     b"From: MAILER-DAEMON@x.example\nTo: " + TO.encode() + b"\nSubject: Unzustellbar\n"
     b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
     + encodestring("carla@x.example: 550 Der Empfänger ist unbekannt".encode())),
    ("base64 text", "hard",
     b"From: MAILER-DAEMON@x.example\nTo: " + TO.encode() + b"\nSubject: failure notice\n"
     b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
     + b64encode(b"<carla@x.example>:\n550 5.1.1 No such user") + b"\n"),
    ("HTML only", "hard",
     b"From: postmaster@x.example\nTo: " + TO.encode() + b"\nSubject: Undeliverable: x\n"
     b"Content-Type: text/html; charset=utf-8\n\n<html><head><style>.spam{}</style></head><body>"
     b"<p>carla@x.example</p><p>550 5.1.1 User unknown</p></body></html>"),
    ("a charset nobody knows", "hard",
     b"From: MAILER-DAEMON@x.example\nTo: " + TO.encode() + b"\nSubject: failure notice\n"
     b"Content-Type: text/plain; charset=x-klingon\n\n<carla@x.example>: 550 User unknown\xff\n"),
    ("subject alone says nothing", "soft", daemon("", "Delivery failure")),
    ("Lotus Notes, directory", "hard", daemon(
        "Your message was not delivered to:\n\n  carla@x.example\n\nbecause:\n\n  User Carla (carla"
        "@x.example) not listed in Domino Directory", "DELIVERY FAILURE: User not listed")),
    ("Lotus Notes, quota", "soft", daemon(
        "Your message was not delivered to carla@x.example because:\n\n  Router: Database disk "
        "quota exceeded", "DELIVERY FAILURE: Error delivering to database; disk quota exceeded")),
]  # fmt: skip

COMPLAINTS = [
    ("abuse", "complaint", feedback("abuse")),
    ("abuse in capitals", "complaint", feedback("ABUSE")),
    ("fraud", "complaint", feedback("fraud")),
    ("other", "complaint", feedback("other")),
    ("opt-out", "complaint", feedback("opt-out")),
    ("Yahoo", "complaint", feedback("abuse", agent="Yahoo!-Mail-Feedback/2.0")),
    ("AOL, recipient taken out", "complaint",
     feedback("abuse", agent="AOL SComp", copy=COPY.replace("carla@x.example", "redacted"))),
    ("Amazon SES", "complaint", feedback("abuse", agent="Amazon SES Mailbox Simulator")),
    ("without a copy", "complaint", feedback("abuse", copy="")),
    ("truncated", "complaint", feedback("abuse")[:-500]),
    ("lines end in CR LF", "complaint", feedback("abuse").replace(b"\n", b"\r\n")),
    ("generated by a machine", "complaint",
     feedback("abuse", head="Auto-Submitted: auto-generated\n")),
    ("outside multipart/report", "complaint",
     feedback("abuse").replace(b"multipart/report", b"multipart/mixed")),
    ("not spam after all", "unrelated", feedback("not-spam")),
    ("authentication failed", "policy", feedback("auth-failure")),
    ("virus", "policy", feedback("virus")),
    ("report without fields", "unrelated",
     feedback("abuse").replace(b"Feedback-Type: abuse\n", b"").replace(b"User-Agent", b"X-Agent")),
]  # fmt: skip

AWAY = "I am away until Monday. For spam, blocked mail or unknown users ask 550 5.1.1."
REPLIES = [
    ("RFC 3834", person(AWAY, "Re: How are we doing?", Auto_Submitted="auto-replied (vacation)")),
    ("Exchange", person(AWAY, "Automatic reply: How are we doing?",
                        X_Auto_Response_Suppress="All")),
    ("Gmail", person(AWAY, "Out of office Re: How are we doing?", Precedence="bulk",
                     X_Autoreply="yes")),
    ("German", person("Ich bin im Urlaub.", "Automatische Antwort: How are we doing?")),
    ("German, old", person("Ich bin nicht da.", "Abwesenheitsnotiz: How are we doing?")),
    ("French", person("Je suis absent.", "R\u00e9ponse automatique : How are we doing?")),
    ("French, encoded", person(
        "Absent.", "=?utf-8?B?" + b64encode("Réponse automatique".encode()).decode() + "?=")),
    ("Spanish", person("Estoy fuera.", "Respuesta autom\u00e1tica: How are we doing?")),
    ("Italian", person("Sono assente.", "Risposta automatica: How are we doing?")),
    ("Dutch", person("Ik ben afwezig.", "Automatisch antwoord: How are we doing?")),
    ("Swedish", person("Jag \u00e4r borta.", "Autosvar: How are we doing?")),
    ("Japanese", person("不在です。", "自動返信: How are we doing?")),
    ("Polish", person("Urlop.", "Odpowied\u017a automatyczna: How are we doing?")),
    ("autoresponder", person("We got your mail.", "Re: How", X_Autorespond="How are we doing?")),
    ("precedence", person("We got your mail.", "Re: How", Precedence="auto_reply")),
    ("ticket opened", person("Ticket 42 was opened.", "[#42] How are we doing?",
                             From="Support <help@x.example>", Auto_Submitted="auto-generated")),
    ("left the company", person("Carla no longer works here; this mailbox is closed. The address "
                                "does not exist any more.", "Automatic reply: How are we doing?")),
    ("challenge", person("Click to prove that you are human.", "Please confirm: How are we doing?",
                         Auto_Submitted="auto-replied")),
    ("null sender", person(AWAY, "Out of Office: How are we doing?", Return_Path="<>")),
    ("read receipt", f"""From: carla@x.example
To: {TO}
Subject: Read: How are we doing?
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Your message was displayed.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;carla@x.example
Original-Message-ID: <TOKEN.invitation@acme.example>
Disposition: manual-action/MDN-sent-manually; displayed

--b--
""".encode()),
    ("deleted unread", f"""From: carla@x.example
To: {TO}
Subject: Not read: How are we doing?
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;carla@x.example
Disposition: automatic-action/MDN-sent-automatically; deleted

--b--
""".encode()),
    ("with a bounce-like text", person("Mail to my old address 550 user unknown bounces, write to "
                                       "carla@new.example", "Automatic reply: moved")),
]  # fmt: skip

UNRELATED = [
    ("a person answers", person("Thanks, all good!", "Re: How are we doing?")),
    ("a person writes about bounces", person(
        "My mail to you bounced with 550 5.1.1 user unknown, what is wrong?", "A question")),
    ("a person is angry", person("Stop this spam! Unsubscribe me.", "Re: How are we doing?")),
    ("a newsletter", mail("Buy now!", From="news@shop.example", Subject="Sale")),
    ("spam about a delivery", mail(
        "Your parcel could not be delivered. Click here.", From="dhl@evil.example",
        Subject="Delivery problem with your parcel")),
    ("empty", b""),
    ("one byte", b"\0"),
    ("no headers", b"hello\n"),
    ("headers only", b"Subject: x\n"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    ("DMARC aggregate", mail("See attachment.", From="noreply-dmarc@reporter.example",
                             Subject="Report domain: acme.example Report-ID: 1")),
    ("calendar invitation", mail("BEGIN:VCALENDAR", From="carla@x.example", Subject="Meeting")),
]  # fmt: skip

ODD = [
    *[("report: " + name, kind, raw) for name, kind, raw in REPORTS],
    *[("words: " + name, kind, raw) for name, kind, raw in PLAIN],
    *[("complaint: " + name, kind, raw) for name, kind, raw in COMPLAINTS],
    *[("reply: " + name, "auto-reply", raw) for name, raw in REPLIES],
    *[("unrelated: " + name, "unrelated", raw) for name, raw in UNRELATED],
]
