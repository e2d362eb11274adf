"""Which steps has every pathway of a patient between two organisations, and which of them has nobody?

Source: the house's own list, November 2026, along a patient's way from referral to follow-up; no national list names
them. An area that works by other steps changes it here: codes are kept with the rows and begin with their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PathwayStep:
    """One step; by `code` the steps stand in the order in which a patient meets them."""

    code: str
    name: str


STEPS = (
    PathwayStep("01-referral", "Referral and list"),
    PathwayStep("02-clock", "Reporting the clock"),
    PathwayStep("03-preop", "Pre-operative assessment"),
    PathwayStep("04-consent", "Consent"),
    PathwayStep("05-transport", "Transport"),
    PathwayStep("06-admission", "Admission"),
    PathwayStep("07-operation", "Operation"),
    PathwayStep("08-ward", "Care on the ward"),
    PathwayStep("09-worse", "Getting worse, and transfer back"),
    PathwayStep("10-discharge", "Discharge and letter"),
    PathwayStep("11-follow-up", "Follow-up"),
    PathwayStep("12-incident", "Incidents and complaints"),
)


def without_anybody(named: Iterable[str]) -> tuple[PathwayStep, ...]:
    """RESP-1: the standard steps for which nobody is named, in order; `named` are codes of steps.

    >>> [step.name for step in without_anybody({step.code for step in STEPS} - {"03-preop", "04-consent"})]
    ['Pre-operative assessment', 'Consent']
    """
    found = set(named)
    return tuple(step for step in STEPS if step.code not in found)
