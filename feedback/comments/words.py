"""What pages call the findings of a comment."""

from surveys.speech import lazy

STATES = {"new": lazy("New"), "todo": lazy("To do"), "done": lazy("Done")}
SENTIMENTS = {
    "positive": lazy("Praise"),
    "negative": lazy("Criticism"),
    "mixed": lazy("Both"),
    "neutral": lazy("Neither"),
    "unknown": lazy("Not analysed"),
}
URGENCIES = {
    "safety": lazy("Safety"),
    "legal": lazy("Lawyers or authorities"),
    "leaving": lazy("Wants to leave"),
    "money": lazy("Money is at stake"),
    "stuck": lazy("Cannot go on"),
    "contact": lazy("Asks to be contacted"),
    "again": lazy("Happened before"),
    "spread": lazy("Will tell others"),
}
RUDE = {
    "profanity": lazy("Swearing"),
    "insult": lazy("Insult"),
    "slur": lazy("Slur"),
    "threat": lazy("Threat"),
}
BANDS = {
    "promoter": lazy("High score"),
    "passive": lazy("Middle score"),
    "detractor": lazy("Low score"),
}
PERSONAL = {
    "name": lazy("Name"),
    "phone": lazy("Phone number"),
    "email": lazy("E-mail address"),
    "street": lazy("Address"),
    "url": lazy("Link"),
    "card": lazy("Card number"),
    "iban": lazy("Bank account"),
    "account": lazy("Customer number"),
    "ip": lazy("Network address"),
    "key": lazy("Password"),
}
