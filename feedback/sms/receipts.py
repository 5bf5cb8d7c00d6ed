"""What a provider says became of a text.

https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
"""

from surveys.speech import noted

LEFT = ("sent", "delivered", "read")
"""It is with the network, or further."""
LOST = ("undelivered", "failed")
REASONS = {
    "30003": noted("The telephone was off or out of reach."),
    "30004": noted("The receiver blocks texts from us."),
    "30005": noted("The number is not in use."),
    "30006": noted("The number takes no texts: a landline, or its network cannot be reached."),
    "30007": noted("The network took the text for spam."),
    "30034": noted("The network wants our number registered first."),
}
OTHER = noted("The network did not say why.")


def reason_of(code: str) -> str:
    """Give the reason for an error code, as it is kept; a page says it in its reader's language."""
    return REASONS.get(code, OTHER)
