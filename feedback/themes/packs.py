"""Starter packs in the language spoken: what an industry's customers talk about, to begin from."""

from dataclasses import replace

from analysis.reading import Theme
from analysis.reading.starters import starter
from surveys.speech import Phrase, lazy

PACKS: dict[str, Phrase] = {
    "banking": lazy("Banking and insurance"),
    "health": lazy("Health"),
    "hospitality": lazy("Hospitality"),
    "retail": lazy("Retail"),
    "saas": lazy("Software"),
    "telecom": lazy("Telecom"),
    "travel": lazy("Travel"),
}
"""Each pack by its key, and how it is called."""

NAMES: dict[str, Phrase] = {
    phrase.sentence: phrase
    for phrase in (
        lazy("Advice and service"),
        lazy("App and online banking"),
        lazy("App, portal and video"),
        lazy("Appointments"),
        lazy("Atmosphere and setting"),
        lazy("Bills"),
        lazy("Booking and check-in"),
        lazy("Booking and website"),
        lazy("Branches"),
        lazy("Building and cleanliness"),
        lazy("Cards"),
        lazy("Cash and machines"),
        lazy("Check-in and boarding"),
        lazy("Claims and policies"),
        lazy("Cleanliness"),
        lazy("Contract and leaving"),
        lazy("Cost and insurance"),
        lazy("Coverage and signal"),
        lazy("Crew and staff"),
        lazy("Customer service"),
        lazy("Delays and cancellations"),
        lazy("Delivery"),
        lazy("Doctors"),
        lazy("Ease of use"),
        lazy("Entertainment"),
        lazy("Explanation and listening"),
        lazy("Features"),
        lazy("Fees and rates"),
        lazy("Food"),
        lazy("Food and drink"),
        lazy("Fraud and security"),
        lazy("Installation and engineers"),
        lazy("Integrations and data"),
        lazy("Internet speed"),
        lazy("Loans and mortgages"),
        lazy("Location and parking"),
        lazy("Look and design"),
        lazy("Lounge and facilities"),
        lazy("Luggage"),
        lazy("Mobile app"),
        lazy("Nurses and care"),
        lazy("Onboarding and setup"),
        lazy("Opening and closing an account"),
        lazy("Outages and faults"),
        lazy("Packaging"),
        lazy("Payments and transfers"),
        lazy("Phone and device"),
        lazy("Prescriptions and medicine"),
        lazy("Price"),
        lazy("Price and licence"),
        lazy("Price and offers"),
        lazy("Price and tariffs"),
        lazy("Price and value"),
        lazy("Quality"),
        lazy("Range and stock"),
        lazy("Reception and phone"),
        lazy("Reliability and bugs"),
        lazy("Reports"),
        lazy("Returns and refunds"),
        lazy("Room and sleep"),
        lazy("Seat and comfort"),
        lazy("Security and access"),
        lazy("Shop"),
        lazy("Shop, app and website"),
        lazy("Size and fit"),
        lazy("Speed"),
        lazy("Staff and service"),
        lazy("Support"),
        lazy("Television"),
        lazy("Treatment and results"),
        lazy("Waiting times"),
        lazy("Website and checkout"),
    )
}
"""The themes of the packs by their English names."""


def themes(key: str) -> list[Theme]:
    """Give the themes of a pack, called as the speaker calls them."""
    return [replace(theme, name=str(NAMES[theme.name])) for theme in starter(key).themes]
