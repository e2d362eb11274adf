"""How is it said what the site of a place must know of a patient, and whether its organisation may read it?"""

from collections.abc import Iterable
from typing import Any

from alongside.apps.plans.models import PlanLine
from alongside.apps.plans.queries.carried import Carried
from alongside.domain.agreement_force import Permit, Refusal
from alongside.domain.agreement_sharing import ITEM_WORDS
from alongside.domain.clinical_fields import labels


def carried_rows(line: PlanLine, found: Iterable[Carried]) -> list[dict[str, Any]]:
    """One row of a summary list for each item."""
    host = line.site.organisation.name if line.site else ""
    return [{"key": ITEM_WORDS[one.item], "value": f"{labels(one.facts)}. {shared(one.answer, host)}"} for one in found]


def shared(answer: Permit | Refusal, host: str) -> str:
    """By the sharing clause, from the moment that the patient and the host have accepted (AGR-6 to AGR-9)."""
    if isinstance(answer, Refusal):
        said = f"{answer.reason.message} ({answer.reason.rule}). Mended by: {answer.mended_by}"
        return f"{host} may not read this, also when the move is accepted: {said}"
    if not answer.agreement:
        return "The place is at the patient’s own hospital"
    return f"{host} may read this once the patient and {host} have accepted (AGR-6, version {answer.version})"
