"""The ask to pass it on is the same for everybody: the code has no way to tell people apart."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes
from sqlalchemy import func, select

from feedback.models import Referral, ReferralLooks
from feedback.respond import sharing, thanking
from surveys.links import Link, Links, Purpose
from surveys.models import Contact
from surveys.sharing import Sharing, SharingProblemError, Site, read_sites
from tests import factories

ROOT = Path(__file__).parents[2]
SET = Sharing("", (Site("Trusty", "https://trusty.example/acme"),), True, "https://acme.example")
BLOCK = re.compile(r'<section class="part share".*?</section>', re.DOTALL)


@pytest.fixture
def asking(workspace, session):
    """Acme asks for reviews and gives links to pass on."""
    workspace.sharing = SET.stored
    session.commit()
    return workspace


def block(customer, **given):
    customer.send(**given)
    page = customer.client.get(customer.path + "/thanks").text
    link = re.search(r'value="(http://hark.test/f/[^"]+)"', page)
    return BLOCK.search(page).group(), link and link.group(1)


def test_everybody_sees_the_same_whatever_they_answered(invite, asking):
    customer = invite()
    shown = set()
    for score in range(11):
        for reason in ("", "Some words", "I am furious. " * 40):
            found, link = block(customer.again(), score=str(score), reason=reason)
            shown.add(found.replace(link, "LINK"))
    assert len(shown) == 1
    assert "https://trusty.example/acme" in shown.pop()


def test_the_function_that_asks_is_given_no_answer():
    assert list(inspect.signature(sharing.share_block).parameters) == ["sharing", "refer"]
    source = Path(inspect.getfile(sharing)).read_text()
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    names |= {n.attr for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Attribute)}
    assert not {n for n in names if re.search("score|answer|earlier|hurt|invited|response", n)}
    assert set(Sharing.__dataclass_fields__) == {"words", "sites", "refers", "home"}


def test_the_thanks_page_asks_on_every_path_and_under_no_condition():
    tree = ast.parse(inspect.getsource(thanking))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    calls = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "share_block"
    ]
    assert len(calls) == 1
    node, above = calls[0], []
    while node in parents:
        node = parents[node]
        above.append(node)
    assert not [n for n in above if isinstance(n, ast.If | ast.IfExp | ast.BoolOp | ast.Match)]
    rendering = next(n for n in above if isinstance(n, ast.FunctionDef))
    assert rendering.name == "_render"
    pages = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "_page"
    ]
    # One is the preview of an author; every page of a customer goes through _render.
    assert len(pages) == 2


def test_the_templates_ask_under_no_condition(app):
    environment = app.jinja_env
    page = environment.parse((ROOT / "templates/respond/thanks.html").read_text())
    shown = [
        n
        for n in page.find_all(nodes.Output)
        if any(isinstance(part, nodes.Name) and part.name == "share" for part in n.nodes)
    ]
    assert len(shown) == 1
    for condition in page.find_all((nodes.If, nodes.CondExpr, nodes.For)):
        assert not [n for n in condition.find_all(nodes.Name) if n.name == "share"]
    part = environment.parse((ROOT / "templates/respond/_share.html").read_text())
    assert meta.find_undeclared_variables(part) <= {"sharing", "refer", "_"}


def test_hurt_customer_is_asked_like_anybody_on_the_page_and_by_no_mail(invite, asking):
    found, _link = block(invite(), score="0", reason="Never again")
    assert "Would you tell others?" in found


def test_nothing_is_asked_where_nothing_is_set(invite):
    customer = invite()
    customer.send()
    assert "Would you tell others?" not in customer.client.get(customer.path + "/thanks").text


def test_change_of_settings_is_seen_at_once(invite, asking, session):
    customer = invite()
    before, _ = block(customer)
    asking.sharing = Sharing("Tell a friend", SET.sites).stored
    session.commit()
    after = customer.client.get(customer.path + "/thanks").text
    assert "Tell a friend" not in before
    assert "Tell a friend" in after
    assert "/f/" not in after


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_ask_and_landing_page_speak_the_customers_language(invite, asking, language, client, token):
    customer = invite(contact={"attributes": {"language": language}})
    client = customer.client
    landing = client.get(f"/f/{token(customer)}?lang={language}").text
    assert f'lang="{language}"' in landing
    assert "was recommended to you" not in landing


@pytest.fixture
def token(app):
    """Give a function: the link a customer passes on."""

    def sign(customer):
        invitation = customer.invitation
        link = Link(invitation.workspace_id, invitation.contact_id)
        return Links(str(app.secret_key)).token(Purpose.REFER, link)

    return sign


def looks(session):
    session.expire_all()
    return session.scalar(select(func.coalesce(func.sum(ReferralLooks.looks), 0)))


def test_looking_at_a_link_writes_nothing_and_shows_nothing_of_the_friend(
    invite, asking, token, session
):
    customer = invite(contact={"name": "Zora Zorbax"})
    path = f"/f/{token(customer)}"
    page = customer.client.get(path)
    assert "Acme was recommended to you" in page.text
    assert "Zorbax" not in page.text
    assert "https://acme.example" in page.text
    customer.client.head(path)
    assert looks(session) == 0
    assert "Set-Cookie" not in page.headers


def test_a_press_counts_once_from_one_place(invite, asking, token, session):
    customer = invite()
    path = f"/f/{token(customer)}/look"
    for _ in range(3):
        assert customer.client.post(path).status_code == 204
    assert looks(session) == 1
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    customer.client.post(path, environ_overrides=elsewhere)
    assert looks(session) == 2


def friend(customer, path, **given):
    return customer.client.post(path, data={"name": "Fred", "email": "fred@example.com", **given})


def test_who_leaves_an_address_is_a_contact_and_counts_for_the_advocate(
    invite, asking, token, session
):
    customer = invite()
    answer = friend(customer, f"/f/{token(customer)}")
    assert "Acme will be in touch" in answer.text
    referral = session.scalars(select(Referral)).one()
    fred = session.get_one(Contact, (asking.id, referral.friend_id))
    assert (fred.name, fred.email, fred.attributes) == (
        "Fred",
        "fred@example.com",
        {"source": "referral"},
    )
    assert referral.advocate_id == customer.invitation.contact_id


def test_who_is_known_already_and_machines_count_for_nobody(invite, asking, token, session):
    customer = invite()
    path = f"/f/{token(customer)}"
    factories.contact(session, email="fred@example.com")
    session.commit()
    assert "Acme will be in touch" in friend(customer, path).text
    friend(customer, path, email="bot@example.com", website="http://spam.example")
    assert session.scalars(select(Referral)).all() == []
    assert session.scalar(select(Contact).where(Contact.email == "bot@example.com")) is None


def test_what_is_no_address_is_told_and_kept_on_the_page(invite, asking, token):
    customer = invite()
    answer = friend(customer, f"/f/{token(customer)}", email="fred@")
    assert answer.status_code == 422
    assert 'value="fred@"' in answer.text
    assert 'value="Fred"' in answer.text


def test_a_flood_is_kept_out(invite, asking, token, session):
    customer = invite()
    path = f"/f/{token(customer)}"
    answers = [friend(customer, path, email=f"f{n}@example.com").status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert session.scalar(select(func.count()).select_from(Referral)) == 10


@pytest.mark.parametrize("how", ["off", "erased", "forged"])
def test_link_that_leads_nowhere_is_not_found(invite, asking, token, session, how):
    from feedback.contacts.erasing import erase

    customer = invite()
    path = f"/f/{token(customer)}"
    if how == "off":
        asking.sharing = Sharing("", SET.sites).stored
    if how == "erased":
        erase(session, session.get_one(Contact, (asking.id, customer.invitation.contact_id)))
    if how == "forged":
        path = path[:-2] + "xx"
    session.commit()
    for answer in (customer.client.get(path), friend(customer, path)):
        assert answer.status_code == 404


def test_erased_advocate_takes_counts_along(invite, asking, token, session):
    from feedback.contacts.erasing import erase

    customer = invite()
    friend(customer, f"/f/{token(customer)}")
    customer.client.post(f"/f/{token(customer)}/look")
    erase(session, session.get_one(Contact, (asking.id, customer.invitation.contact_id)))
    session.commit()
    assert session.scalars(select(Referral)).all() == []
    assert looks(session) == 0


@pytest.mark.parametrize(
    "line",
    [
        "javascript:alert(1)",
        "Trusty",
        "ftp://x.example",
        "https://",
        "https://u:p@x.example",
        "a\nb",
    ],
)
def test_line_that_is_no_address_is_refused(line, owner):
    with pytest.raises(SharingProblemError):
        read_sites(line)
    answer = owner.submit("/sharing", {"sites": line})
    assert answer.status_code == 422


def test_owner_sets_what_is_asked_and_sees_it_as_customers_do(owner, session, workspace):
    given = {
        "sites": "Trusty https://trusty.example/acme\nhttps://www.other.example/x",
        "words": "Tell <b>others</b>",
        "refers": "y",
        "home": "https://acme.example",
    }
    assert owner.submit("/sharing", given).status_code == 303
    session.expire_all()
    kept = Sharing.of(workspace.sharing)
    assert [site.label for site in kept.sites] == ["Trusty", "other.example"]
    page = owner.get("/sharing").text
    assert "Tell &lt;b&gt;others&lt;/b&gt;" in page
    assert 'class="part share"' in page


def test_link_to_pass_on_needs_somewhere_to_lead(owner):
    answer = owner.submit("/sharing", {"refers": "y", "home": ""})
    assert answer.status_code == 422
    assert "has to lead somewhere" in answer.text


def test_marketers_cannot_change_what_is_asked(marketer):
    assert marketer.get("/sharing").status_code == 403
