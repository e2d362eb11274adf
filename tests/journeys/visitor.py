"""Somebody at a browser: goes through pages, and looks at each as an auditor of accessibility would."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.journeys.product import DOMAIN, PASSWORD, Product

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SHOTS = Path(__file__).resolve().parents[1] / "shots"
DESK, PHONE = 1280, 375
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@dataclass
class Visitor:
    """One person's browser window. `faults` is everything that was wrong on any page they saw."""

    page: Page
    product: Product
    journey: str
    has_scripts: bool
    clicks: int = 0
    seen: int = 0
    faults: list[str] = field(default_factory=list)

    def hear(self) -> None:
        """Keep what the browser complains of: a script's error, a blocked style, a file that is not there."""
        self.page.on("console", self.complain)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: script error {error}"))
        self.page.on("response", self.note)

    def complain(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.faults.append(f"{self.page.url}: console says {message.text}")

    def note(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.request.method} {response.url} answered {response.status}")

    # Going

    def opens(self, path: str) -> "Visitor":
        self.page.goto(f"{self.product.address}{path}")
        return self

    def signs_in(self, who: str) -> "Visitor":
        """As one of the demonstration's people, or anybody by email address and password."""
        return self.signs_in_with(f"{who}@{DOMAIN}", PASSWORD)

    def signs_in_with(self, email: str, password: str) -> "Visitor":
        self.opens("/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        return self

    def clicks_on(self, target: Locator) -> "Visitor":
        self.clicks += 1
        target.click()
        self.page.wait_for_load_state()
        return self

    def follows(self, name: str | re.Pattern[str], *, inside: str = "main") -> "Visitor":
        """A link, whether it looks like one or like a button."""
        return self.clicks_on(self.page.locator(inside).locator("a", has_text=name).first)

    def presses(self, name: str | re.Pattern[str]) -> "Visitor":
        return self.clicks_on(self.page.locator("main").locator("button", has_text=name).first)

    # Reading

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def reads(self, words: str | re.Pattern[str]) -> None:
        found = re.search(words, self.text) if isinstance(words, re.Pattern) else words.lower() in self.text.lower()
        assert found, f"“{words}” is not on {self.page.url}:\n{self.text[:2000]}"

    def looks(self, name: str, audited: tuple[int, ...] = (DESK, PHONE)) -> "Visitor":
        """Everything that must hold on every page and in every state, at a desk and on a phone.

        The slow audit is for the widths in `audited`.
        """
        self.seen += 1
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.look_at_width(f"{self.seen:02}-{name}", width)
            if width in audited and self.has_scripts:
                self.faults += [f"{self.page.url} ({name}, {width}): {fault}" for fault in axe_faults(self.page)]
        self.page.set_viewport_size({"width": DESK, "height": 900})
        return self

    def look_at_width(self, name: str, width: int) -> None:
        folder = SHOTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.faults.append(f"{self.page.url} ({name}) is {wide} pixels wide at {width}")

    def must_be_content(self) -> None:
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))


def axe_faults(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"axe {one['id']}: {one['help']}: {', '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found
    ]


@contextmanager
def visitor(browser: Browser, product: Product, journey: str, *, has_scripts: bool = True) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport={"width": DESK, "height": 900}, java_script_enabled=has_scripts, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    try:
        opened = Visitor(context.new_page(), product, journey, has_scripts)
        opened.hear()
        yield opened
    finally:
        context.close()
