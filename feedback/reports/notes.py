"""What a reader has to know of the days and surveys that a report counts."""

from feedback.filters import day
from feedback.reports.dataset import Dataset
from feedback.reports.groups import SHOWN
from feedback.reports.selection import Selection
from surveys.speech import _


def notes(dataset: Dataset, selection: Selection) -> list[str]:
    """Say where the report is not of exactly the days or surveys that were asked for."""
    if dataset.n == 0:
        return []
    said = []
    first, last = dataset.first, dataset.last
    early = first and selection.start and first < selection.start
    late = last and selection.end and last > selection.end
    if first and last and (early or late):
        said.append(
            _(
                "Answers are counted in steps of at least five people, so that nobody can be "
                "worked out by comparing two reports. This one counts those of %(first)s to "
                "%(last)s.",
                first=day(first),
                last=day(last),
            )
        )
    if dataset.left_out:
        said.append(
            _(
                "Surveys that fewer than five people have answered are not in it: the total would "
                "give their answers away."
            )
        )
    return said


def notes_on_groups(dataset: Dataset) -> list[str]:
    """Say which days the groups are compared over, and what cannot be compared."""
    found = dataset.groups
    if found is None:
        return []
    said = []
    if found.shown.alone and found.first and found.last:
        same = (found.first, found.last) == (dataset.first, dataset.last)
        if not same:
            said.append(
                _(
                    "Groups are compared over %(first)s to %(last)s: in a shorter time one of them "
                    "would be fewer than five people.",
                    first=day(found.first),
                    last=day(found.last),
                )
            )
    if found.is_barred:
        said.append(
            _(
                "A group is counted with all others where it, beside groups of another kind, "
                "would leave fewer than five people."
            )
        )
    if not found.is_known:
        said.append(
            _(
                "Hark is making sure that nobody can be worked out from these groups. They appear "
                "here within minutes."
            )
        )
    if found.shown.untold:
        said.append(
            _(
                "Only the %(shown)s largest groups are shown, without a row “All others”: of "
                "several surveys together it could give away a small group beside groups of "
                "another kind.",
                shown=SHOWN,
            )
        )
    if found.is_wide:
        said.append(
            _(
                "“%(name)s” has more than 10,000 values in a survey. Groups that small say "
                "nothing, so they are counted together there.",
                name=found.attribute,
            )
        )
    return said
