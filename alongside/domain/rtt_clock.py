"""Where does a pathway's RTT clock stand, who reports it, and may this event be added?

Source: NHS England, Recording and reporting RTT waiting times, v5.0 (11 February 2025), read November 2026.
Since October 2015 nothing pauses a clock. Promises: exactly one provider reports an open clock (AL-1); no transfer,
refusal or correction changes its start date, pathway identifier or issuer (AL-2).
"""

from collections.abc import Iterable
from datetime import date

from alongside.domain.reasons import Reason, Severity, Verdict
from alongside.domain.rtt_rules import CHECKS
from alongside.domain.rtt_state import CORRECTION, Clock, ClockEvent, ClockState, Period, apply, effective

__all__ = [
    "CORRECTION",
    "Clock",
    "ClockEvent",
    "ClockRefusedError",
    "ClockState",
    "Period",
    "replay",
    "reporting_provider",
    "review_event",
]


class ClockRefusedError(ValueError):
    """An event that the rules refuse. `reasons` holds every rule that said no."""

    def __init__(self, event: ClockEvent, reasons: tuple[Reason, ...]) -> None:
        super().__init__(" ".join(f"{reason.message} ({reason.rule})." for reason in reasons))
        self.event, self.reasons = event, reasons


def review_event(clock: Clock, event: ClockEvent, *, as_of: date | None = None) -> Verdict:
    """Ask every rule whether an event may be added and keep every reason. Without `as_of` no date is in the future.

    >>> clock = replay([ClockEvent("10", date(2026, 1, 2), "RXX", ppid="A" * 20, issuer="X09")])
    >>> [r.rule for r in review_event(clock, ClockEvent("30", date(2026, 1, 1), "RYY")).reasons]
    ['RTT-3', 'RTT-4', 'RTT-8']
    """
    reasons = tuple(reason for check in CHECKS if (reason := check(clock, event, as_of)))
    if not reasons and event.code == CORRECTION:
        reasons = _what_would_no_longer_stand(clock, event)
    return Verdict(reasons)


def replay(events: Iterable[ClockEvent]) -> Clock:
    """The clock after a log of events in the order of recording; ClockRefusedError at the first that is refused.

    A transfer keeps the start date: referred to A on 2 January, received by B on 28 January, B reports 2 January.

    >>> clock = replay([
    ...     ClockEvent("10", date(2026, 1, 2), "RAA", ppid="A" * 20, issuer="X09"),
    ...     ClockEvent("21", date(2026, 1, 28), "RAA", to_provider="NBB"),
    ... ])
    >>> clock.reported_by, clock.start.isoformat(), clock.days_waited(date(2026, 1, 30))
    ('NBB', '2026-01-02', 28)
    """
    clock = Clock()
    for event in events:
        verdict = review_event(clock, event)
        if not verdict.allowed:
            raise ClockRefusedError(event, verdict.reasons)
        clock = apply(clock, event)
    return clock


def reporting_provider(clock: Clock, day: date) -> str | None:
    """Who reports this pathway as incomplete at the end of a day, as known now; None when no clock was running.

    On the day of a transfer that is the receiving provider.
    """
    then = Clock()
    for event in effective(clock.log):
        if event.on <= day:
            then = apply(then, event)
    return then.reported_by


def _what_would_no_longer_stand(clock: Clock, correction: ClockEvent) -> tuple[Reason, ...]:
    try:
        replay(effective((*clock.log, correction)))
    except ClockRefusedError as refused:
        later = refused.reasons[0].message
        return (Reason("RTT-16", Severity.BLOCKS, f"Withdraw what was recorded later first. {later}"),)
    return ()
