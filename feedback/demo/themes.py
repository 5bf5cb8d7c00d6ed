"""What Fernhill's customers talk about: a code frame of its own, read as soon as a worker runs."""

from analysis.reading import Frame, Theme, parse_rules
from feedback.demo.company import Cast
from feedback.models import Member
from feedback.themes import frames
from feedback.themes.frames import Change, Done

THEMES = {
    "Coffee": "coffee, beans, blend, taste, roast*, decaf, café, Kaffee, Quality",
    "Delivery": "deliver*, driver, crates, Lieferung, bags, boxes",
    "Machines": "machine, grinder, technician, descaling",
    "Price": "price, expensive, pay more, charged",
    "Support": "support, call, phone, service, answered, people, friendly",
    "Website and orders": "website, site, order, ordering, pause",
    "Invoices": "invoice, Rechnung, accountant",
}
PARTS = {
    "Punctuality": ("Delivery", "late, on time, weekday, delivery window, pünktlich, run out"),
    "Noise": ("Machines", "loud, noise"),
}


def add_themes(cast: Cast, owner: Member) -> None:
    """Apply the frame; comments wait for the worker."""
    ids = {name: frames.new_theme_id() for name in (*THEMES, *PARTS)}
    tops = [
        Theme(ids[name], name, parse_rules(words), (), "", str(owner.id))
        for name, words in THEMES.items()
    ]
    parts = [
        Theme(ids[name], name, parse_rules(words), (), ids[top])
        for name, (top, words) in PARTS.items()
    ]
    done = Done(Change.ADDED, "", owner.id, cast.now, 0)
    frames.apply(cast.session, Frame((*tops, *parts)), done)
