"""What a patient's infection and access needs ask, in who can do an operation: by what each site says of itself."""

import re

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.queries import Question
from alongside.domain.clinical_fields import ACCESS_NEEDS
from alongside.domain.eligibility import Outcome
from alongside.domain.site_sections import Section
from tests import factories
from tests.apps.directory.conftest import TODAY

pytestmark = pytest.mark.django_db
PATIENT = {"age_years": 66, "asa": 2, "bmi": 27, "expected_critical_care_level": 0}
ASKED = {"operation": "W37.1", **{name: str(value) for name, value in PATIENT.items()}}


def says(area, section, rows):
    """The clinic records a part of what it has, and attests it."""
    with acting_for(area.hospital.id):
        own = {"site": area.clinic, "by": area.manager, "today": TODAY}
        actions.say_section(section=section, rows=rows, **own)
        seen = facts.fingerprint(queries.find_site(area.manager, area.clinic.pk, TODAY))
        actions.attest_sections(sections=[section], seen=seen, **own)


def answers(area, **given):
    """Outcome and rules of each site."""
    with acting_for(area.trust.id):
        rows = queries.who_can(area.clinician, Question(area.hip, {**PATIENT, **given}), TODAY)
    return {row.site.code: (row.decision.outcome, [reason.rule for reason in row.decision.reasons]) for row in rows}


@pytest.mark.row("M-23")
@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("colour", "outcome", "rules"),
    [
        ("green", Outcome.REJECT, ["ELG-10"]),
        ("red", Outcome.REVIEW, ["ELG-11"]),
        (None, Outcome.NEED_INFO, ["ELG-10"]),
    ],
)
def test_a_known_infection_by_what_the_site_says_of_its_pathway(area, colour, outcome, rules):
    if colour:
        says(area, Section.INFECTION, [{"colour": colour, "from_day": TODAY}])
    assert answers(area, has_known_infection=True)["BBB01"] == (outcome, rules)
    assert answers(area)["BBB01"] == (Outcome.ACCEPT, [])


@pytest.mark.row("M-29")
@pytest.mark.parametrize(("has", "rules"), [(True, []), (False, ["ELG-12"]), (None, ["ELG-13"])])
def test_an_access_need_by_what_the_site_says_that_it_has(area, has, rules):
    if has is not None:
        says(area, Section.ACCESS, [{"feature": "hearing_loop", "has": has}])
    found = answers(area, needs_hearing_loop=True)
    assert found["BBB01"] == (Outcome.REVIEW if rules else Outcome.ACCEPT, rules)
    assert found["AAA01"] == (Outcome.REVIEW, ["ELG-13"])
    assert answers(area)["BBB01"] == (Outcome.ACCEPT, [])


@pytest.mark.row("M-29")
def test_the_page_asks_for_access_needs_apart_from_the_conditions(area):
    """“None of the conditions” never says that nobody needs a hoist; an answer names what to agree first."""
    client = factories.client_of(area.clinician)
    address = reverse("directory:who-can")
    page = " ".join(client.get(address, ASKED).content.decode().split())
    assert re.search(r"Conditions</h2>.*Known infection.*Access needs</h2>.*Needs a hoist", page)
    known = client.get(address, {**ASKED, "no_others": "on", "needs_hoist": "yes"}).content.decode()
    assert "agree with the site, before this patient goes, how they will be cared for" in known
    assert "ELG-13" in known
    file = client.get(address, {**ASKED, "no_others": "on", "format": "csv"}).content.decode()
    assert not [name for name in ACCESS_NEEDS if ACCESS_NEEDS[name].label in file]


def test_a_site_that_has_everything_attested_asks_nothing_about_access(area):
    for code in ("AAA01", "BBB01"):
        site, manager = (area.ashford, area.other_manager) if code == "AAA01" else (area.clinic, area.manager)
        with acting_for(site.organisation_id):
            rows = [{"feature": field.feature, "has": True} for field in ACCESS_NEEDS.values()]
            actions.say_section(section=Section.ACCESS, rows=rows, site=site, by=manager, today=TODAY)
            seen = facts.fingerprint(queries.find_site(manager, site.pk, TODAY))
            actions.attest_sections(sections=[Section.ACCESS], seen=seen, site=site, by=manager, today=TODAY)
    page = factories.client_of(area.clinician).get(reverse("directory:who-can"), ASKED).content.decode()
    assert "Access needs" not in page
    assert "Known infection" in page
