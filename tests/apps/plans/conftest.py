"""A small area: a trust's list, a hospital that offers sessions, another trust, rules that are attested."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import facts as directory_facts
from alongside.apps.directory.models import (
    Attestation,
    CriteriaVersion,
    PostcodeDistrict,
    ProcedureGroup,
    Site,
    SiteService,
)
from alongside.apps.plans import actions
from alongside.apps.plans.models import Plan, PlanLine
from alongside.apps.waiting.models import Pathway
from alongside.domain.criteria import CriteriaSet, Criterion
from alongside.domain.criteria_reading import write_criteria_set
from tests import factories

AS_OF, MONDAY = date(2026, 1, 31), date(2026, 2, 2)
HIP = "110-hip"
RULES = (Criterion("bmi_max", "bmi", "<=", 40), Criterion("asa_max", "asa", "<=", 3))


@dataclass
class Area:
    board: Organisation
    trust: Organisation
    other: Organisation
    hospital: Organisation
    site: Site
    coordinator: Acting
    second: Acting
    booker: Acting
    clinician: Acting

    def wait(self, **given: Any) -> Pathway:
        """Somebody of the trust waits for a hip."""
        values = {"procedure_group_id": HIP, "travel_limit_km": 40, "deprivation_decile": 3, **given}
        return factories.pathway(
            given.pop("provider", self.trust), **{k: v for k, v in values.items() if k != "provider"}
        )

    def question(self, **given: Any) -> actions.Question:
        return actions.Question(**{"as_of": AS_OF, "starts_on": MONDAY, "weeks": 2, "nearest": 3, **given})

    def plan(self, **given: Any) -> Plan:
        """A plan that has been worked out."""
        with acting_for(self.board.id):
            plan = actions.make_plan(question=self.question(**given), by=self.coordinator, queue=False)
        return self.work_out(plan)

    def work_out(self, plan: Plan) -> Plan:
        actions.work_out(plan.pk, plan.organisation_id)
        with acting_for(self.board.id):
            plan.refresh_from_db()
        return plan

    def line(self, plan: Plan, pathway: Pathway | UUID) -> PlanLine:
        with acting_for(self.board.id):
            return plan.lines.select_related("site").get(pathway_id=getattr(pathway, "pk", pathway))


def offers(site: Site, *, days: tuple[date, ...] = (MONDAY,), minutes: int = 240, beds: int = 4, **given: Any) -> None:
    """Sessions and beds of a site on these days."""
    for day in days:
        factories.session(site, on=day, minutes=minutes, **given)
        factories.bed_night(site, night=day, beds=beds)


def takes(site: Site, rules: tuple[Criterion, ...] = RULES, *, attested: date | None = AS_OF) -> None:
    """The site does hips under these rules, and says so."""
    with acting_for(site.organisation_id):
        SiteService.objects.create(
            site=site,
            organisation_id=site.organisation_id,
            treatment_function="110",
            procedure_group_id=HIP,
            source="t",
        )
        CriteriaVersion.objects.create(
            site=site,
            organisation_id=site.organisation_id,
            version=1,
            criteria=write_criteria_set(CriteriaSet(site.code, "", 1, rules))["criteria"],
            made_by_name="Test",
            source="test",
        )
        if attested:
            groups = directory_facts.procedure_groups()
            whole = directory_facts.with_everything(Site.objects.filter(pk=site.pk), attested).get()
            Attestation.objects.create(
                site=site,
                organisation_id=site.organisation_id,
                on=attested,
                by_name="Jo Pike",
                by_role="Manager",
                covers=directory_facts.held(directory_facts.record_of(whole, groups)),
            )


@pytest.fixture
def bare(db: None) -> Area:
    """The area before anybody offers anything."""
    return make_area()


def make_area() -> Area:
    PostcodeDistrict.objects.create(code="TN24", latitude=51.14, longitude=0.92, source="test")
    PostcodeDistrict.objects.create(code="CT1", latitude=51.28, longitude=1.08, source="test")
    ProcedureGroup.objects.create(
        code=HIP, name="Hip replacement", treatment_function="110", theatre_minutes=90, bed_nights=1, source="test"
    )
    board = factories.board()
    trust, other, hospital = factories.trust(board), factories.trust(board), factories.independent(board)
    for guest, host in ((trust, hospital), (other, hospital), (trust, other)):
        factories.agreement(guest, host)
    return Area(
        board,
        trust,
        other,
        hospital,
        factories.site(hospital, name="The Hospital"),
        factories.person("coordinator", board),
        factories.person("coordinator", board),
        factories.person("booking_manager", trust),
        factories.person("clinician", trust),
    )


@pytest.fixture
def area(bare: Area) -> Area:
    """One hospital takes hips and offers a session of 240 minutes with four beds."""
    takes(bare.site)
    offers(bare.site)
    return bare
