"""When may a telephone number be relied on?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.call_tests import Call, Light, lacks_night, standing

pytestmark = pytest.mark.row("M-44")
DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("days_ago", "answered", "light", "rule"),
    [
        (None, True, Light.RED, "TEL-1"),
        (0, False, Light.RED, "TEL-1"),
        (0, True, Light.GREEN, "TEL-3"),
        (76, True, Light.GREEN, "TEL-3"),
        (77, True, Light.AMBER, "TEL-2"),
        (90, True, Light.AMBER, "TEL-2"),
        (91, True, Light.RED, "TEL-1"),
        (91, False, Light.RED, "TEL-1"),
    ],
)
def test_light_by_the_last_call(days_ago, answered, light, rule):
    last = None if days_ago is None else Call(DAY - timedelta(days=days_ago), answered)
    found = standing(last, 90, DAY)
    assert (found.light, found.rule) == (light, rule)


@given(st.integers(1, 366), st.integers(0, 800))
def test_a_number_only_gets_worse_until_it_is_rung_again(due_days, ago):
    order = [Light.GREEN, Light.AMBER, Light.RED]
    call = Call(DAY - timedelta(days=ago), answered=True)
    today, tomorrow = standing(call, due_days, DAY), standing(call, due_days, DAY + timedelta(days=1))
    assert order.index(today.light) <= order.index(tomorrow.light)
    assert (today.light is Light.RED) == (ago > due_days)


@pytest.mark.parametrize(
    ("hours", "night_phone", "lacks"),
    [
        ("8am to 6pm", "", True),
        ("8am to 6pm", "01632 960104", False),
        ("Always on weekdays", "", True),
        ("", "", False),
        (" 24  Hours. ", "", False),
        ("24/7", "", False),
    ],
)
def test_number_that_is_answered_at_set_hours_is_none_for_the_night(hours, night_phone, lacks):
    """TEL-4. What is not understood counts as set hours: a gap that is shown is mended."""
    assert lacks_night(hours, night_phone) is lacks
