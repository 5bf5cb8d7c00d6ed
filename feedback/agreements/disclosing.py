"""What readers have to be told beside a quote: what its author got, and who they are to us."""

from feedback.models.consent import Purpose, Relation
from surveys.speech import _, lazy, noted

TIES = {
    Relation.EMPLOYEE: noted("Works for %(company)s."),
    Relation.PARTNER: noted("A partner of %(company)s."),
    Relation.INVESTOR: noted("Has invested in %(company)s."),
    Relation.FAMILY: noted("Related to somebody at %(company)s."),
}
RELATIONS = {
    Relation.NONE: lazy("Nothing but being a customer"),
    Relation.EMPLOYEE: lazy("Employee"),
    Relation.PARTNER: lazy("Business partner"),
    Relation.INVESTOR: lazy("Investor"),
    Relation.FAMILY: lazy("Family of somebody here"),
}
PLACES = {
    Purpose.WEBSITE: lazy("Website"),
    Purpose.SOCIAL: lazy("Social media"),
    Purpose.SALES: lazy("Presentations and offers"),
    Purpose.ADS: lazy("Paid advertising"),
    Purpose.PRESS: lazy("Press"),
}


def disclosures(incentive: str | None, relation: Relation | str | None, company: str) -> list[str]:
    """Say of an author what they got and what ties them to the company, in the language spoken."""
    said = []
    if incentive:
        said.append(_("Received for agreeing to be quoted: %(gift)s.", gift=incentive.rstrip(".")))
    if relation and relation != Relation.NONE:
        said.append(_(TIES[Relation(relation)], company=company))
    return said
