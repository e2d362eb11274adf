"""The clock as a whole: worked stories, then what no sequence of events can break."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.domain.rtt_clock import (
    CORRECTION,
    Clock,
    ClockEvent,
    ClockRefusedError,
    ClockState,
    Period,
    replay,
    reporting_provider,
    review_event,
)
from alongside.domain.rtt_codes import RTT_CODES, START_CODES
from alongside.domain.rtt_state import apply

PPID = "A1B2C3D4E5F6G7H8J9K0"
START = date(2026, 1, 2)
PROVIDERS = ("RAA", "NBB", "RCC")


def day(number: int) -> date:
    return START + timedelta(days=number)


def event(code: str, number: int, provider: str = "RAA", **more: Any) -> ClockEvent:
    return ClockEvent(code, day(number), provider, **more)


def opened(number: int = 0, **more: Any) -> ClockEvent:
    return event("10", number, ppid=PPID, issuer="X09", **more)


def test_pathway_without_events_has_no_clock() -> None:
    clock = replay([])
    assert (clock.state, clock.reported_by, clock.days_waited(START)) == (ClockState.NO_PERIOD, None, None)


@pytest.mark.promise("AL-2")
def test_receiver_reports_the_original_start_date() -> None:
    """The guidance's own example: referred to A on 2 January, received by B on 28 January, B records 2 January."""
    clock = replay([opened(), event("21", 26, to_provider="NBB"), event("20", 27, "NBB")])
    assert (clock.owner, clock.start, clock.ppid, clock.issuer) == ("NBB", START, PPID, "X09")
    assert clock.days_waited(day(26)) == 26


@pytest.mark.promise("AL-1")
def test_list_changes_hands_on_the_day_of_the_transfer() -> None:
    clock = replay([opened(), event("21", 26, to_provider="NBB"), event("30", 60, "NBB")])
    assert reporting_provider(clock, day(-1)) is None
    assert [reporting_provider(clock, day(n)) for n in (0, 25, 26, 59)] == ["RAA", "RAA", "NBB", "NBB"]
    assert reporting_provider(clock, day(60)) is None


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("30", ClockState.STOPPED_TREATED),
        ("31", ClockState.ACTIVE_MONITORING),
        ("32", ClockState.ACTIVE_MONITORING),
        ("33", ClockState.NULLIFIED),
        ("34", ClockState.STOPPED_OTHER),
        ("35", ClockState.STOPPED_OTHER),
        ("36", ClockState.STOPPED_OTHER),
    ],
)
def test_stop_leads_to_its_state(code: str, state: ClockState) -> None:
    clock = replay([opened(), event(code, 40)])
    assert (clock.state, clock.stop, clock.stop_code, clock.reported_by) == (state, day(40), code, None)
    assert clock.periods == (Period(START, day(40), code, "RAA"),)
    assert clock.days_waited(day(100)) == (None if code == "33" else 40)


@pytest.mark.parametrize("code", ["90", "98"])
def test_activity_after_a_stop_does_not_reopen(code: str) -> None:
    clock = replay([opened(), event("30", 40), event(code, 50)])
    assert (clock.state, clock.stop) == (ClockState.STOPPED_TREATED, day(40))


def test_return_from_active_monitoring_is_a_new_period_on_the_same_pathway() -> None:
    clock = replay([opened(), event("32", 40), event("91", 50), event("11", 60, attended=True)])
    assert (clock.start, clock.ppid, clock.issuer) == (day(60), PPID, "X09")
    assert clock.days_waited(day(70)) == 10
    assert clock.attended
    assert [period.stop_code for period in clock.periods] == ["32"]


def test_missed_first_appointment_nullifies_and_rebooking_starts_anew() -> None:
    clock = replay([opened(), event("33", 20), opened(30)])
    assert (clock.state, clock.start) == (ClockState.OPEN, day(30))


def test_wait_before_the_start_is_not_told() -> None:
    assert replay([opened()]).days_waited(day(-1)) is None


@pytest.mark.promise("AL-2")
def test_correction_gives_back_the_clock_that_was_running() -> None:
    log = [opened(), event("21", 10, to_provider="NBB"), event("30", 20, "NBB")]
    stopped = replay(log)
    corrected = replay([*log, event(CORRECTION, 25, "NBB", withdraws=2)])
    assert (stopped.is_open, corrected.is_open) == (False, True)
    assert (corrected.start, corrected.owner, corrected.ppid, corrected.periods) == (START, "NBB", PPID, ())
    assert corrected.days_waited(day(30)) == 30
    assert (reporting_provider(stopped, day(22)), reporting_provider(corrected, day(22))) == (None, "NBB")
    assert [line.code for line in corrected.log] == ["10", "21", "30", CORRECTION]


def test_replay_stops_at_the_first_refusal_and_says_why() -> None:
    bad = event("30", -1)
    with pytest.raises(ClockRefusedError, match=r"is before the clock started on 2 January 2026.*\(RTT-3\)") as refused:
        replay([opened(), bad])
    assert refused.value.event == bad
    assert [reason.rule for reason in refused.value.reasons] == ["RTT-3", "RTT-4"]


# What follows plays random events against the clock: those that the rules allow are applied, the others are not.

CODES = (*RTT_CODES, "20", "21", "21", "30", "32", "10", "11", CORRECTION)
NO_CLAIM: dict[str, Any] = {}
CLAIMS: list[dict[str, Any]] = [
    *[NO_CLAIM] * 3,
    *[{"attended": True}] * 2,
    {"ppid": PPID, "issuer": "X09"},
    {"ppid": "B" * 20},
    {"issuer": "RZZ"},
    {"clock_start": START},
    {"clock_start": day(-9)},
    {"clock_start": day(30)},
]


@st.composite
def proposals(draw: st.DrawFn, codes: tuple[str, ...] = CODES, earliest_step: int = -4) -> list[ClockEvent]:
    """Events that are plausible often enough to reach every state, and wrong often enough to be refused."""
    events, number, likely = [opened(clock_start=draw(st.sampled_from([None, day(-9)])))], 0, "RAA"
    for _ in range(draw(st.integers(4, 14))):
        number += draw(st.integers(earliest_step, 20))
        code = draw(st.sampled_from(codes))
        provider = draw(st.sampled_from((likely, likely, likely, *PROVIDERS)))
        target = draw(st.sampled_from(PROVIDERS)) if code == "21" else ""
        likely = target or likely
        events.append(
            event(
                code,
                number,
                provider,
                to_provider=target,
                withdraws=draw(st.integers(0, 9)) if code == CORRECTION else None,
                **draw(st.sampled_from(CLAIMS)),
            )
        )
    return events


def play(events: list[ClockEvent]) -> list[tuple[Clock, ClockEvent, Clock]]:
    """Each allowed event, with the clock before and after it."""
    steps, clock = [], Clock()
    for proposed in events:
        if review_event(clock, proposed).allowed:
            after = apply(clock, proposed)
            steps.append((clock, proposed, after))
            clock = after
    return steps


@pytest.mark.promise("AL-2")
@settings(max_examples=25)
@given(proposals())
def test_no_event_but_a_new_period_changes_start_pathway_or_issuer(events: list[ClockEvent]) -> None:
    for before, added, after in play(events)[1:]:
        assert (after.ppid, after.issuer) == (PPID, "X09")
        if added.code not in START_CODES:
            assert after.start == before.start


@pytest.mark.promise("AL-2")
@settings(max_examples=25)
@given(proposals())
def test_clock_never_runs_backwards(events: list[ClockEvent]) -> None:
    """Starts come before stops, periods follow one another, and the wait of a period only grows with time."""
    for _, _, clock in play(events):
        ends = [(period.start, period.stop) for period in clock.periods]
        assert all(start <= stop for start, stop in ends)
        assert all(stop <= start for (_, stop), (start, _) in pairwise(ends))
        if clock.is_open and ends:
            assert clock.start is not None
            assert clock.start >= ends[-1][1]
        waits = [clock.days_waited(day(n)) for n in range(-10, 300, 7)]
        known = [wait for wait in waits if wait is not None]
        assert known == sorted(known)
        assert all(wait >= 0 for wait in known)


@pytest.mark.promise("AL-1")
@settings(max_examples=25)
@given(proposals())
def test_open_pathway_is_on_exactly_one_list(events: list[ClockEvent]) -> None:
    """Each provider keeps its own list from what it sees; together they hold an open pathway once, else never."""
    lists: dict[str, bool] = dict.fromkeys(PROVIDERS, False)
    withdrawn_from = ""
    for before, added, after in play(events):
        if added.code in START_CODES:
            lists[added.provider] = True
        elif added.code == "21":
            lists[added.provider], lists[added.to_provider] = False, True
        elif not after.is_open:
            withdrawn_from = before.owner if before.is_open else withdrawn_from
            lists = dict.fromkeys(PROVIDERS, False)
        elif added.code == CORRECTION and not before.is_open:
            lists[withdrawn_from] = True
        holders = [provider for provider, holds in lists.items() if holds]
        assert holders == ([after.reported_by] if after.is_open else [])


@pytest.mark.promise("AL-1")
@settings(max_examples=25)
@given(proposals(tuple(RTT_CODES), earliest_step=0))
def test_history_of_lists_has_one_reporter_on_every_day_of_an_open_clock(events: list[ClockEvent]) -> None:
    """With events in date order, what was reported at the end of each day is what the history tells afterwards."""
    steps = play(events)
    final = steps[-1][2]
    for (_, added, after), following in zip(steps, [*steps[1:], None], strict=True):
        if following is None or following[1].on > added.on:
            assert reporting_provider(final, added.on) == after.reported_by
            assert (reporting_provider(final, added.on) is not None) is after.is_open


@settings(max_examples=25)
@given(proposals())
def test_log_replays_to_the_same_clock(events: list[ClockEvent]) -> None:
    steps = play(events)
    clock = steps[-1][2]
    assert replay(clock.log) == clock
    assert [line for _, line, _ in steps] == list(clock.log)


@settings(max_examples=20)
@given(proposals(), st.integers(-20, 320))
def test_no_event_of_the_future_is_ever_allowed(events: list[ClockEvent], number: int) -> None:
    clock = play(events)[-1][2]
    for proposed in events:
        moved = replace(proposed, on=day(number))
        if review_event(clock, moved, as_of=day(100)).allowed:
            assert number <= 100
