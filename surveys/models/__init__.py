"""Rows of what we ask, whom and when; importing this package registers them all."""

from surveys.models.campaign import Campaign, Invitation, InvitationState
from surveys.models.contact import Contact, Unsubscribe
from surveys.models.job import Job, JobState
from surveys.models.survey import Survey, SurveyKind, Version
from surveys.models.upload import Upload, UploadKind, UploadState
from surveys.models.workspace import Workspace

__all__ = [
    "Campaign",
    "Contact",
    "Invitation",
    "InvitationState",
    "Job",
    "JobState",
    "Survey",
    "SurveyKind",
    "Unsubscribe",
    "Upload",
    "UploadKind",
    "UploadState",
    "Version",
    "Workspace",
]
