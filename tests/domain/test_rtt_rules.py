"""One table of refusals per rule: the fewest events that make it speak, and its neighbour that it lets pass."""

from datetime import date, timedelta
from typing import Any

import pytest

from alongside.domain.rtt_clock import CORRECTION, ClockEvent, replay, review_event
from alongside.domain.rtt_rules import CHECKS

PPID = "A1B2C3D4E5F6G7H8J9K0"
START = date(2026, 1, 2)


def day(number: int) -> date:
    return START + timedelta(days=number)


def event(code: str, number: int, provider: str = "RAA", **more: Any) -> ClockEvent:
    return ClockEvent(code, day(number), provider, **more)


def opened(number: int = 0, provider: str = "RAA", **more: Any) -> ClockEvent:
    return event("10", number, provider, **{"ppid": PPID, "issuer": "X09", **more})


MOVED = [opened(), event("21", 10, to_provider="NBB")]
MONITORED = [opened(), event("32", 10)]
TREATED = [opened(), event("30", 10)]
NULLIFIED = [opened(), event("33", 10)]
DIED = [opened(), event("36", 10)]
SEEN = [opened(), event("20", 5, attended=True)]

ALLOWED = [
    ([], opened()),
    ([], opened(26, clock_start=START)),
    ([], event("92", 0)),
    ([], event("98", 0)),
    ([opened()], event("20", 0)),
    ([opened()], event("20", 3, clock_start=START, ppid=PPID, issuer="X09")),
    ([opened()], event("30", 0)),
    ([opened()], event("33", 3)),
    ([opened()], event("99", 3)),
    ([opened()], event("98", 3)),
    ([opened()], event("34", 3, administrative=True)),
    ([opened()], event("21", 3, to_provider="NBB")),
    (MOVED, event("20", 10, "NBB")),
    (MOVED, event("30", 40, "NBB")),
    (MOVED, event("33", 40, "NBB")),
    (MOVED, event("21", 12, "NBB", to_provider="RAA")),
    (SEEN, event("30", 3)),
    (MONITORED, event("11", 10)),
    (MONITORED, event("91", 20)),
    (MONITORED, opened(20)),
    (TREATED, event("90", 10)),
    (TREATED, event("12", 20)),
    (TREATED, event("92", 20)),
    (NULLIFIED, opened(20)),
    (SEEN, event(CORRECTION, 6, withdraws=1)),
    (TREATED, event(CORRECTION, 11, withdraws=1)),
]

REFUSED = [
    ("RTT-1", [], event("13", 0)),
    ("RTT-1", [opened()], event("", 0)),
    ("RTT-2", [opened()], event("20", 500)),
    ("RTT-3", [], opened(0, clock_start=day(1))),
    ("RTT-3", [opened()], event("30", -1)),
    ("RTT-3", [opened()], event("98", -1)),
    ("RTT-4", MOVED, event("30", 9, "NBB")),
    ("RTT-4", [opened(26, clock_start=START)], event("30", 20)),
    ("RTT-5", [opened()], opened(5)),
    ("RTT-5", TREATED, opened(5)),
    ("RTT-5", TREATED, opened(20, clock_start=day(5))),
    ("RTT-6", [], event("11", 0, ppid=PPID, issuer="X09")),
    ("RTT-6", TREATED, event("11", 20)),
    ("RTT-6", NULLIFIED, event("11", 20)),
    ("RTT-7", [], event("20", 0)),
    ("RTT-7", TREATED, event("30", 20)),
    ("RTT-7", MONITORED, event("34", 20, administrative=True)),
    ("RTT-7", TREATED, event("21", 20, to_provider="NBB")),
    ("RTT-8", [opened()], event("20", 3, "NBB")),
    ("RTT-8", MOVED, event("30", 20)),
    ("RTT-9", [opened()], event("21", 3, to_provider="NBB", clock_start=day(3))),
    ("RTT-9", [opened()], event("20", 3, ppid="B" * 20)),
    ("RTT-9", [opened()], event("20", 3, issuer="RZZ")),
    ("RTT-9", MONITORED, event("11", 20, ppid="B" * 20)),
    ("RTT-9", [], event("98", 3, clock_start=START)),
    ("RTT-10", [opened()], event("21", 3)),
    ("RTT-10", [opened()], event("21", 3, to_provider="RAA")),
    ("RTT-10", [opened()], event("21", 3, to_provider="somewhere")),
    ("RTT-10", [opened()], event("20", 3, to_provider="NBB")),
    ("RTT-11", SEEN, event("33", 10)),
    ("RTT-11", [opened()], event("33", 10, attended=True)),
    ("RTT-11", [opened(attended=True)], event("33", 10)),
    ("RTT-12", [opened()], event("90", 3)),
    ("RTT-12", [opened()], event("91", 3)),
    ("RTT-12", [opened()], event("92", 3)),
    ("RTT-12", MONITORED, event("90", 20)),
    ("RTT-12", TREATED, event("91", 20)),
    ("RTT-12", TREATED, event("90", 9)),
    ("RTT-13", DIED, opened(20)),
    ("RTT-14", [], event("10", 0)),
    ("RTT-14", [], opened(ppid="short")),
    ("RTT-14", [], opened(issuer="")),
    ("RTT-15", [opened()], event("30", 3, administrative=True)),
    ("RTT-15", [opened()], event("33", 3, administrative=True)),
    ("RTT-15", [opened()], event("20", 3, administrative=True)),
    ("RTT-16", SEEN, event(CORRECTION, 6)),
    ("RTT-16", SEEN, event(CORRECTION, 6, withdraws=9)),
    ("RTT-16", SEEN, event(CORRECTION, 6, withdraws=-1)),
    ("RTT-16", SEEN, event(CORRECTION, 6, withdraws=0)),
    ("RTT-16", [opened()], event(CORRECTION, 6, withdraws=0)),
    ("RTT-16", MOVED, event(CORRECTION, 11, withdraws=1)),
    ("RTT-16", SEEN, event(CORRECTION, 6, "NBB", withdraws=1)),
    ("RTT-16", [*SEEN, event(CORRECTION, 6, withdraws=1)], event(CORRECTION, 7, withdraws=1)),
    ("RTT-16", [*SEEN, event(CORRECTION, 6, withdraws=1)], event(CORRECTION, 7, withdraws=2)),
    ("RTT-16", [opened()], event("20", 6, withdraws=0)),
    ("RTT-16", [*MONITORED, event("11", 20)], event(CORRECTION, 21, withdraws=1)),
    ("RTT-17", [], opened(provider="the trust")),
    ("RTT-17", [opened()], event("98", 3, "")),
]


@pytest.mark.parametrize(("log", "added"), ALLOWED)
def test_event_is_allowed(log: list[ClockEvent], added: ClockEvent) -> None:
    assert review_event(replay(log), added, as_of=day(200)).reasons == ()


@pytest.mark.promise("AL-2")
@pytest.mark.parametrize(("rule", "log", "added"), REFUSED)
def test_event_is_refused_by_its_rule(rule: str, log: list[ClockEvent], added: ClockEvent) -> None:
    verdict = review_event(replay(log), added, as_of=day(200))
    assert not verdict.allowed
    assert rule in [reason.rule for reason in verdict.reasons]
    assert all(reason.message for reason in verdict.reasons)


def test_every_rule_is_seen_to_refuse() -> None:
    """No rule without a case of its own, so breaking any one of them fails here."""
    assert {rule for rule, _, _ in REFUSED} == {f"RTT-{number}" for number in range(1, len(CHECKS) + 1)}


def test_every_rule_of_an_event_speaks_at_once() -> None:
    verdict = review_event(replay(MOVED), event("21", 300, ppid="B" * 20), as_of=day(200))
    assert [reason.rule for reason in verdict.reasons] == ["RTT-2", "RTT-8", "RTT-9", "RTT-10"]


def test_correction_that_unsettles_a_later_line_says_which() -> None:
    log = [*MONITORED, event("11", 20)]
    reasons = review_event(replay(log), event(CORRECTION, 21, withdraws=1)).reasons
    assert reasons[0].message.startswith("Withdraw what was recorded later first. A clock has been running since")
