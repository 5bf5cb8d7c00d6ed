"""Rows of what came back and of those who work with it; importing registers them all."""

from feedback.models.api_token import ApiToken
from feedback.models.begun import Begun
from feedback.models.benchmark import Benchmark
from feedback.models.chain import ChainEntry, ChainHead, ChainSalt
from feedback.models.comment import CommentLook, CommentState, CommentTrace, CommentWords
from feedback.models.consent import Attribution, Consent, Purpose, Relation
from feedback.models.counted import Counted
from feedback.models.journey_map import JourneyMap
from feedback.models.judgement import Decline, Judgement, Triage, Verdict
from feedback.models.local_mail import LocalMail
from feedback.models.mask import MaskDecision, OwnWord
from feedback.models.member import Member, Role, SignIn, Throttle
from feedback.models.quote_mail import QuoteMail, QuoteMailKind
from feedback.models.referral import Referral, ReferralLooks
from feedback.models.response import Answer, Response
from feedback.models.staff import Mention, PraiseReading, Staff, StaffOptIn
from feedback.models.stale import KeptFrame, StaleDay, ToldDay
from feedback.models.subscription import (
    Cadence,
    Dispatch,
    DispatchState,
    Subscription,
    SubscriptionKind,
)
from feedback.models.tally import (
    KeptReport,
    Tally,
    TallyAsked,
    TallyAskedChange,
    TallyBeside,
    TallyChange,
    TallyGroup,
    TallyValue,
    TallyWide,
)
from feedback.models.tally_people import TallyAccount, TallyPerson, TallyScope, TallyStale
from feedback.models.testimonial import Publication, Testimonial
from feedback.models.theme import (
    CommentReading,
    FrameVersion,
    ThemeCorrection,
    ThemeLesson,
    ThemeMention,
    ThemeProposal,
    WordCopies,
)
from feedback.models.used import UsedLink

__all__ = [
    "Answer",
    "ApiToken",
    "Attribution",
    "Begun",
    "Benchmark",
    "Cadence",
    "ChainEntry",
    "ChainHead",
    "ChainSalt",
    "CommentLook",
    "CommentReading",
    "CommentState",
    "CommentTrace",
    "CommentWords",
    "Consent",
    "Counted",
    "Decline",
    "Dispatch",
    "DispatchState",
    "FrameVersion",
    "JourneyMap",
    "Judgement",
    "KeptFrame",
    "KeptReport",
    "LocalMail",
    "MaskDecision",
    "Member",
    "Mention",
    "OwnWord",
    "PraiseReading",
    "Publication",
    "Purpose",
    "QuoteMail",
    "QuoteMailKind",
    "Referral",
    "ReferralLooks",
    "Relation",
    "Response",
    "Role",
    "SignIn",
    "Staff",
    "StaffOptIn",
    "StaleDay",
    "Subscription",
    "SubscriptionKind",
    "Tally",
    "TallyAccount",
    "TallyAsked",
    "TallyAskedChange",
    "TallyBeside",
    "TallyChange",
    "TallyGroup",
    "TallyPerson",
    "TallyScope",
    "TallyStale",
    "TallyValue",
    "TallyWide",
    "Testimonial",
    "ThemeCorrection",
    "ThemeLesson",
    "ThemeMention",
    "ThemeProposal",
    "Throttle",
    "ToldDay",
    "Triage",
    "UsedLink",
    "Verdict",
    "WordCopies",
]
