"""A services manager says what the site does and offers capacity; a clinician asks who can do an operation."""

import re

import pytest

from tests.journeys.conftest import Open
from tests.journeys.test_list import day
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.row("M-16", "M-60", "M-46")
def test_services_manager_attests_changes_a_rule_and_offers_a_session(open_browser: Open, has_scripts: bool):
    # given the services manager of One Ashford Hospital
    manager = open_browser().signs_in("services").looks("today")
    # when they attest their site
    manager.follows("Directory", inside="header").looks("directory")
    manager.follows(re.compile(r"^\s*One Ashford Hospital")).looks("site")
    site = manager.page.url
    manager.follows("Attest this site").looks("attest")
    manager.presses("Attest").looks("attested")
    manager.reads("Joanne Pike")
    # and change whom it takes
    manager.follows("Change whom it takes").looks("sets-of-rules")
    manager.clicks_on(manager.page.locator("main table tbody a").first).looks("rules")
    manager.follows(re.compile("^Change rule|^Change")).looks("rule")
    manager.page.get_by_label("Reason", exact=False).last.fill(f"Checked again {'with' if has_scripts else 'without'}")
    manager.presses("Keep this rule").looks("draft")
    manager.follows("Review and save").looks("review")
    manager.page.get_by_label("Why are you changing the rules?").fill("The yearly review of our rules")
    manager.presses("Save as a new version").looks("saved")
    manager.reads(re.compile("Saved as version|Attest"))
    # then the site's page says that it waits to be attested again
    manager.page.goto(site)
    manager.looks("site-changed")
    manager.reads("Changed since it was attested")
    # and is whole again once they have; until then nobody new is placed there
    manager.follows("Attest this site").presses("Attest")
    manager.page.goto(site)
    assert "Changed since it was attested" not in manager.text
    # when they offer a session
    offer_session(manager, "Theatre 91" if has_scripts else "Theatre 92")
    # then the board and the sessions show it
    manager.reads("Theatre 9")
    manager.follows("Capacity", inside="header").looks("board")


def offer_session(manager: Visitor, room: str) -> None:
    manager.opens("/capacity/sessions/").looks("sessions")
    manager.follows(re.compile("Offer a session")).looks("offer")
    manager.presses("Offer").looks("offer-refused")
    manager.page.get_by_label("Site", exact=True).select_option(index=1)
    manager.page.get_by_label("Theatre or room").fill(room)
    day(manager, "3", "3", "2026")
    manager.page.get_by_label("Start time").fill("08:30")
    manager.page.get_by_label("Length in minutes").fill("240")
    manager.page.get_by_label("Treatment function").select_option("110")
    manager.page.get_by_label("Repeat for this many weeks").fill("1")
    manager.presses("Offer").looks("offered")


@pytest.mark.row("M-59", "M-60", "M-61")
@pytest.mark.promise("AL-4")
def test_clinician_asks_who_can_replace_a_hip(open_browser: Open):
    # given a clinician with a patient of BMI 43 and ASA 3
    clinician = open_browser().signs_in("clinician").looks("today")
    clinician.opens("/directory/who-can/").looks("question")
    # when they ask every site
    clinician.page.get_by_label("Operation").fill("Hip replacement")
    clinician.page.get_by_label("postcode district").fill("TN24")
    clinician.page.get_by_label("BMI", exact=False).first.fill("43")
    clinician.page.get_by_label("ASA", exact=False).first.select_option("3")
    clinician.presses("Ask every site").looks("answers")
    # then the answers come nearest first, each with its reason and the rule that decided
    answers = clinician.page.locator(".dir-answer")
    assert answers.count() >= 3
    tags = {text.strip().lower() for text in clinician.page.locator(".dir-answer__tag").all_inner_texts()}
    assert len(tags) >= 2, tags
    refused = clinician.page.locator(".dir-answer--reject, .dir-answer--no").first
    assert refused.locator("li").count() >= 1
    # and what nobody said is asked for, not guessed
    clinician.reads(re.compile("need", re.IGNORECASE))
