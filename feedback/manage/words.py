"""What the editor says when it cannot do what was asked, and how versions differ in words."""

from dataclasses import dataclass

from babel.lists import format_list

from surveys.checks import Problem, UnfitError
from surveys.definition import MAX_EXTRA_QUESTIONS, Definition, Question
from surveys.drafts import ConflictError, Sheet, UnfinishedError
from surveys.editing import FIXED, whole, wording
from surveys.speech import _, spoken


@dataclass(frozen=True)
class Trouble:
    """Why the editor could not do what was asked: what happened, what was kept, what is next."""

    title: str
    advice: str
    problems: tuple[Problem, ...] = ()
    stored: Sheet | None = None
    """What somebody else saved meanwhile."""
    is_saved: bool = False


def trouble(error: Exception, mine: Sheet) -> Trouble:
    """Tell what went wrong in the editor."""
    match error:
        case ConflictError():
            return Trouble(
                _("This survey was changed in another window meanwhile"),
                _(
                    "Nothing you typed is lost: it stands below, but it is not saved. The two "
                    "differ in %(places)s. Saving now puts your words in place of the others.",
                    places=_listed(differences(mine, error.stored)),
                ),
                stored=error.stored,
            )
        case UnfinishedError():
            advice = _("What you wrote is saved as a draft. Before customers can see it:")
            return Trouble(_("Not published yet"), advice, tuple(error.problems), is_saved=True)
        case UnfitError():
            advice = _("What you typed is still here. Put this right, then save again:")
            return Trouble(_("Not saved yet"), advice, tuple(error.problems))
        case _:
            return Trouble(
                _("There is no room for another question"),
                _(
                    "%(most)s further questions are the most: each one costs "
                    "answers. What you typed is still here; it is not saved yet.",
                    most=MAX_EXTRA_QUESTIONS,
                ),
            )


def novelty(question: Question, before: Definition | None) -> str:
    """Say how a question differs from the version before; nothing where it does not."""
    if before is None:
        return ""
    earlier = {q.key: q for q in before.questions}.get(question.key)
    if earlier is None:
        return "new"
    return "" if wording(question) == wording(earlier) else "reworded"


def differences(mine: Sheet, theirs: Sheet) -> list[str]:
    """Name what two sheets say differently, in the order of the page."""
    one, other = _places(mine), _places(theirs)
    return [place for place in one if one[place] != other[place]]


def _places(sheet: Sheet) -> dict[str, object]:
    asks = sheet.asks
    return {
        _("the name"): sheet.name,
        _("the subject"): asks.subject,
        _("the words of the mail"): asks.invitation,
        _("the reminders"): asks.reminders,
        _("the score question"): wording(asks.score),
        _("the question for the reason"): wording(asks.reason),
        _("the further questions"): whole(asks)["questions"][FIXED:],
        _("the jumps"): [(q.go_to) for q in (asks.score, asks.reason)],
        _("the quotas"): whole(asks)["quotas"],
        _("the thank-you"): (asks.thanks_title, asks.thanks_text),
    }


def _listed(places: list[str]) -> str:
    return str(format_list(places, locale=spoken().locale))
