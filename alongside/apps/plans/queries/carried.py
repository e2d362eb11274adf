"""What of a placed patient's needs must the site of the place be told, and may its organisation read it?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.queries import may_see
from alongside.apps.plans.models import PlanLine
from alongside.apps.waiting.models import Pathway
from alongside.domain.agreement_force import Permit, Refusal, Service
from alongside.domain.agreement_sharing import Item, Moment
from alongside.domain.clinical_fields import ACCESS_NEEDS, FIELDS, INFECTION

TOLD: dict[Item, Collection[str]] = {Item.ADJUSTMENTS: tuple(ACCESS_NEEDS), Item.INFECTION: (INFECTION,)}


@dataclass(frozen=True, slots=True)
class Carried:
    """One item of the sharing clause: which of its facts are so of this patient, and what the agreement says of it."""

    item: Item
    facts: tuple[str, ...]
    answer: Permit | Refusal


def carried(acting: Acting, line: PlanLine, on: date) -> tuple[Carried, ...]:
    """As the list has it now; nothing for somebody without a place or a need, or for those who may not see the list."""
    if line.site is None or not acting.may(Permission.SEE_LIST):
        return ()
    known = Pathway.objects.filter(pk=line.pathway_id).values_list("clinical_facts", flat=True).first() or {}
    found = {item: tuple(name for name in names if FIELDS[name].read(known.get(name))) for item, names in TOLD.items()}
    service = Service(line.treatment_function, line.procedure_group)
    pair = line.provider_id, line.site.organisation_id
    return tuple(
        Carried(item, facts, may_see(*pair, item, Moment.ACCEPTED, on, service))
        for item, facts in found.items()
        if facts
    )
