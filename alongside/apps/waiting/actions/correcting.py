"""How is one pathway put right? Facts with a reason; the clock only by events that the rules allow."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.waiting.facts import ERROR, clock_of
from alongside.apps.waiting.models import ClockEvent, OpenState, Pathway
from alongside.domain import rtt_state
from alongside.domain.reasons import Reason, Severity
from alongside.domain.rtt_clock import review_event
from alongside.domain.rtt_codes import START_CODES
from alongside.domain.rtt_state import CORRECTION, Clock, ClockState

OWN_COLUMNS = ("priority", "asa", "bmi", "frailty", "travel_limit_km")
STATES = {
    ClockState.OPEN: OpenState.OPEN,
    ClockState.STOPPED_TREATED: OpenState.TREATED,
    ClockState.ACTIVE_MONITORING: OpenState.ACTIVE_MONITORING,
    ClockState.STOPPED_OTHER: OpenState.STOPPED,
    ClockState.NULLIFIED: OpenState.NULLIFIED,
}


class NotOurs(Exception):
    """Only the provider on whose list a pathway is may change it."""


class Refused(Exception):
    """The rules said no; each reason has its id."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(" ".join(f"{reason.message} ({reason.rule})." for reason in reasons))
        self.reasons = reasons


def ours(pathway_id: UUID, by: Acting) -> Pathway:
    """The row, held until the transaction ends, so that neither an upload nor a colleague can change it at once."""
    take_turns("list of", by.organisation_id, shared=True)
    found = Pathway.objects.select_for_update(of=("self",)).select_related("provider").filter(pk=pathway_id).first()
    if found is None or found.provider_id != by.organisation_id:
        raise NotOurs("Only the provider on whose list this pathway is may change it.")
    return found


@transaction.atomic
def correct_pathway(
    *, pathway_id: UUID, values: dict[str, object], facts: dict[str, object], reason: str, by: Acting
) -> list[str]:
    """Set facts that are wrong or missing; gives the names of those that changed.

    What the last file said is kept beside each, so that the next file undoes a correction only when it says
    something new.
    """
    pathway = ours(pathway_id, by)
    changed = [name for name in OWN_COLUMNS if name in values and values[name] != getattr(pathway, name)]
    for name in changed:
        pathway.corrections.setdefault(name, plain(getattr(pathway, name)))
        setattr(pathway, name, values[name])
    for name, value in facts.items():
        if pathway.clinical_facts.get(name) != value:
            pathway.corrections.setdefault(name, pathway.clinical_facts.get(name))
            set_fact(pathway, name, value)
            changed.append(name)
    if changed:
        pathway.save()
        record_event("pathway_corrected", target=pathway, by=by, changed=changed, reason=reason)
    return changed


def plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def set_fact(pathway: Pathway, name: str, value: object) -> None:
    if value is None:
        pathway.clinical_facts.pop(name, None)
    else:
        pathway.clinical_facts[name] = plain(value)


@transaction.atomic
def record_clock_event(
    *,
    pathway_id: UUID,
    code: str,
    on: date,
    reason: str,
    by: Acting,
    today: date,
    attended: bool = False,
    administrative: bool = False,
) -> ClockEvent:
    """Add what happened, or raise Refused with every rule that says no. A new period becomes a pathway of its own."""
    pathway = ours(pathway_id, by)
    clock = clock_of(pathway, lines_of(pathway))
    event = rtt_state.ClockEvent(
        code, on, pathway.provider.code, ppid=pathway.pathway_identifier, issuer=pathway.pathway_issuer,
        attended=attended, administrative=administrative,
    )  # fmt: skip
    refuse(review_event(clock, event, as_of=today).reasons)
    if code in START_CODES:
        refuse(another_is_open(pathway))
        pathway = new_period(pathway, on)
    line = add_line(pathway, code, on, reason, by, attended=attended, administrative=administrative)
    follow(pathway, rtt_state.apply(clock, event))
    record_event("clock_event_recorded", target=pathway, by=by, code=code, on=on.isoformat(), reason=reason)
    return line


@transaction.atomic
def withdraw_clock_event(*, pathway_id: UUID, event_id: UUID, reason: str, by: Acting, today: date) -> ClockEvent:
    """Take back a line that should not have been recorded; it stays to be read, marked as withdrawn."""
    pathway = ours(pathway_id, by)
    lines = lines_of(pathway)
    dated = [line for line in lines if line.on is not None]
    at = next((position for position, line in enumerate(dated) if line.pk == event_id), None)
    clock = clock_of(pathway, lines)
    correction = rtt_state.ClockEvent(CORRECTION, today, pathway.provider.code, withdraws=at)
    refuse(review_event(clock, correction, as_of=today).reasons)
    after = rtt_state.apply(clock, correction)
    if after.is_open:
        refuse(another_is_open(pathway))
    line = add_line(pathway, CORRECTION, today, reason, by, withdraws_id=event_id)
    follow(pathway, after)
    record_event("clock_event_withdrawn", target=pathway, by=by, line=str(event_id), reason=reason)
    return line


@transaction.atomic
def strike_pathway(*, pathway_id: UUID, reason: str, by: Acting, today: date) -> ClockEvent:
    """Close a clock that was entered in error: with a wrong start, for the wrong patient, or twice.

    A start date is never changed (AL-2): the wrong one is struck, stays readable, and the right one enters anew.
    """
    pathway = ours(pathway_id, by)
    if pathway.state != OpenState.OPEN:
        refuse((Reason("RTT-7", Severity.BLOCKS, "No clock is running on this pathway, so there is none to strike"),))
    line = add_line(pathway, ERROR, today, reason, by)
    pathway.state, pathway.clock_stop = OpenState.NULLIFIED, today
    pathway.save()
    record_event("pathway_struck", target=pathway, by=by, reason=reason)
    return line


def lines_of(pathway: Pathway) -> list[ClockEvent]:
    lines = ClockEvent.objects.filter(pathway=pathway).select_related("provider")
    return sorted(lines, key=lambda line: (line.recorded_at, line.on or date.min, str(line.pk)))


def refuse(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise Refused(reasons)


def another_is_open(pathway: Pathway) -> tuple[Reason, ...]:
    same = Pathway.objects.filter(
        pathway_identifier=pathway.pathway_identifier, pathway_issuer=pathway.pathway_issuer, state=OpenState.OPEN
    )
    if same.exclude(pk=pathway.pk).exists():
        return (Reason("RTT-5", Severity.BLOCKS, "Another clock of this pathway is running: it must stop first"),)
    return ()


def new_period(pathway: Pathway, on: date) -> Pathway:
    """The same patient and condition, waiting again from this day."""
    fresh = Pathway.objects.get(pk=pathway.pk)
    fresh.pk, fresh._state.adding = None, True
    fresh.id = Pathway._meta.pk.get_default()
    fresh.clock_start, fresh.clock_stop = on, None
    fresh.decision_to_admit_on = fresh.to_come_in_on = None
    fresh.source = "Entered here"
    fresh.save()
    return fresh


def add_line(pathway: Pathway, code: str, on: date, reason: str, by: Acting, **more: object) -> ClockEvent:
    return ClockEvent.objects.create(
        pathway=pathway, provider_id=pathway.provider_id, area_id=pathway.area_id, code=code, on=on, by=by.user,
        by_name=by.name, reason=reason, **more,
    )  # fmt: skip


def follow(pathway: Pathway, clock: Clock) -> None:
    """The pathway says where its clock stands."""
    pathway.state = STATES[clock.state]
    pathway.clock_stop = clock.stop
    effective = rtt_state.effective(clock.log)
    pathway.status_code = effective[-1].code if effective else pathway.status_code
    pathway.save()
