"""A site's own rules and those of an operation often ask the same with two limits: which of them decides?

And what does a site say to everybody, before any fact of a patient is asked?
"""

from dataclasses import replace
from datetime import date
from typing import Any

from alongside.domain.criteria import CriteriaSet, Criterion, Kind, SiteFacts
from alongside.domain.eligibility import decide
from alongside.domain.reasons import Reason

TIGHTER: dict[str, Any] = {"<=": min, "<": min, ">=": max, ">": max}


def tightest(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The same rules with one hard limit for each question, the stricter: whoever passes it passes the other.

    >>> rules = (Criterion("bmi_site", "bmi", "<=", 40), Criterion("bmi_hip", "bmi", "<=", 35))
    >>> [rule.rule_id for rule in tightest(rules)]
    ['bmi_hip']
    """
    kept: dict[Any, Criterion] = {}
    for rule in dict.fromkeys(criteria):
        question = (rule.field, rule.op, rule.kind, rule.route, rule.if_missing, rule.value_from)
        first = kept.get(question)
        if first is None:
            kept[question] = rule
        elif first.value == rule.value:
            continue
        elif rule.op in TIGHTER and rule.kind is Kind.HARD:
            kept[question] = first if TIGHTER[rule.op](first.value, rule.value) == first.value else rule
        else:
            kept[question, rule.value] = rule
    return tuple(kept.values())


def said_to_all(criteria: CriteriaSet, site: SiteFacts, as_of: date) -> tuple[Reason, ...]:
    """What the operation needs there and is wanting, and how the site's word stands."""
    return decide(replace(criteria, criteria=()), {}, site, as_of).reasons
