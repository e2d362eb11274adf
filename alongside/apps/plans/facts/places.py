"""Where are the sites, in kilometres, and which may a patient of this provider be sent to for this operation?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.queries.force import Book
from alongside.apps.directory.models import Site
from alongside.apps.plans.facts.long_rules import EVERY_RULE, RULES, SiteRules
from alongside.domain import agreement_force as gate
from alongside.domain.agreement_force import Permit, Service
from alongside.domain.treatment_functions import treatment_function_name
from alongside.planner.eligibility import Refusal

KM_PER_DEGREE = 111.2
# The planner leaves this bit free for what stands before any clinical rule.
HOUSE = np.uint32(1 << 28)
AGREEMENT, SERVICE, KEPT = 1, 2, 3
Closed = tuple[int, Refusal]


def flat(latitude: float, longitude: float, middle: float) -> tuple[float, float]:
    """Kilometres east and north, true to scale at the latitude `middle`; good to 1% across an area."""
    return longitude * KM_PER_DEGREE * cos(radians(middle)), latitude * KM_PER_DEGREE


def middle_of(sites: Iterable[Site]) -> float:
    latitudes = [site.latitude for site in sites]
    return sum(latitudes) / len(latitudes) if latitudes else 52.0


def planner_sites(sites: list[Site]) -> pl.DataFrame:
    """The planner's sites, in ascending order of code."""
    middle = middle_of(sites)
    at = [flat(site.latitude, site.longitude, middle) for site in sites]
    return pl.DataFrame(
        {
            "site_id": [site.code for site in sites],
            "name": [site.name for site in sites],
            "x_km": [x for x, _ in at],
            "y_km": [y for _, y in at],
        },
        schema={"site_id": pl.String, "name": pl.String, "x_km": pl.Float64, "y_km": pl.Float64},
    )


@dataclass(frozen=True, slots=True)
class Doors:
    """What decides about a pair before any clinical rule: agreements, the services of sites, sessions kept for some."""

    providers: Mapping[str, Organisation]
    services: Mapping[UUID, frozenset[str]]
    kept: Mapping[tuple[str, str], frozenset[str]]
    group_names: Mapping[str, str]
    book: Book
    first: date
    last: date

    def agreed(self, kind: tuple[str, str, str], site: Site) -> Permit | gate.Refusal:
        """What the agreements say: in force on every day of the plan, or why not."""
        provider, function, group = kind
        guest = self.providers[provider].id
        return self.book.in_force(guest, site.organisation_id, Service(function, group), self.first, self.last)

    def not_agreed(self, said: gate.Refusal) -> Refusal:
        """In the words of this plan where the agreement ends within its weeks."""
        message = said.reason.message
        if said.last_day:
            whole, rest = divmod((said.last_day - self.first + timedelta(days=1)).days, 7)
            instead = f", or plan {whole} {'week' if whole == 1 else 'weeks'}" if whole else ""
            message += f". That is in week {whole + (rest > 0)} of this plan: renew it{instead}"
        return Refusal(said.reason.rule, f"{message}. Mended by: {said.mended_by}")

    def refusal(self, kind: tuple[str, str, str], site: Site, agreed: Permit | gate.Refusal) -> Closed | None:
        """Why nobody of this provider, function and procedure group may go there; None when somebody may."""
        _, function, group = kind
        if isinstance(agreed, gate.Refusal):
            return AGREEMENT, self.not_agreed(agreed)
        if group not in self.services.get(site.id, frozenset()):
            words = f"This site does not list {self.name(group)} among what it does"
            return SERVICE, Refusal("DIR-1", f"{words} ({treatment_function_name(function)})")
        kept = self.kept.get((site.code, function))
        if kept is not None and group not in kept:
            names = " and ".join(self.name(code) for code in sorted(kept))
            return KEPT, Refusal("PLN-3", f"The sessions offered at this site are kept for {names}")
        return None

    def name(self, group: str) -> str:
        return self.group_names.get(group, group)


@dataclass(frozen=True, eq=False)
class HouseRules:
    """The planner's `Eligibility` with the doors before it: a closed door is the one reason that is given.

    `words` and `permits` are by kind of patient and site: why none may go, and under which agreement they may.
    """

    clinical: SiteRules
    kind: Any
    closed: Any
    words: Mapping[tuple[int, int], Refusal]
    permits: Mapping[tuple[int, int], Permit]

    @classmethod
    def of(cls, clinical: SiteRules, people: pl.DataFrame, sites: list[Site], doors: Doors) -> "HouseRules":
        """`people` and `sites` in the planner's order."""
        keys = ["provider", "treatment_function", "procedure_group"]
        kinds = people.select(keys).unique().sort(keys).with_row_index("kind")
        kind = people.select(keys).join(kinds, on=keys, how="left", maintain_order="left")["kind"].to_numpy()
        closed = np.zeros((max(kinds.height, 1), max(len(sites), 1)), np.int8)
        words, permits = {}, {}
        for row, key in enumerate(kinds.select(keys).rows()):
            for column, site in enumerate(sites):
                agreed = doors.agreed(key, site)
                if isinstance(agreed, Permit) and agreed.agreement:
                    permits[row, column] = agreed
                if found := doors.refusal(key, site, agreed):
                    closed[row, column], words[row, column] = found
        return cls(clinical, kind, closed, words, permits)

    def door(self, rows: Any, sites: Any) -> Any:
        """Which door is closed, 0 for none, [rows x sites]."""
        return self.closed[self.kind[rows]][:, sites]

    def refusals(self, rows: Any, sites: Any) -> Any:
        return np.where(self.door(rows, sites) > 0, HOUSE, self.clinical.refusals(rows, sites)).astype(np.uint32)

    def each_rule(self, rows: Any, sites: Any, bits: Any) -> Any:
        """These bits in 64, with every rule of a long set in its own place; a closed door has no rule."""
        if not self.clinical.halves:
            return bits.astype(np.int64)
        own = np.where(self.door(rows, sites) > 0, 0, self.clinical.each(rows, sites) & EVERY_RULE)
        return bits.astype(np.int64) & ~RULES | own

    def reasons(self, row: int, site: int, bits: int) -> tuple[Refusal, ...]:
        shut = self.words.get((int(self.kind[row]), site))
        return (shut,) if shut else self.clinical.reasons(row, site, bits)

    def routes(self, row: int, site: int) -> tuple[str, ...]:
        return () if (int(self.kind[row]), site) in self.words else self.clinical.routes(row, site)

    def messages(self, rows: Any, sites: Any) -> list[str]:
        shut = [self.words.get(pair) for pair in zip(self.kind[rows].tolist(), sites.tolist(), strict=True)]
        open_ = np.array([at for at, word in enumerate(shut) if word is None], np.int64)
        said = [word.message if word else "" for word in shut]
        if len(open_):
            for at, line in zip(open_.tolist(), self.clinical.messages(rows[open_], sites[open_]), strict=True):
                said[at] = line
        return said
