"""What somebody agrees to when they let themselves be quoted: every wording there ever was.

A wording that has been agreed to is never changed. To say it differently, add a version, in every
language; consents keep the version, the language and the hash of what their author read.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.languages import negotiated
from feedback.models.consent import Purpose

YEARS = 2


@dataclass(frozen=True)
class Wording:
    """One text of the agreement."""

    version: str
    locale: str
    text: str
    purposes: tuple[str, ...]
    boxes: Mapping[str, str] = field(default_factory=dict)
    """What stands beside the box of each purpose; version 1 had one box for its only purpose."""

    @property
    def digest(self) -> str:
        """Its hash, to show later what was agreed to."""
        read = "\n".join((self.text, *self.boxes.values()))
        return hashlib.sha256(read.encode()).hexdigest()

    def read_by(self, company: str) -> str:
        """Give the text as its reader sees it."""
        return self.text.replace("{company}", company)


ALL = tuple(purpose.value for purpose in Purpose)


def _second(locale: str, text: str, *boxes: str) -> Wording:
    return Wording("2", locale, text, ALL, dict(zip(ALL, boxes, strict=True)))


WORDINGS = (
    Wording(
        version="1",
        locale="en",
        text=(
            "I agree that {company} shows these words on its website, named as above: all of "
            "them or a part, always exactly as I wrote them, with […] where something is left "
            "out. This ends by itself after two years, and at any time when I withdraw it."
        ),
        purposes=("website",),
    ),
    Wording(
        version="1",
        locale="de",
        text=(
            "Ich bin einverstanden, dass {company} diese Worte auf der eigenen Website zeigt, "
            "mit dem Namen wie oben angegeben: ganz oder in Teilen, immer genau so, wie ich sie "
            "geschrieben habe, mit […], wo etwas ausgelassen ist. Das endet von selbst nach zwei "
            "Jahren und jederzeit, wenn ich es widerrufe."
        ),
        purposes=("website",),
    ),
    Wording(
        version="1",
        locale="fr",
        text=(
            "J’accepte que {company} publie ces mots sur son site web, sous le nom indiqué "
            "ci-dessus : en totalité ou en partie, toujours exactement tels que je les ai écrits, "
            "avec […] là où un passage est omis. Cet accord prend fin de lui-même au bout de deux "
            "ans, et à tout moment si je le retire."
        ),
        purposes=("website",),
    ),
    Wording(
        version="1",
        locale="es",
        text=(
            "Acepto que {company} muestre estas palabras en su sitio web, con el nombre indicado "
            "arriba: completas o en parte, siempre exactamente como las escribí, con […] donde se "
            "omita algo. Este permiso termina por sí solo a los dos años, y en cualquier momento "
            "si lo retiro."
        ),
        purposes=("website",),
    ),
    Wording(
        version="1",
        locale="ar",
        text=(
            "أوافق على أن تعرض {company} هذه الكلمات على موقعها الإلكتروني بالاسم المبيَّن أعلاه: "
            "كلّها أو جزءًا منها، ودائمًا كما كتبتُها تمامًا، مع وضع […] حيث حُذف شيء. تنتهي هذه "
            "الموافقة من تلقاء نفسها بعد سنتين، وفي أي وقت إذا سحبتُها."
        ),
        purposes=("website",),
    ),
    _second(
        "en",
        "I agree that {company} shows these words in the places I tick, named as above: all of "
        "them or a part, always exactly as they stand here, with […] where something is left "
        "out. This ends by itself after two years, and at any time when I withdraw it.",
        "on its website",
        "in its posts on social media",
        "in presentations and offers to other customers",
        "in paid advertising",
        "in press releases and for journalists",
    ),
    _second(
        "de",
        "Ich bin einverstanden, dass {company} diese Worte dort zeigt, wo ich ein Häkchen setze, "
        "mit dem Namen wie oben angegeben: ganz oder in Teilen, immer genau so, wie sie hier "
        "stehen, mit […], wo etwas ausgelassen ist. Das endet von selbst nach zwei Jahren und "
        "jederzeit, wenn ich es widerrufe.",
        "auf der eigenen Website",
        "in eigenen Beiträgen in sozialen Medien",
        "in Präsentationen und Angeboten für andere Kunden",
        "in bezahlter Werbung",
        "in Pressemitteilungen und für Journalisten",
    ),
    _second(
        "fr",
        "J’accepte que {company} publie ces mots aux endroits que je coche, sous le nom indiqué "
        "ci-dessus : en totalité ou en partie, toujours exactement tels qu’ils figurent ici, avec "
        "[…] là où un passage est omis. Cet accord prend fin de lui-même au bout de deux ans, et "
        "à tout moment si je le retire.",
        "sur son site web",
        "dans ses publications sur les réseaux sociaux",
        "dans des présentations et des offres à d’autres clients",
        "dans de la publicité payante",
        "dans des communiqués de presse et pour des journalistes",
    ),
    _second(
        "es",
        "Acepto que {company} muestre estas palabras en los lugares que marco, con el nombre "
        "indicado arriba: completas o en parte, siempre exactamente como figuran aquí, con […] "
        "donde se omita algo. Este permiso termina por sí solo a los dos años, y en cualquier "
        "momento si lo retiro.",
        "en su sitio web",
        "en sus publicaciones en redes sociales",
        "en presentaciones y ofertas a otros clientes",
        "en publicidad de pago",
        "en comunicados de prensa y para periodistas",
    ),
    _second(
        "ar",
        "أوافق على أن تعرض {company} هذه الكلمات في الأماكن التي أحدّدها، بالاسم المبيَّن أعلاه: "
        "كلّها أو جزءًا منها، ودائمًا كما هي مكتوبة هنا تمامًا، مع وضع […] حيث حُذف شيء. تنتهي هذه "
        "الموافقة من تلقاء نفسها بعد سنتين، وفي أي وقت إذا سحبتُها.",
        "على موقعها الإلكتروني",
        "في منشوراتها على وسائل التواصل الاجتماعي",
        "في العروض التقديمية والعروض المقدَّمة لعملاء آخرين",
        "في الإعلانات المدفوعة",
        "في البيانات الصحفية وللصحفيين",
    ),
)
CURRENT = {wording.locale: wording for wording in WORDINGS}
"""The newest wording of each language: later ones stand further down."""


def current(language: str) -> Wording:
    """Give the wording that somebody who reads this language agrees to; in English where we
    have none in it."""
    return CURRENT[negotiated([language], tuple(CURRENT)) or "en"]
