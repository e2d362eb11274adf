"""What is to be planned: one immutable record of the list, the capacity and the shortlist of every patient."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from alongside.planner import reading
from alongside.planner.columns import cells_of, codes, functions_of, patients_of, pins_of, sites_of, wards_of
from alongside.planner.eligibility import Eligibility, RawEligibility
from alongside.planner.nearest import nearest_eligible
from alongside.planner.shortlist import due_weeks, options_by_week, split_stays, stay_by_week, worth_of
from alongside.planner.tables import Adjustments, Cells, Floats, Frozen, Ints, Options, Patients, Sites, Wards

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
    def from_folder(cls, folder: Path, nearest: int = 5, rows: tuple[int, int] | None = None) -> "Problem":
        """Read the files of one instance, raw or explicit form; InputError says what is wrong with them.

        `rows`, the first and how many, leaves out the rest of the list of the raw form.
        """
        if (folder / "options.parquet").exists():
            return _explicit(reading.read_explicit(folder))
        patients, sites, sessions, beds = reading.read_raw(folder, rows)
        eligibility = RawEligibility(
            {name: patients[name].to_numpy() for name in reading.CLINICAL["patients"]},
            {name: sites.sort("site_id")[name].to_numpy() for name in reading.CLINICAL["sites"]},
        )
        return _built(patients, sites, sessions, beds, eligibility, nearest, Adjustments())

    def with_added(self, option: int, minutes: int, nights: int) -> "Problem":
        """The same problem with more theatre minutes and bed nights where and when that option is.

        Nights are shared among the weeks of the option's stay as its own are.
        """
        return self._with_more(option, self.options.cell[[option]], np.array([minutes]), np.array([nights]))

    def with_spread(self, option: int, minutes: int, nights: int, block: int = SESSION_MINUTES) -> "Problem":
        """The same problem with that much more, spread evenly over the weeks of that option's site and function.

        Minutes come in whole blocks of a session, and as many weeks get some as can hold all that the option needs.
        """
        o, cells = self.options, self.cells
        cell = int(o.cell[option])
        own = max(1, int(o.minutes[option])), max(1, int(o.nights[option]) + int(o.later[option]))
        same = (cells.site == cells.site[cell]) & (cells.function == cells.function[cell])
        here = np.flatnonzero(same) if self.weeks_interchange else np.array([cell])
        sessions, least = -(-minutes // block), -(-own[0] // block)
        parts = [amount // need for amount, need in ((sessions, least), (nights, own[1])) if amount > 0]
        weeks = here[evenly(len(here), max(1, min([len(here), *parts])))]
        return self._with_more(option, weeks, shares(sessions, len(weeks)) * block, shares(nights, len(weeks)))

    def _with_more(self, option: int, at: Ints, minutes: Ints, nights: Ints) -> "Problem":
        """More minutes in these cells and, for stays like the option's from there on, more nights."""
        o, cells, wards = self.options, self.cells, self.wards
        stay = int(o.nights[option]) + int(o.later[option])
        more, beds = cells.minutes.copy(), wards.nights.copy()
        more[at] += minutes
        for cell, ward, amount in zip(at, wards.row_of(cells.site[at], cells.week[at]), nights, strict=True):
            for part in in_proportion(int(amount), stay_by_week(min(stay, 7 * len(wards)), int(cells.day[cell]))):
                beds[ward] += part
                ward = wards.after[ward]
                if ward < 0:
                    break
        return replace(self, cells=replace(cells, minutes=more), wards=replace(wards, nights=beds))

    def values(self, policy: str) -> Floats:
        """The worth of each option. Under `tiers` a tie-break counts as at most half a week of waiting.

        It so decides only between patients of equal clinical priority and equal whole weeks waited, and under
        `weighted`, where priorities are traded against each other, it does not count at all (AL-11).
        """
        tie_break = self.patients.tie_break
        if policy != "tiers" or tie_break is None or self.eligibility is None:
            return self.options.value
        o, patients = self.options, self.patients
        waited = patients.weeks_waited + 0.5 * np.clip(tie_break, 0, 1)
        return worth_of(o.patient, o.km, o.week, patients.priority, waited, due_weeks(patients))


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


def in_proportion(amount: int, parts: list[int]) -> list[int]:
    """`amount` in whole parts, in proportion to these as nearly as can be.

    >>> in_proportion(10, [3, 2]), in_proportion(2, [3, 7, 1]), in_proportion(4, [0])
    ([6, 4], [1, 1, 0], [4])
    """
    total, upto = max(sum(parts), 1), np.cumsum(parts)
    if not upto[-1]:
        return [amount]
    return [int(part) for part in np.diff(-(-amount * upto // total), prepend=0)]


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

    `sites` may have `name`; `patients` may have `tie_break` (0 to 1) and `due_week`; `sessions` may have `weekday`. Ids
    are whole numbers or text. `eligibility` takes patients in the order of `patients` and sites in ascending order of
    `site_id`.
    """
    tables = reading.checked(patients, sites, sessions, beds)
    return _built(*tables, eligibility, nearest, adjustments or Adjustments())


def _built(
    patients: pl.DataFrame,
    sites: pl.DataFrame,
    sessions: pl.DataFrame,
    beds: pl.DataFrame,
    eligibility: Eligibility,
    nearest: int,
    adjustments: Adjustments,
) -> Problem:
    """The problem of tables that are sound."""
    functions = functions_of(patients, sessions)
    places = sites_of(sites, adjustments)
    people = patients_of(patients, functions, adjustments)
    cells = cells_of(sessions, places, functions, adjustments)
    wards = wards_of(beds, places, cells)
    pins = pins_of(adjustments, people)
    arcs = nearest_eligible(people, places, cells, eligibility, pins, nearest)
    options = options_by_week(arcs, people, cells, wards, pins)
    return Problem(people, places, functions, cells, wards, options, eligibility, nearest)


def _explicit(tables: dict[str, pl.DataFrame]) -> Problem:
    """The problem whose options are given row by row, each with its own minutes and nights."""
    given = tables["options"].sort("patient_id", maintain_order=True)
    sessions, beds = tables["sessions"], tables["beds"]
    site_ids = pl.concat([table["site_id"].unique() for table in (given, sessions, beds)]).unique().sort()
    functions = functions_of(given, sessions)
    where = pl.lit(float("nan"))
    sites = sites_of(pl.DataFrame({"site_id": site_ids}).with_columns(x_km=where, y_km=where), Adjustments())
    cells = cells_of(sessions, sites, functions, Adjustments())
    wards = wards_of(beds, sites, cells)
    people = _people_of(given, functions)
    options = _given_options(given, people, sites, functions, cells, wards)
    return Problem(people, sites, functions, cells, wards, options, weeks_interchange=False)


def _people_of(given: pl.DataFrame, functions: tuple[str, ...]) -> Patients:
    """Everybody who is named, with the minutes and nights of their first option."""
    first = given.group_by("patient_id", maintain_order=True).first()
    nowhere = pl.lit(float("nan"))
    told = [name for name in ("priority", "weeks_waited") if name in given.columns]
    blank = {name: pl.lit(0) for name in ("priority", "weeks_waited") if name not in told}
    table = first.with_columns(pl.col(told).fill_null(0), x_km=nowhere, y_km=nowhere, max_km=nowhere, **blank)
    return patients_of(table, functions, Adjustments())


def _given_options(
    given: pl.DataFrame, people: Patients, sites: Sites, functions: tuple[str, ...], cells: Cells, wards: Wards
) -> Options:
    """The options that name a session; one that names none has no minutes to use and cannot be taken."""
    table = given.with_columns(
        patient=pl.Series(codes(given["patient_id"], people.ids)),
        site=pl.Series(codes(given["site_id"], sites.ids)),
        function=pl.Series(codes(given["treatment_function"], functions)),
        week=pl.col("week").cast(pl.Int16),
        km=pl.col("km").cast(pl.Float32).fill_null(np.nan) if "km" in given.columns else pl.lit(np.nan, pl.Float32),
    )
    cell = pl.DataFrame({"site": cells.site, "function": cells.function, "week": cells.week}).with_row_index("cell")
    table = table.join(cell, on=["site", "function", "week"], how="inner").sort("patient", "km", "site", "week")
    kinds = {"cell": pl.Int32, "value": pl.Float64, "theatre_minutes": pl.Int32, "bed_nights": pl.Int32}
    names = ("patient", "site", "week", "km", *kinds)
    column = {name: table[name].cast(kinds.get(name, table.schema[name])).to_numpy() for name in names}
    minutes, stay = column.pop("theatre_minutes"), column.pop("bed_nights")
    nights, later = split_stays(stay, cells.day[column["cell"]])
    start = np.searchsorted(column["patient"], np.arange(len(people) + 1))
    ward = wards.row_of(column["site"], column["week"])
    return Options(start=start, ward=ward, minutes=minutes, nights=nights, later=later, **column)
