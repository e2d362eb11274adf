"""What an operation asks of a site decides in a plan, is named on the line, and changes the fingerprint."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions as directory
from alongside.apps.directory import facts, queries
from alongside.apps.directory.actions import Needs
from alongside.apps.directory.models import Attestation, ProcedureGroup
from alongside.apps.plans.facts.changes import changed_since, changed_there
from alongside.apps.waiting.models import Pathway
from alongside.domain.criteria import Criterion
from alongside.domain.site_needs import StaffNeed
from alongside.domain.site_sections import Section
from tests import factories
from tests.apps.plans.conftest import AS_OF, HIP, MONDAY, RULES, offers, takes

pytestmark = pytest.mark.django_db
NURSES = StaffNeed("transfusion", "nurses")
LAST = MONDAY + timedelta(days=13)


def asks(area, **given):
    with acting_for(area.board.id):
        keeper = factories.person("medical_director", area.board)
        hip = ProcedureGroup.objects.get(pk=HIP)
        directory.save_needs(group=hip, needs=Needs(**given), why="Guidance", seen=None, by=keeper, today=AS_OF)


def trained(area, until):
    """The hospital's nurses, attested."""
    nurses = {"staff_group": "nurses", "skill": "transfusion", "trained": 8, "expires_on": until}
    with acting_for(area.hospital.id):
        own = {"site": area.site, "by": factories.person("services_manager", area.hospital), "today": AS_OF}
        directory.say_section(section=Section.STAFF, rows=[nurses], **own)
        seen = facts.fingerprint(queries.find_site(own["by"], area.site.pk, AS_OF))
        directory.attest_sections(sections=[Section.STAFF], seen=seen, **own)


def page_of(area, plan, pathway):
    address = reverse("plans:show-line", args=[plan.pk, pathway.pk])
    return " ".join(factories.client_of(area.coordinator).get(address).content.decode().split())


@pytest.mark.row("M-16", "M-62")
@pytest.mark.promise("AL-4", "AL-6")
def test_nobody_is_placed_where_something_needed_is_wanting(area):
    """The plan made before keeps its place and says so; the line made after names what is missing and who mends it."""
    pathway = area.wait()
    before = area.plan()
    asks(area, staff=(NURSES,))
    with acting_for(area.board.id):
        assert changed_since(area.coordinator, before).counts() == {"needs": 1}
    after = area.plan()
    assert area.line(before, pathway).site == area.site
    assert area.line(after, pathway).site is None
    page = page_of(area, after, pathway)
    assert "registered nurses trained in blood transfusion; this site has not recorded whether it has it" in page
    assert "ELG-6" in page
    assert "what the operation asks of a site: version 1" in page
    assert "ELG-6" not in page_of(area, before, pathway)
    assert before.input_digest != after.input_digest


@pytest.mark.row("M-62")
@pytest.mark.parametrize(("fewest", "placed"), [(8, True), (9, False)])
def test_a_plan_places_nobody_where_fewer_are_trained_than_asked(area, fewest, placed):
    pathway = area.wait()
    trained(area, LAST)
    asks(area, staff=(replace(NURSES, fewest=fewest),))
    plan = area.plan()
    assert (area.line(plan, pathway).site is not None) is placed
    assert ("this site has 8 whose training counts" in page_of(area, plan, pathway)) is not placed


@pytest.mark.row("M-16")
@pytest.mark.promise("AL-4")
def test_a_plan_places_nobody_for_an_operation_that_the_site_listed_and_nobody_attested(area):
    """The word of the hospital covers knees alone; hips were added since."""
    with acting_for(area.hospital.id):
        word = Attestation.objects.get(site=area.site)
        Attestation.objects.create(
            site=area.site, organisation=area.hospital, on=AS_OF, by_name="Jo Pike", by_role="Manager",
            covers=word.covers | {"services": [["110", "110-knee"]]},
        )  # fmt: skip
    pathway = area.wait()
    plan = area.plan()
    assert area.line(plan, pathway).site is None
    assert "Nobody at this site has attested that it does this operation" in page_of(area, plan, pathway)


@pytest.mark.row("M-62")
@pytest.mark.parametrize(("until", "placed"), [(LAST, True), (LAST - timedelta(1), False), (date(2026, 1, 1), False)])
def test_training_must_last_to_the_last_day_of_the_plan(area, until, placed):
    pathway = area.wait()
    trained(area, until)
    asks(area, staff=(NURSES,))
    plan = area.plan()
    assert plan.last_day == LAST
    assert (area.line(plan, pathway).site is not None) is placed
    assert ("ELG-7" in page_of(area, plan, pathway)) is not placed


@pytest.mark.promise("AL-6")
def test_the_fingerprint_holds_the_clinical_facts_that_decide(bare):
    takes(bare.site, (*RULES, Criterion("oxygen", "on_home_oxygen", "==", False)))
    offers(bare.site)
    pathway = bare.wait(clinical_facts={"on_home_oxygen": False})
    first = bare.plan()
    with acting_for(bare.trust.id):
        Pathway.objects.filter(pk=pathway.pk).update(clinical_facts={"on_home_oxygen": True})
    second = bare.plan()
    assert second.input_digest != first.input_digest
    assert [bare.line(plan, pathway).site for plan in (first, second)] == [bare.site, None]


@pytest.mark.promise("AL-6")
def test_what_a_site_lacks_is_in_the_fingerprint(area):
    """Its staff section changes, attested again on the same day by the same person: only what is held differs."""
    area.wait()
    trained(area, LAST)
    asks(area, staff=(NURSES,))
    first = area.plan()
    trained(area, LAST - timedelta(1))
    with acting_for(area.board.id):
        assert changed_since(area.coordinator, first).counts()["attestations"] == 1
        assert changed_there(area.coordinator, datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert area.plan().input_digest != first.input_digest
