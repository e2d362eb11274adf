"""Two people minute the same names in the same instant: each is there once, and nobody meets an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import Refused
from alongside.apps.meetings.facts import pair_of
from alongside.apps.meetings.models import Attendance, Meeting
from tests import factories
from tests.apps.meetings.conftest import TODAY

WRITERS = 4


@pytest.mark.slow
def test_names_minuted_by_several_at_once_are_there_once(committed_database):
    board = factories.board()
    trust, host = factories.trust(board), factories.independent(board)
    pair = pair_of(trust, host)
    people = [factories.person("medical_director", trust) for _ in range(WRITERS)]
    with acting_for(trust.id):
        meeting = Meeting.objects.create(
            **pair.columns, organisation=trust, title="Winter", on=TODAY, opened_on=TODAY, source="test"
        )
    start = Barrier(WRITERS)

    def minute(by):
        start.wait()
        try:
            with acting_for(trust.id):
                there = [(trust, "Dr Ruth Adeyemi"), (host, "Mr Colin Hart")]
                actions.record_attendance(meeting=meeting, people=there, by=by, today=TODAY)
        except Refused:
            return "told"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = sorted(pool.map(minute, people))
    assert outcomes == ["kept"] + ["told"] * (WRITERS - 1)
    with acting_for(trust.id):
        assert Attendance.objects.filter(meeting=meeting).count() == 2
