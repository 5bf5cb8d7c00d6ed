"""The page of API tokens: made by owners, shown once, kept as a hash, ended for good."""

import re

from sqlalchemy import select

from feedback.ids import spell
from feedback.models import ApiToken

PATH = "/workspace/tokens"


def make(owner, name="Shop"):
    page = owner.submit(PATH, {"name": name}).text
    return re.search(r'id="token"[^>]*value="(hark_[\w-]{43})"', page).group(1)


def test_a_token_is_shown_once_and_works(owner, client):
    token = make(owner)
    assert token not in owner.get(PATH).text
    body = {"id": "1", "event": "x", "contact": {"customer_number": "7"}}
    answer = client.post("/api/v1/events", json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202


def test_only_its_hash_is_kept(owner, session):
    token = make(owner)
    row = session.scalars(select(ApiToken)).one()
    assert token not in repr(vars(row))
    assert row.name == "Shop"


def test_an_owner_ends_a_token(owner, client, session):
    token = make(owner)
    row = session.scalars(select(ApiToken)).one()
    assert owner.submit(f"{PATH}/{spell(row.id)}/end", page=PATH).status_code == 303
    body = {"id": "1", "event": "x", "contact": {"customer_number": "7"}}
    answer = client.post("/api/v1/events", json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert "ended" in owner.get(PATH).text


def test_looking_at_the_page_makes_nothing(owner, session):
    owner.get(PATH)
    assert session.scalars(select(ApiToken)).all() == []
