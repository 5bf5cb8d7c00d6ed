"""Customers and the public are never given a cookie, and one they bring is not read."""

import pytest
from flask import session

from feedback.security import CUSTOMERS


@pytest.mark.parametrize("path", CUSTOMERS)
def test_no_cookie_is_set_where_customers_go(client, workspace, path):
    client.get("/sign-in")
    client.set_cookie("hark", client.get_cookie("hark").value)
    answer = client.get(f"{path}x", audit=False)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_session_written_there_by_mistake_fails_loudly(app):
    with app.test_request_context("/r/x"), pytest.raises(RuntimeError):
        session["surprise"] = 1
