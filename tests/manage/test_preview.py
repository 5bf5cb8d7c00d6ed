"""The preview shows the customer's own page, of the draft or of any version."""

from feedback.ids import spell


def page(desk, query=""):
    return desk.client.get(f"{desk.path}/preview/page{query}")


def test_the_button_saves_and_leads_to_the_preview(desk):
    answer = desk.type(do="preview", score_text="As I wrote it?")
    assert answer.location == f"{desk.path}/preview"
    assert "As I wrote it?" in page(desk).text


def test_the_page_is_shown_in_frames_that_can_send_nothing(desk):
    shown = desk.client.get(f"{desk.path}/preview").text
    assert shown.count("<iframe") == shown.count(" sandbox loading")
    assert f"{desk.path}/preview/page?version=1" in shown


def test_the_mail_is_shown_as_it_will_arrive(desk, stored):
    desk.type(invitation="Tell us, <b>please</b>.", score_text="As I wrote it?")
    address = f"/campaigns/mail/{spell(stored().versions[0].id)}"
    assert f'src="{address}"' in desk.client.get(f"{desk.path}/preview").text
    mail = desk.client.get(address, audit=False).text
    assert "As I wrote it?" in mail
    assert "&lt;b&gt;please" in mail


def test_the_mail_of_an_unfinished_draft_can_be_looked_at(desk, stored):
    desk.type(subject="", invitation="", score_text="", name="x")
    address = f"/campaigns/mail/{spell(stored().versions[0].id)}"
    assert desk.client.get(address, audit=False).status_code == 200


def test_the_thanks_are_shown_as_they_will_be_read(desk):
    desk.type(thanks_title="You are kind", thanks_text="<b>Truly</b>")
    shown = desk.client.get(f"{desk.path}/preview/thanks").text
    assert "You are kind" in shown
    assert "&lt;b&gt;Truly" in shown


def test_the_sender_and_the_subject_are_shown_as_in_an_inbox(desk):
    desk.type(subject="A <b>subject</b>")
    shown = desk.client.get(f"{desk.path}/preview").text
    assert "A &lt;b&gt;subject" in shown


def test_an_older_version_is_shown_as_it_was(desk):
    desk.publish(score_text="First words?")
    desk.type(score_text="Second words?")
    assert "First words?" in page(desk, "?version=1").text
    assert "Second words?" in page(desk).text


def test_a_version_that_does_not_exist_gives_a_kind_page(desk):
    assert page(desk, "?version=7").status_code == 404


def test_an_unfinished_draft_can_be_looked_at(desk):
    for kind in ("choice", "choices", "rating", "text"):
        desk.type(do=f"add:{kind}")
    desk.type(subject="", invitation="", reason_text="")
    assert page(desk).status_code == 200
    assert desk.client.get(f"{desk.path}/preview").status_code == 200


def test_the_preview_may_stand_in_our_own_frame_only(desk):
    policy = page(desk).headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
