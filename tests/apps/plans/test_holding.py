"""Places that a plan gave and that do not hold as things are now: told on its pages, and in the way of approval."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.agreements.models import Agreement
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions as directory
from alongside.apps.directory.models import ServiceNotice, Site, SiteService, SupportService
from alongside.apps.plans import actions, queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.models import Plan
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.plans.conftest import AS_OF, HIP, MONDAY, offers

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-12", "M-47")]
TAG = "Approved, but does not hold in full"


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = AS_OF


@pytest.fixture
def plan(area) -> Plan:
    """Two of the trust have places in the first week, one in the second."""
    offers(area.site, days=(MONDAY + timedelta(days=7),), minutes=90)
    for _ in range(3):
        area.wait()
    plan = area.plan()
    assert plan.placed == 3
    return plan


def approved(area, plan):
    with acting_for(area.board.id):
        for by in (area.coordinator, area.second):
            actions.approve(plan=plan, by=by, today=AS_OF)


def refused(area, plan, words):
    with acting_for(area.board.id), pytest.raises(Refused, match=words):
        actions.approve(plan=plan, by=area.coordinator, today=AS_OF)


def found(area, plan, person=None):
    person = person or area.coordinator
    with acting_for(person.organisation_id):
        plan = queries.find_plan(person, plan.pk)
        return [(one.patients, one.rule) for one in queries.no_longer_holds(person, plan, AS_OF)]


def page_of(person, name, *args):
    return " ".join(factories.client_of(person).get(reverse(f"plans:{name}", args=args)).content.decode().split())


def end_agreement(area):
    with acting_for(area.board.id):
        made = Agreement.objects.get(guest=area.trust, host=area.hospital)
    factories.ended(made, by=area.trust, from_day=MONDAY, on=AS_OF, reason="Two incidents")


def pause(area, *, first=MONDAY, last=None, function="110", kind=NoticeKind.PAUSED):
    with acting_for(area.hospital.id):
        SiteService.objects.get_or_create(
            site=area.site,
            organisation=area.hospital,
            treatment_function=function or "110",
            defaults={"source": "test"},
        )
        return directory.add_notice(
            site=area.site, kind=kind, function=function, starts_on=first, ends_on=last or first,
            by=factories.person("services_manager", area.hospital),
        )  # fmt: skip


def test_a_plan_that_holds_says_so_in_green(area, plan):
    approved(area, plan)
    page = page_of(area.coordinator, "show-plan", plan.pk)
    assert TAG not in page
    assert "not hold" not in page + page_of(area.coordinator, "list-plans")
    assert found(area, plan) == []


@pytest.mark.promise("AL-3")
def test_an_approved_plan_whose_agreement_has_ended_is_green_no_longer(area, plan):
    approved(area, plan)
    end_agreement(area)
    page = page_of(area.coordinator, "show-plan", plan.pk)
    assert TAG in page
    assert "3 places of this plan do not hold as things are now" in page
    assert f"3 patients of {area.trust.name} are placed at The Hospital and may not go there now." in page
    assert "Two incidents (AGR-3). Mended by: " in page
    between = reverse("agreements:show-between", args=[area.trust.pk, area.hospital.pk])
    assert between in page
    assert f"placed=yes&amp;provider={area.trust.code}&amp;site={area.site.code}" in page
    assert reverse("plans:plan-again", args=[plan.pk]) in page
    assert "Approved; 3 places do not hold now" in page_of(area.coordinator, "list-plans")


@pytest.mark.promise("AL-8")
def test_it_is_told_to_those_whose_patients_they_are(area, plan):
    approved(area, plan)
    end_agreement(area)
    assert found(area, plan, area.booker) == [(3, "AGR-3")]
    assert found(area, plan, factories.person("booking_manager", area.other)) == []
    assert "Two incidents" not in page_of(factories.person("services_manager", area.hospital), "show-plan", plan.pk)


@pytest.mark.promise("AL-3")
def test_nobody_is_told_to_approve_what_would_be_refused(area, plan):
    end_agreement(area)
    page = page_of(area.coordinator, "approve-plan", plan.pk)
    assert "The plan cannot be approved like this." in page
    assert "You can approve all the same" not in page
    assert "Put my name under this plan" not in page
    refused(area, plan, "Two incidents")


@pytest.mark.parametrize(
    ("given", "patients"),
    [
        ({}, 2),
        ({"last": MONDAY + timedelta(days=13)}, 3),
        ({"function": ""}, 2),
        ({"kind": NoticeKind.REMOTE}, 0),
        ({"function": "130"}, 0),
        ({"first": MONDAY + timedelta(days=1)}, 0),
        ({"first": MONDAY + timedelta(days=14)}, 0),
    ],
    ids=["one week", "both weeks", "everything", "by video", "another function", "no session that day", "after it"],
)
def test_a_site_that_pauses_after_the_plan_is_found(area, plan, given, patients):
    pause(area, **given)
    assert found(area, plan) == ([(patients, "DIR-3")] if patients else [])


def test_a_pause_stands_on_the_page_and_in_the_way_of_approval(area, plan):
    notice = pause(area)
    page = page_of(area.coordinator, "show-plan", plan.pk)
    assert "2 places of this plan do not hold as things are now" in page
    assert "paused from 2 February 2026" in page
    assert "1 service change notice given or ended since" in page
    refused(area, plan, r"2 patients of .*\(DIR-3\).* Plan again")
    with acting_for(area.hospital.id):
        directory.end_notice(notice=notice, by=factories.person("services_manager", area.hospital), today=AS_OF)
        assert ServiceNotice.objects.count() == 2
    approved(area, plan)


def test_a_plan_that_knew_of_the_pause_holds(area):
    offers(area.site, days=(MONDAY + timedelta(days=1),))
    area.wait()
    pause(area)
    plan = area.plan()
    assert (plan.placed, found(area, plan)) == (1, [])


def test_an_operation_that_the_site_no_longer_lists_is_found(area, plan):
    with acting_for(area.hospital.id):
        SiteService.objects.filter(site=area.site, procedure_group=HIP).delete()
    assert found(area, plan) == [(3, "DIR-1")]
    refused(area, plan, "no longer lists the operation")


def test_patients_of_two_hospitals_are_told_in_one_sentence(area):
    """A pause is the same for everybody; an agreement that has ended is of one pair."""
    for trust in (area.trust, area.trust, area.other):
        area.wait(provider=trust, theatre_minutes=60)
    plan = area.plan()
    pause(area)
    page = page_of(area.coordinator, "show-plan", plan.pk)
    assert "3 patients are placed at The Hospital and may not go there now. The site says:" in page
    assert f"{area.trust.name}</a> (2 of these)" in page
    assert f"{area.other.name}</a> (1 of these)" in page
    end_agreement(area)
    assert found(area, plan) == [(2, "AGR-3"), (1, "DIR-3")]


def test_a_patient_with_two_reasons_is_counted_once(area, plan):
    approved(area, plan)
    end_agreement(area)
    pause(area)
    assert found(area, plan) == [(3, "AGR-3")]
    assert "Approved; 3 places do not hold now" in page_of(area.coordinator, "list-plans")


def test_a_plan_whose_weeks_are_over_is_left_alone(area, plan, settings):
    approved(area, plan)
    end_agreement(area)
    settings.FIXED_DAY = MONDAY + timedelta(days=14)
    assert TAG not in page_of(area.coordinator, "show-plan", plan.pk)
    assert "not hold" not in page_of(area.coordinator, "list-plans")


def test_support_and_critical_care_that_change_are_counted(area, plan):
    """A test is one moment of the database, so the plan is said to be of the day before."""
    plan.facts_at -= timedelta(days=1)

    def counted():
        with acting_for(area.board.id):
            counts = queries.changed_since(area.coordinator, plan).counts()
        return counts.get("capability"), counts.get("levels")

    def change(**given):
        with acting_for(area.hospital.id):
            Site.objects.filter(pk=area.site.pk).update(**given)

    with acting_for(area.hospital.id):
        kept = SupportService.objects.create(
            site=area.site, organisation=area.hospital, kind="blood_bank", cover="24x7", source="test"
        )
        kept.cover = "none"
        kept.save()
    change(phone="01632 960001")
    assert counted() == (1, None)
    change(critical_care_level=0)
    assert counted() == (1, 1)
    change(critical_care_level=2)
    assert counted() == (1, 1)


def test_the_listing_takes_few_queries(area, plan, django_assert_max_num_queries):
    approved(area, plan)
    end_agreement(area)
    client = factories.client_of(area.coordinator)
    with django_assert_max_num_queries(40):
        client.get(reverse("plans:list-plans"))


@pytest.mark.row("M-63")
def test_a_line_leads_to_whose_policy_applies_there_to_its_patient(area, plan):
    """One link from the line, with the host, its site and whose patient it is; a second opens a topic."""
    with acting_for(area.board.id):
        line = plan.lines.first()
    page = page_of(area.booker, "show-line", plan.pk, line.pathway_id)
    where = f"?host={area.hospital.code}&amp;site={area.site.code}&amp;guest={area.trust.code}"
    address = reverse("governance:ask") + where
    assert f'href="{address}"' in page
    answer = factories.client_of(area.booker).get(address.replace("&amp;", "&")).content.decode()
    assert f"guest={area.trust.code}" in answer
