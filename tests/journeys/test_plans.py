"""A coordinator reads the plan of the whole area, asks for another, changes it, and two people approve it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
EVERYBODY = "39,568"
WORKED_OUT = 180_000


@pytest.mark.row("M-11", "M-84")
@pytest.mark.promise("AL-6")
def test_coordinator_reaches_an_explained_plan_in_five_clicks(open_browser: Open):
    # given a coordinator of the board at the sign-in page
    coordinator = open_browser().opens("/accounts/login/").looks("sign-in")
    coordinator.page.get_by_label("Email").fill("coordinator@kent.example")
    coordinator.page.get_by_label("Password").fill("kent-and-medway-together")
    # when they sign in, open the plans, the plan, those without a place, and one of them
    coordinator.presses("Sign in").looks("today")
    coordinator.follows("Plans", inside="header").looks("plans")
    coordinator.follows(re.compile("all lists, all specialties")).looks("plan")
    coordinator.reads(EVERYBODY)
    coordinator.clicks_on(coordinator.page.locator(".plan-parts a").last).looks("patients-without-a-place")
    coordinator.clicks_on(coordinator.page.locator("main table tbody a").first).looks("explanation")
    # then that was five clicks, and the page says why, what would change it, and what each site answered
    assert coordinator.clicks == 5
    assert coordinator.heading
    coordinator.reads("No place")
    coordinator.reads("Every site that was considered")


@pytest.mark.row("M-11", "M-77", "M-84")
def test_coordinator_makes_changes_and_approves_a_plan(open_browser: Open, has_scripts: bool):
    # given a coordinator
    coordinator = open_browser().signs_in("coordinator")
    # when they ask for a plan of one specialty
    ask_for_plan(coordinator)
    first = coordinator.page.url
    # then it says who gains and who does not, and can be laid beside the first plan
    coordinator.looks("small-plan")
    coordinator.follows("Plans", inside="header")
    coordinator.page.get_by_label("First plan").select_option(index=0)
    coordinator.page.get_by_label("Second plan").select_option(index=1)
    coordinator.presses("Compare").looks("compare")
    coordinator.reads("Two plans side by side")
    # when they leave one site out and plan again
    coordinator.page.goto(first)
    coordinator.follows("Change by hand").looks("changes")
    coordinator.follows("Do not use a site").looks("leave-out-a-site")
    coordinator.presses(re.compile("Keep|Leave out|Save|Do not use")).looks("reason-missing")
    coordinator.reads("Say why")
    coordinator.page.get_by_label("Site").select_option(index=1)
    coordinator.page.get_by_label("Why").fill("The site's theatres are being repaired")
    coordinator.presses(re.compile("Keep|Leave out|Save|Do not use")).looks("change-kept")
    coordinator.reads("The site's theatres are being repaired")
    coordinator.follows(re.compile("Plan again")).looks("plan-again")
    coordinator.presses(re.compile("Plan again"))
    wait_for_answer(coordinator)
    # then the new plan says what moved, and two different people put their names under it
    coordinator.looks("second-plan")
    coordinator.reads("This plan was made again from")
    second = coordinator.page.url
    coordinator.follows("Approve").looks("approve")
    coordinator.presses("Put my name under this plan").looks("one-name")
    colleague = open_browser().signs_in("second.coordinator")
    colleague.page.goto(second)
    colleague.reads("One of two names")
    colleague.follows("Approve")
    colleague.presses("Put my name under this plan").looks("approved")
    colleague.reads("Priya Nair")
    colleague.reads("Tom Okafor")
    colleague.reads("Approved")


def ask_for_plan(coordinator: Visitor) -> None:
    coordinator.follows("Plans", inside="header").follows("Make a new plan").looks("new-plan")
    coordinator.page.get_by_label("Number of weeks").fill("none")
    coordinator.presses("Make the plan").looks("new-plan-refused")
    coordinator.page.get_by_label("Number of weeks").fill("4")
    lists = coordinator.page.locator("summary", has_text="Only some lists or specialties")
    if lists.locator("xpath=..").get_attribute("open") is None:
        lists.click()
    coordinator.page.get_by_label("Ear, Nose and Throat").check()
    coordinator.presses("Make the plan")
    wait_for_answer(coordinator)


def wait_for_answer(coordinator: Visitor) -> None:
    """The page shows how far the work is, and turns into the plan by itself, with scripts or without."""
    expect(coordinator.page.locator("#plan-answer")).to_be_visible(timeout=WORKED_OUT)
    coordinator.page.reload()
