"""Planning again after a change: who need not move keeps their place, and every move has its reason."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions, queries
from alongside.apps.plans.models import Adjustment, Plan
from tests import factories
from tests.apps.plans.conftest import MONDAY, offers, takes
from tests.apps.plans.test_changing import adjust, again

pytestmark = pytest.mark.django_db


def moves(area, before, after):
    """Each patient whose place differs, with the cause."""
    with acting_for(area.board.id):
        rows = queries.lines_that_differ(before, after)[0:100]
    return {row["pathway_id"]: (row["site_a"], row["site_b"], row["moved_by"]) for row in rows}


def compared(area, before, after, acting=None, **asked):
    address = reverse("plans:compare-plans")
    client = factories.client_of(acting or area.coordinator)
    return client.get(address, {"a": str(before.pk), "b": str(after.pk), **asked}).content.decode()


def table(file):
    return list(csv.DictReader(file.removeprefix("\ufeff").splitlines()))


def test_planning_again_with_no_change_moves_nobody(area):
    for priority in ("P2", "P3", "P4"):
        area.wait(priority=priority)
    plan = area.plan()
    new = again(area, plan)
    assert new.keeps_places
    assert moves(area, plan, new) == {}


def test_others_keep_their_place_when_a_site_is_left_out(area):
    """Two sites; one is left out: only its patient moves, and the reason is told."""
    other = factories.site(area.other, name="Second")
    takes(other)
    offers(other, minutes=100)
    people = [area.wait(theatre_minutes=90) for _ in range(3)]
    plan = area.plan()
    at_second = [one for one in people if area.line(plan, one).site == other]
    assert len(at_second) == 1
    adjust(area, plan, Adjustment.Kind.EXCLUDE_SITE, site=other)
    new = again(area, plan)
    assert moves(area, plan, new) == {at_second[0].pk: ("Second", None, "site_out")}


def test_who_made_way_is_named_on_the_page_and_in_the_file(area):
    """A pinned patient of 200 minutes takes the place of another."""
    first, last = area.wait(priority="P2"), area.wait(priority="P4", theatre_minutes=200)
    plan = area.plan()
    adjust(area, plan, Adjustment.Kind.PIN, pathway_id=last.pk, site=area.site, week=0)
    new = again(area, plan)
    assert moves(area, plan, new) == {
        first.pk: ("The Hospital", None, "made_way"),
        last.pk: (None, "The Hospital", "by_hand"),
    }
    page = compared(area, plan, new)
    assert "Who moves, from where to where, and why" in page
    assert f"Made way for pathway {last.pathway_identifier}" in page
    assert "Kept at a site by hand" in page
    assert "The second plan goes on from the first" in page
    assert f"Made way for pathway {last.pathway_identifier}" in compared(area, plan, new, format="csv")


def test_page_and_files_say_how_many_moved_for_each_reason_and_who(area):
    """One of two leaves the only site's list, one is pinned in their stead, and one has just come."""
    first, last = area.wait(priority="P2"), area.wait(priority="P4", theatre_minutes=200)
    plan = area.plan()
    adjust(area, plan, Adjustment.Kind.PIN, pathway_id=last.pk, site=area.site, week=0)
    new = again(area, plan)
    assert "How many, and why" in compared(area, plan, new)
    causes = table(compared(area, plan, new, format="csv", table="causes"))
    assert {tuple(row.values()) for row in causes} == {
        ("Made way for others", "0", "1", "0"),
        ("Kept at a site by hand", "1", "0", "0"),
    }
    named = {row["Pathway identifier"]: row["Line"] for row in table(compared(area, plan, new, format="csv"))}
    assert named == {one.pathway_identifier: str(one.pk) for one in (first, last)}


def test_lines_that_are_gone_are_counted_as_such(area):
    pathway = area.wait()
    plan = area.plan()
    with acting_for(area.trust.id):
        pathway.delete()
    new = again(area, plan)
    (cause,) = table(compared(area, plan, new, format="csv", table="causes"))
    assert tuple(cause.values()) == ("No longer on the list", "0", "1", "0")


def test_no_reasons_are_told_between_plans_of_their_own(area):
    area.wait()
    plan = area.plan()
    other = area.plan(nearest=1)
    assert "How many, and why" not in compared(area, plan, other)
    assert table(compared(area, plan, other, format="csv", table="causes")) == []


@pytest.mark.promise("AL-8")
def test_another_provider_is_not_told_for_whom_its_patient_made_way(area):
    first = area.wait(priority="P2", provider=area.other)
    last = area.wait(priority="P4", theatre_minutes=200)
    plan = area.plan()
    adjust(area, plan, Adjustment.Kind.PIN, pathway_id=last.pk, site=area.site, week=0)
    new = again(area, plan)
    page = compared(area, plan, new, acting=factories.person("booking_manager", area.other))
    assert moves(area, plan, new)[first.pk][2] == "made_way"
    assert "Made way for another patient" in page
    assert last.pathway_identifier not in page


def test_patient_new_on_the_list_takes_what_is_free_and_nobody_moves(area):
    here = area.wait(priority="P4")
    plan = area.plan()
    new_one = area.wait(priority="P3")
    new = again(area, plan)
    assert moves(area, plan, new) == {new_one.pk: (None, "The Hospital", "new")}
    assert area.line(new, here).code == "placed"


def test_fact_that_was_missing_lets_a_patient_in(area):
    pathway = area.wait(bmi=None)
    plan = area.plan()
    with acting_for(area.trust.id):
        pathway.bmi = 25
        pathway.save()
    assert moves(area, plan, again(area, plan)) == {pathway.pk: (None, "The Hospital", "changed")}


def test_patient_who_has_a_date_by_now_is_said_to_be_off_the_plan(area):
    pathway = area.wait()
    plan = area.plan()
    with acting_for(area.trust.id):
        pathway.to_come_in_on = MONDAY + timedelta(days=3)
        pathway.save()
    new = again(area, plan)
    assert area.line(new, pathway).code == "has_date"
    assert "Already have a date" in compared(area, plan, new)


def test_everything_is_planned_again_when_that_is_asked(area):
    area.wait()
    plan = area.plan()
    with acting_for(area.board.id):
        new = actions.plan_again(plan=plan, by=area.coordinator, afresh=True, queue=False)
    new = area.work_out(new)
    assert not new.keeps_places
    assert new.input_digest == plan.input_digest
    assert "goes on from the first" not in compared(area, plan, new)


@pytest.mark.promise("AL-6")
def test_digest_names_the_plan_that_it_goes_on_from(area):
    area.wait()
    plan = area.plan()
    first, second = again(area, plan), again(area, plan)
    assert first.input_digest == second.input_digest != plan.input_digest


@pytest.mark.parametrize(
    ("given", "kept"), [({}, True), ({"how": "keep"}, True), ({"how": "afresh"}, False), ({"how": "<b>"}, True)]
)
def test_page_asks_who_may_move(area, given, kept):
    area.wait()
    plan = area.plan()
    client = factories.client_of(area.coordinator)
    address = reverse("plans:plan-again", args=[plan.pk])
    page = client.get(address).content.decode()
    assert "Plan everything again" in page
    assert client.post(address, given).status_code == 302
    with acting_for(area.board.id):
        assert Plan.objects.get(based_on=plan).keeps_places is kept


def test_approval_page_leads_to_who_moves(area):
    area.wait()
    plan = area.plan()
    new = again(area, plan)
    client = factories.client_of(area.coordinator)
    page = client.get(reverse("plans:approve-plan", args=[new.pk])).content.decode()
    assert "see who moves, from where to where, and why" in page
    assert "goes on from" not in client.get(reverse("plans:approve-plan", args=[plan.pk])).content.decode()
