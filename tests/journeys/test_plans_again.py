"""A coordinator reads what would help and what another policy would do, plans again, and sees who moves and why."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.test_plans import ask_for_plan, wait_for_answer
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.row("M-11", "M-84")
@pytest.mark.promise("AL-9")
def test_others_keep_their_places_when_a_coordinator_plans_again(open_browser: Open):
    # given a coordinator with a plan of one specialty
    coordinator = open_browser().signs_in("coordinator")
    ask_for_plan(coordinator)
    plan = coordinator.page.url
    # when they read what one more session or bed would bring, and what other policies would do
    site = reads_what_one_more_is_worth(coordinator)
    reads_policies(coordinator)
    # and leave out the site where one more session would bring most, and plan again with as few moves as can be
    coordinator.page.goto(f"{plan}changes/site/")
    coordinator.page.get_by_label("Site").select_option(label=site)
    coordinator.page.get_by_label("Why").fill("The theatres are being repaired")
    coordinator.presses("Keep this change")
    coordinator.follows("Plan again with 1 new change").looks("plan-again")
    coordinator.reads(f"Do not use {site}")
    expect(coordinator.page.get_by_label("As few as possible")).to_be_checked()
    coordinator.presses("Plan again")
    wait_for_answer(coordinator)
    # then the new plan says that it goes on from the first, and every move is listed with its reason before approval
    coordinator.looks("plan-that-goes-on")
    coordinator.reads("This plan goes on from an earlier one")
    new = coordinator.page.url
    coordinator.follows("Approve").looks("approve")
    coordinator.follows("see who moves, from where to where, and why").looks("who-moves")
    coordinator.reads("keep their place")
    coordinator.follows("Lost a place").looks("who-lost-a-place")
    coordinator.reads("Their site takes no part any more")
    coordinator.clicks_on(coordinator.page.locator("main table tbody a").last).looks("explanation")
    assert coordinator.page.url.startswith(f"{new}patients/")
    # and planning everything again is another plan, which goes on from none
    coordinator.page.goto(f"{new}plan-again/")
    coordinator.page.get_by_label("Plan everything again").check()
    coordinator.presses("Plan again")
    wait_for_answer(coordinator)
    coordinator.reads("All priorities are shared out in one search")
    coordinator.follows("See what moved").looks("places-that-differ")
    assert "Who moves" not in coordinator.text


def reads_what_one_more_is_worth(coordinator: Visitor) -> str:
    """The site that would bring most."""
    coordinator.follows("What one more is worth").looks("one-more")
    coordinator.reads("Modelled")
    most = coordinator.page.locator("main table tbody tr").first.locator("th, td").nth(1).inner_text()
    coordinator.page.goto(f"{coordinator.page.url}?search=nowhere")
    coordinator.looks("one-more-of-nowhere")
    coordinator.reads("fits these filters")
    return most.strip()


def reads_policies(coordinator: Visitor) -> None:
    coordinator.follows("Policies").looks("policies")
    coordinator.reads("Today’s way")
    coordinator.page.locator("summary", has_text="Figures for this chart").click()
    coordinator.looks("policies-in-figures")
    coordinator.reads("Under one sum over everybody")
