"""What a plan is: every patient's place or none, what it is worth, and how much better any plan could be."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from alongside.planner.problem import Problem
from alongside.planner.tables import Floats, Frozen, Ints


@dataclass(frozen=True)
class Tier:
    """One step of the plan: who was decided together, what they got, and the most that they could have got.

    The bound takes what earlier tiers hold as kept; under `tiers` they may be re-routed for it, not lose worth.
    """

    name: str
    objective: float
    bound: float
    patients: int
    placed: int

    @property
    def gap(self) -> float:
        """The share of the bound that the tier lacks.

        >>> Tier("priority 2", 75.0, 100.0, 5, 4).gap
        0.25
        """
        return max(0.0, 1 - self.objective / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Plan(Frozen):
    """The outcome of `solve`. `chosen` is an option per patient, -1 for none.

    `tier_of` says in which step a patient was decided; `prices[t]` are that step's prices per minute of each cell,
    followed by those per night of each ward.
    """

    chosen: Ints
    policy: str
    seed: int
    effort: str
    tiers: tuple[Tier, ...]
    tier_of: Ints
    prices: Floats
    seconds: float

    @property
    def objective(self) -> float:
        """The worth of all places together."""
        return sum(tier.objective for tier in self.tiers)

    @property
    def bound(self) -> float:
        """No plan is worth more; under `tiers`, none that keeps to the order of the tiers."""
        return sum(tier.bound for tier in self.tiers)

    @property
    def gap(self) -> float:
        """The share of the bound that the plan lacks."""
        return max(0.0, 1 - self.objective / self.bound) if self.bound > 0 else 0.0

    @property
    def placed(self) -> int:
        """How many patients have a place."""
        return int((self.chosen >= 0).sum())

    def cell_prices(self, problem: Problem) -> Floats:
        """Per cell, what one more minute is worth to the first tier that lacks it."""
        return self._first_paying()[: len(problem.cells)]

    def ward_prices(self, problem: Problem) -> Floats:
        """Per ward, what one more night is worth to the first tier that lacks it."""
        return self._first_paying()[len(problem.cells) :]

    def _first_paying(self) -> Floats:
        if not len(self.prices):
            return np.zeros(0)
        first = (self.prices > 0).argmax(0)
        taken: Floats = np.take_along_axis(self.prices, first[None, :], axis=0)[0]
        return taken

    def placements(self, problem: Problem) -> pl.DataFrame:
        """One row per placed patient: patient_id, site_id, week."""
        who = np.flatnonzero(self.chosen >= 0)
        option = self.chosen[who]
        return pl.DataFrame(
            {
                "patient_id": problem.patients.ids.gather(who),
                "site_id": problem.sites.ids.gather(problem.options.site[option]),
                "week": problem.options.week[option],
            }
        )


@dataclass(frozen=True, eq=False)
class WidePlan:
    """A plan of a folder, wherever it was worked out: a row per place, and what each tier got and could have had."""

    placements: pl.DataFrame
    tiers: tuple[Tier, ...]
    patients: int
    options: int
    seconds: float
