"""Which of a site's review rules bite for a patient whom it would take? A line names them (AL-6)."""

from typing import Any

import numpy as np

from alongside.apps.plans.facts.long_rules import bit_of
from alongside.domain.criteria import Criterion
from alongside.domain.eligibility import Answer, Kind, answer
from alongside.planner.eligibility import CriteriaEligibility
from alongside.planner.tables import Ints


def review_bits(rules: CriteriaEligibility, rows: Ints, places: Ints) -> Any:
    """The review rules that ask for a look at each of `rows` at each of `places`, by `bit_of` their places."""
    bits = np.zeros((len(rows), len(places)), np.int64)
    known: dict[tuple[Criterion, int], Any] = {}
    for group in np.unique(rules.group[rows]).tolist():
        here = np.flatnonzero(rules.group[rows] == group)
        for column, site in enumerate(places.tolist()):
            criteria = rules.set_for(site, group)
            for at, rule in enumerate(criteria.criteria if criteria else ()):
                if rule.kind is not Kind.REVIEW:
                    continue
                if (rule, site) not in known:
                    known[rule, site] = bites(rules, rule, site)
                codes = rules.coded[rule.field].codes[rows[here]]
                bits[here, column] |= known[rule, site][codes] << bit_of(at)
    return bits


def bites(rules: CriteriaEligibility, rule: Criterion, site: int) -> Any:
    """By distinct value of the rule's field: 1 where it asks for a review."""
    facts, values = rules.sites[site], rules.coded[rule.field].distinct
    said = [answer(rule, value, facts, history=past) is not Answer.PASS for value, past in values]
    return np.array(said, np.int64)
