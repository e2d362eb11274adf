"""A trust, a hospital that meets with it, another trust of the area, their board, and a stranger."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions, queries
from alongside.apps.meetings.facts import pair_of
from tests import factories

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
