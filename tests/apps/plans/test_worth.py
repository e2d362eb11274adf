"""What one more is worth, how wide the gap is, and what another policy would come to: on the pages of a plan."""

import csv
import io
from datetime import timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters import gap, policies, worth
from tests import factories
from tests.apps.plans.conftest import MONDAY, offers, takes
from tests.apps.plans.test_changing import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(area) -> Plan:
    """Six wait for a place at one hospital with room for two."""
    for priority in ("P2", "P3", "P4", "P4", "P4", "P4"):
        area.wait(priority=priority)
    return area.plan()


def page_of(person, plan, name, query=""):
    return factories.client_of(person).get(reverse(f"plans:{name}", args=[plan.pk]) + query).content.decode()


def file_of(person, plan, name, query=""):
    return list(csv.DictReader(io.StringIO(page_of(person, plan, name, f"?format=csv{query}").removeprefix("\ufeff"))))


def forget(area, plan, *names):
    """A plan of an earlier day."""
    with acting_for(area.board.id):
        plan.summary = {key: value for key, value in plan.summary.items() if key not in names}
        plan.save(update_fields=["summary"])


def test_the_page_says_what_one_more_session_would_bring(area, plan):
    page = page_of(area.coordinator, plan, "show-plan")
    assert "One more Trauma and Orthopaedics session a week at The Hospital (in the 1 week with any)" in page
    assert "<strong>about 3 more patients</strong>, of 4 without a place who could go there" in page


def test_every_addition_is_listed_with_what_it_brings(area, plan):
    session, bed = file_of(area.coordinator, plan, "list-worth")
    assert session["One more"] == "Session a week of 4 hours"
    assert (session["Site"], session["Specialty"]) == ("The Hospital", "Trauma and Orthopaedics")
    assert (session["More patients, about"], session["Without a place who could go there"]) == ("3", "4")
    assert (bed["One more"], bed["Specialty"], bed["More patients, about"]) == ("Bed every night", "All", "0")
    assert "Modelled" in page_of(area.coordinator, plan, "list-worth")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("search=hospital", 2),
        ("search=ORTHO", 1),
        ("search=nowhere", 0),
        ("function=110", 1),
        ("unit=bed", 1),
        ("unit=ship", 2),
        ("site=%27--", 2),
        ("search=%00", 2),
        ("sort=-site&page=99", 2),
        ("sort=password", 2),
    ],
)
def test_filters_narrow_the_additions(area, plan, query, count):
    assert len(file_of(area.coordinator, plan, "list-worth", f"&{query}")) == count
    page = page_of(area.coordinator, plan, "list-worth", f"?{query}")
    assert ("fits these filters" in page) == (count == 0)


def test_additions_are_sorted_by_any_column(area, plan):
    other = factories.site(area.other, name="Another")
    takes(other)
    offers(other, minutes=300)
    new = area.plan()
    names = [row["Site"] for row in file_of(area.coordinator, new, "list-worth", "&sort=site")]
    assert names == sorted(names)
    patients = [int(row["More patients, about"]) for row in file_of(area.coordinator, new, "list-worth")]
    assert patients == sorted(patients, reverse=True)


@pytest.mark.parametrize("name", ["list-worth", "compare-policies"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_are_files(area, plan, name, kind):
    address = reverse(f"plans:{name}", args=[plan.pk])
    file = factories.client_of(area.coordinator).get(address, {"format": kind})
    assert "attachment" in file.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["list-worth", "compare-policies"])
def test_who_may_see_plans_may_see_what_they_are_worth(area, plan, name):
    address = reverse(f"plans:{name}", args=[plan.pk])
    assert factories.client_of(area.booker).get(address).status_code == 200
    assert factories.client_of(factories.person("administrator", area.board)).get(address).status_code == 403
    assert factories.client_of(factories.person("coordinator", factories.board())).get(address).status_code == 404


def test_a_plan_of_an_earlier_day_says_that_it_does_not_know(area, plan):
    forget(area, plan, "worth", "policies")
    assert worth.NOT_KEPT in page_of(area.coordinator, plan, "list-worth")
    assert policies.NOT_KEPT in page_of(area.coordinator, plan, "compare-policies")
    page = page_of(area.coordinator, plan, "show-plan")
    assert worth.NOT_KEPT in page
    assert "Under another policy" not in page
    assert file_of(area.coordinator, plan, "list-worth") == []


def test_where_nothing_lacks_it_is_said(area):
    area.wait()
    page = page_of(area.coordinator, area.plan(), "show-plan")
    assert "Neither theatre time nor beds lack: one more would place nobody." in page


def test_a_site_left_out_by_hand_is_offered_no_more(area, plan):
    from alongside.apps.plans import actions

    with acting_for(area.board.id):
        actions.adjust(plan=plan, kind="exclude_site", why="Closed", by=area.coordinator, site=area.site)
        new = actions.plan_again(plan=plan, by=area.coordinator, queue=False)
    assert file_of(area.coordinator, area.work_out(new), "list-worth") == []


def test_sessions_are_as_long_as_the_sites_own():
    from alongside.apps.plans.outcome.worth import session_lengths

    sessions = pl.DataFrame(
        {
            "site_id": ["A", "A", "B"],
            "treatment_function": ["110", "110", "110"],
            "week": [0, 1, 0],
            "theatre_minutes": [480, 950, 10],
            "sessions": [2, 4, 1],
        }
    )
    assert session_lengths(sessions) == {("A", "110"): 240, ("B", "110"): 30}


def test_policies_stand_side_by_side(area):
    """One long operation of P2, or four short ones of people who have waited long."""
    area.wait(priority="P2", theatre_minutes=240, bed_nights=0, clock_start=MONDAY - timedelta(weeks=2))
    for _ in range(4):
        area.wait(priority="P4", theatre_minutes=60, bed_nights=0, clock_start=MONDAY - timedelta(weeks=70))
    plan = area.plan()
    page = page_of(area.coordinator, plan, "compare-policies")
    assert "3 more patients would be placed, but 1 fewer of P2." in page
    assert "3 more patients would be placed, but 1 fewer of P2." in page_of(area.coordinator, plan, "show-plan")
    rows = {row["Figure"]: row for row in file_of(area.coordinator, plan, "compare-policies")}
    placed = rows["Placed"]
    assert (placed["Clinical priority first"], placed["Weighed together"], placed["Today’s way"]) == ("1", "4", "1")
    assert rows["Placed of P2"]["Weighed together"] == "0"
    assert rows["Placed who have waited over 52 weeks"]["Weighed together"] == "4"


def test_a_weighed_plan_is_compared_with_priority_first(area, plan):
    new = area.plan(policy="weighted")
    first = file_of(area.coordinator, new, "compare-policies")[0]
    assert list(first) == ["Figure", "Weighed together", "Clinical priority first", "Today’s way"]


def test_policies_of_nobody_are_compared_all_the_same(area):
    plan = area.plan()
    rows = {row["Figure"]: row for row in file_of(area.coordinator, plan, "compare-policies")}
    assert rows["Mean wait of those placed"]["Today’s way"] == "nobody is placed"
    assert "as many patients would be placed" in page_of(area.coordinator, plan, "compare-policies")


def test_the_page_tells_the_gap_in_places(area, plan):
    page = page_of(area.coordinator, plan, "show-plan")
    assert "How much better could any plan be?" in page
    assert "Fewer than one more place" in page
    assert gap.IN_TIERS in page
    assert gap.LATER in page
    assert gap.LATER not in page_of(area.coordinator, area.plan(policy="weighted"), "show-plan")


def test_the_page_tells_how_far_apart_priorities_are_held(area, plan):
    """A plan of its own may have had to hold them further apart; one that goes on from another never does."""
    assert "at least 12 times, and more where" in page_of(area.coordinator, plan, "show-plan")
    page = page_of(area.coordinator, again(area, plan), "show-plan")
    assert gap.GOES_ON in page
    assert gap.IN_TIERS not in page


def tier(**given):
    return {"name": "priority 2", "objective": 100.0, "bound": 100.0, "gap": 0.0, "patients": 90, "placed": 50, **given}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Fewer than one more place"),
        ({"bound": 104.0, "gap": 0.038}, "About 2 more places, of the 50 placed"),
        ({"bound": 200.0, "gap": 0.5}, "Not known: the bound is too wide"),
        ({"objective": 0.0, "bound": 0.0, "placed": 0}, "Nothing: nobody could have a place"),
        ({"objective": 0.0, "bound": 9.0, "placed": 0, "gap": 1.0}, "Nobody is placed"),
    ],
)
def test_a_gap_in_words(given, words):
    assert gap.lacking_words(tier(**given)) == words


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ((70, 40, 30), "20 fewer patients would be placed: 10 fewer of P2 and 10 fewer of P3."),
        ((100, 44, 56), "10 more patients would be placed, but 6 fewer of P2."),
        ((90, 50, 40), "as many patients would be placed."),
        ((90, 45, 45), "as many patients would be placed, but 5 fewer of P2."),
    ],
)
def test_a_trade_in_words(other, words):
    own = {"way": "tiers", "placed": 90, "priority_2": 50, "priority_3": 40}
    placed, second, third = other
    said = policies.against(own, {"way": "today", "placed": placed, "priority_2": second, "priority_3": third})
    assert said == f"In today’s way, {words}"


def test_ten_additions_are_told_and_none_that_brings_nobody():
    row = {"site": "A", "site_name": "A", "function": "110", "function_name": "T", "unit": "session", "per_week": 1}
    row |= {"weeks": 2, "minutes": 240, "worth": 1.0, "waiting": 90, "weeks_waited": 30.2, "modelled": True}
    summary = {"worth": {key: [value] * 14 for key, value in row.items()} | {"patients": [30.0] * 12 + [0.3] * 2}}
    plan = SimpleNamespace(summary=summary, weeks=2)
    said = worth.sentences(plan)
    assert len(said) == 10
    assert said[0]["what"] == "One more T session a week at A"
    summary["worth"]["patients"] = [3.0] + [0.3] * 13
    assert len(worth.sentences(plan)) == 1


def test_the_page_of_additions_takes_few_queries(area, plan, django_assert_max_num_queries):
    client = factories.client_of(area.coordinator)
    for name in ("list-worth", "compare-policies"):
        with django_assert_max_num_queries(14):
            client.get(reverse(f"plans:{name}", args=[plan.pk]))
