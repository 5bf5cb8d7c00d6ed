"""What goes along with higher and lower scores: the clear effects among the comments' themes."""

from collections.abc import Sequence

from feedback.reports.executive import Theme, Themes
from feedback.reports.figures import share
from feedback.themes.effects import Effects, Line, Tone, effects
from feedback.themes.spoken import Comments
from surveys.speech import _

TOP = 4
"""Themes of each kind that an executive reads; the explorer has all."""
JUDGING = ("positive", "negative", "mixed")
"""Tones that say something of a theme."""


def themes(comments: Comments | None, *, is_running: bool) -> Themes | None:
    """Choose what is clear; None where nobody chose themes."""
    if comments is None:
        return None
    found = effects(comments)
    lift, hurt = (_chosen(found, found.clear(sign)) for sign in (1, -1))
    said = [*found.notes]
    if found.n and not (lift or hurt):
        said.append(_("No theme stands out beyond what chance does."))
    if found.n and is_running:
        said.append(_("Answers of this period still come in: these limits are right for one look."))
    return Themes(lift, hurt, found.n, " ".join(said))


def _chosen(found: Effects, clear: Sequence[tuple[Line, Tone]]) -> tuple[Theme, ...]:
    """Take whole themes that are praised or criticised; parts and other tones the explorer has."""
    return tuple(
        Theme(line.id, line.name, tone.key, tone.name, tone.n, often, tone.effect, tone.impact)
        for line, tone in [(x, y) for x, y in clear if not x.parent and y.key in JUDGING][:TOP]
        if tone.effect and tone.impact and (often := share(tone.n, found.n))
    )
