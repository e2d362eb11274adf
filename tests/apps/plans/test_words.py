"""What plans, patients and changes are called, and whose figures a page says it shows."""

import csv

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.facts.changes import Change
from tests import factories
from tests.apps.plans.conftest import offers, takes

pytestmark = pytest.mark.django_db
IDENTIFIER = "00000000000000004242"


def page_of(person, name, *args):
    return factories.client_of(person).get(reverse(f"plans:{name}", args=args)).content.decode()


def changed(area, plan, **given):
    with acting_for(area.board.id):
        actions.adjust(plan=plan, why="Theatre closed", by=area.coordinator, **given)
        new = actions.plan_again(plan=plan, by=area.coordinator, queue=False)
    return area.work_out(new)


def test_a_plan_made_again_says_in_its_name_what_changed(area):
    pathway = area.wait()
    first, second = area.plan(), area.plan()
    assert second.name == f"{first.name}, try 2"
    third = changed(area, first, kind="exclude_site", site=area.site)
    assert third.name == f"{first.name}, without The Hospital"
    fourth = changed(area, third, kind="exclude_patient", pathway_id=pathway.pk)
    assert fourth.name == f"{first.name}, without The Hospital, 1 patient left out"


def test_a_name_never_outgrows_its_place(area):
    area.site.name = "The " + "Very " * 30 + "Long Hospital"
    with acting_for(area.hospital.id):
        area.site.save()
    area.wait()
    plan = changed(area, area.plan(), kind="exclude_site", site=area.site)
    again = changed(area, plan, kind="exclude_sessions", site=area.site, treatment_function="110", week=0)
    assert len(plan.name) <= 200
    assert len(again.name) <= 200
    assert plan.name != again.name


def test_a_patient_is_called_by_the_identifier_of_the_list(area):
    pathway = area.wait(pathway_identifier=IDENTIFIER)
    plan = area.plan()
    assert f"Pathway {IDENTIFIER} in the plan" in page_of(area.coordinator, "show-line", plan.pk, pathway.pk)
    file = page_of(area.coordinator, "list-lines", plan.pk)
    address = reverse("plans:list-lines", args=[plan.pk]) + "?format=csv"
    file = factories.client_of(area.coordinator).get(address).content.decode().removeprefix("\ufeff")
    (row,) = csv.DictReader(file.splitlines())
    assert (row["Pathway identifier"], row["Issuer"]) == (IDENTIFIER, pathway.pathway_issuer)
    assert "Distance (km)" in row
    with acting_for(area.board.id):
        actions.adjust(plan=plan, kind="exclude_patient", why="Away", by=area.coordinator, pathway_id=pathway.pk)
    assert f"Leave patient {IDENTIFIER} out" in page_of(area.coordinator, "list-changes", plan.pk)


@pytest.mark.promise("AL-8")
def test_a_provider_is_told_which_figures_are_the_areas_and_which_its_own(area):
    for provider in (area.trust, area.trust, area.other):
        area.wait(provider=provider)
    page = page_of(area.booker, "show-plan", area.plan().pk)
    assert "In the area:" in page
    assert "to the place, for half of those placed, in the area" in page
    assert 'Our patients <span class="al-count">2</span>' in page
    assert "?placed=yes" not in page


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "version of acceptance criteria made since"), (2, "versions of acceptance criteria made since")],
)
def test_one_change_is_told_in_the_singular(count, words):
    assert Change("criteria", "version", "of acceptance criteria made since", count).words == words


def test_planning_again_does_not_contradict_itself(area):
    area.wait()
    plan = area.plan()
    assert "the new plan will be the same" in page_of(area.coordinator, "plan-again", plan.pk)
    with acting_for(area.board.id):
        actions.adjust(plan=plan, kind="exclude_site", why="Closed", by=area.coordinator, site=area.site)
    page = page_of(area.coordinator, "plan-again", plan.pk)
    assert "the new plan will be the same" not in page
    assert "will come from the changes by hand alone" in page


def test_comparing_names_what_was_different_and_a_provider_is_not_told_the_reason(area):
    other = factories.site(area.other, name="Second")
    takes(other)
    offers(other)
    area.wait()
    first = area.plan()
    second = changed(area, first, kind="exclude_site", site=area.site)
    third = area.plan(policy="weighted", nearest=1)

    def compared(person, a, b):
        address = reverse("plans:compare-plans") + f"?a={a.pk}&b={b.pk}"
        return factories.client_of(person).get(address).content.decode()

    page = compared(area.coordinator, first, second)
    assert "Do not use The Hospital: “Theatre closed” (the second plan alone)" in page
    assert "Placed, by site" in page
    assert "Placed, by specialty" not in page
    assert "Theatre closed" not in compared(area.booker, first, second)
    page = compared(area.coordinator, first, third)
    assert "Sites on the shortlist: 3, then 1" in page
    assert "Policy: Clinical priority first, then Priority, wait and distance weighed together" in page
