"""Why somebody is not asked, in words: of many, and of one; and what is asked for."""

from surveys.models import Favour, Skip
from surveys.speech import Phrase, lazy

FAVOURS: dict[str, Phrase] = {
    Favour.PROMOTION: lazy("A favour: a post, a recommendation"),
    Favour.REFERRAL: lazy("A favour: the name of somebody who might become a customer"),
    Favour.TESTIMONIAL: lazy("A favour: words that may be quoted"),
}

OF_MANY: dict[str, Phrase] = {
    Skip.NO_ADDRESS: lazy("have no e-mail address"),
    Skip.NO_NUMBER: lazy("have no telephone number that can be dialled"),
    Skip.UNSUBSCRIBED: lazy("have unsubscribed"),
    Skip.COMPLAINED: lazy("complained about mail"),
    Skip.BOUNCED: lazy("have an address that takes no mail"),
    Skip.IN_CAMPAIGN: lazy("are in this campaign already"),
    Skip.OPEN_CASE: lazy("have an open case"),
    Skip.IN_PEACE: lazy("are left in peace for now"),
    Skip.NEVER: lazy("are never asked, by your asking rules"),
    Skip.HURT: lazy("gave a low score or complained not long ago"),
    Skip.ASKED_RECENTLY: lazy("were asked not long ago"),
    Skip.LESS_OFTEN: lazy("want to be asked less often"),
}
OF_ONE: dict[str, Phrase] = {
    Skip.NO_ADDRESS: lazy("there was no e-mail address"),
    Skip.NO_NUMBER: lazy("there was no telephone number that can be dialled"),
    Skip.UNSUBSCRIBED: lazy("they had unsubscribed"),
    Skip.COMPLAINED: lazy("they had complained about mail"),
    Skip.BOUNCED: lazy("their address took no mail"),
    Skip.IN_CAMPAIGN: lazy("they were in this campaign already"),
    Skip.OPEN_CASE: lazy("they had an open case"),
    Skip.IN_PEACE: lazy("they were left in peace"),
    Skip.NEVER: lazy("the asking rules say never"),
    Skip.HURT: lazy("they had given a low score or complained not long before"),
    Skip.ASKED_RECENTLY: lazy("they had been asked not long before"),
    Skip.LESS_OFTEN: lazy("they want to be asked less often"),
}
ON_A_LIST: dict[str, Phrase] = {
    Skip.NO_ADDRESS: lazy("No address"),
    Skip.NO_NUMBER: lazy("No telephone number"),
    Skip.UNSUBSCRIBED: lazy("Unsubscribed"),
    Skip.COMPLAINED: lazy("Complained"),
    Skip.BOUNCED: lazy("Address takes no mail"),
    Skip.IN_CAMPAIGN: lazy("In this campaign"),
    Skip.OPEN_CASE: lazy("Open case"),
    Skip.IN_PEACE: lazy("Left in peace"),
    Skip.NEVER: lazy("Never, by a rule"),
    Skip.HURT: lazy("Hurt not long ago"),
    Skip.ASKED_RECENTLY: lazy("Asked not long ago"),
    Skip.LESS_OFTEN: lazy("Wants fewer"),
}
