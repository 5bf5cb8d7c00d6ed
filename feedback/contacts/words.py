"""What keeps somebody from being asked, in words."""

from surveys.models import InvitationState, PeaceReason
from surveys.speech import lazy
from surveys.unsubscribing import BOUNCE, COMPLAINT, ERASED, IMPORT, ONE_CLICK, PAGE

LEFT = {
    PAGE: lazy("They unsubscribed"),
    ONE_CLICK: lazy("They unsubscribed in their mail program"),
    IMPORT: lazy("An upload said that they unsubscribed"),
    BOUNCE: lazy("Mail to their address came back for good"),
    COMPLAINT: lazy("They reported a mail as spam"),
    ERASED: lazy("Somebody with this address was erased, and is not to be written to"),
}
STATES = {
    InvitationState.QUEUED: lazy("waiting"),
    InvitationState.CLAIMED: lazy("under way"),
    InvitationState.SENT: lazy("sent"),
    InvitationState.FAILED: lazy("failed"),
    InvitationState.UNKNOWN: lazy("unknown"),
    InvitationState.HANDED: lazy("link given out"),
}
PEACE = {
    PeaceReason.COMPLAINT: lazy("After a complaint"),
    PeaceReason.CASE: lazy("While their case is open"),
    PeaceReason.MANUAL: lazy("Left in peace"),
}
ENDED = {
    "author": lazy("They took it back"),
    "anew": lazy("They agreed to another form"),
    "edit": lazy("They changed their words"),
}
"""Why a permission to be quoted ended."""
