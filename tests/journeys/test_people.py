"""An administrator gives somebody an account, and that person signs in with a password of their own."""

import re

import pytest

from tests.journeys.conftest import Open

pytestmark = [pytest.mark.slow, pytest.mark.browser]
OWN_PASSWORD = "three random words here"


@pytest.mark.row("M-11")
def test_administrator_adds_a_person_who_signs_in(open_browser: Open, has_scripts: bool):
    # given an administrator of the board
    email = f"new.{'with' if has_scripts else 'without'}@kent.example"
    administrator = open_browser().signs_in("administrator").looks("today")
    administrator.opens("/accounts/people/").looks("people")
    # when they add a colleague
    administrator.follows("Add a person").looks("add")
    administrator.presses("Add").looks("add-refused")
    administrator.page.get_by_label("Full name").fill("Ada Newcome")
    administrator.page.get_by_label("Work email address").fill(email)
    administrator.page.get_by_label(re.compile("System coordinator")).check()
    administrator.presses("Add").looks("added")
    row = administrator.page.locator("tr", has_text=email)
    administrator.clicks_on(row.locator("button", has_text="Make a password link")).looks("link")
    link = re.search(r"http://\S+", administrator.text)
    assert link is not None
    # then that person sets a password of their own, once
    newcomer = open_browser()
    newcomer.page.goto(link.group())
    newcomer.looks("set-password")
    newcomer.page.get_by_label("New password").fill("short")
    newcomer.presses("Set password").looks("password-refused")
    newcomer.page.get_by_label("New password").fill(OWN_PASSWORD)
    newcomer.presses("Set password").looks("sign-in")
    # and signs in with it
    newcomer.signs_in_with(email, OWN_PASSWORD).looks("today")
    assert newcomer.heading == "Today" or "Today" in newcomer.heading
    newcomer.page.goto(link.group())
    newcomer.looks("link-used")
