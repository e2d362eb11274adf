"""May this event be added to this clock? Each rule says no in one sentence, under a stable id.

Source: NHS England, Recording and reporting RTT waiting times, v5.0 (11 February 2025), read November 2026.
"""

from collections.abc import Callable
from datetime import date

from alongside.domain.identifiers import is_ods_code, is_ppid
from alongside.domain.reasons import Reason, Severity
from alongside.domain.rtt_codes import (
    ADMINISTRATIVE_STOP_CODES,
    RTT_CODES,
    RUNNING_CODES,
    START_CODES,
    STOP_CODES,
)
from alongside.domain.rtt_state import CORRECTION, Clock, ClockEvent, ClockState

Check = Callable[[Clock, ClockEvent, date | None], Reason | None]


def _no(rule: str, message: str) -> Reason:
    return Reason(rule, Severity.BLOCKS, message)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "an unknown date"


def _needs_open_clock(event: ClockEvent) -> bool:
    return event.code in RUNNING_CODES or event.code in STOP_CODES


def code_must_be_national(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code in RTT_CODES or event.code == CORRECTION:
        return None
    return _no("RTT-1", f"“{event.code[:10]}” is not an RTT status code: use one of {', '.join(RTT_CODES)}")


def date_must_not_be_in_the_future(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if as_of is None or event.on <= as_of:
        return None
    return _no("RTT-2", f"{_day(event.on)} is in the future: record the event when it has happened")


def nothing_comes_before_the_start(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code in START_CODES:
        if event.clock_start is not None and event.clock_start > event.on:
            return _no("RTT-3", f"The clock start, {_day(event.clock_start)}, is after the event, {_day(event.on)}")
        return None
    if clock.start is None or event.on >= clock.start:
        return None
    return _no("RTT-3", f"{_day(event.on)} is before the clock started on {_day(clock.start)}: check the date")


def nothing_comes_before_the_provider_had_the_pathway(
    clock: Clock, event: ClockEvent, as_of: date | None
) -> Reason | None:
    if not (clock.is_open and _needs_open_clock(event)) or clock.held_since is None or event.on >= clock.held_since:
        return None
    return _no("RTT-4", f"{clock.owner} has had this pathway since {_day(clock.held_since)}: check the date")


def periods_never_overlap(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code not in START_CODES:
        return None
    if clock.is_open:
        return _no("RTT-5", f"A clock has been running since {_day(clock.start)}: it must stop before another starts")
    if clock.stop is not None and (event.clock_start or event.on) < clock.stop:
        return _no("RTT-5", f"The last period ended on {_day(clock.stop)}: a new one cannot start before that")
    return None


def code_11_follows_active_monitoring(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code != "11" or clock.state is ClockState.ACTIVE_MONITORING:
        return None
    return _no("RTT-6", "Code 11 starts a new period only after active monitoring (31 or 32)")


def running_and_stop_codes_need_an_open_clock(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if clock.is_open or not _needs_open_clock(event):
        return None
    return _no("RTT-7", f"No clock is running, so code {event.code} cannot be recorded: start one first")


def only_the_owner_may_record(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if not (clock.is_open and _needs_open_clock(event)) or event.provider == clock.owner:
        return None
    return _no("RTT-8", f"{clock.owner} has this pathway, so {event.provider} cannot record code {event.code} on it")


def start_and_pathway_identifier_never_change(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    """AL-2. A new period has its own start date, but stays on the same pathway."""
    moved = event.code not in START_CODES and event.clock_start not in (None, clock.start)
    if moved and clock.start is None:
        return _no("RTT-9", f"No clock has started, so code {event.code[:10]} cannot carry a start date")
    if moved:
        return _no("RTT-9", f"The clock started on {_day(clock.start)}: no event may change the start date")
    if (event.ppid and clock.ppid not in ("", event.ppid)) or (event.issuer and clock.issuer not in ("", event.issuer)):
        return _no("RTT-9", "The pathway identifier and its issuer never change: check that this is the same pathway")
    return None


def transfer_names_another_provider(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code != "21":
        return _no("RTT-10", "Only code 21 passes a pathway to another provider") if event.to_provider else None
    if event.to_provider == event.provider or not is_ods_code(event.to_provider):
        return _no("RTT-10", "Code 21 must name the organisation code of the other provider")
    return None


def code_33_is_for_the_first_activity(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code != "33" or not (clock.attended or event.attended):
        return None
    return _no("RTT-11", "Code 33 is for the first activity alone, and this patient has already been seen")


def codes_after_a_stop_match_the_stop(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    needed = {"90": ClockState.STOPPED_TREATED, "91": ClockState.ACTIVE_MONITORING}.get(event.code)
    if needed is not None and clock.state is not needed:
        when = "after treatment" if event.code == "90" else "during active monitoring"
        return _no("RTT-12", f"Code {event.code} is for activity {when}, and that is not where this clock stands")
    if needed is not None and clock.stop is not None and event.on < clock.stop:
        return _no("RTT-12", f"The clock stopped on {_day(clock.stop)}: code {event.code} cannot be earlier")
    if event.code == "92" and clock.is_open:
        return _no("RTT-12", "Code 92 is for tests before a referral, and this patient has been referred")
    return None


def nothing_starts_after_death(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code not in START_CODES or clock.stop_code != "36":
        return None
    return _no("RTT-13", "The patient is recorded as having died: withdraw code 36 first if that is wrong")


def start_carries_the_pathway_identifier(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if event.code not in START_CODES or (
        is_ppid(clock.ppid or event.ppid) and is_ods_code(clock.issuer or event.issuer)
    ):
        return None
    return _no("RTT-14", "A start needs the pathway identifier (20 letters and digits) and its issuer's code")


def administrative_stop_has_an_allowed_code(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if not event.administrative or event.code in ADMINISTRATIVE_STOP_CODES:
        return None
    allowed = ", ".join(sorted(ADMINISTRATIVE_STOP_CODES))
    return _no("RTT-15", f"A stop without an attendance uses one of {allowed}, not {event.code}")


def correction_withdraws_a_line_of_its_own(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    """A start and a transfer stand for ever: the one holds the clock (AL-2), the other the list it is on (AL-1)."""
    if event.code != CORRECTION:
        return _no("RTT-16", "Only a correction withdraws a line") if event.withdraws is not None else None
    taken = {line.withdraws for line in clock.log if line.code == CORRECTION}
    at = event.withdraws
    if at is None or not 0 <= at < len(clock.log) or at in taken:
        return _no("RTT-16", "A correction must name a line of this clock that still stands")
    line = clock.log[at]
    if line.code in START_CODES or line.code in ("21", CORRECTION):
        return _no("RTT-16", "A start, a transfer and a correction cannot be withdrawn: record what happened next")
    if line.provider != event.provider:
        return _no("RTT-16", f"{line.provider} recorded that line, so {event.provider} cannot withdraw it")
    return None


def provider_must_have_a_code(clock: Clock, event: ClockEvent, as_of: date | None) -> Reason | None:
    if is_ods_code(event.provider):
        return None
    return _no("RTT-17", f"“{event.provider[:20]}” is not an organisation code: say which provider records this")


CHECKS: tuple[Check, ...] = (
    code_must_be_national,
    date_must_not_be_in_the_future,
    nothing_comes_before_the_start,
    nothing_comes_before_the_provider_had_the_pathway,
    periods_never_overlap,
    code_11_follows_active_monitoring,
    running_and_stop_codes_need_an_open_clock,
    only_the_owner_may_record,
    start_and_pathway_identifier_never_change,
    transfer_names_another_provider,
    code_33_is_for_the_first_activity,
    codes_after_a_stop_match_the_stop,
    nothing_starts_after_death,
    start_carries_the_pathway_identifier,
    administrative_stop_has_an_allowed_code,
    correction_withdraws_a_line_of_its_own,
    provider_must_have_a_code,
)
