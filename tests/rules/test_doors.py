"""Every door: who may pass, CSRF on each form, and nothing written by a GET."""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from feedback import create_app
from feedback.accounts.permissions import GRANTS, Permission
from feedback.config import Settings
from feedback.extensions import csrf
from feedback.models import Role

ROOT = Path(__file__).parents[2]
PUBLIC = {
    "static",
    "styles",
    "accounts.home",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.enter",
    "accounts.setup",
    "accounts.join",
}
PUBLIC_ROOMS = {"respond", "public", "unsubscribe", "hooks", "api"}
WITHOUT_CSRF = {"respond", "unsubscribe", "hooks", "api"}
"""Rooms whose forms carry a signed link, a signature or a token, and no cookie."""

probe = create_app(Settings(data=Path(mkdtemp())))
RULES = sorted(probe.url_map.iter_rules(), key=lambda rule: rule.endpoint)
GUARDED = [
    rule
    for rule in RULES
    if rule.endpoint not in PUBLIC and rule.endpoint.partition(".")[0] not in PUBLIC_ROOMS
]


def path(rule):
    """An address for a rule: made-up ids and tokens in every place."""
    with probe.test_request_context():
        values = {name: 1 if name.endswith("_id") else "x" for name in rule.arguments}
        return rule.build(values)[1]


@pytest.mark.parametrize("rule", GUARDED, ids=lambda r: r.endpoint)
def test_every_back_office_view_names_its_permission(rule):
    view = probe.view_functions[rule.endpoint]
    assert isinstance(getattr(view, "permission", None), Permission)


@pytest.mark.parametrize("role", Role)
def test_each_role_passes_its_own_doors_only(role, sign_in_as):
    member = sign_in_as(role)
    for rule in GUARDED:
        if "GET" not in rule.methods:
            continue
        allowed = probe.view_functions[rule.endpoint].permission in GRANTS[role]
        status = member.get(path(rule), audit=False).status_code
        assert (status == 403) != allowed, f"{role} {rule}: {status}"


def test_strangers_are_sent_to_sign_in(client, workspace):
    for rule in GUARDED:
        if "GET" in rule.methods:
            answer = client.get(path(rule), audit=False)
            assert answer.status_code == 302, f"{rule}"
            assert answer.location.startswith("/sign-in"), f"{rule}"


def test_every_post_without_its_token_is_refused(owner):
    for rule in RULES:
        if "POST" not in rule.methods or rule.endpoint.partition(".")[0] in WITHOUT_CSRF:
            continue
        answer = owner.post(path(rule), data={}, audit=False)
        assert answer.status_code == 403, f"{rule}: {answer.status_code}"
        assert "open too long" in answer.text


def test_only_customers_views_are_exempt_from_csrf():
    exempt = {str(name) for name in (*csrf._exempt_views, *csrf._exempt_blueprints)}
    rooms = {name.split(".")[1] if name.startswith("feedback.") else name for name in exempt}
    assert rooms <= {"respond", "unsubscribe", "campaigns", "subscriptions", "hooks", "api"}


def test_templates_never_switch_escaping_off():
    found = [
        str(p)
        for p in (ROOT / "templates").rglob("*")
        if p.is_file() and ("|safe" in (t := p.read_text()) or "| safe" in t or "autoescape" in t)
    ]
    assert found == []
