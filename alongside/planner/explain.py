"""Why has this patient this place, or none, and what would change it? Answered in words for every patient (AL-6)."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.counterfactual import Extra, extra_of
from alongside.planner.explain_shortlists import fitting_when_empty, shortlists
from alongside.planner.explain_words import add_words
from alongside.planner.holders import holders
from alongside.planner.nearest import summary_of_refusals
from alongside.planner.plan import Plan
from alongside.planner.problem import SESSION_MINUTES, Problem, weeks_of
from alongside.planner.queues import Book, book_of, offers_of, paid_for
from alongside.planner.shortlist import due_weeks
from alongside.planner.site_verdicts import Explanation, site_verdicts
from alongside.planner.tables import Floats, Frozen, InputError, Ints


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

    def write(self, path: Path) -> None:
        """Write the frame as a parquet file, with codes, words and names of sites once each and a number per patient.

        InputError when the file cannot be written.
        """
        named = ["words", "change", "site", "extra_site"]
        frame = self.frame.with_columns(
            pl.col("code").cast(pl.Enum([code.value for code in Code])), pl.col(named).cast(pl.Categorical)
        )
        try:
            frame.write_parquet(path)
        except OSError as fault:
            raise InputError(
                f"The explanations cannot be written to {path}: name a file in a folder that can be written to"
            ) from fault


def explain(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> Explanations:
    """Say for every patient where they go and why, or why not and what would change it.

    `session_minutes` is the length of a session in which additions are told.
    """
    book = book_of(problem, plan)
    extra = extra_of(problem, book, offers_of(book), session_minutes)
    columns: dict[str, Any] = {"patient_id": problem.patients.ids}
    columns |= _places(problem, book) | _extras(problem, extra, session_minutes)
    columns |= shortlists(problem, book) | holders(problem, book) | _needs(problem)
    columns |= _codes(problem, book)
    return Explanations(problem, plan, add_words(pl.DataFrame(columns), problem, plan))


def _needs(problem: Problem) -> dict[str, Any]:
    patients = problem.patients
    due = np.clip(due_weeks(patients), -1, np.iinfo(np.int16).max).astype(np.int16)
    return {"due_week": due} | {
        name: getattr(patients, name) for name in ("priority", "minutes", "nights", "function", "max_km")
    }


def _codes(problem: Problem, book: Book) -> dict[str, Any]:
    """The code of every patient, and what the sites said to those who have nowhere to go."""
    patients, number = problem.patients, {code: at for at, code in enumerate(Code)}
    has = np.diff(problem.options.start) > 0
    code = np.full(len(patients), number[Code.FULL], np.int8)
    code[has & ~fitting_when_empty(problem, book)] = number[Code.TOO_LONG]
    nowhere = np.flatnonzero(~has)
    told: dict[str, Any] = {name: np.zeros(len(patients), np.int32) for name in ("offering", "accepting", "asking")}
    told["told_site"] = np.full(len(patients), -1, np.int32)
    if problem.eligibility is None:
        code[~has] = number[Code.NO_SERVICE]
    elif len(nowhere):
        found = summary_of_refusals(patients, problem.sites, problem.cells, problem.eligibility, nowhere)
        which = _nowhere(found)
        code[nowhere] = which
        told["offering"][nowhere], told["accepting"][nowhere] = found["offering"], found["accepting"]
        told["asking"][nowhere] = found["need_info"]
        nearest = np.where(found["accepting"] > 0, found["nearest_accepting"], found["nearest"])
        told["told_site"][nowhere] = np.where(which == number[Code.NEED_INFO], found["nearest_asking"], nearest)
    code[patients.pinned] = number[Code.PINNED]
    code[patients.excluded] = number[Code.EXCLUDED]
    code[book.chosen >= 0] = number[Code.PLACED]
    told["told_km"] = _km_to(problem, told["told_site"])
    return told | {"code": pl.Series([one.value for one in Code], dtype=pl.String).gather(code)}


def _nowhere(found: dict[str, Ints]) -> Ints:
    """Of those with no option: no service, else missing information within reach, else distance, else refusal."""
    number = {code: at for at, code in enumerate(Code)}
    code = np.full(len(found["offering"]), number[Code.NOT_ELIGIBLE], np.int8)
    code[found["need_info"] > 0] = number[Code.NEED_INFO]
    code[(found["accepting"] > 0) & (found["asking_near"] == 0)] = number[Code.TOO_FAR]
    code[found["offering"] == 0] = number[Code.NO_SERVICE]
    return code


def _km_to(problem: Problem, site: Ints) -> Floats:
    km = np.full(len(site), np.nan)
    rows = np.flatnonzero(site >= 0)
    patients, sites = problem.patients, problem.sites
    away = patients.x_km[rows] - sites.x_km[site[rows]], patients.y_km[rows] - sites.y_km[site[rows]]
    km[rows] = np.hypot(*(one.astype(float) for one in away))
    return km


def _places(problem: Problem, book: Book) -> dict[str, Any]:
    """Where those with a place go, and what it costs others."""
    o, size = problem.options, len(book.chosen)
    rows = np.flatnonzero(book.chosen >= 0)
    held = book.chosen[rows]

    def column(values: Any, dtype: Any) -> pl.Series:
        whole = np.zeros(size, values.dtype)
        whole[rows] = values
        return pl.select(pl.when(pl.Series(book.chosen >= 0)).then(pl.Series(whole))).to_series().cast(dtype)

    site = column(o.site[held], pl.Int32)
    return {
        "site_index": site,
        "site_id": problem.sites.ids.gather(site),
        "week": column(o.week[held], pl.Int16),
        "km": column(o.km[held], pl.Float32),
        "price": column(paid_for(book, held), pl.Float64),
    }


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
    return {
        "extra_site_id": problem.sites.ids.gather(frame["extra_site_index"].cast(pl.Int32)),
        **{name: frame[name] for name in frame.columns},
    }
