"""Which places of an earlier plan still stand? Everybody is found again by patient, site and week."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.compiled import compiled
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.stages import room_of
from alongside.planner.tables import Bools, Floats, Frozen, InputError, Ints

FACTS = ("priority", "weeks_waited", "minutes", "nights", "function", "pinned")


@dataclass(frozen=True, eq=False)
class Earlier(Frozen):
    """The places of an earlier plan, one entry each: the patient's row in `ids`, the site's row in `sites`, the week.

    `ids` is everybody who was on that list and `priority` theirs. `problem` and `plan` are there when both are still at
    hand: then the search begins at the prices of that plan and sees which facts have changed.
    """

    ids: pl.Series
    sites: pl.Series
    row: Ints
    site: Ints
    week: Ints
    priority: Ints | None = None
    problem: Problem | None = field(default=None, repr=False)
    plan: Plan | None = field(default=None, repr=False)

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> "Earlier":
        """The places of a plan that was made for this problem."""
        row = np.flatnonzero(plan.chosen >= 0)
        o, held = problem.options, plan.chosen[row]
        ids, priority = problem.patients.ids, problem.patients.priority
        return cls(ids, problem.sites.ids, row, o.site[held], o.week[held], priority, problem, plan)

    @classmethod
    def placed(cls, listed: pl.DataFrame) -> "Earlier":
        """Places as they were kept: patient_id, site_id and week (blank: no place), and priority when it is known.

        InputError when a column is absent or a patient is there twice.
        """
        absent = [name for name in ("patient_id", "site_id", "week") if name not in listed.columns]
        if absent:
            raise InputError(f"The earlier places have no column {', '.join(absent)}: add it")
        if listed["patient_id"].is_duplicated().any():
            raise InputError("The earlier places have a patient more than once: keep one row of each")
        placed = listed.with_row_index("row").filter(pl.col("site_id").is_not_null())
        sites = placed["site_id"].unique().sort()
        at = placed.join(pl.DataFrame({"site_id": sites}).with_row_index("at"), on="site_id", maintain_order="left")
        priority = listed["priority"].to_numpy() if "priority" in listed.columns else None
        row, site, week = (at[name].cast(pl.Int64).to_numpy().copy() for name in ("row", "at", "week"))
        return cls(listed["patient_id"], sites, row, site, week, priority)


@dataclass(frozen=True, eq=False)
class Carried(Frozen):
    """The earlier plan on the new list. `held` is each patient's option, -1 for none that still exists.

    `had` says who had a place; `row` is the new row of each of the earlier places, -1 for who has left the list;
    `arrived` are those new on the list or with facts that have changed; `prices` one per cell and ward of the lowest
    tier, if they are known; `raised` are the cells and wards that have more room than before, `vacated`
    those that somebody holds no more who held them.
    """

    held: Ints
    had: Bools
    row: Ints
    is_new: Bools
    arrived: Bools
    prices: Floats | None
    raised: Bools
    vacated: Bools


def carry(problem: Problem, earlier: Earlier, lowest: str) -> Carried:
    """Take the earlier places over to this problem, and the prices of the tier of that name."""
    size, o = len(problem.patients), problem.options
    row_of = _rows(earlier.ids, problem.patients.ids)
    row = row_of[earlier.row]
    site = _rows(earlier.sites, problem.sites.ids)[earlier.site]
    held = np.full(size, -1, np.int64)
    _find(o.start, o.site, o.week, row, site, earlier.week, held)
    had, is_new = np.zeros(size, bool), np.ones(size, bool)
    had[row[row >= 0]] = True
    is_new[row_of[row_of >= 0]] = False
    return Carried(
        held,
        had,
        row,
        is_new,
        is_new | _changed(problem, earlier, row_of),
        _prices(problem, earlier, lowest),
        _raised(problem, earlier),
        _vacated(problem, earlier, row, held),
    )


def _rows(old: pl.Series, new: pl.Series) -> Ints:
    """For each of the old ids its row among the new, -1 for none. One list often is the beginning of the other.

    InputError when one has numbers for ids and the other text.
    """
    if len(old) and len(new) and (old.dtype == pl.String) != (new.dtype == pl.String):
        raise InputError("The earlier places have ids of another type than the list and the sites: make them the same")
    size = min(len(old), len(new))
    if old is new or (old.dtype == new.dtype and old.head(size).equals(new.head(size))):
        return np.where(np.arange(len(old)) < size, np.arange(len(old)), -1)
    index = pl.DataFrame({"id": new}).with_row_index("at")
    ids = pl.DataFrame({"id": old.cast(new.dtype)})
    found = ids.join(index, on="id", how="left", maintain_order="left")["at"]
    return found.cast(pl.Int64).fill_null(-1).to_numpy()


@compiled
def _find(start: Ints, site: Ints, week: Ints, row: Ints, old_site: Ints, old_week: Ints, held: Ints) -> None:
    """Write into `held` the option of each earlier place that still exists."""
    for at in range(len(row)):
        if row[at] >= 0 and old_site[at] >= 0:
            for option in range(start[row[at]], start[row[at] + 1]):
                if site[option] == old_site[at] and week[option] == old_week[at]:
                    held[row[at]] = option


def _changed(problem: Problem, earlier: Earlier, row_of: Ints) -> Bools:
    """Whose facts are not what they were, as far as the earlier list tells."""
    changed = np.zeros(len(problem.patients), bool)
    known = row_of >= 0
    facts = {"priority": earlier.priority}
    if earlier.problem is not None:
        facts = {name: getattr(earlier.problem.patients, name) for name in FACTS}
    same_rows = known.all() and np.array_equal(row_of, np.arange(len(row_of)))
    rows: Any = slice(len(row_of)) if same_rows else row_of[known]
    for name, old in facts.items():
        new = getattr(problem.patients, name)
        if old is not None and old is not new:
            changed[rows] |= (old if same_rows else old[known]) != new[rows]
    return changed


def _resources(problem: Problem) -> dict[tuple[object, str, int], int]:
    """Where each cell and ward is among the prices, by site, function (none for beds) and week."""
    cells, wards, ids = problem.cells, problem.wards, problem.sites.ids.to_list()
    theatre = zip(cells.site.tolist(), cells.function.tolist(), cells.week.tolist(), strict=True)
    keys = [(ids[site], problem.functions[function], week) for site, function, week in theatre]
    keys += [(ids[site], "", week) for site, week in zip(wards.site.tolist(), wards.week.tolist(), strict=True)]
    return {key: at for at, key in enumerate(keys)}


def _taken_over(problem: Problem, old: Problem, amount: Floats, otherwise: float) -> Floats:
    """What is told per cell and ward of the old problem, per cell and ward of the new."""
    if problem.cells.site is old.cells.site and problem.wards.site is old.wards.site:
        return amount
    was = _resources(old)
    rows = np.array([was.get(key, -1) for key in _resources(problem)], np.int64)
    return np.where(rows >= 0, np.append(amount, otherwise)[rows], otherwise)


def _prices(problem: Problem, earlier: Earlier, lowest: str) -> Floats | None:
    """The prices of the earlier plan, as far as it is known; where nobody may go nothing is worth anything."""
    old, plan = earlier.problem, earlier.plan
    if old is None or plan is None or not len(plan.prices):
        return None
    names = [tier.name for tier in plan.tiers]
    at = names.index(lowest) if lowest in names else len(names) - 1
    site = np.concatenate((problem.cells.site, problem.wards.site))
    return np.where(problem.sites.excluded[site], 0.0, _taken_over(problem, old, plan.prices[at], 0.0))


def _raised(problem: Problem, earlier: Earlier) -> Bools:
    room = room_of(problem)
    if earlier.problem is None:
        return np.zeros(len(room), bool)
    return np.asarray(room > _taken_over(problem, earlier.problem, room_of(earlier.problem), 0.0))


def _vacated(problem: Problem, earlier: Earlier, row: Ints, held: Ints) -> Bools:
    """Where the places were that are no more, as far as that is known."""
    left = np.zeros(len(problem.cells) + len(problem.wards), bool)
    old, plan = earlier.problem, earlier.plan
    if old is not None and plan is not None:
        gone = plan.chosen[earlier.row[np.append(held, -1)[row] < 0]]
        was = np.zeros(len(old.cells) + len(old.wards))
        was[old.options.cell[gone]] = 1
        was[old.options.ward[gone[old.options.nights[gone] > 0]] + len(old.cells)] = 1
        left = _taken_over(problem, old, was, 0.0) > 0
    return left
