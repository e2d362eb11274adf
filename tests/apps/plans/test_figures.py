"""What the figures of a plan count, and what they leave to another figure."""

import csv
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.presenters import overview
from tests import factories
from tests.apps.plans.conftest import MONDAY, offers, takes

pytestmark = pytest.mark.django_db


def page_of(area, plan, person=None):
    return (
        factories.client_of(person or area.coordinator).get(reverse("plans:show-plan", args=[plan.pk])).content.decode()
    )


def rows_of(area, plan, figure):
    address = reverse("plans:show-plan", args=[plan.pk]) + f"?figure={figure}&format=csv"
    text = factories.client_of(area.coordinator).get(address).content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(text.splitlines()))


def without(area, plan, **given):
    with acting_for(area.board.id):
        actions.adjust(plan=plan, why="Closed", by=area.coordinator, **given)
        new = actions.plan_again(plan=plan, by=area.coordinator, queue=False)
    return area.work_out(new)


def test_urgent_patients_are_counted_within_four_weeks_first(area):
    offers(area.site, days=(MONDAY + timedelta(weeks=5),))
    for _ in range(4):
        area.wait(priority="P2", theatre_minutes=120)
    plan = area.plan(weeks=6)
    row = next(row for row in plan.summary["priorities"] if row["name"] == "P2")
    assert (row["placed"], row["within_4_weeks"]) == (4, 2)
    tile = overview.stats(plan, "/")[0]
    assert (tile["figure"], tile["label"]) == ("50%", "of P2 patients have a place within 4 weeks")
    assert "2 of 4; 100% (4) within 6 weeks" in tile["note"]


def test_hours_left_add_up_to_the_figure_beside_the_headline(area):
    area.wait(theatre_minutes=100)
    plan = area.plan()
    rows = rows_of(area, plan, "left")
    assert [row["All weeks"] for row in rows] == ["2.33", "2.33"]
    assert rows[-1]["Site"] == "All sites"
    assert "2 of 4 hours are left" in page_of(area, plan)


@pytest.mark.parametrize("kind", ["exclude_site", "exclude_sessions"])
def test_what_is_left_out_by_hand_is_not_left(area, kind):
    other = factories.site(area.other, name="Second")
    takes(other)
    offers(other, minutes=300)
    area.wait(theatre_minutes=60)
    given = {"treatment_function": "110", "week": 0} if kind == "exclude_sessions" else {}
    plan = without(area, area.plan(), kind=kind, site=other, **given)
    assert sum(row["offered"] for row in plan.summary["minutes"]) == 240
    assert plan.summary["left_out_minutes"] == 300
    assert {row["Site"] for row in rows_of(area, plan, "left")} == {"The Hospital", "All sites"}
    assert "3 of 4 hours are left; 5 hours left out by hand are not counted" in page_of(area, plan)


def test_own_lists_are_told_and_not_counted(area):
    factories.session(area.site, on=MONDAY, minutes=600, offered_to="own", room="Own")
    factories.session(area.site, on=MONDAY + timedelta(weeks=9), minutes=600, offered_to="own", room="Own")
    area.wait()
    plan = area.plan()
    assert plan.summary["own_minutes"] == 600
    assert "Own lists of the providers (10 theatre hours in these weeks) are not counted." in page_of(area, plan)


def row(name, waiting, placed):
    return {"name": name, "waiting": waiting, "placed": placed}


def test_small_rows_are_left_out_of_the_sentence_and_it_says_so():
    rows = [row("Large", 39_000, 10_000), row("Middle", 600, 300), row("Small", 30, 29)]
    assert overview.best_and_worst(rows, "providers") == (
        "Of providers with 400 or more waiting, most is placed for Middle (50%), least for Large (26%)."
    )


def test_the_sentence_says_what_the_picture_leaves_to_its_table():
    rows = [row(f"Provider {number}", 100, number) for number in range(16)]
    said = overview.best_and_worst(rows, "providers")
    assert said.startswith("Most is placed for Provider 15")
    assert said.endswith("The 12 largest are drawn; all 16 are in the table.")


def test_a_plan_from_before_a_figure_was_kept_says_what_it_knows():
    plan = SimpleNamespace(weeks=13)
    tile = overview.urgent_tile(plan, {"waiting": 100, "placed": 64}, "/")
    assert tile["label"] == "of P2 patients have a place within 13 weeks"
