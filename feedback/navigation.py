"""The back office's main menu: what a member may open, in the order of the work."""

from dataclasses import dataclass

from flask import request

from feedback.accounts.permissions import Permission, may


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    endpoint: str
    permission: Permission

    @property
    def is_here(self) -> bool:
        """Whether the page belongs to this entry's room."""
        if request.blueprint == "accounts":
            return request.endpoint == self.endpoint
        return request.blueprint == self.endpoint.partition(".")[0]


MENU = (
    Entry("Report", "reports.overview", Permission.READ_REPORTS),
    Entry("Testimonials", "testimonials.inbox", Permission.READ_TESTIMONIALS),
    Entry("Surveys", "manage.surveys", Permission.READ_SURVEYS),
    Entry("Contacts", "contacts.index", Permission.READ_CONTACTS),
    Entry("Campaigns", "campaigns.index", Permission.READ_CAMPAIGNS),
    Entry("Members", "accounts.members", Permission.MANAGE_WORKSPACE),
    Entry("Workspace", "accounts.workspace", Permission.MANAGE_WORKSPACE),
)


def menu() -> list[Entry]:
    """Give the entries this member may open."""
    return [entry for entry in MENU if may(entry.permission)]
