"""The ask to pass it on: shown to everybody who answers, and to all of them alike.

Asking only those who gave a high score to write a review is review gating, which the FTC and the
review sites forbid. So this knows nothing of an answer: it takes what the company set and the
customer's link, and no page can hand it anything else (tests/respond/test_sharing.py).
"""

from flask import current_app
from markupsafe import Markup

from surveys.sharing import Sharing


def share_block(sharing: Sharing, refer: str) -> Markup:
    """Give the ask as it stands on the thanks page; `refer` is the link to pass on, or empty."""
    if not sharing.asks:
        return Markup()
    template = current_app.jinja_env.get_template("respond/_share.html")
    return Markup(template.render(sharing=sharing, refer=refer))  # noqa: S704 - a rendered template
