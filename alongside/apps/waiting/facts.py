"""What do the rules need to know of a pathway: its clock as the domain sees it, and what a plan still must ask for?"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from alongside.apps.waiting.models import ClockEvent, OpenState, Pathway
from alongside.domain import rtt_state
from alongside.domain.rtt_codes import START_CODES
from alongside.domain.rtt_state import Clock, ClockState

ERROR = "error"
# What a plan asks for where it is not recorded: the pathway's field and its words.
PLANNING_FIELDS = {
    "procedure_group_id": "Operation",
    "priority": "Clinical priority",
    "age_years": "Age",
    "asa": "ASA grade",
    "bmi": "BMI",
    "postcode_district": "Postcode district",
}
TEXT_PLANNING_FIELDS = frozenset({"priority", "postcode_district"})


def needs_information(pathway: Pathway) -> list[str]:
    """What is not known and would be asked for; nothing for a patient who is not waiting for an operation."""
    if pathway.decision_to_admit_on is None:
        return []
    return [words for name, words in PLANNING_FIELDS.items() if getattr(pathway, name) in (None, "")]


def clock_of(pathway: Pathway, lines: Sequence[ClockEvent]) -> Clock:
    """The clock after the recorded lines, oldest first.

    They were judged when they were recorded: here they are only followed, because a list may begin in the middle
    of a patient's story. A start whose date is unknown gives an open clock without a start.
    """
    clock = Clock(ppid=pathway.pathway_identifier, issuer=pathway.pathway_issuer)
    position = {line.pk: at for at, line in enumerate(line for line in lines if line.on is not None)}
    for line in lines:
        if line.on is not None:
            clock = rtt_state.apply(clock, domain_event(pathway, line, position))
        elif line.code in START_CODES:
            clock = without_start(pathway, line.provider.code)
    return clock


def without_start(pathway: Pathway, owner: str) -> Clock:
    return Clock(state=ClockState.OPEN, owner=owner, ppid=pathway.pathway_identifier, issuer=pathway.pathway_issuer)


def domain_event(pathway: Pathway, line: ClockEvent, position: dict[UUID, int]) -> rtt_state.ClockEvent:
    withdrawn = position.get(line.withdraws_id) if line.withdraws_id else None
    if line.on is None:
        raise ValueError("A line without a date has no place in the rules")
    return rtt_state.ClockEvent(
        code=line.code,
        on=line.on,
        provider=line.provider.code,
        ppid=pathway.pathway_identifier,
        issuer=pathway.pathway_issuer,
        attended=line.attended,
        administrative=line.administrative,
        withdraws=withdrawn,
    )


def on_no_list(pathways: QuerySet[Pathway]) -> QuerySet[Pathway]:
    """Open ones that have no clock event, or whose last one is another provider's (AL-1)."""
    last = ClockEvent.objects.filter(pathway_id=OuterRef("pk")).order_by("-recorded_at").values("provider_id")[:1]
    found = pathways.filter(state=OpenState.OPEN).annotate(last_by=Subquery(last))
    return found.filter(Q(last_by=None) | ~Q(last_by=F("provider_id")))
