"""People in customers' words, on every page, file and mail, for roles that may not know them."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from feedback.accounts import identity
from feedback.accounts.permissions import GRANTS, Permission
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Answer, Consent, Judgement, Role, Subscription
from feedback.models import Testimonial as Quoted
from feedback.models.consent import digest
from feedback.testimonials import judging
from feedback.worker import run_next_job
from surveys.models import Version
from tests import factories
from tests.factories import NOW
from tests.reports.outputs.reading import of_pdf
from tests.rules.everything import everything, owner_of
from tests.rules.test_doors import probe
from tests.rules.test_walls import GETS, address
from tests.subscriptions.conftest import Post, Worker

PLANTED = (
    "Call Ottilie Brandt on +49 30 901820, mail ottilie@brandt.example or write to 12 Rose Lane. "
)
SECRETS = ("Ottilie", "Brandt", "901820", "ottilie@", "Rose Lane")
PRAISE = "Ottilie in your shop helped me within a day, and everything has worked since then. "
PEOPLE = ("Zoraida", "zoraida@")
"""A contact's name and address."""
BLIND = [role for role in Role if Permission.READ_CONTACTS not in GRANTS[role]]
MUST_SHOW = {
    "reports.overview",
    "reports.summary",
    "testimonials.inbox",
    "testimonials.comment",
    "people.hero",
    "people.heroes",
    "people.story",
    "themes.proposed",
}
"""Pages on which an owner meets the planted words: a walk that misses them proves nothing."""


@pytest.fixture
def planted(session, workspace):
    """A company of everything: people are planted in each comment, and wait in the contacts."""
    there = everything(session, said=PLANTED)
    version = session.scalars(select(Version).where(Version.id == there.ids["version_id"])).one()
    who = factories.contact(session, name="Zoraida", email="zoraida@quark.example")
    for day in range(6):
        factories.response(
            session,
            version,
            score=10,
            comment=f"{PRAISE}{day}. Zoraida",
            contact_id=who.id,
            answered_at=NOW - timedelta(days=1, minutes=day),
        )
    session.commit()
    return there


@pytest.fixture
def judged(app, session, planted):
    """The same with all comments judged, so that reports quote them."""
    with app.app_context():
        judging.plan(db.session(), datetime.now(UTC))
        while run_next_job():
            """Go on."""
        db.session.remove()
    session.rollback()
    assert session.scalars(select(Judgement.response_id)).all()
    return planted


@pytest.fixture
def enter(app, session):
    """Give a function: a client signed in to a full workspace in a role."""

    def sign_in(place, role):
        member = owner_of(session, place)
        member.role = role
        token = identity.make_sign_in(session, member, datetime.now(UTC))
        session.commit()
        client = app.test_client()
        client.get(f"/enter/{identity.entry_token(str(app.secret_key), token)}", audit=False)
        return client

    return sign_in


def opened(answer):
    """Give all words of an answer, whatever kind of file it is."""
    data = answer.data
    if data[:4] == b"%PDF":
        return of_pdf(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(
                packed.read(name).decode(errors="replace") for name in packed.namelist()
            )
    return data.decode(errors="replace")


def walk(client, role, place):
    """Open every page a role may open, bare and for one survey; give endpoint and words."""
    for rule in GETS:
        if probe.view_functions[rule.endpoint].permission not in GRANTS[role]:
            continue
        path = address(rule, place.ids)
        asked = f"?survey={place.ids['survey_id']}&by=plan"
        for each in (path, path + asked) if rule.endpoint.startswith("reports.") else (path,):
            answer = client.get(each, audit=False, follow_redirects=True)
            assert answer.status_code in (200, 404), f"{rule}: {answer.status_code}"
            yield rule.endpoint, opened(answer)


@pytest.mark.parametrize("role", BLIND)
def test_no_page_or_file_names_people_to_those_who_may_not_know_them(judged, enter, role):
    seen = set()
    for endpoint, words in walk(enter(judged, role), role, judged):
        found = [secret for secret in (*SECRETS, *PEOPLE) if secret in words]
        assert not found, f"{endpoint} shows {found} to the {role}"
        if "[name]" in words:
            seen.add(endpoint)
    open_to = {e for e in MUST_SHOW if probe.view_functions[e].permission in GRANTS[role]}
    assert seen >= open_to


def test_whoever_may_know_people_reads_the_words_as_they_were_written(judged, enter):
    seen = set()
    for endpoint, words in walk(enter(judged, Role.OWNER), Role.OWNER, judged):
        assert "[name]" not in words, f"{endpoint} hides people from an owner"
        if "Ottilie" in words:
            seen.add(endpoint)
    assert seen >= MUST_SHOW


def test_mail_with_a_report_names_nobody(app, session, judged):
    due = datetime.now(UTC) - timedelta(minutes=1)
    late = {"paused_at": None, "next_at": due, "made_at": due - timedelta(days=60)}
    session.execute(update(Subscription).values(attribute="", value="", **late))
    session.commit()
    post = Post()
    worker = Worker(app, post, now=datetime.now(UTC))
    worker.work()
    (letter,) = post.letters
    words = letter.raw.decode().replace("=\r\n", "")
    assert "[name]" in words
    assert not [secret for secret in (*SECRETS, *PEOPLE) if secret in words]


def test_a_theme_that_is_tried_names_nobody(enter, judged, session):
    client = enter(judged, Role.MARKETER)
    path = f"/themes/frame/{spell(judged.ids['theme_id'])}"
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', client.get("/account").text).group(1)
    form = {"csrf_token": token, "name": "x", "rules": "call", "number": "1", "look": ""}
    answer = client.post(path, data=form, audit=False)
    assert "[phone]" in answer.text
    assert not [secret for secret in SECRETS if secret in answer.text]


def test_words_that_their_author_agreed_to_stay_exact(session, workspace, enter, client):
    there = everything(session, said=PLANTED)
    exact = "Ottilie Brandt found my parcel."
    answered = select(Consent.response_id)
    session.execute(
        update(Answer)
        .where(Answer.response_id.in_(answered), Answer.question_key == "reason")
        .values(text=exact)
    )
    session.execute(update(Consent).values(words=exact, words_hash=digest(exact)))
    session.execute(update(Quoted).values(quote=exact, spans=[[0, len(exact)]]))
    session.commit()
    assert exact in client.get(f"/wall/{there.workspace.slug}").text
    page = enter(there, Role.MARKETER).get(f"/testimonials/{spell(there.ids['consent_id'])}")
    assert exact in page.text


@pytest.mark.parametrize(("words", "is_found"), [("901820", False), ("write to", True)])
def test_nobody_finds_by_search_what_is_hidden_from_them(judged, enter, words, is_found):
    page = enter(judged, Role.MARKETER).get(f"/testimonials?show=held&words={words}", audit=False)
    assert ("[phone]" in page.text) == is_found
