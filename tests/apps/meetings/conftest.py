"""A trust, a hospital that meets with it, another trust of the area, their board, and a stranger."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.agreements import actions as agreements
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import ProcedureGroup, SiteService
from alongside.apps.meetings import actions, queries
from alongside.apps.meetings.facts import pair_of
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import give, whole, write_all

TODAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


@pytest.fixture
def area(db):
    board = factories.board()
    host = factories.independent(board, name="Ashford Hospital")
    trust, other = factories.trust(board, name="East Trust"), factories.trust(board, name="West Trust")
    found = SimpleNamespace(board=board, host=host, trust=trust, other=other, pair=pair_of(host, trust))
    found.director = factories.person("medical_director", trust)
    found.manager = factories.person("services_manager", host)
    found.clinician = factories.person("clinician", trust)
    found.third = factories.person("medical_director", other)
    found.coordinator = factories.person("coordinator", board)
    found.stranger = factories.person("medical_director", factories.trust(factories.board()))
    return found


def lets_know(area, items=("waiting",)):
    """An agreement that both have signed: of the trust's patients the hospital may know these items."""
    lead = factories.person("medical_director", area.host)
    two = SimpleNamespace(trust=area.trust, hospital=area.host, guest_director=area.director, host_director=lead)
    for by in (area.director, lead):
        toolkit = {"status": "Standards met", "year": "2024/25", "on": date(2025, 6, 30)}
        do(by, agreements.state_security, **toolkit)
    version = do(area.director, agreements.open_agreement, guest=area.trust, host=area.host)
    sharing = {"facts": {**whole(Topic.SHARING).facts, "items": list(items)}}
    with acting_for(area.trust.id):
        write_all(version, area.director, sharing=sharing)
    give(two, agreements.agree_clinically, version.agreement)
    give(two, agreements.sign, version.agreement)
    return version.agreement


def opened(area, *, on=TODAY, by=None, today=TODAY, title="January meeting"):
    by = by or area.director
    with acting_for(by.organisation_id):
        meeting = actions.open_meeting(pair=area.pair, title=title, on=on, by=by, today=today)
        return queries.find_meeting(by, meeting.pk)


def held(area, *, on=TODAY):
    """A meeting with somebody of both sides."""
    meeting = opened(area, on=on, today=on)
    people = [(area.trust, "Dr Ruth Adeyemi, medical director"), (area.host, "Mr Colin Hart, medical director")]
    with acting_for(area.trust.id):
        actions.record_attendance(meeting=meeting, people=people, by=area.director, today=on)
        return queries.find_meeting(area.director, meeting.pk)


def taken_on(area, meeting, *, owner=None, what="Agree one theatre list", due_on=TODAY, today=TODAY):
    words = actions.ActionWords(what, owner or area.host, "Head of booking", due_on)
    with acting_for(area.trust.id):
        return actions.add_action(meeting=meeting, words=words, by=area.director, today=today)


def serve(organisation, group=None, function="110"):
    site = factories.site(organisation)
    with acting_for(organisation.id):
        SiteService.objects.create(
            site=site, organisation=organisation, treatment_function=function, procedure_group=group, source="test"
        )


@pytest.fixture
def hip(area):
    hip = ProcedureGroup.objects.create(
        code="hip", name="Hip replacement", treatment_function="110", theatre_minutes=90, bed_nights=2, source="test"
    )
    serve(area.host, hip)
    return hip


@pytest.fixture
def space(area, hip):
    return shared(area.director, area.pair)


def shared(by, pair, pathway=("110", "hip"), purpose="Fewer days between clinic and theatre"):
    with acting_for(by.organisation_id):
        return actions.open_space(pair=pair, pathway=pathway, purpose=purpose, by=by, today=TODAY)


def do(by, action, **given):
    with acting_for(by.organisation_id):
        return action(**given, by=by, today=TODAY)
