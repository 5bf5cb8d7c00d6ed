"""Rows of what we ask, whom and when; importing this package registers them all."""

from surveys.models.campaign import (
    Campaign,
    CampaignKind,
    Channel,
    Favour,
    Invitation,
    InvitationState,
    Throughput,
)
from surveys.models.contact import Contact, Pace, Peace, PeaceReason, Unsubscribe
from surveys.models.event import Event
from surveys.models.job import Job, JobState
from surveys.models.returned import ReturnedMail, SendingPause
from surveys.models.skipped import Skip, Skipped
from surveys.models.survey import DraftStep, Survey, SurveyKind, Version
from surveys.models.touchpoint import Touchpoint, TouchpointKind
from surveys.models.upload import Upload, UploadKind, UploadState
from surveys.models.workspace import Workspace

__all__ = [
    "Campaign",
    "CampaignKind",
    "Channel",
    "Contact",
    "DraftStep",
    "Event",
    "Favour",
    "Invitation",
    "InvitationState",
    "Job",
    "JobState",
    "Pace",
    "Peace",
    "PeaceReason",
    "ReturnedMail",
    "SendingPause",
    "Skip",
    "Skipped",
    "Survey",
    "SurveyKind",
    "Throughput",
    "Touchpoint",
    "TouchpointKind",
    "Unsubscribe",
    "Upload",
    "UploadKind",
    "UploadState",
    "Version",
    "Workspace",
]
