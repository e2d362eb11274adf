"""Two organisations meet: the agenda is there at once, both minute, and who took an action on says it is done."""

import pytest

from tests.journeys.conftest import Open
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def opens_a_meeting(director: Visitor, title: str, day: str) -> None:
    director.opens("/agreements/meetings/").looks("pairs").follows("Open a meeting").looks("open")
    page = director.page
    page.locator("select[name=partner]").select_option(label="One Ashford Hospital")
    page.get_by_label("What is it called?").fill(title)
    for part, value in (("Day", day), ("Month", "1"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    director.presses("Open it")


@pytest.mark.row("M-31", "M-69", "M-71", "M-72")
def test_two_hospitals_meet_minute_and_follow_up(open_browser: Open, has_scripts: bool):
    title, what = ("Winter beds", "Write the list") if has_scripts else ("Winter theatres", "Send the list")
    # given the director of East Kent, who opens a meeting with One Ashford
    director = open_browser().signs_in("director.eastkent")
    opens_a_meeting(director, title, "31" if has_scripts else "30")
    # then what is known that day lies before them, with its source
    director.reads("Patients without a place")
    director.reads("Ring the out-of-hours number")
    director.looks("agenda")
    # when they minute who was there and what the hospital takes on
    director.follows("Who was there").looks("attendance")
    director.page.get_by_label("From East Kent").fill("Dr Ruth Adeyemi, medical director")
    director.page.get_by_label("From One Ashford").fill("Mr Colin Hart, medical director")
    director.presses("Save")
    director.reads("Held")
    director.follows("Add an action").looks("action")
    page = director.page
    page.get_by_label("What is to be done?").fill(what)
    page.get_by_label("One Ashford Hospital").check()
    page.get_by_label("Post").fill("Theatre manager")
    for part, value in (("Day", "14"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    director.presses("Save").looks("minutes")
    # then the hospital finds it and says that it is done
    hospital = open_browser().signs_in("director.oneashford")
    hospital.opens("/agreements/meetings/actions/").looks("actions").follows(what)
    hospital.follows("It is done").presses("It is done").looks("done")
    hospital.reads("Done on 31 Jan 2026")
    # and both see how well it goes, with its working
    hospital.opens("/agreements/meetings/").follows("East Kent Hospitals").looks("pair")
    hospital.reads("The working")
    # and the pathway that they share has a space of its own, with its team, steps and notes
    hospital.opens("/agreements/meetings/spaces/").looks("spaces").follows("Hip replacement").looks("space")
    hospital.reads("Getting worse, and transfer back")
    hospital.reads("Corrects what was written on")
