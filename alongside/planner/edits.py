"""The same problem with one thing changed: a patient in, out or different, other minutes or beds, a site out.

What does not change is shared with the problem before, so that a change costs next to nothing on a long list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.compiled import compiled
from alongside.planner.eligibility import Eligibility, Refusal
from alongside.planner.nearest import nearest_eligible
from alongside.planner.problem import Problem
from alongside.planner.reading import MOST, MOST_WEEKS
from alongside.planner.shares import side_by_side
from alongside.planner.shortlist import options_by_week
from alongside.planner.tables import NEVER_DUE, Bits, InputError, Ints, Options, Patients, Pin

DECIMAL = ("max_km", "x_km", "y_km")
FACTS = ("priority", "weeks_waited", "minutes", "nights", "max_km", "x_km", "y_km")


def with_minutes(problem: Problem, site: int | str, function: str, week: int, minutes: int) -> Problem:
    """The problem with so many theatre minutes there: more, fewer, or 0 when the session is gone.

    InputError where there was no session: the shortlists would be others, so build the problem anew.
    """
    cells, places = problem.cells, np.flatnonzero(problem.sites.ids == site)
    known = function in problem.functions
    here = np.isin(cells.site, places) & (cells.week == week) & known
    at = np.flatnonzero(here & (cells.function == (problem.functions.index(function) if known else -1)))
    if not len(at):
        raise InputError(f"Site {site} has no session of {function} in week {week}: build the problem with it")
    return replace(problem, cells=replace(cells, minutes=_set(cells.minutes, int(at[0]), _amount("minutes", minutes))))


def with_nights(problem: Problem, site: int | str, week: int, nights: int) -> Problem:
    """The problem with so many bed nights at a site in a week; InputError when the site has no sessions then."""
    wards = problem.wards
    at = np.flatnonzero(np.isin(wards.site, np.flatnonzero(problem.sites.ids == site)) & (wards.week == week))
    if not len(at):
        raise InputError(f"Site {site} has no sessions or beds in week {week}: build the problem with them")
    return replace(problem, wards=replace(wards, nights=_set(wards.nights, int(at[0]), _amount("nights", nights))))


def without_site(problem: Problem, site: int | str) -> Problem:
    """The problem with nobody going to this site; InputError when it is not among the sites."""
    at = problem.sites.ids.index_of(site) if site in problem.sites.ids else None
    if at is None:
        raise InputError(f"There is no site {site}: name one of the sites of the problem")
    o = problem.options
    cut = np.flatnonzero(o.site == at)
    columns = _side_by_side(lambda name: _without(getattr(o, name), cut))
    sites = replace(problem.sites, excluded=_set(problem.sites.excluded, at, True))
    return replace(problem, sites=sites, options=Options(start=_starts_without(o.start, cut), **columns))


@compiled
def _without(column: Any, cut: Ints) -> Any:
    """The column without these entries, which are in order."""
    left, size, first = np.empty(len(column) - len(cut), column.dtype), 0, 0
    for at in cut:
        left[size : size + at - first] = column[first:at]
        size, first = size + at - first, at + 1
    left[size:] = column[first:]
    return left


@compiled
def _starts_without(start: Ints, cut: Ints) -> Ints:
    """Where each patient's options start when these are gone."""
    starts, gone = start.copy(), 0
    for patient in range(len(start)):
        while gone < len(cut) and cut[gone] < start[patient]:
            gone += 1
        starts[patient] -= gone
    return starts


def without_patient(problem: Problem, patient: int | str) -> Problem:
    """The problem with this patient left out: the row stays, the places do not; InputError when not on the list."""
    row = _row(problem, patient)
    out = replace(problem.patients, excluded=_set(problem.patients.excluded, row, True))
    return replace(problem, patients=out, options=_spliced(problem.options, row, None))


def with_changed_patient(problem: Problem, patient: int | str, **facts: float) -> Problem:
    """The problem with other facts of one patient: priority, weeks_waited, minutes, nights, max_km, x_km or y_km.

    InputError when the patient is not on the list, for other facts, or where options are given row by row.
    """
    row = _row(problem, patient)
    strange = [name for name in facts if name not in FACTS]
    if strange:
        raise InputError(f"{strange[0]} cannot be changed: use {', '.join(FACTS)}")
    columns = {name: _set(getattr(problem.patients, name), row, _amount(name, value)) for name, value in facts.items()}
    return _with_options_anew(replace(problem, patients=replace(problem.patients, **columns)), row)


def with_patient(problem: Problem, patient: Mapping[str, Any], eligibility: Eligibility) -> Problem:
    """The problem with one more patient at the end of the list.

    `patient` has patient_id, treatment_function and the facts of `with_changed_patient`; `eligibility` knows the longer
    list. InputError when the id is there already or nobody on the list or in a session has that treatment function.
    """
    people, name = problem.patients, patient["patient_id"]
    if name in people.ids:
        raise InputError(f"Patient {name} is on the list already: change them instead")
    if patient["treatment_function"] not in problem.functions:
        raise InputError(f"No session is of {patient['treatment_function']}: build the problem with it")
    added: dict[str, Any] = {item: _amount(item, patient[item]) for item in FACTS}
    added |= {"due_week": patient.get("due_week", NEVER_DUE), "tie_break": patient.get("tie_break", 0.0)}
    added |= {"function": problem.functions.index(patient["treatment_function"]), "pinned": False, "excluded": False}
    columns = {
        item.name: _longer(getattr(people, item.name), added.get(item.name, 0))
        for item in fields(Patients)
        if item.name != "ids"
    }
    ids = pl.concat([people.ids, pl.Series([name], dtype=people.ids.dtype)], rechunk=True)
    longer = replace(problem, patients=Patients(ids=ids, **columns), eligibility=eligibility)
    row = len(people)
    options = replace(longer.options, start=np.append(longer.options.start, longer.options.start[-1]))
    return _with_options_anew(replace(longer, options=options), row)


@dataclass(frozen=True, eq=False)
class _Only:
    """The rules as asked of one patient alone, who is row 0."""

    rules: Eligibility
    row: int

    def refusals(self, rows: Ints, sites: Ints) -> Bits:
        return self.rules.refusals(rows + self.row, sites)

    def reasons(self, row: int, site: int, bits: int) -> tuple[Refusal, ...]:
        return self.rules.reasons(self.row, site, bits)

    def routes(self, row: int, site: int) -> tuple[str, ...]:
        return self.rules.routes(self.row, site)

    def messages(self, rows: Ints, sites: Ints) -> list[str]:
        return self.rules.messages(rows + self.row, sites)


def _with_options_anew(problem: Problem, row: int) -> Problem:
    """The shortlist of one patient made again; who is pinned stays where the pin is."""
    if problem.eligibility is None:
        raise InputError("The options are given row by row: give those of this patient anew")
    one: dict[str, Any] = {
        item.name: None if (column := getattr(problem.patients, item.name)) is None else column[row : row + 1]
        for item in fields(Patients)
    }
    alone = Patients(**one)
    rules = _Only(problem.eligibility, row)
    pins = _pins(problem, row)
    arcs = nearest_eligible(alone, problem.sites, problem.cells, rules, pins, problem.nearest)
    places = options_by_week(arcs, alone, problem.cells, problem.wards, pins)
    return replace(problem, options=_spliced(problem.options, row, places))


def _pins(problem: Problem, row: int) -> dict[int, Pin]:
    """The pin of a patient, told from the places that it left them."""
    if not problem.patients.pinned[row]:
        return {}
    o = problem.options
    mine = slice(o.start[row], o.start[row + 1])
    weeks = np.unique(o.week[mine])
    site = problem.sites.ids[int(o.site[mine][0])] if len(weeks) else None
    name = problem.patients.ids[row]
    return {0: Pin(name, "" if site is None else site, int(weeks[0]) if len(weeks) == 1 else None)}


def _spliced(options: Options, row: int, places: Options | None) -> Options:
    """The options with these in the place of what the patient had."""
    first, last = int(options.start[row]), int(options.start[row + 1])
    count = 0 if places is None else len(places)
    start = options.start.copy()
    start[row + 1 :] += count - (last - first)

    def spliced(name: str) -> Any:
        column = getattr(options, name)
        new = column[:0] if places is None else getattr(places, name).astype(column.dtype)
        if name == "patient":
            new = new + np.asarray(row, column.dtype)
        return np.concatenate((column[:first], new, column[last:]))

    return Options(start=start, **_side_by_side(spliced))


def _side_by_side(make: Callable[[str], Any]) -> dict[str, Any]:
    """Every column of the options but `start`, made on all cores: they are long, and new memory takes its time."""
    names = [item.name for item in fields(Options) if item.name != "start"]
    return dict(zip(names, side_by_side(make, names), strict=True))


def _row(problem: Problem, patient: int | str) -> int:
    row = problem.patients.ids.index_of(patient)
    if row is None:
        raise InputError(f"Patient {patient} is not on the list: name one who is")
    return row


def _amount(name: str, value: float) -> float:
    """A number of the right kind, or InputError."""
    most = {"priority": 4, "weeks_waited": MOST_WEEKS}.get(name, MOST)
    least = -np.inf if name in ("x_km", "y_km") else 1 if name == "priority" else 0
    if not np.isfinite(value) or not least <= value <= most or (name not in DECIMAL and value != int(value)):
        raise InputError(f"{name} cannot be {value}: give a sensible number")
    return value


def _set(column: Any, at: int, value: Any) -> Any:
    """The column with another value in one place."""
    changed = column.copy()
    changed[at] = value
    return changed


def _longer(column: Any, value: Any) -> Any:
    return None if column is None else np.append(column, np.asarray([value], column.dtype))
