"""Rows of what came back and of those who work with it; importing registers them all."""

from feedback.models.consent import Attribution, Consent
from feedback.models.local_mail import LocalMail
from feedback.models.member import Member, Role, SignIn, Throttle
from feedback.models.response import Answer, Response
from feedback.models.testimonial import Publication, Testimonial

__all__ = [
    "Answer",
    "Attribution",
    "Consent",
    "LocalMail",
    "Member",
    "Publication",
    "Response",
    "Role",
    "SignIn",
    "Testimonial",
    "Throttle",
]
