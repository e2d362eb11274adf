"""A known infection and access needs decide in a plan, are named on the line, and go with the patient as was agreed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions as directory
from alongside.apps.directory import facts, queries
from alongside.apps.plans.facts.changes import changed_since, changed_there
from alongside.domain.site_sections import Section
from tests import factories
from tests.apps.plans.conftest import AS_OF, offers, takes

pytestmark = pytest.mark.django_db
INFECTED, HOIST = {"has_known_infection": True}, {"needs_hoist": True}


def says(area, section, rows, *, attests=True):
    """The hospital records a part of what it has, and attests it."""
    with acting_for(area.hospital.id):
        own = {"site": area.site, "by": factories.person("services_manager", area.hospital), "today": AS_OF}
        directory.say_section(section=section, rows=rows, **own)
        if attests:
            seen = facts.fingerprint(queries.find_site(own["by"], area.site.pk, AS_OF))
            directory.attest_sections(sections=[section], seen=seen, **own)


def has_pathway(area, colour, **given):
    says(area, Section.INFECTION, [{"colour": colour, "from_day": AS_OF}], **given)


def has_hoist(area, *, has, **given):
    says(area, Section.ACCESS, [{"feature": "hoist", "has": has}], **given)


def page_of(area, plan, pathway, by=None):
    address = reverse("plans:show-line", args=[plan.pk, pathway.pk])
    return " ".join(factories.client_of(by or area.coordinator).get(address).content.decode().split())


@pytest.mark.row("M-23")
@pytest.mark.promise("AL-4", "AL-6")
@pytest.mark.parametrize(
    ("colour", "placed", "rule", "words"),
    [
        ("green", False, "ELG-10", "a red infection pathway is needed"),
        ("amber", False, "ELG-10", "a red infection pathway is needed"),
        ("red", True, "ELG-11", "tell the ward before this patient comes"),
        (None, False, "ELG-10", "The infection pathway of this site is not recorded"),
    ],
)
def test_a_known_infection_is_placed_where_the_pathway_is_red(area, colour, placed, rule, words):
    """Somebody of whom nothing is recorded is placed there all the same: everybody is screened before admission."""
    infected, other = area.wait(clinical_facts=INFECTED), area.wait()
    if colour:
        has_pathway(area, colour)
    plan = area.plan()
    assert (area.line(plan, infected).site is not None) is placed
    assert area.line(plan, other).site == area.site
    page = page_of(area, plan, infected)
    assert rule in page
    assert words in page
    assert rule not in page_of(area, plan, other)


@pytest.mark.row("M-23")
def test_a_red_pathway_that_nobody_attested_takes_no_known_infection(area):
    infected = area.wait(clinical_facts=INFECTED)
    has_pathway(area, "red", attests=False)
    assert area.line(area.plan(), infected).site is None


@pytest.mark.row("M-29")
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize(
    ("has", "rule", "words"),
    [
        (True, None, ""),
        (False, "ELG-12", "this site says that it does not have a hoist for transfers"),
        (None, "ELG-13", "this site has not said whether it has a hoist for transfers"),
    ],
)
def test_an_access_need_never_costs_a_place(area, has, rule, words):
    needs = area.wait(clinical_facts=HOIST)
    if has is not None:
        has_hoist(area, has=has)
    plan = area.plan()
    line, page = area.line(plan, needs), page_of(area, plan, needs)
    assert line.site == area.site
    assert ("the lead for reasonable adjustments" in line.review_by) is bool(rule)
    assert words in page
    assert [one for one in ("ELG-12", "ELG-13") if one in page] == ([rule] if rule else [])


@pytest.mark.row("M-29")
@pytest.mark.promise("AL-6")
def test_a_changed_access_profile_gives_new_decisions_only(area):
    """The plan made before keeps its words and is told that something there has changed; the next one differs."""
    needs = area.wait(clinical_facts=HOIST)
    has_hoist(area, has=True)
    before = area.plan()
    has_hoist(area, has=False)
    with acting_for(area.board.id):
        assert changed_since(area.coordinator, before).counts() == {"attestations": 1}
        assert changed_there(area.coordinator, datetime(2020, 1, 1, tzinfo=UTC)) == 1
    after = area.plan()
    assert before.input_digest != after.input_digest
    assert "ELG-12" not in page_of(area, before, needs)
    assert "ELG-12" in page_of(area, after, needs)


@pytest.mark.row("M-23")
@pytest.mark.promise("AL-6")
def test_the_fingerprint_holds_the_infection_pathway(area):
    area.wait(clinical_facts=INFECTED)
    digests = []
    for colour in ("green", "red"):
        has_pathway(area, colour)
        digests.append(area.plan().input_digest)
    assert digests[0] != digests[1]


def test_rules_about_needs_that_nobody_on_the_list_has_take_no_room_in_the_plan(area):
    area.wait(clinical_facts={"needs_hoist": False})
    rules = [rule for one in area.plan().evidence["sets"] for rule, _, _ in one["rules"]]
    assert rules
    assert not [rule for rule in rules if rule.startswith("ELG-")]


@pytest.mark.row("M-29")
@pytest.mark.promise("AL-3")
@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ("adjustments", "have accepted (AGR-6, version 1)"),
        ("identity", "may not read this, also when the move is accepted: The sharing clause does not name it (AGR-6)"),
    ],
)
def test_access_needs_are_carried_as_the_sharing_clause_says(bare, settings, shares, told):
    """A trust of its own, whose agreement with the hospital names what is shared."""
    settings.FIXED_DAY = AS_OF
    takes(bare.site)
    offers(bare.site)
    guest = factories.trust(bare.board)
    factories.agreement(guest, bare.hospital, shares=(shares,))
    needs = bare.wait(provider=guest, clinical_facts={**HOIST, "needs_large_print": True})
    other = bare.wait(provider=guest)
    plan, reader = bare.plan(), factories.person("booking_manager", guest)
    page = page_of(bare, plan, needs, reader)
    assert "Needs a hoist; needs large print. " in page
    assert told in page
    assert "must know before this patient comes" not in page_of(bare, plan, other, reader)


@pytest.mark.row("M-29")
@pytest.mark.promise("AL-8")
def test_the_host_reads_nothing_of_it_before_the_patient_has_accepted(area):
    needs = area.wait(clinical_facts=HOIST)
    plan = area.plan()
    assert "must know before this patient comes" in page_of(area, plan, needs, area.booker)
    host = factories.client_of(factories.person("services_manager", area.hospital))
    response = host.get(reverse("plans:show-line", args=[plan.pk, needs.pk]))
    assert response.status_code == 404
    assert "hoist" not in response.content.decode()
