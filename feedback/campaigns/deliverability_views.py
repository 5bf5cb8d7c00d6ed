"""Whether receivers will believe our mail: a page that looks it up."""

from flask import current_app, render_template

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.deliverability.check import Inspector


@campaigns.get("/campaigns/deliverability")
@permit(Permission.READ_CAMPAIGNS)
def deliverability() -> str:
    """Show how the sender's domain stands, and what to fix."""
    inspector = Inspector.of(current_app.extensions)
    return render_template(
        "campaigns/deliverability.html", findings=inspector.findings(), sender=inspector.sender
    )
