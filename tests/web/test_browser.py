"""The sample pages in a real browser: axe finds nothing, nothing is blocked, nothing spills over the edge."""

import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from alongside import web
from tests.web import samples

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
POLICY = f"default-src 'self'; script-src 'self' 'nonce-{samples.NONCE}'; style-src 'self'; img-src 'self' data:"
WIDTHS = (1280, 375)


@pytest.fixture(scope="module")
def address(env: jinja2.Environment) -> Iterator[str]:
    pages = {f"/{name}": samples.draw(env, name).encode() for name in samples.SAMPLES}

    class Pages(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(urlsplit(self.path).path)
            if page is None:
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(page)
            return None

        def log_message(self, *args: Any) -> None:
            pass

    def handler(*args: Any) -> Pages:
        return Pages(*args, directory=str(Path(web.__file__).parent))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("No Chromium here: set CHROMIUM to its path")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", samples.SAMPLES)
def test_page_is_accessible_and_fits(address: str, browser: Browser, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/{name}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    page.close()


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_page_works_without_javascript(address: str, browser: Browser, name: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{name}")
    assert page.get_by_role("link", name="Insight").is_visible()
    closed = page.locator("details:not([open]) > summary")
    for _ in range(closed.count()):
        closed.first.click()
    assert closed.count() == 0
    context.close()


def test_print_shows_what_is_folded(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(f"{address}/parts")
    folded = page.get_by_text("One patient’s wait for one problem.")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    page.close()


def test_menu_keeps_what_does_not_fit_on_a_phone(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.goto(f"{address}/parts")
    page.get_by_role("button", name="More").press("Enter")
    assert page.get_by_role("link", name="Insight").is_visible()
    page.close()
