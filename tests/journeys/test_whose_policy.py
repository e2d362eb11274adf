"""At two in the morning a nurse finds whose policy applies and whom to ring; a keeper sees a red number mended."""

import re

import pytest

from tests.journeys.conftest import Open
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def on_a_phone(visitor: Visitor) -> Visitor:
    visitor.page.set_viewport_size({"width": PHONE, "height": 667})
    return visitor


def must_read_the_sepsis_policy(nurse: Visitor) -> None:
    answer = nurse.page.locator(".gov-answer", has_text="Patients of East Kent")
    policy = answer.locator("a", has_text="Sepsis in adults")
    assert policy.get_attribute("href") == "https://policies.kent.example/sepsis"
    assert "version 3" in answer.inner_text()
    numbers = answer.locator("a[href^='tel:']")
    assert numbers.first.get_attribute("href") == "tel:01632960202"
    box = numbers.first.bounding_box()
    assert box is not None
    assert box["height"] >= 24, "a number that a thumb can hit"


@pytest.mark.row("M-63", "M-44")
def test_ward_nurse_finds_the_sepsis_policy_and_its_number_in_two_clicks(open_browser: Open):
    # given a ward nurse of One Ashford Hospital, with a telephone in the hand
    nurse = on_a_phone(open_browser().signs_in("ward"))
    assert nurse.page.url.endswith("/work/")
    nurse.clicks = 0
    # when they follow two links from Today
    nurse.follows("Whose policy applies?")
    nurse.follows("Sepsis")
    # then the policy that applies and the number to ring are there
    assert nurse.clicks == 2
    must_read_the_sepsis_policy(nurse)
    nurse.looks("sepsis")
    # and where nothing is agreed the page does not guess
    nurse.reads("assume neither policy")
    nurse.follows("Card to print").looks("card")
    nurse.reads("01632 960202 (nights and weekends)")


@pytest.mark.row("M-63")
def test_ward_nurse_finds_it_from_today_card_session_or_by_one_search(open_browser: Open):
    nurse = on_a_phone(open_browser().signs_in("ward"))
    nurse.follows("Whose policy applies?").looks("topics")
    nurse.page.get_by_label("Search for a topic").fill("septic")
    nurse.presses("Search")
    must_read_the_sepsis_policy(nurse)
    nurse.opens("/capacity/sessions/")
    nurse.clicks_on(nurse.page.locator("main table tbody a").first).looks("session")
    nurse.clicks = 0
    nurse.follows("Whose policy applies here").follows("Sepsis")
    assert nurse.clicks == 2
    nurse.reads("Sepsis")


@pytest.mark.row("M-44")
def test_number_that_is_not_answered_turns_red_until_it_is(open_browser: Open):
    nurse = open_browser().signs_in("ward")
    nurse.opens("/policy/contacts/").looks("contacts")
    nurse.follows("Site coordinator on call").looks("contact")
    for answered, words in (("No", "Not relied on"), ("Yes", "Answered")):
        nurse.follows("Log a test call")
        nurse.page.get_by_label(re.compile("01632 960102")).check()
        nurse.page.get_by_label(answered, exact=True).check()
        nurse.looks(f"call-{answered}").presses("Save").looks(f"called-{answered}")
        nurse.reads(words)


@pytest.mark.row("M-63")
def test_host_says_whose_policy_and_keeps_its_words(open_browser: Open, has_scripts: bool):
    manager = open_browser().signs_in("services")
    manager.opens("/policy/kept/").looks("policies")
    manager.follows("Add a policy").looks("add").presses("Save").looks("add-refused")
    page = manager.page
    page.get_by_label("Topic").select_option("falls")
    page.locator("select[name=partner]").select_option(label="Medway NHS Foundation Trust")
    page.get_by_label("Our own policy", exact=True).check()
    page.get_by_label("Name of the policy").fill(f"Falls {'with' if has_scripts else 'without'}")
    page.get_by_label("Version").fill("1")
    page.get_by_label("Link to the policy").fill("https://policies.kent.example/falls")
    page.get_by_label("Whom to ring").select_option(label="One Ashford Hospital: Site coordinator on call")
    for part, value in (("Day", "1"), ("Month", "1"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    manager.presses("Save").looks("said")
    manager.reads("Waits for the partner")
    manager.follows("Change").looks("change")
    page.go_back()
    manager.follows("End it").looks("end").presses("End it today").looks("ended")
    manager.reads("Ended")
