"""A barrier's history runs forward, and whoever raised it says with whom."""

from datetime import date

import pytest

from alongside.domain.barrier_steps import State, Step, gaps

TODAY = date(2026, 1, 31)
NOTED = Step(State.NOTED, date(2026, 1, 10))


@pytest.mark.row("M-38")
@pytest.mark.parametrize(
    ("step", "before", "rules"),
    [
        (NOTED, [], []),
        (Step(State.RAISED, date(2026, 1, 10), "The board"), [NOTED], []),
        (Step(State.RAISED, TODAY), [NOTED], ["BAR-1"]),
        (Step(State.ANSWERED, TODAY), [NOTED], ["BAR-1"]),
        (Step(State.REMOVED, TODAY), [NOTED], []),
        (Step(State.NOTED, date(2026, 2, 1)), [], ["BAR-2"]),
        (Step(State.REMOVED, date(2026, 1, 9)), [NOTED], ["BAR-3"]),
        (Step(State.REMOVED, date(2026, 1, 9)), [NOTED, Step(State.NOTED, date(2026, 1, 1))], ["BAR-3"]),
    ],
)
def test_step_that_may_follow(step, before, rules):
    found = gaps(step, before, TODAY)
    assert [one.split("(")[1].rstrip(").") for one in found] == rules
