"""Why has this patient this place, or none, and what would change it? Answered in words for every patient (AL-6)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.counterfactual import Extra, extra_needed
from alongside.planner.explain_words import add_words
from alongside.planner.holders import holders
from alongside.planner.nearest import distances, summary_of_refusals
from alongside.planner.plan import Plan
from alongside.planner.problem import SESSION_MINUTES, Problem, weeks_of
from alongside.planner.queues import surplus_of
from alongside.planner.site_verdicts import Explanation, site_verdicts
from alongside.planner.tables import Bools, Floats, Frozen, Ints


class Code(StrEnum):
    """What became of a patient."""

    PLACED = "placed"
    FULL = "full"
    TOO_LONG = "too_long"
    NEED_INFO = "need_info"
    TOO_FAR = "too_far"
    NOT_ELIGIBLE = "not_eligible"
    NO_SERVICE = "no_service"
    EXCLUDED = "excluded"
    PINNED = "pinned"


@dataclass(frozen=True, eq=False)
class Explanations(Frozen):
    """`frame` has one row per patient in the order of the list.

    Columns: patient_id, code, words, change; site_id, site, week, km, closeness (1 is the nearest), choices (sites on
    the shortlist), price (worth that the place costs others); and what would give a place, modelled: extra_site_id,
    extra_site; extra_before (patients who would take a place there first), extra_minutes, extra_sessions, extra_nights
    (over the weeks of the plan), extra_sessions_a_week, extra_nights_a_week (rounded up), and extra_week where weeks
    cannot stand in for each other.
    """

    problem: Problem
    plan: Plan
    frame: pl.DataFrame

    def one(self, patient: int | str) -> Explanation:
        """One patient with every site that offers what they need, nearest first; KeyError when not on the list."""
        row = self.problem.patients.ids.index_of(patient)
        if row is None:
            raise KeyError(patient)
        told = self.frame.row(row, named=True)
        return Explanation(
            patient, told["code"], told["words"], told["change"], site_verdicts(self.problem, self.plan, row)
        )


def explain(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> Explanations:
    """Say for every patient where they go and why, or why not and what would change it.

    `session_minutes` is the length of a session in which additions are told.
    """
    extra = extra_needed(problem, plan, session_minutes)
    columns: dict[str, Any] = {"patient_id": problem.patients.ids}
    columns |= _places(problem, plan) | _shortlists(problem, plan) | _extras(problem, extra, session_minutes)
    code, refusals = _codes(problem, plan)
    columns |= {"code": pl.Series(code, dtype=pl.String)} | refusals
    return Explanations(problem, plan, add_words(pl.DataFrame(columns), problem, plan))


def _codes(problem: Problem, plan: Plan) -> tuple[Any, dict[str, Any]]:
    """The code of every patient, and what the sites said to those who have nowhere to go."""
    patients, o = problem.patients, problem.options
    has = np.diff(o.start) > 0
    could = _could_ever_fit(problem)
    code = np.full(len(patients), Code.FULL.value, dtype=object)
    code[has & ~could] = Code.TOO_LONG.value
    nowhere = np.flatnonzero(~has)
    told: dict[str, Any] = {
        "offering": np.zeros(len(patients), np.int32),
        "accepting": np.zeros(len(patients), np.int32),
        "asking": np.zeros(len(patients), np.int32),
        "told_site": np.full(len(patients), -1, np.int32),
    }
    if problem.eligibility is None:
        code[~has] = Code.NO_SERVICE.value
    elif len(nowhere):
        found = summary_of_refusals(patients, problem.sites, problem.cells, problem.eligibility, nowhere)
        code[nowhere] = _nowhere(found)
        told["offering"][nowhere], told["accepting"][nowhere] = found["offering"], found["accepting"]
        told["asking"][nowhere] = found["need_info"]
        nearest = np.where(found["accepting"] > 0, found["nearest_accepting"], found["nearest"])
        told["told_site"][nowhere] = np.where(code[nowhere] == Code.NEED_INFO.value, found["nearest_asking"], nearest)
    code[patients.pinned] = Code.PINNED.value
    code[patients.excluded] = Code.EXCLUDED.value
    code[plan.chosen >= 0] = Code.PLACED.value
    site = told["told_site"]
    told["told_km"] = _km_to(problem, site)
    return code, told


def _nowhere(found: dict[str, Ints]) -> Any:
    """Of those with no option: no service, else missing information within reach, else distance, else refusal."""
    code = np.full(len(found["offering"]), Code.NOT_ELIGIBLE.value, dtype=object)
    code[found["need_info"] > 0] = Code.NEED_INFO.value
    code[(found["accepting"] > 0) & (found["asking_near"] == 0)] = Code.TOO_FAR.value
    code[found["offering"] == 0] = Code.NO_SERVICE.value
    return code


def _km_to(problem: Problem, site: Ints) -> Floats:
    km = np.full(len(site), np.nan)
    for place in np.unique(site[site >= 0]):
        rows = np.flatnonzero(site == place)
        km[rows] = distances(problem.patients, problem.sites, rows, np.array([place]))[:, 0]
    return km


def _could_ever_fit(problem: Problem) -> Bools:
    """Who has an option whose week has the minutes and nights they need, if nobody else took them."""
    o = problem.options
    fits = (o.minutes <= problem.cells.minutes[o.cell]) & (o.nights <= problem.wards.nights[o.ward])
    return np.bincount(o.patient[fits], minlength=len(problem.patients)) > 0


def _places(problem: Problem, plan: Plan) -> dict[str, Any]:
    o, chosen = problem.options, plan.chosen
    placed = chosen >= 0
    at = np.where(placed, chosen, 0)
    if not len(o):
        at = np.zeros(0, np.int64)
        placed = np.zeros(len(chosen), bool)
    blank = pl.Series(~placed)
    _, theatre, bed = surplus_of(problem, plan)
    closeness = _closeness(problem)
    columns = {"site_index": o.site, "week": o.week, "km": o.km, "closeness": closeness, "price": theatre + bed}
    size = len(chosen)
    given = {
        name: pl.Series(column[at] if len(o) else np.zeros(size, column.dtype)) for name, column in columns.items()
    }
    frame = pl.DataFrame(given).select(pl.when(blank).then(None).otherwise(pl.all()).name.keep())
    site = frame["site_index"].cast(pl.Int32)
    return {
        "site_index": site,
        "site_id": problem.sites.ids.gather(site),
        "site": _named(problem, site),
        **{name: frame[name] for name in ("week", "km", "closeness", "price")},
    }


def _named(problem: Problem, site: pl.Series) -> pl.Series:
    return pl.Series(problem.sites.names, dtype=pl.String).gather(site)


def _closeness(problem: Problem) -> Ints:
    """For each option the rank of its site among the patient's sites, 1 for the nearest."""
    o = problem.options
    if not len(o):
        return np.zeros(0, np.int64)
    new = np.concatenate(([True], (o.site[1:] != o.site[:-1]) | (o.patient[1:] != o.patient[:-1])))
    count = np.cumsum(new)
    return np.asarray(count - count[o.start[o.patient]] + 1)


def _shortlists(problem: Problem, plan: Plan) -> dict[str, Any]:
    """How many sites each patient could go to, how far the furthest is, and who holds the places there."""
    o, patients, size = problem.options, problem.patients, len(problem.patients)
    choices, furthest, worst, room = (np.zeros(size, kind) for kind in (np.int32, float, np.int32, np.int32))
    if len(o):
        np.maximum.at(choices, o.patient, _closeness(problem).astype(np.int32))
        np.maximum.at(furthest, o.patient, np.nan_to_num(o.km))
        np.maximum.at(worst, o.patient, _lowest_priority(problem, plan)[o.cell])
        np.maximum.at(room, o.patient, _room_nearer(problem, plan))
    return {
        "choices": choices,
        "furthest": furthest,
        "holders": worst,
        "room_nearer": room,
        **holders(problem, plan),
        "priority": patients.priority,
        "minutes": patients.minutes,
        "nights": patients.nights,
        "function": patients.function,
        "max_km": patients.max_km,
    }


def _lowest_priority(problem: Problem, plan: Plan) -> Ints:
    """For each cell the lowest clinical priority (highest code) of the patients placed there; 0 when nobody is."""
    lowest = np.zeros(len(problem.cells), np.int32)
    held = plan.chosen[plan.chosen >= 0]
    np.maximum.at(lowest, problem.options.cell[held], problem.patients.priority[problem.options.patient[held]])
    return lowest


def _room_nearer(problem: Problem, plan: Plan) -> Ints:
    """1 for options nearer than the patient's place that would still fit beside the plan."""
    o = problem.options
    held = plan.chosen[plan.chosen >= 0]
    minutes = problem.cells.minutes - np.bincount(o.cell[held], o.minutes[held], len(problem.cells))
    nights = problem.wards.nights - np.bincount(o.ward[held], o.nights[held], len(problem.wards))
    closeness = _closeness(problem)
    mine = np.where(plan.chosen >= 0, closeness[plan.chosen], 0)[o.patient]
    return ((closeness < mine) & (o.minutes <= minutes[o.cell]) & (o.nights <= nights[o.ward])).astype(np.int32)


def _extras(problem: Problem, extra: Extra, session_minutes: int) -> dict[str, Any]:
    o = problem.options
    asked = pl.Series(extra.option >= 0)
    at = np.where(extra.option >= 0, extra.option, 0)
    size = len(at)
    sessions = extra.sessions(session_minutes)
    weeks = weeks_of(problem) if problem.weeks_interchange else 1
    frame = pl.DataFrame(
        {
            "extra_site_index": o.site[at] if len(o) else np.zeros(size, np.int32),
            "extra_week": o.week[at] if len(o) else np.zeros(size, np.int16),
            "extra_before": extra.before,
            "extra_minutes": extra.minutes,
            "extra_sessions": sessions,
            "extra_nights": extra.nights,
            "extra_sessions_a_week": -(-sessions // weeks),
            "extra_nights_a_week": -(-extra.nights // weeks),
        }
    ).select(pl.when(asked).then(pl.all()).otherwise(None).name.keep())
    if problem.weeks_interchange:
        frame = frame.with_columns(extra_week=pl.lit(None, pl.Int16))
    site = frame.drop_in_place("extra_site_index").cast(pl.Int32)
    return {
        "extra_site_id": problem.sites.ids.gather(site),
        "extra_site": _named(problem, site),
        **{name: frame[name] for name in frame.columns},
    }
