"""East Kent finds in the proposals who its partner should be, and both sides make the partnership whole."""

import re

import pytest

from tests.journeys.conftest import Open
from tests.journeys.visitor import DESK, PHONE, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ROUTE = {
    "route": "Emergency department, William Harvey Hospital",
    "phone": "01632 960801",
    "alternate_1": "Site manager",
    "phone_1": "01632 960802",
    "alternate_2": "Regional transfer service",
    "phone_2": "01632 960803",
    "escalate_minutes": "60",
}


def names_lead(visitor: Visitor, name: str, phone: str) -> None:
    visitor.follows("Name our lead")
    visitor.page.get_by_label("Or a telephone number").fill(phone)
    visitor.page.get_by_label("Name of our lead").fill(name)
    visitor.page.get_by_label("Post", exact=True).fill("Director of operations")
    visitor.presses("Save")


def says_how_it_works(visitor: Visitor) -> None:
    visitor.follows("Say how it works")
    visitor.page.get_by_label("Orthopaedics").check()
    for name, words in ROUTE.items():
        visitor.page.locator(f"input[name={name}]").fill(words)
    visitor.looks("works", audited=()).presses("Save")


def logs_a_drill(visitor: Visitor) -> None:
    visitor.follows("Log a drill")
    for part, value in (("Day", "30"), ("Month", "1"), ("Year", "2026")):
        visitor.page.get_by_label(part, exact=True).fill(value)
    visitor.page.get_by_label("Calls made").check()
    visitor.page.get_by_label("Yes: the patient").check()
    visitor.presses("Save")


@pytest.mark.row("M-19", "M-42", "M-48")
def test_both_sides_of_a_proposed_partnership_make_it_whole(open_browser: Open):
    # given the director of East Kent, which has no agreement in force and no partnership with One Ashford
    director = open_browser().signs_in("director.eastkent").opens("/agreements/").follows("Proposals")
    director.looks("proposals", audited=(DESK,))
    director.reads("One Ashford Hospital")
    # when they begin that one, wherever it stands among those proposed
    director.follows(re.compile("Begin this partnership of East Kent.*One Ashford")).presses("Save")
    director.reads("One Ashford Hospital")
    director.looks("begun", audited=(PHONE,))
    for rule in (1, 2, 3, 5, 6, 7):
        director.reads(f"PAR-{rule}")
    # but how often they meet, which they have said with their meetings
    director.reads("Every four weeks")
    assert "PAR-4" not in director.text
    names_lead(director, "Dr Ruth Adeyemi", "01632 960804")
    # and the other side does its part, from Today
    manager = open_browser().signs_in("services").follows("Partnerships to mend")
    says_how_it_works(manager)
    names_lead(manager, "Joanne Pike", "01632 960805")
    logs_a_drill(manager)
    # then nothing is missing, and whoever is at the bedside has a number to tap
    assert "What is missing" not in manager.text
    manager.looks("whole", audited=(PHONE,))
    assert manager.page.locator("a[href='tel:01632960801']").first.is_visible()
    # and the page of readiness says what else there is to do
    manager.follows("How ready are they").looks("readiness", audited=(DESK,))
    manager.reads("Sign it on both sides")
    # and the area has another line on its map
    director.opens("/partnerships/map/?q=Ashford").looks("map", audited=(DESK,))
    director.reads("One Ashford Hospital: complete")
    # and either side may end it
    director.follows("One Ashford Hospital: complete").follows("End this partnership")
    director.page.get_by_label("Why it ends").fill("The journey is over")
    director.presses("End it")
    director.reads("The journey is over")
