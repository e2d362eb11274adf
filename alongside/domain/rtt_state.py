"""What is an RTT clock, as a log of events that is only ever added to, and what does one event do to it?

Source: NHS England, Recording and reporting RTT waiting times, v5.0 (11 February 2025), read November 2026.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from alongside.domain.rtt_codes import ACTIVE_MONITORING_CODES, START_CODES, STOP_CODES

CORRECTION = "correction"


class ClockState(StrEnum):
    NO_PERIOD = "no_period"
    OPEN = "open"
    STOPPED_TREATED = "stopped_treated"
    ACTIVE_MONITORING = "active_monitoring"
    STOPPED_OTHER = "stopped_other"
    NULLIFIED = "nullified"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One line of the log: a national status code, or a correction that withdraws an earlier line.

    `on` is the day of the event. `clock_start` is the RTT start date: a start without it starts on `on`; on any other
    event it repeats the date that the clock has. `attended` says that the patient was seen. `administrative` marks a
    stop made without an attendance. `withdraws` is the position in the log (from 0) of the line that is withdrawn.
    """

    code: str
    on: date
    provider: str
    clock_start: date | None = None
    ppid: str = ""
    issuer: str = ""
    to_provider: str = ""
    attended: bool = False
    administrative: bool = False
    withdraws: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A finished RTT period. One that was nullified counts in no return."""

    start: date
    stop: date
    stop_code: str
    provider: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a pathway's clock stands. `owner` holds the pathway; `held_since` is the last start or transfer."""

    state: ClockState = ClockState.NO_PERIOD
    start: date | None = None
    stop: date | None = None
    stop_code: str = ""
    owner: str = ""
    ppid: str = ""
    issuer: str = ""
    held_since: date | None = None
    attended: bool = False
    periods: tuple[Period, ...] = ()
    log: tuple[ClockEvent, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is ClockState.OPEN

    @property
    def reported_by(self) -> str | None:
        """The one provider that reports this clock as incomplete (AL-1); None when it does not run."""
        return self.owner if self.is_open else None

    def days_waited(self, as_of: date) -> int | None:
        """Days on the clock, up to its stop; None when it has not started by `as_of` or was nullified."""
        if self.start is None or self.state is ClockState.NULLIFIED or as_of < self.start:
            return None
        return (min(self.stop or as_of, as_of) - self.start).days


def effective(log: tuple[ClockEvent, ...]) -> tuple[ClockEvent, ...]:
    """The log without corrections and without the lines that they withdraw."""
    withdrawn = {event.withdraws for event in log if event.code == CORRECTION}
    return tuple(e for at, e in enumerate(log) if e.code != CORRECTION and at not in withdrawn)


def apply(clock: Clock, event: ClockEvent) -> Clock:
    """The clock after an event that the rules have allowed."""
    log = (*clock.log, event)
    if event.code == CORRECTION:
        corrected = Clock()
        for line in effective(log):
            corrected = apply(corrected, line)
        return replace(corrected, log=log)
    if event.code in START_CODES:
        return _started(clock, event, log)
    if event.code in STOP_CODES:
        return _stopped(clock, event, log)
    if event.code == "21":
        clock = replace(clock, owner=event.to_provider, held_since=event.on)
    return replace(clock, attended=clock.attended or event.attended, log=log)


def _started(clock: Clock, event: ClockEvent, log: tuple[ClockEvent, ...]) -> Clock:
    return Clock(
        state=ClockState.OPEN,
        start=event.clock_start or event.on,
        owner=event.provider,
        ppid=clock.ppid or event.ppid,
        issuer=clock.issuer or event.issuer,
        held_since=event.on,
        attended=event.attended,
        periods=clock.periods,
        log=log,
    )


def _stopped(clock: Clock, event: ClockEvent, log: tuple[ClockEvent, ...]) -> Clock:
    period = Period(clock.start or event.on, event.on, event.code, clock.owner)
    return replace(
        clock,
        state=_state_after(event.code),
        stop=event.on,
        stop_code=event.code,
        attended=clock.attended or event.attended,
        periods=(*clock.periods, period),
        log=log,
    )


def _state_after(stop_code: str) -> ClockState:
    if stop_code in ACTIVE_MONITORING_CODES:
        return ClockState.ACTIVE_MONITORING
    return {"30": ClockState.STOPPED_TREATED, "33": ClockState.NULLIFIED}.get(stop_code, ClockState.STOPPED_OTHER)
