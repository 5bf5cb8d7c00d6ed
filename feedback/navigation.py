"""The back office's main menu: what a member may open, in the order of the work."""

from dataclasses import dataclass

from flask import request

from feedback.accounts.permissions import Permission, may
from surveys.speech import Phrase, lazy


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: Phrase
    endpoint: str
    permission: Permission

    @property
    def is_here(self) -> bool:
        """Whether the page belongs to this entry's room."""
        if request.blueprint == "accounts":
            return request.endpoint == self.endpoint
        return request.blueprint == self.endpoint.partition(".")[0]


MENU = (
    Entry(lazy("Report"), "reports.summary", Permission.READ_REPORTS),
    Entry(lazy("Comments"), "comments.stream", Permission.READ_COMMENTS),
    Entry(lazy("Themes"), "themes.explorer", Permission.READ_REPORTS),
    Entry(lazy("Journey maps"), "journey.maps", Permission.READ_REPORTS),
    Entry(lazy("Testimonials"), "testimonials.inbox", Permission.READ_TESTIMONIALS),
    Entry(lazy("People"), "people.heroes", Permission.READ_PRAISE),
    Entry(lazy("Surveys"), "manage.surveys", Permission.READ_SURVEYS),
    Entry(lazy("Contacts"), "contacts.index", Permission.READ_CONTACTS),
    Entry(lazy("Campaigns"), "campaigns.index", Permission.READ_CAMPAIGNS),
    Entry(lazy("Channels"), "channels.index", Permission.READ_CAMPAIGNS),
    Entry(lazy("Members"), "accounts.members", Permission.MANAGE_WORKSPACE),
    Entry(lazy("Workspace"), "accounts.workspace", Permission.MANAGE_WORKSPACE),
)


PEOPLE = (
    ("heroes", "people.heroes", lazy("Service heroes"), Permission.READ_PRAISE),
    ("queue", "people.praise_queue", lazy("Who is meant?"), Permission.DECIDE_PRAISE),
    ("again", "people.answered_again", lazy("Answered again"), Permission.READ_TESTIMONIALS),
    ("advocates", "people.advocates_page", lazy("Advocates"), Permission.READ_TESTIMONIALS),
    ("sharing", "people.sharing", lazy("Sharing"), Permission.MANAGE_WORKSPACE),
    ("concerns", "people.staff_concerns", lazy("Concerns"), Permission.READ_CONCERNS),
    ("staff", "people.staff", lazy("Roster"), Permission.WRITE_STAFF),
)
"""The rooms about people: name, endpoint, label, and who may enter."""


REPORTS = (
    ("summary", "reports.summary", lazy("Summary")),
    ("detail", "reports.overview", lazy("All figures")),
    ("explore", "reports.explore_page", lazy("Explore")),
    ("silence", "reports.non_response", lazy("Non-response")),
    ("plan", "reports.plan", lazy("Plan")),
    ("themes", "themes.explorer", lazy("Themes")),
    ("accounts", "reports.accounts_page", lazy("Customer accounts")),
    ("benchmarks", "reports.benchmarks", lazy("Benchmarks")),
)
"""The rooms of the reports, for all who read them: name, endpoint, label."""


def report_tabs() -> tuple[tuple[str, str, Phrase], ...]:
    """Give the rooms of the reports."""
    return REPORTS


def people_tabs() -> list[tuple[str, str, Phrase, Permission]]:
    """Give the rooms about people that this member may enter."""
    return [room for room in PEOPLE if may(room[3])]


THEMES = (
    ("explorer", "themes.explorer", lazy("Effect"), Permission.READ_REPORTS),
    ("frame", "themes.frame", lazy("Words"), Permission.READ_REPORTS),
    ("proposals", "themes.proposed", lazy("Proposed themes"), Permission.READ_REPORTS),
    ("learning", "themes.learning", lazy("Learning"), Permission.READ_REPORTS),
    ("people", "themes.people_found", lazy("People in words"), Permission.READ_CONTACTS),
)
"""The rooms about themes, likewise."""


def theme_tabs() -> list[tuple[str, str, Phrase, Permission]]:
    """Give the rooms about themes that this member may enter."""
    return [room for room in THEMES if may(room[3])]


def menu() -> list[Entry]:
    """Give the entries this member may open."""
    return [entry for entry in MENU if may(entry.permission)]
