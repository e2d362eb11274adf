"""Will this site take this patient for this operation: yes, review, no, or what must first be known?

Each rule answers pass, fail or unknown; unknown never passes (AL-4) and every answer but pass is said in words (AL-6).
Basis: published exclusion lists of independent hospitals and HSIB, 28 October 2021; read November 2026.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from alongside.domain.clinical_fields import FIELDS, Field
from alongside.domain.criteria import (
    Attestation,
    CriteriaSet,
    Criterion,
    IfMissing,
    Kind,
    SiteFacts,
    Value,
    attestation_state,
)
from alongside.domain.criteria_reading import Problem, read_criteria, read_criteria_set, write_criteria_set
from alongside.domain.criteria_words import failed, missing, stale, support_absent, support_unknown, unknown_site
from alongside.domain.reasons import Reason, Severity
from alongside.domain.site_needs import SiteNeeds, attested_long_ago, gaps, not_attested
from alongside.domain.support_services import Cover, SupportNeed

__all__ = [
    "FIELDS",
    "Answer",
    "Attestation",
    "Cover",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "Field",
    "IfMissing",
    "Kind",
    "Outcome",
    "Problem",
    "SiteFacts",
    "SupportNeed",
    "answer",
    "attestation_state",
    "decide",
    "read_criteria",
    "read_criteria_set",
    "write_criteria_set",
]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": ge,
    "<=": le,
    "==": eq,
    "!=": ne,
    "<": lt,
    ">": gt,
    "in": lambda value, limits: value in limits,
    "not in": lambda value, limits: value not in limits,
}


class Answer(StrEnum):
    """`fail` means that the rule bites: a hard rule's demand is not met, or a review rule's trigger holds."""

    PASS = "pass"  # noqa: S105 - an answer, not a secret
    FAIL = "fail"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """Worst last: a refusal beats missing information, which beats review, which beats acceptance."""

    ACCEPT = "accept"
    REVIEW = "review"
    NEED_INFO = "need_info"
    REJECT = "reject"


SEVERITY_OUTCOME = {
    Severity.BLOCKS: Outcome.REJECT,
    Severity.NEEDS_INFO: Outcome.NEED_INFO,
    Severity.NEEDS_REVIEW: Outcome.REVIEW,
}
WORST_FIRST = (Severity.BLOCKS, Severity.NEEDS_INFO, Severity.NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer with all its reasons, who must review, which facts are missing, and the version that was applied."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    routes: tuple[str, ...]
    missing: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, with the reviewer it calls for or the fact it misses."""

    reason: Reason
    route: str | None = None
    missing: str | None = None


def limit_of(criterion: Criterion, site: SiteFacts) -> Value | None:
    """The value a rule compares with; None when the site has not stated its fact."""
    if criterion.value_from is None:
        return criterion.value
    limit: Value | None = getattr(site, criterion.value_from)
    return limit


def answer(criterion: Criterion, value: object, site: SiteFacts, *, history: object = None) -> Answer:
    """Ask one rule. `history` is the yes/no fact that answers for a missing number when it is recorded as no.

    >>> bmi = Criterion("bmi_hi", "bmi", "<=", 40)
    >>> [answer(bmi, value, SiteFacts("NXX01")).value for value in (40, 43, None)]
    ['pass', 'fail', 'unknown']
    """
    known = FIELDS[criterion.field].read(value)
    if known is None:
        no_history = criterion.if_missing is IfMissing.PASS_IF_NO_HISTORY and value is None and history is False
        only_if_recorded = criterion.if_missing is IfMissing.PASS and value is None
        return Answer.PASS if no_history or only_if_recorded else Answer.UNKNOWN
    limit, wanted = limit_of(criterion, site), criterion.kind is Kind.HARD
    if limit is None:
        return Answer.PASS if passes_whatever(criterion, known, wanted=wanted) else Answer.UNKNOWN
    holds = COMPARE[criterion.op](known, limit)
    return Answer.PASS if holds is wanted else Answer.FAIL


def passes_whatever(criterion: Criterion, known: object, *, wanted: bool) -> bool:
    """Would the rule pass this yes or no, whatever the site that has not answered were to say?

    >>> infection = Criterion("ELG-10", "has_known_infection", "<=", None, value_from="takes_infection")
    >>> [passes_whatever(infection, known, wanted=True) for known in (False, True)]
    [True, False]
    """
    return isinstance(known, bool) and all(COMPARE[criterion.op](known, said) is wanted for said in (False, True))


def decide(criteria_set: CriteriaSet, patient: Mapping[str, object | None], site: SiteFacts, as_of: date) -> Decision:
    """Ask every rule of a site about a patient and keep every reason, in a fixed order.

    `patient` maps names of FIELDS to values; None or absent means unknown. ValueError when the site is another's.

    >>> rules = CriteriaSet("NXX01", "hip", 4, (Criterion("bmi_hi", "bmi", "<=", 40),), attested_on=date(2026, 10, 1))
    >>> decision = decide(rules, {"bmi": 43}, SiteFacts("NXX01"), date(2026, 11, 1))
    >>> print(f"{decision.outcome}: {decision.reasons[0].message}")
    reject: BMI 43 is above this site's limit of 40
    """
    if criteria_set.site != site.site:
        raise ValueError(f"These are the criteria of {criteria_set.site}, not of {site.site}")
    found = [finding for c in criteria_set.criteria if (finding := _ask(c, patient, site))]
    found += [finding for need in criteria_set.support_needed if (finding := _ask_support(need, site))]
    found += ask_needs(criteria_set.needs, site, as_of)
    found += _ask_attestation(criteria_set, as_of)
    severities = {finding.reason.severity for finding in found}
    outcome = next((SEVERITY_OUTCOME[s] for s in WORST_FIRST if s in severities), Outcome.ACCEPT)
    return Decision(
        outcome,
        tuple(finding.reason for finding in found),
        tuple(dict.fromkeys(finding.route for finding in found if finding.route)),
        tuple(dict.fromkeys(finding.missing for finding in found if finding.missing)),
        criteria_set.version,
    )


def _ask(criterion: Criterion, patient: Mapping[str, object | None], site: SiteFacts) -> Finding | None:
    field = FIELDS[criterion.field]
    value = patient.get(criterion.field)
    if answer(criterion, value, site, history=patient.get(field.history)) is Answer.PASS:
        return None
    hard = criterion.kind is Kind.HARD
    known, limit = field.read(value), limit_of(criterion, site)
    if known is not None and limit is not None:
        severity = Severity.BLOCKS if hard else Severity.NEEDS_REVIEW
        return Finding(Reason(criterion.rule_id, severity, failed(criterion, known, limit)), criterion.route)
    severity = Severity.NEEDS_INFO if hard else Severity.NEEDS_REVIEW
    if known is None:
        return Finding(Reason(criterion.rule_id, severity, missing(criterion, value)), criterion.route, field.name)
    fact = criterion.value_from or ""
    return Finding(Reason(criterion.rule_id, severity, unknown_site(fact)), criterion.route, f"site.{fact}")


def _ask_support(need: SupportNeed, site: SiteFacts) -> Finding | None:
    cover = site.support.get(need.service)
    if cover is None:
        return Finding(Reason("ELG-2", Severity.NEEDS_INFO, support_unknown(need)), None, f"support.{need.service}")
    if cover.meets(need.cover):
        return None
    return Finding(Reason("ELG-1", Severity.BLOCKS, support_absent(need, cover)))


def ask_needs(needs: SiteNeeds, site: SiteFacts, as_of: date) -> list[Finding]:
    """What is wanting for the operation; of what is there, whether somebody at the site stands for it."""
    wanting = gaps(needs, site.capability, as_of, site.care_until or as_of)
    found = [Finding(gap.reason, None, gap.missing or None) for gap in wanting]
    lacked = {gap.name for gap in wanting}
    for section, names in needs.sections.items():
        on, there = site.attested.get(section), [name for name in names if name not in lacked]
        state = attestation_state(on, as_of)
        if there and state is Attestation.STALE and on:
            found.append(Finding(attested_long_ago(section, there, on), "site_lead"))
        elif there and state is Attestation.NEVER:
            found.append(Finding(not_attested(section, there)))
    return found


def _ask_attestation(criteria_set: CriteriaSet, as_of: date) -> list[Finding]:
    """An old word is still a word, so it goes to review; criteria that nobody vouched for are not known at all."""
    state = attestation_state(criteria_set.attested_on, as_of, criteria_set.valid_until)
    if state is Attestation.ATTESTED:
        return []
    if state is Attestation.STALE:
        return [Finding(Reason("ELG-3", Severity.NEEDS_REVIEW, stale(criteria_set)), "site_lead")]
    what, them = ("that it does this operation", "it") if criteria_set.newly_listed else ("these criteria", "them")
    message = f"Nobody at this site has attested {what}: ask the site to attest {them}"
    return [Finding(Reason("ELG-4", Severity.NEEDS_INFO, message), "site_lead", "site.attestation")]
