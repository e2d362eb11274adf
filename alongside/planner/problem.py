"""What is to be planned: one immutable record of the list, the capacity and the shortlist of every patient."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from alongside.planner import reading
from alongside.planner.eligibility import Eligibility, RawEligibility
from alongside.planner.nearest import nearest_eligible
from alongside.planner.shortlist import options_by_week, worth
from alongside.planner.tables import (
    Adjustments,
    Cells,
    Floats,
    Frozen,
    Ints,
    Options,
    Patients,
    Pin,
    Sites,
    Wards,
)

SESSION_MINUTES = 240


@dataclass(frozen=True, eq=False)
class Problem(Frozen):
    """The input of `solve`. `eligibility` is None in the explicit form, where the options are given.

    `weeks_interchange` says that whoever may go to a site may go there in any week that has sessions.
    """

    patients: Patients
    sites: Sites
    functions: tuple[str, ...]
    cells: Cells
    wards: Wards
    options: Options
    eligibility: Eligibility | None = None
    nearest: int = 5
    weeks_interchange: bool = True

    @classmethod
    def from_folder(cls, folder: Path, nearest: int = 5) -> "Problem":
        """Read the files of one instance, raw or explicit form; InputError says what is wrong with them."""
        if (folder / "options.parquet").exists():
            return _explicit(reading.read_explicit(folder))
        tables = reading.read_raw(folder)
        eligibility = RawEligibility(
            {name: tables["patients"][name].to_numpy() for name in ("asa", "bmi", "needs_hdu", "age")},
            {
                name: tables["sites"].sort("site_id")[name].to_numpy()
                for name in ("max_asa", "max_bmi", "has_hdu", "min_age")
            },
        )
        lists = (tables[name] for name in ("patients", "sites", "sessions", "beds"))
        return build(*lists, eligibility=eligibility, nearest=nearest)

    def with_added(self, option: int, minutes: int, nights: int) -> "Problem":
        """The same problem with more theatre minutes and bed nights where and when that option is."""
        more, beds = self.cells.minutes.copy(), self.wards.nights.copy()
        more[self.options.cell[option]] += minutes
        beds[self.options.ward[option]] += nights
        return replace(self, cells=replace(self.cells, minutes=more), wards=replace(self.wards, nights=beds))

    def with_spread(self, option: int, minutes: int, nights: int, block: int = SESSION_MINUTES) -> "Problem":
        """The same problem with that much more, spread evenly over the weeks of that option's site and function.

        Minutes come in whole blocks of a session, and as many weeks get some as can hold all that the option needs.
        """
        o, cells = self.options, self.cells
        cell, own = int(o.cell[option]), (max(1, int(o.minutes[option])), max(1, int(o.nights[option])))
        same = (cells.site == cells.site[cell]) & (cells.function == cells.function[cell])
        here = np.flatnonzero(same) if self.weeks_interchange else np.array([cell])
        sessions, least = -(-minutes // block), -(-own[0] // block)
        parts = [amount // need for amount, need in ((sessions, least), (nights, own[1])) if amount > 0]
        weeks = here[evenly(len(here), max(1, min([len(here), *parts])))]
        ward_of = {
            key: at for at, key in enumerate(zip(self.wards.site.tolist(), self.wards.week.tolist(), strict=True))
        }
        wards = [ward_of[int(cells.site[at]), int(cells.week[at])] for at in weeks]
        more, beds = cells.minutes.copy(), self.wards.nights.copy()
        more[weeks] += shares(sessions, len(weeks)) * block
        beds[wards] += shares(nights, len(weeks))
        return replace(self, cells=replace(cells, minutes=more), wards=replace(self.wards, nights=beds))

    def values(self, policy: str) -> Floats:
        """The worth of each option. Under `tiers` a tie-break counts as at most half a week of waiting.

        It so decides only between patients of equal clinical priority and equal whole weeks waited, and under
        `weighted`, where priorities are traded against each other, it does not count at all (AL-11).
        """
        tie_break = self.patients.tie_break
        if policy != "tiers" or tie_break is None or self.eligibility is None:
            return self.options.value
        o, p = self.options, self.options.patient
        waited = self.patients.weeks_waited[p] + 0.5 * np.clip(tie_break[p], 0, 1)
        return worth(self.patients.priority[p], waited, o.km.astype(float), o.week)


def weeks_of(problem: Problem) -> int:
    """How many weeks the plan has, from its first to the last with sessions; 1 without any."""
    return int(problem.cells.week.max(initial=0)) + 1


def evenly(size: int, count: int) -> Ints:
    """`count` places among `size`, spread evenly.

    >>> evenly(13, 3).tolist()
    [2, 6, 10]
    """
    return (2 * np.arange(count) + 1) * size // (2 * count)


def shares(amount: int, count: int) -> Ints:
    """`amount` in `count` whole parts as equal as can be.

    >>> shares(7, 3).tolist()
    [3, 2, 2]
    """
    return amount // count + (np.arange(count) < amount % count).astype(np.int64)


def build(
    patients: pl.DataFrame,
    sites: pl.DataFrame,
    sessions: pl.DataFrame,
    beds: pl.DataFrame,
    *,
    eligibility: Eligibility,
    nearest: int = 5,
    adjustments: Adjustments | None = None,
) -> Problem:
    """Make a problem from tables with the columns of the raw form; clinical columns are `eligibility`'s affair.

    `sites` may have `name`; `patients` may have `tie_break` (0 to 1). Ids are whole numbers or text. `eligibility`
    takes patients in the order of `patients` and sites in ascending order of `site_id`.
    """
    adjustments = adjustments or Adjustments()
    patients, sites, sessions, beds = reading.checked(patients, sites, sessions, beds)
    functions = tuple(
        pl.concat([patients["treatment_function"], sessions["treatment_function"]]).unique().sort().to_list()
    )
    places = _sites(sites, adjustments)
    people = _patients(patients, functions, adjustments)
    cells = _cells(sessions, places, functions, adjustments)
    wards = _wards(beds, places, cells)
    pins = _pins(adjustments, people)
    arcs = nearest_eligible(people, places, cells, eligibility, pins, nearest)
    options = options_by_week(arcs, people, cells, wards, pins)
    return Problem(people, places, functions, cells, wards, options, eligibility, nearest)


def _codes(column: pl.Series, known: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """The place of each value of `column` in `known`."""
    index = pl.DataFrame({"id": known}).with_row_index("at")
    joined = pl.DataFrame({"id": column}).join(index, on="id", how="left", maintain_order="left")["at"]
    return joined.fill_null(0).cast(pl.Int32).to_numpy()


def _sites(table: pl.DataFrame, adjustments: Adjustments) -> Sites:
    table = table.sort("site_id")
    ids = table["site_id"]
    names = table["name"] if "name" in table.columns else pl.Series([f"site {one}" for one in ids], dtype=pl.String)
    out = np.array([one in adjustments.excluded_sites for one in ids.to_list()], bool)
    return Sites(ids, tuple(names.to_list()), table["x_km"].to_numpy(), table["y_km"].to_numpy(), out)


def _patients(table: pl.DataFrame, functions: tuple[str, ...], adjustments: Adjustments) -> Patients:
    ids = table["patient_id"]
    out = (
        ids.is_in(pl.Series(list(adjustments.excluded_patients), dtype=ids.dtype))
        if adjustments.excluded_patients
        else None
    )
    pinned = {pin.patient for pin in adjustments.pins}
    tie_break = table["tie_break"].fill_null(0).cast(pl.Float64).to_numpy() if "tie_break" in table.columns else None
    return Patients(
        ids=ids,
        function=_codes(table["treatment_function"], pl.Series(functions, dtype=pl.String)),
        x_km=table["x_km"].to_numpy(),
        y_km=table["y_km"].to_numpy(),
        priority=table["priority"].cast(pl.Int8).to_numpy(),
        weeks_waited=table["weeks_waited"].cast(pl.Int32).to_numpy(),
        minutes=table["theatre_minutes"].cast(pl.Int64).to_numpy(),
        nights=table["bed_nights"].cast(pl.Int64).to_numpy(),
        max_km=table["max_km"].to_numpy(),
        tie_break=tie_break,
        pinned=np.array([one in pinned for one in ids.to_list()], bool) if pinned else np.zeros(len(ids), bool),
        excluded=out.to_numpy() if out is not None else np.zeros(len(ids), bool),
    )


def _cells(table: pl.DataFrame, sites: Sites, functions: tuple[str, ...], adjustments: Adjustments) -> Cells:
    keys = ["site_id", "treatment_function", "week"]
    table = table.group_by(keys).agg(pl.col("theatre_minutes").sum()).sort(keys)
    kept = [key not in adjustments.excluded_cells for key in table.select(keys).rows()]
    table = table.filter(pl.Series(kept, dtype=pl.Boolean))
    return Cells(
        site=_codes(table["site_id"], sites.ids),
        function=_codes(table["treatment_function"], pl.Series(functions, dtype=pl.String)),
        week=table["week"].cast(pl.Int16).to_numpy(),
        minutes=table["theatre_minutes"].cast(pl.Int64).to_numpy(),
    )


def _wards(table: pl.DataFrame, sites: Sites, cells: Cells) -> Wards:
    """The bed nights given, and 0 nights for a site and week that has sessions but no beds row."""
    given = pl.DataFrame(
        {
            "site": _codes(table["site_id"], sites.ids),
            "week": table["week"].cast(pl.Int16),
            "nights": table["bed_nights"].cast(pl.Int64),
        }
    )
    bare = pl.DataFrame({"site": cells.site, "week": cells.week}).unique().with_columns(nights=pl.lit(0, pl.Int64))
    both = pl.concat([given, bare]).group_by("site", "week").agg(pl.col("nights").sum()).sort("site", "week")
    site, week = both["site"].to_numpy(), both["week"].to_numpy()
    next_row = np.arange(1, both.height + 1)
    follows = np.append((site[1:] == site[:-1]) & (week[1:] == week[:-1] + 1), False)[: both.height]
    return Wards(site, week, both["nights"].to_numpy(), np.where(follows, next_row, -1))


def _pins(adjustments: Adjustments, patients: Patients) -> dict[int, Pin]:
    if not adjustments.pins:
        return {}
    wanted = {pin.patient: pin for pin in adjustments.pins}
    rows = np.flatnonzero(patients.pinned)
    return {int(row): wanted[patients.ids[int(row)]] for row in rows}


def _explicit(tables: dict[str, pl.DataFrame]) -> Problem:
    """The problem whose options are given row by row, each with its own minutes and nights."""
    given = tables["options"].sort("patient_id", maintain_order=True)
    sessions, beds = tables["sessions"], tables["beds"]
    site_ids = pl.concat([given["site_id"], sessions["site_id"], beds["site_id"]]).unique().sort()
    functions = tuple(
        pl.concat([given["treatment_function"], sessions["treatment_function"]]).unique().sort().to_list()
    )
    nowhere = np.full(len(site_ids), np.nan)
    sites = Sites(
        site_ids, tuple(f"site {one}" for one in site_ids), nowhere, nowhere.copy(), np.zeros(len(site_ids), bool)
    )
    cells = _cells(sessions, sites, functions, Adjustments())
    wards = _wards(beds, sites, cells)
    people = _people_of(given, functions)
    return Problem(
        people,
        sites,
        functions,
        cells,
        wards,
        _given_options(given, people, sites, functions, cells, wards),
        weeks_interchange=False,
    )


def _people_of(given: pl.DataFrame, functions: tuple[str, ...]) -> Patients:
    first = given.group_by("patient_id", maintain_order=True).first()
    count = first.height
    blank = np.full(count, np.nan)
    priority = first["priority"].cast(pl.Int8).to_numpy() if "priority" in first.columns else np.zeros(count, np.int8)
    waited = (
        first["weeks_waited"].cast(pl.Int32).to_numpy()
        if "weeks_waited" in first.columns
        else np.zeros(count, np.int32)
    )
    return Patients(
        ids=first["patient_id"],
        function=_codes(first["treatment_function"], pl.Series(functions, dtype=pl.String)),
        x_km=blank,
        y_km=blank.copy(),
        priority=priority,
        weeks_waited=waited,
        minutes=first["theatre_minutes"].cast(pl.Int64).to_numpy(),
        nights=first["bed_nights"].cast(pl.Int64).to_numpy(),
        max_km=blank.copy(),
        pinned=np.zeros(count, bool),
        excluded=np.zeros(count, bool),
    )


def _given_options(
    given: pl.DataFrame, people: Patients, sites: Sites, functions: tuple[str, ...], cells: Cells, wards: Wards
) -> Options:
    """The options that name a session; one that names none has no minutes to use and cannot be taken."""
    table = given.with_columns(
        patient=pl.Series(_codes(given["patient_id"], people.ids)),
        site=pl.Series(_codes(given["site_id"], sites.ids)),
        function=pl.Series(_codes(given["treatment_function"], pl.Series(functions, dtype=pl.String))),
        week=pl.col("week").cast(pl.Int16),
    )
    cell = pl.DataFrame({"site": cells.site, "function": cells.function, "week": cells.week}).with_row_index("cell")
    ward = pl.DataFrame({"site": wards.site, "week": wards.week}).with_row_index("ward")
    table = table.join(cell, on=["site", "function", "week"], how="inner").join(ward, on=["site", "week"], how="inner")
    km = table["km"].cast(pl.Float32) if "km" in table.columns else pl.Series([None] * table.height, dtype=pl.Float32)
    table = table.with_columns(km=km.fill_null(np.nan)).sort("patient", "km", "site", "week")
    column = {name: table[name].to_numpy() for name in ("patient", "site", "week", "km", "value")}
    return Options(
        start=np.searchsorted(column["patient"], np.arange(len(people) + 1)),
        cell=table["cell"].cast(pl.Int32).to_numpy(),
        ward=table["ward"].cast(pl.Int32).to_numpy(),
        minutes=table["theatre_minutes"].cast(pl.Int32).to_numpy(),
        nights=table["bed_nights"].cast(pl.Int32).to_numpy(),
        later=np.zeros(table.height, np.int32),
        **column,
    )
