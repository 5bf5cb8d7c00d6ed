"""As much of an IMAP server (RFC 3501) as a reader of returned mail meets, on a real socket."""

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Mail:
    """A message in the box."""

    raw: bytes
    flags: set = field(default_factory=set)


class Box(socketserver.ThreadingTCPServer):
    """One mailbox of one user."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *mails, keeps_keywords=True):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails = [Mail(raw) for raw in mails]
        self.keeps_keywords = keeps_keywords
        self.password, self.dies_before, self.visits = "s3cret/+", "", 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"imap://hark:s3cret%2F%2B@127.0.0.1:{self.server_address[1]}/INBOX"


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.server.visits += 1
        self.say("* OK IMAP4rev1 ready")
        for line in self.rfile:
            tag, command, rest = [*line.decode().rstrip("\r\n").split(" ", 2), ""][:3]
            if command == "UID":
                command, _, rest = rest.partition(" ")
            if self.server.dies_before == command:
                return
            answer = getattr(self, f"do_{command.lower()}")(rest)
            self.say(f"{tag} {answer or 'OK done'}")

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def do_capability(self, _rest):
        self.say("* CAPABILITY IMAP4rev1")

    def do_login(self, rest):
        if rest.split(" ", 1)[1].strip('"') != self.server.password:
            return f"NO wrong password: {rest}"
        return None

    def do_select(self, rest):
        if rest != '"INBOX"':
            return "NO such mailbox"
        self.say(f"* {len(self.server.mails)} EXISTS")
        return None

    def do_search(self, rest):
        assert rest == "UNSEEN UNKEYWORD $HarkLookedAt"
        shut = {"\\Seen", "$HarkLookedAt"}
        found = [n for n, mail in enumerate(self.server.mails, 1) if not mail.flags & shut]
        self.say("* SEARCH " + " ".join(map(str, found)))

    def do_fetch(self, rest):
        uid, limit = map(int, re.fullmatch(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest).groups())
        raw = self.server.mails[uid - 1].raw[:limit]
        self.say(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")

    def do_store(self, rest):
        uid, flag = re.fullmatch(r"(\d+) \+FLAGS \((\S+)\)", rest).groups()
        if flag.startswith("$") and not self.server.keeps_keywords:
            return "NO keywords are not kept"
        self.server.mails[int(uid) - 1].flags.add(flag)
        return None

    def do_logout(self, _rest):
        self.say("* BYE")
