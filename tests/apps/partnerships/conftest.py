"""A trust with a hospital, an independent site 5 km away, another trust, their board, and a partnership to make."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import ProcedureGroup, SiteService
from alongside.apps.meetings import actions as meetings
from alongside.apps.meetings.facts import pair_of
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.actions import PartnershipWords
from tests import factories

TODAY = date(2026, 1, 31)
PHONES = {"phone": "01632 960701", "phone_1": "01632 960702", "phone_2": "01632 960703"}

RING = "01233 633331"


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


@pytest.fixture
def area(db):
    board = factories.board()
    host = factories.independent(board, name="Ashford Hospital")
    trust, other = factories.trust(board, name="East Trust"), factories.trust(board, name="West Trust")
    found = SimpleNamespace(board=board, host=host, trust=trust, other=other)
    found.site = factories.site(host, name="Ashford Site")
    found.hospital = factories.site(trust, name="East Infirmary", latitude=51.185, critical_care_level=3)
    found.far = factories.site(other, name="West Infirmary", latitude=51.9, critical_care_level=3)
    found.group = ProcedureGroup.objects.create(
        code="hip", name="Hip replacement", treatment_function="110", theatre_minutes=90, bed_nights=2, source="test"
    )
    for place in (found.site, found.hospital, found.far):
        does(place, found.group)
    found.manager = factories.person("services_manager", host)
    found.director = factories.person("medical_director", trust)
    found.clinician = factories.person("clinician", trust)
    found.third = factories.person("booking_manager", other)
    found.coordinator = factories.person("coordinator", board)
    found.stranger = factories.person("services_manager", factories.trust(factories.board()))
    return found


def does(place, group):
    with acting_for(place.organisation_id):
        SiteService.objects.create(
            site=place, organisation=place.organisation, treatment_function="110", procedure_group=group, source="test"
        )


@pytest.fixture
def partnership(area):
    with acting_for(area.trust.id):
        return actions.open_partnership(trust=area.trust, site=area.site, by=area.director, today=TODAY)


def words(**given):
    whole = {
        "services": ("110",), "route": "Acute medical unit, by the trust's own ambulance",
        "alternate_1": "Emergency department", "alternate_2": "West Infirmary", "escalate_minutes": 60, **PHONES,
    }  # fmt: skip
    return PartnershipWords(**whole | given)


def settle(by, kept, **given):
    with acting_for(by.organisation_id):
        return actions.settle(partnership=kept, words=words(**given), seen=None, by=by, today=TODAY)


def name_leads(area, kept):
    for by in (area.director, area.manager):
        with acting_for(by.organisation_id):
            actions.name_lead(partnership=kept, name="Dr Lead", post="Director", phone=RING, by=by, today=TODAY)


def drill(by, kept, *, on=TODAY, passed=True):
    with acting_for(by.organisation_id):
        return actions.log_drill(partnership=kept, on=on, kind="call", passed=passed, by=by, today=TODAY)


def mean_to_meet(by, area, every_days=30):
    with acting_for(by.organisation_id):
        meetings.set_rhythm(pair=pair_of(area.trust, area.host), every_days=every_days, by=by, today=TODAY)


def complete(area, kept):
    settle(area.manager, kept)
    mean_to_meet(area.manager, area)
    name_leads(area, kept)
    drill(area.director, kept)


def record(by, kept, on=TODAY):
    with acting_for(by.organisation_id):
        return queries.find(by, kept.pk, on)
