"""How does a rule say its answer, so that a page, a plan and a message show the same words?

A rule returns reasons; a verdict holds all of them, in the order in which the rules were asked.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a reason does to the question that was asked, worst first."""

    BLOCKS = "blocks"
    NEEDS_INFO = "needs_info"
    NEEDS_REVIEW = "needs_review"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, with the stable id of the rule that speaks it."""

    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All the reasons that the rules gave.

    >>> Verdict((Reason("X-1", Severity.WARNS, "Look again"),)).allowed
    True
    >>> Verdict((Reason("X-2", Severity.NEEDS_INFO, "Not recorded"),)).allowed
    False
    """

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """Only warnings let a thing pass: what is unknown or awaits review does not (AL-4)."""
        return all(reason.severity is Severity.WARNS for reason in self.reasons)
