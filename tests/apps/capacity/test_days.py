"""From which day does the board show, and which month the beds?"""

from datetime import date, timedelta

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity import queries
from tests.apps.capacity.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "start", "is_current"),
    [
        (DAY, DAY, True),
        (DAY + timedelta(days=4), DAY + timedelta(weeks=6), True),
        (DAY - timedelta(days=2), DAY, True),
        (date(2027, 1, 1), DAY - timedelta(weeks=6), False),
    ],
)
def test_board_starts_with_the_week_that_has_something_to_offer(area, today, start, is_current):
    area.session()
    area.session(on=DAY + timedelta(weeks=6, days=1))
    with acting_for(area.board.id):
        assert queries.board_starts(area.coordinator, today) == (start, is_current)


def test_empty_board_starts_this_week(area):
    with acting_for(area.board.id):
        assert queries.board_starts(area.coordinator, DAY + timedelta(days=3)) == (DAY, True)
        assert queries.month_to_show(area.coordinator, DAY) == DAY


@pytest.mark.parametrize(("today", "month"), [(date(2026, 1, 31), (2026, 2)), (date(2027, 1, 1), (2025, 11))])
def test_month_of_beds_is_the_next_that_has_any(area, today, month):
    area.beds()
    with acting_for(area.board.id):
        shown = queries.month_to_show(area.coordinator, today)
    assert (shown.year, shown.month) == month
