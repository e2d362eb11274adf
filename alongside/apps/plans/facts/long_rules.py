"""How does a plan ask a site that has more rules than the planner's bits have room for?

The planner gives each rule of a set one bit of 27. A longer set is asked in two halves: here each rule has a place of
its own in 64 bits, and the planner is given the two halves laid over each other, which is all that it needs to know
who may go where.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from alongside.domain.criteria import CriteriaSet, SiteFacts
from alongside.planner.eligibility import MOST_RULES, NEED_INFO, REVIEW, CriteriaEligibility
from alongside.planner.tables import Bits, InputError, Ints

ROOM = MOST_RULES - 1
MOST = 2 * ROOM
SECOND_HALF = 32
RULES = (1 << ROOM) - 1
EVERY_RULE = np.int64(RULES | RULES << SECOND_HALF)


def bit_of(place: int) -> int:
    """Which bit says of the rule at this place of its set that it is not met, or is not answered.

    >>> bit_of(0), bit_of(26), bit_of(27)
    (0, 26, 32)
    """
    return place if place < ROOM else place - ROOM + SECOND_HALF


@dataclass(frozen=True, eq=False)
class SiteRules(CriteriaEligibility):
    """The planner's rules; `halves` asks the first and the second half of every set, empty when no set needs it."""

    halves: tuple[CriteriaEligibility, ...] = ()

    @classmethod
    def of(
        cls, patients: pl.DataFrame, sites: Sequence[SiteFacts], sets: Sequence[CriteriaSet], *, as_of: date
    ) -> "SiteRules":
        """As the planner's; InputError when a set has more than 54 rules."""
        for one in sets:
            if len(one.criteria) > MOST:
                raise InputError(
                    f"Site {one.site} has {len(one.criteria)} rules for {one.procedure_group or 'all it does'}, and a "
                    f"plan can ask up to {MOST}, those of its area for independent hospitals and those about needs of "
                    "patients on this list among them: join some"
                )
        parts = [[replace(one, criteria=one.criteria[start : start + ROOM]) for one in sets] for start in (0, ROOM)]
        first, second = (CriteriaEligibility.of(patients, sites, part, as_of=as_of) for part in parts)
        whole = replace(first, sets={(one.site, one.procedure_group): one for one in sets})
        fields = vars(whole) | {"coded": {**second.coded, **first.coded}}
        is_long = any(len(one.criteria) > ROOM for one in sets)
        return cls(**fields, halves=(first, second) if is_long else ())

    def refusals(self, rows: Ints, sites: Ints) -> Bits:
        """The bits for each of `rows` at each of `sites`, [rows x sites], with the halves laid over each other."""
        if not self.halves:
            return super().refusals(rows, sites)
        found = self.each(rows, sites)
        both: Bits = (found & 0xFFFFFFFF | found >> SECOND_HALF).astype(np.uint32)
        return both

    def each(self, rows: Ints, sites: Ints) -> Any:
        """The same in 64 bits, each rule in its own place: hard failures if there are any, else what is unknown."""
        if not self.halves:
            return super().refusals(rows, sites).astype(np.int64)
        first, second = (half.refusals(rows, sites).astype(np.int64) for half in self.halves)
        flags = int(NEED_INFO | REVIEW)
        parts = (first, first & ~flags), (second, spread(second & ~flags))
        failed, unknown = (
            sum(np.where((said & int(NEED_INFO) > 0) == asks, rules, 0) for said, rules in parts)
            for asks in (False, True)
        )
        refused = np.where(failed > 0, failed, np.where(unknown > 0, unknown | int(NEED_INFO), 0))
        return refused | (first | second) & int(REVIEW)


def spread(rules: Any) -> Any:
    """The rules of the second half in their own places; what a site says to everybody keeps its bit."""
    return (rules & RULES) << SECOND_HALF | rules & (1 << ROOM)
