"""Kind pages for those who come after the end."""

from feedback.respond.invited import Invited
from feedback.respond.pages import frame, kind_page, render
from feedback.respond.recording import Outcome
from surveys.speech import _


def closed_kiosk(invited: Invited) -> str:
    """Say that it is over where others still wait to be sent: that goes on here."""
    line = _(
        "%(company)s is no longer collecting answers here. Thank you for coming by.",
        company=invited.name,
    )
    around = frame(invited)
    return render(
        "respond/kiosk_closed.html", title=_("This survey is closed"), lines=[line], **around
    )


def closed_page(invited: Invited) -> str:
    """Say that the survey is over, and that an earlier answer is safe."""
    if invited.earlier is None:
        return kind_page(
            _("This survey is closed"),
            _(
                "%(company)s is no longer collecting answers here. Thank you for coming by.",
                company=invited.name,
            ),
            workspace=invited,
        )
    return kind_page(
        _("This survey is closed"),
        _("Your answer is safe with us and stays as you left it. Thank you for giving it."),
        workspace=invited,
    )


def enough_page(invited: Invited) -> str:
    """Say that enough people like them have answered; nothing they said is turned away."""
    return kind_page(
        _("Thank you for being willing to answer"),
        _(
            "%(company)s has heard from enough people for now, so there is nothing left to ask.",
            company=invited.name,
        ),
        workspace=invited,
    )


def late_page(invited: Invited, outcome: Outcome, words: str) -> str:
    """Say what became of an answer that came too late, and give its words back."""
    if outcome == Outcome.LATE:
        line = _("Your answer came after that. We keep it, but it is not counted in the results.")
    else:
        line = _(
            "Your earlier answer stands as it was; what you sent just now was not added to it."
        )
    title = _("This survey closed a little while ago")
    return kind_page(title, line, workspace=invited, words=words)
