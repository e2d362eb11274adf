"""Everything can be reached and done with the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor, visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MOST_STEPS = 120


def focused(page: Page) -> str:
    """The words of what has the focus; "" when nothing has."""
    return str(
        page.evaluate(
            """(() => {
                const one = document.activeElement;
                if (one === document.body) return "";
                const label = one.labels && one.labels[0];
                return (label ? label.innerText : one.innerText || one.value || one.name || "").trim();
            })()"""
        )
    )


def tab_to(person: Visitor, words: str) -> None:
    """Press Tab until the focus is on something that says `words`, which must be seen to have it."""
    passed = []
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        passed.append(focused(person.page))
        if words.lower() in passed[-1].lower():
            assert is_marked(person.page), f"The focus on “{passed[-1]}” of {person.page.url} cannot be seen"
            return
    raise AssertionError(f"Tab never reaches “{words}” on {person.page.url}: {passed}")


def is_marked(page: Page) -> bool:
    """Does the element with the focus look different: outline, shadow, border or background?"""
    look = (
        "(() => { const style = getComputedStyle(document.activeElement);"
        " return [style.outline, style.boxShadow, style.border, style.backgroundColor].join() })()"
    )
    with_focus = page.evaluate(look)
    page.evaluate("window.had_focus = document.activeElement; document.activeElement.blur()")
    without = page.evaluate(look.replace("document.activeElement", "window.had_focus"))
    page.evaluate("window.had_focus.focus()")
    return bool(with_focus != without)


def press_enter(person: Visitor) -> None:
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_coordinator_reads_an_explanation_without_a_mouse(browser: Browser, product: Product):
    with visitor(browser, product, "keyboard") as person:
        # given somebody at the sign-in page
        person.opens("/accounts/login/")
        # when they use nothing but the keyboard: the first stop skips to the page itself
        tab_to(person, "Skip to main content")
        tab_to(person, "Email")
        person.page.keyboard.type("coordinator@kent.example")
        tab_to(person, "Password")
        person.page.keyboard.type("kent-and-medway-together")
        press_enter(person)
        tab_to(person, "Plans")
        press_enter(person)
        person.page.keyboard.press("Tab")
        assert focused(person.page) == "Skip to main content"
        person.page.keyboard.press("Enter")
        tab_to(person, "all lists, all specialties")
        press_enter(person)
        tab_to(person, "See every patient")
        press_enter(person)
        person.page.locator("main table").first.scroll_into_view_if_needed()
        person.page.locator("main table tbody a").first.focus()
        press_enter(person)
        # then they read the explanation
        person.reads("Every site that was considered")
        person.must_be_content()
