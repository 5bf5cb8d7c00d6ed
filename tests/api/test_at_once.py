"""The same event told many times at once is taken once, and everybody gets an answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from surveys.models import Contact, Event, Invitation

TIMES = 6


def test_an_event_told_at_once_by_many_asks_once(app, session, token, waiting):
    session.commit()
    app.extensions.pop("test_session")  # the audited client commits it, from each thread
    begin = Barrier(TIMES)
    body = {"id": "order-1", "event": "order delivered", "contact": {"email": "a@b.example"}}

    def tell(_number):
        client = app.test_client()
        begin.wait(10)
        answer = client.post(
            "/api/v1/events", json=body, headers={"Authorization": f"Bearer {token}"}
        )
        return answer.status_code, answer.json["asked"]

    with ThreadPoolExecutor(TIMES) as pool:
        answers = sorted(pool.map(tell, range(TIMES)))
    app.extensions["test_session"] = session
    assert answers == [(200, 1)] * (TIMES - 1) + [(202, 1)]
    for kind in (Contact, Event, Invitation):
        assert session.scalar(select(func.count()).select_from(kind)) == 1
