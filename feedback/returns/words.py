"""What returned mail means, in words for owners."""

from surveys.returns import Kind
from surveys.speech import lazy

SHORT = {
    Kind.HARD: lazy("no such mailbox"),
    Kind.SOFT: lazy("not delivered"),
    Kind.POLICY: lazy("refused"),
    Kind.DELAYED: lazy("delayed"),
    Kind.AUTO_REPLY: lazy("automatic reply"),
    Kind.COMPLAINT: lazy("spam report"),
    Kind.UNDELIVERED: lazy("text not delivered"),
}
LONG = {
    Kind.HARD: lazy("The mailbox does not exist or is closed. It is not written to any more."),
    Kind.SOFT: lazy("It did not arrive this time: the mailbox is full, or its server was away."),
    Kind.POLICY: lazy("The receiver refused us, not the person. They stay among your contacts."),
    Kind.DELAYED: lazy("It had not arrived then; the mail server kept trying."),
    Kind.AUTO_REPLY: lazy("It arrived; a machine answered for them."),
    Kind.COMPLAINT: lazy("They reported the mail as spam. They are never asked again."),
    Kind.UNDELIVERED: lazy("The text did not reach the telephone. They stay among your contacts."),
}
TONES = {Kind.HARD: "bad", Kind.COMPLAINT: "bad", Kind.POLICY: "warn", Kind.SOFT: "warn"}
TONES[Kind.UNDELIVERED] = "warn"
FOR_PAGES = {"returned_short": SHORT, "returned_long": LONG, "returned_tones": TONES}
