"""The places where returned mail lies: a mailbox over IMAP, a Maildir; read once, marked, safe."""

import threading

import pytest
from sqlalchemy import select

from feedback.returns import reading
from feedback.returns.imap import Mailbox, MailboxProblemError, read_mailbox
from feedback.returns.maildir import read_maildir
from feedback.worker import work
from surveys.models import ReturnedMail
from tests.returns.imap_server import Box
from tests.returns.odd import person

LETTER = person("Hello, a question", "A question")


@pytest.fixture
def box():
    opened = []

    def serve(*mails, **given):
        opened.append(Box(*mails, **given))
        return opened[-1]

    yield serve
    for server in opened:
        server.shutdown()
        server.server_close()


@pytest.fixture
def source(app, session, settings, monkeypatch):
    """Give a function: the one place that these settings name."""

    def make(**given):
        session.commit()
        changed = settings.model_copy(update=given)
        monkeypatch.setitem(app.extensions, "settings", changed)
        (found,) = reading.sources(app)
        return found

    return make


@pytest.fixture
def taken(session):
    def rows():
        session.expire_all()
        return session.scalars(select(ReturnedMail)).all()

    return rows


def test_a_mailbox_is_read_and_marked(box, source, sent, about, taken):
    server = box(about(sent), LETTER)
    assert source(bounce_imap=server.address).visit() == 60
    assert [row.kind for row in taken()] == ["hard"]
    assert [mail.flags for mail in server.mails] == [{"\\Seen"}, {"$HarkLookedAt"}]


def test_a_mailbox_read_again_adds_nothing(box, source, sent, about, taken):
    server = box(about(sent), LETTER)
    place = source(bounce_imap=server.address)
    for _ in range(3):
        place.visit()
    assert (len(taken()), server.visits) == (1, 3)


def test_a_reader_cut_off_before_marking_brings_it_again_and_nothing_doubles(
    box, source, sent, about, taken
):
    server = box(about(sent))
    server.dies_before = "STORE"
    place = source(bounce_imap=server.address)
    assert place.visit() == 120
    server.dies_before = ""
    assert place.visit() == 60
    assert len(taken()) == 1
    assert server.mails[0].flags == {"$HarkLookedAt"}


def test_a_server_without_keywords_is_read_once_too(box, source, taken, workspace):
    server = box(LETTER, keeps_keywords=False)
    source(bounce_imap=server.address).visit()
    assert server.mails[0].flags == {"\\Seen"}


def test_no_more_of_a_mail_is_fetched_than_is_read(box, sent, about):
    seen = []
    server = box(about(sent) + b"x" * 2_000_000)
    read_mailbox(Mailbox.of(server.address), lambda raw: seen.append(len(raw)) or True)
    assert seen == [300_000]


def test_a_place_that_cannot_be_read_is_left_alone_longer_and_longer(box, source, workspace):
    server = box()
    server.dies_before = "LOGIN"
    place = source(bounce_imap=server.address)
    assert [place.visit() for _ in range(6)] == [120, 240, 480, 960, 1800, 1800]


def test_the_password_is_in_no_message(box, caplog):
    server = box()
    server.password = "other"
    with pytest.raises(MailboxProblemError) as problem:
        read_mailbox(Mailbox.of(server.address), bool)
    assert "s3cret" not in str(problem.value) + repr(Mailbox.of(server.address))


def test_no_password_goes_over_the_open_net(monkeypatch, box):
    server = box()
    monkeypatch.setattr("feedback.returns.imap._is_here", lambda _host: False)
    with pytest.raises(MailboxProblemError, match="use imaps://"):
        read_mailbox(Mailbox.of(server.address), bool)


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_maildir_is_read_and_moved(maildir, source, sent, about, taken):
    (maildir / "new" / "1.a").write_bytes(about(sent))
    (maildir / "new" / "2.b").write_bytes(LETTER)
    place = source(bounce_maildir=maildir)
    place.visit()
    place.visit()
    assert [row.kind for row in taken()] == ["hard"]
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1.a:2,S", "2.b:2,"]
    assert list((maildir / "new").iterdir()) == []


def test_links_in_a_maildir_are_not_followed(maildir, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    (maildir / "new" / "link").symlink_to(secret)
    assert read_maildir(maildir, lambda _raw: pytest.fail("it was read")) == 0


def test_the_worker_looks_by_itself(
    app, session, settings, maildir, monkeypatch, sent, about, taken
):
    (maildir / "new" / "1.a").write_bytes(about(sent))
    changed = settings.model_copy(update={"bounce_maildir": maildir})
    monkeypatch.setitem(app.extensions, "settings", changed)
    stop = threading.Event()
    session.commit()
    worker = threading.Thread(target=work, args=(app, stop))
    worker.start()
    for _ in range(100):
        if list((maildir / "cur").iterdir()):
            break
        stop.wait(0.1)
    stop.set()
    worker.join(20)
    assert [row.kind for row in taken()] == ["hard"]


def test_looking_stops_when_told_to(app):
    stop = threading.Event()
    looks = []

    def look():
        looks.append(1)
        stop.set()
        return 0

    reading.watch(app, reading.Source("here", look), stop)
    assert looks == [1]
