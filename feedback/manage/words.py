"""What the editor says when it cannot do what was asked, and how versions differ in words."""

from dataclasses import dataclass

from surveys.checks import Problem, UnfitError
from surveys.definition import MAX_EXTRA_QUESTIONS, Definition, Question
from surveys.drafts import ConflictError, Sheet, UnfinishedError
from surveys.editing import extras, wording


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
                "This survey was changed in another window meanwhile",
                "Nothing you typed is lost: it stands below, but it is not saved. The two differ "
                f"in {_listed(differences(mine, error.stored))}. "
                "Saving now puts your words in place of the others.",
                stored=error.stored,
            )
        case UnfinishedError():
            advice = "What you wrote is saved as a draft. Before customers can see it:"
            return Trouble("Not published yet", advice, tuple(error.problems), is_saved=True)
        case UnfitError():
            advice = "What you typed is still here. Put this right, then save again:"
            return Trouble("Not saved yet", advice, tuple(error.problems))
        case _:
            return Trouble(
                "There is no room for another question",
                f"{MAX_EXTRA_QUESTIONS} further questions are the most: each one costs answers. "
                "What you typed is still here; it is not saved yet.",
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
        "the name": sheet.name,
        "the subject": asks.subject,
        "the words of the mail": asks.invitation,
        "the score question": wording(asks.score),
        "the question for the reason": wording(asks.reason),
        "the further questions": [(wording(q), q.required) for q in extras(asks)],
        "the thank-you": (asks.thanks_title, asks.thanks_text),
    }


def _listed(places: list[str]) -> str:
    *first, last = places
    return f"{', '.join(first)} and {last}" if first else last
