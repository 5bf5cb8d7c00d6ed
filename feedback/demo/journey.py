"""The demo's journey map: what its customers go through, and which question measures it."""

from sqlalchemy import select

from feedback.demo.company import Cast, save
from feedback.demo.deliveries import NAME
from feedback.journey.plan import Axis, Cell, Plan
from feedback.models import JourneyMap
from surveys.db import new_id
from surveys.models import Survey

STAGES = ("Discover", "Order", "Receive", "Drink", "Get help")
DEPARTMENTS = ("Roastery", "Delivery", "Customer care")


def add_journey(cast: Cast) -> None:
    """Draw the map."""
    stages, departments = (tuple(map(Axis.new, names)) for names in (STAGES, DEPARTMENTS))
    stage = {axis.name: axis.key for axis in stages}
    of = {axis.name: axis.key for axis in departments}
    whole = cast.version.survey_id
    delivered = cast.session.scalars(select(Survey.id).where(Survey.name == NAME)).one()
    cells = (
        Cell(stage["Drink"], of["Roastery"], whole, owner="Olive Fernhill"),
        Cell(stage["Receive"], of["Delivery"], delivered, owner="Tom Okafor"),
        Cell(
            stage["Receive"],
            of["Customer care"],
            delivered,
            "qdriver",
            note="The person at the door.",
        ),
        Cell(stage["Get help"], of["Customer care"], owner="Priya Raman", note="Not asked yet."),
    )
    plan = Plan(stages, departments, cells).stored
    at = cast.now
    save(
        cast.session,
        [JourneyMap(id=new_id(), name="From first sip to reorder", plan=plan, changed_at=at)],
    )
