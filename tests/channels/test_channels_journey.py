"""The room of touchpoints in a real browser: at every width, by day and night."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from feedback.ids import spell

pytestmark = pytest.mark.journey
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def hark(app):
    """Give the application behind a real server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_page_of_the_room_reads_well_and_fits(hark, browser, owner, place, width, scheme):
    kinds = ("qr", "link", "widget", "kiosk")
    places = [place(kind, sites=["https://shop.example"]) for kind in kinds]
    pages = ["", "/new", *(f"/{spell(here.id)}" for here in places)]
    pages += [f"/{spell(places[0].id)}/poster{size}" for size in ("", "?size=a6")]
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.add_cookies([{"name": "hark", "value": owner.get_cookie("hark").value, "url": hark}])
    page = context.new_page()
    for path in pages:
        page.goto(f"{hark}/channels{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert page.evaluate(OVERFLOW) <= 0, path
    context.close()


def test_the_field_for_sites_shows_for_a_widget_only(hark, browser, owner, version):
    context = browser.new_context()
    context.add_cookies([{"name": "hark", "value": owner.get_cookie("hark").value, "url": hark}])
    page = context.new_page()
    page.goto(f"{hark}/channels/new")
    assert not page.get_by_label("Sites that show it").is_visible()
    page.get_by_label("Widget").check()
    assert page.get_by_label("Sites that show it").is_visible()
    context.close()
