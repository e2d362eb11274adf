"""Two medical directors stand up an agreement from nothing; the plan follows it, and stops following when it ends."""

import re

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Open
from tests.journeys.test_plans import wait_for_answer
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
FIRST_DAY, LAST_DAY, DRILLED = ("31", "1", "2026"), ("30", "1", "2027"), ("10", "1", "2026")
EAST_KENT, ONE_ASHFORD = "East Kent Hospitals University NHS Foundation Trust", "One Ashford Hospital"
WHY = "No anaesthetist is on site at night"
# What a part asks for that any words will not do.
PARTS = {"Hazards and controls": "Bleeding at night | Named route back, drilled | Ward manager"}


@pytest.mark.row("M-39", "M-47", "M-49", "M-50", "M-64")
@pytest.mark.promise("AL-3")
@pytest.mark.parametrize("has_scripts", [True], ids=["with scripts"], indirect=True)
def test_two_directors_agree_and_the_plan_follows(open_browser: Open):
    # given a plan in which nobody of East Kent goes to One Ashford, because the two have no agreement
    coordinator = open_browser().signs_in("coordinator")
    plan_for_east_kent(coordinator)
    assert placed_at_one_ashford(coordinator) == 0
    somebody_without_a_place(coordinator)
    coordinator.reads(f"{EAST_KENT} and {ONE_ASHFORD} have no agreement")
    coordinator.reads("AGR-1")
    # when East Kent's director begins one
    guest, host = open_browser().signs_in("director.eastkent"), open_browser().signs_in("director.oneashford")
    guest.follows("Agreements", inside="header").looks("agreements")
    guest.follows("Begin an agreement")
    guest.page.get_by_label("The other organisation").select_option(label=ONE_ASHFORD)
    guest.page.get_by_label("Our patients are treated there").check()
    guest.presses("Begin").looks("begun")
    agreement = guest.page.url
    # then each missing clause is named, until East Kent has written its part and One Ashford its own
    written_by_both(guest, host, agreement)
    # and it holds once both have agreed and both have signed, not before
    agreed_and_signed_by_both(guest, host, agreement)
    guest.page.goto(agreement)
    guest.looks("in-force")
    guest.reads("in force")
    # then the next plan places East Kent's patients at One Ashford, and says under which agreement
    plan_for_east_kent(coordinator)
    assert placed_at_one_ashford(coordinator) > 0
    coordinator.clicks_on(coordinator.page.locator("main table tbody a").first).looks("placed-under-it")
    coordinator.reads(re.compile(f"Under the agreement of {EAST_KENT} and .*{ONE_ASHFORD}.*, version 1", re.IGNORECASE))
    # when One Ashford ends it
    host.page.goto(agreement)
    host.follows("End this agreement").looks("end")
    fill_day(host, "First day without the agreement", FIRST_DAY)
    host.page.get_by_label("Why it ends").fill(WHY)
    host.presses("End this agreement").looks("ended")
    # then the next plan places nobody there, and the patient's line says who ended it and why
    plan_for_east_kent(coordinator)
    assert placed_at_one_ashford(coordinator) == 0
    somebody_without_a_place(coordinator)
    coordinator.looks("not-placed-after-it")
    coordinator.reads(f"the agreement was ended from 31 January 2026 by {ONE_ASHFORD}: {WHY}")
    coordinator.reads("AGR-3")
    coordinator.follows("What is missing between them").looks("between")
    coordinator.reads(WHY)


def written_by_both(guest: Visitor, host: Visitor, agreement: str) -> None:
    """Each side reads what is missing and writes its own part of it."""
    assert len(missing(guest)) > 40
    write_what_is_missing(guest, agreement, own="guest")
    assert {words.split("\t")[1] for words in missing(guest)} == {ONE_ASHFORD}
    host.page.goto(agreement)
    host.looks("half-written")
    write_what_is_missing(host, agreement, own="host")
    host.looks("nothing-missing")
    assert missing(host) == []


def agreed_and_signed_by_both(guest: Visitor, host: Visitor, agreement: str) -> None:
    for step, words in (("Agree clinically", "Agree these words"), ("Sign", "Sign these words")):
        for director in (guest, host):
            director.page.goto(agreement)
            director.follows(step).looks(step.split()[0].lower())
            director.presses(words)


def plan_for_east_kent(coordinator: Visitor) -> None:
    """Four weeks of orthopaedics for East Kent's list alone."""
    coordinator.follows("Plans", inside="header").follows("Make a new plan")
    coordinator.page.get_by_label("Number of weeks").fill("4")
    lists = coordinator.page.locator("summary", has_text="Only some lists or specialties")
    if lists.locator("xpath=..").get_attribute("open") is None:
        lists.click()
    coordinator.page.get_by_label(EAST_KENT).check()
    coordinator.page.get_by_label("Trauma and Orthopaedics").check()
    coordinator.presses("Make the plan")
    wait_for_answer(coordinator)


def placed_at_one_ashford(coordinator: Visitor) -> int:
    """The rows of the plan's list of patients with a place there."""
    coordinator.follows("See every patient")
    address = coordinator.page.url.split("?")[0]
    coordinator.page.goto(f"{address}?placed=yes")
    site = coordinator.page.get_by_label("Site of the place")
    if site.locator("option", has_text=ONE_ASHFORD).count() == 0:
        return 0
    coordinator.page.goto(f"{address}?site=AVQ01")
    return coordinator.page.locator("main table tbody tr").count()


def somebody_without_a_place(coordinator: Visitor) -> None:
    coordinator.page.goto(coordinator.page.url.split("?")[0] + "?placed=no&code=full")
    coordinator.clicks_on(coordinator.page.locator("main table tbody a").first)


def missing(director: Visitor) -> list[str]:
    """What the agreement's page names as missing."""
    table = director.page.locator("table", has_text="What is missing before anybody can sign")
    return table.locator("tbody tr").all_inner_texts() if table.count() else []


def write_what_is_missing(director: Visitor, agreement: str, *, own: str) -> None:
    """Clause by clause, following the link of the first that this side has to write."""
    director.page.goto(agreement)
    named = missing(director)
    for _ in range(40):
        rows = director.page.locator("table", has_text="What is missing before anybody can sign").locator("tbody tr")
        theirs = director.page.get_by_role("cell", name=ONE_ASHFORD, exact=True)
        ours = rows.filter(has_not=theirs) if own == "guest" else rows
        if ours.count() == 0:
            return
        director.clicks_on(ours.first.locator("a").first)
        topic = director.heading
        write_clause(director, own)
        assert director.page.url.split("#")[0] == agreement, f"“{topic}” was not saved:\n{director.text[:1500]}"
        before, named = named, missing(director)
        assert len(named) < len(before), f"“{topic}” is still missing:\n{named}"
    raise AssertionError(f"Still missing: {named}")


def write_clause(director: Visitor, own: str) -> None:
    """Every empty part in plain words; the other side's owner is left to the other side."""
    form = director.page.locator("main form")
    for group in form.locator("fieldset").all():
        legend = group.locator("legend").inner_text()
        if group.locator("input[type=checkbox]").count():
            tick(group)
        elif "Term" in director.heading:
            type_day(group, FIRST_DAY if "First" in legend else LAST_DAY)
        elif "drilled" in legend.lower():
            type_day(group, DRILLED)
    other = "host" if own == "guest" else "guest"
    for box in form.locator("textarea, input[type=text]:not([inputmode=numeric])").all():
        name = box.get_attribute("name") or ""
        if name != f"{other}_owner" and not box.input_value():
            label = form.locator(f"label[for='{box.get_attribute('id')}']").inner_text().strip()
            box.fill(PARTS.get(label, f"Agreed by both: {label.lower()}"))
    director.presses("Save")


def tick(group: Locator) -> None:
    """Every item that may be shared; of services, the whole of each function."""
    whole = group.locator("label", has_text="every operation")
    for label in (whole if whole.count() else group.locator("label")).all():
        group.page.locator(f"[id='{label.get_attribute('for')}']").check()


def fill_day(director: Visitor, legend: str, day: tuple[str, str, str]) -> None:
    type_day(director.page.locator("fieldset", has_text=legend), day)


def type_day(group: Locator, day: tuple[str, str, str]) -> None:
    for box, part in zip(group.locator("input").all(), day, strict=True):
        box.fill(part)
