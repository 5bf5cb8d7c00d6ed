"""Take pictures of every page, at phone and desktop width, light and dark, for anyone to look at.

    uv run python bench/screens.py [--only report] [--into screens]

Starts `hark demo` on its own port with fresh data, opens each page in headless Chromium and
writes PNG files. Needs Chromium on the machine (Debian: apt-get install chromium).
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = ("light", "dark")


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--into", type=Path, default=ROOT / "screens")
    given = parser.parse_args()
    given.into.mkdir(exist_ok=True)
    with demo() as (enter, survey), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in SCHEMES:
            for name, width in WIDTHS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": 844},
                    color_scheme=scheme,  # type: ignore[arg-type]
                )
                page = context.new_page()
                for title, address in pages(page, enter, survey):
                    if given.only not in title:
                        continue
                    page.goto(address)
                    path = given.into / f"{title}-{name}-{scheme}.png"
                    page.screenshot(path=path, full_page=True)
                    print(path)
                context.close()


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """Run the demo and give its two addresses."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"HARK_DATA": folder, "HARK_PORT": "8765"}
        server = subprocess.Popen(
            [sys.executable, "-m", "feedback", "demo"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout
            found: list[str] = []
            for line in server.stdout:
                found += re.findall(r"https?://\S+", line)
                if len(found) >= 2:
                    break
            yield found[0], found[1]
        finally:
            server.terminate()
            server.wait(10)


def pages(page: Page, enter: str, survey: str) -> list[tuple[str, str]]:
    """Sign in and list every page worth a picture, following the links of the lists."""
    base = enter.split("/enter/")[0]
    page.goto(enter)
    listed = [
        ("report", "/report"),
        ("summary", "/report/summary"),
        ("themes-effect", "/themes/explorer"),
        ("explore", "/report/explore?by=region"),
        ("non-response", "/report/non-response"),
        ("plan", "/report/plan"),
        ("accounts", "/report/accounts"),
        ("benchmarks", "/report/benchmarks"),
        ("benchmarks-new", "/report/benchmarks/new"),
        ("benchmarks-file", "/report/benchmarks/file"),
        ("account-one", "/report/accounts/one?name=Alder%20%26%20Co"),
        ("themes", "/themes/frame"),
        ("themes-proposed", "/themes/proposals"),
        ("themes-learning", "/themes/learning"),
        ("themes-people", "/themes/people"),
        ("comments", "/comments"),
        ("comments-urgent", "/comments?show=urgent"),
        ("comments-odd", "/comments?show=odd"),
        ("comments-found", "/comments?words=deliver*"),
        ("report-by-region", "/report?by=region"),
        ("report-answers", "/report/answers"),
        ("journey-maps", "/journey-maps"),
        ("testimonials", "/testimonials"),
        ("surveys", "/surveys"),
        ("contacts", "/contacts"),
        ("campaigns", "/campaigns"),
        ("channels", "/channels"),
        ("channels-new", "/channels/new"),
        ("new-survey", "/surveys/new"),
        ("survey-file", "/surveys/files"),
        ("ask", "/campaigns/new"),
        ("members", "/members"),
        ("workspace", "/workspace"),
        ("account", "/account"),
        ("wall", "/wall/fernhill-coffee"),
        ("wall-carousel", "/wall/fernhill-coffee/carousel"),
        ("show-them", "/testimonials/wall"),
        ("sign-in", "/sign-in"),
        ("nothing-here", "/nothing-here"),
    ]
    found = [(name, base + path) for name, path in listed]
    for room in ("surveys", "contacts", "campaigns", "testimonials", "journey-maps"):
        found += first_of(page, base, room)
    page.goto(f"{base}/themes/explorer")
    if row := page.query_selector(".effects-table tbody a"):
        found.append(("theme", base + (row.get_attribute("href") or "")))
    first = next(address for name, address in found if name == "surveys-one")
    found += [("editor", f"{first}/draft"), ("languages", f"{first}/languages")]
    answers = [("answer", survey), ("answer-nine", f"{survey}?score=9")]
    return [*found, *answers, ("answer-arabic", f"{survey}?lang=ar")]


def first_of(page: Page, base: str, room: str) -> list[tuple[str, str]]:
    """The first row that a list leads to."""
    page.goto(f"{base}/{room}")
    for link in page.query_selector_all(f"main a[href^='/{room}/']"):
        href = link.get_attribute("href") or ""
        if re.fullmatch(rf"/{room}/[0-9a-z]{{8,13}}", href):
            return [(f"{room}-one", base + href)]
    return []


if __name__ == "__main__":
    main()
