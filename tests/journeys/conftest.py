"""The product and the browser, once for all journeys; each journey with scripts and without."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.product import Product, running_product
from tests.journeys.visitor import ARGUMENTS, CHROMIUM, Visitor, visitor

Open = Callable[[], Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"No browser at {CHROMIUM}: set CHROMIUM to the path of one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def product(browser: Browser) -> Iterator[Product]:
    with running_product() as product:
        yield product


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def has_scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def open_browser(
    request: pytest.FixtureRequest, browser: Browser, product: Product, has_scripts: bool
) -> Iterator[Open]:
    """Opens a window of its own for each person of a journey; at the end every page they saw must have been right."""
    name = request.node.originalname.removeprefix("test_") + ("" if has_scripts else "-without-scripts")
    opened: list[Visitor] = []
    with ExitStack() as windows:

        def open_one() -> Visitor:
            opened.append(windows.enter_context(visitor(browser, product, name, has_scripts=has_scripts)))
            return opened[-1]

        yield open_one
    for one in opened:
        one.must_be_content()
