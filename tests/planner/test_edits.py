"""Is a problem with one thing changed the same as one that is built anew?"""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from alongside.planner import edits
from alongside.planner.problem import Problem
from alongside.planner.tables import Adjustments, InputError
from tests.planner.instances import minutes, people, places, problem_of, random_tables

COLUMNS = ("start", "patient", "site", "cell", "ward", "week", "km", "minutes", "nights", "later", "value")


def same(one: Problem, other: Problem) -> bool:
    return all(np.array_equal(getattr(one.options, name), getattr(other.options, name)) for name in COLUMNS)


@pytest.mark.parametrize("seed", range(4))
def test_changed_patient_has_the_shortlist_of_a_problem_built_anew(seed: int) -> None:
    patients, sites, sessions, beds = random_tables(seed, weeks=2)
    facts = {"priority": 2, "weeks_waited": 40, "minutes": 30, "nights": 1, "max_km": 12.0}
    columns = {"minutes": "theatre_minutes", "nights": "bed_nights"}
    changed = patients.with_columns(
        pl.when(pl.col("patient_id") == 7)
        .then(pl.lit(value))
        .otherwise(pl.col(columns.get(name, name)))
        .alias(columns.get(name, name))
        for name, value in facts.items()
    )
    edited = edits.with_changed_patient(problem_of(patients, sites, sessions, beds), 7, **facts)
    assert same(edited, problem_of(changed, sites, sessions, beds))


@pytest.mark.parametrize("seed", range(4))
def test_patient_added_at_the_end_is_as_one_who_was_there(seed: int) -> None:
    patients, sites, sessions, beds = random_tables(seed, weeks=2)
    whole, shorter = problem_of(patients, sites, sessions, beds), problem_of(patients.head(-1), sites, sessions, beds)
    last = patients.row(-1, named=True)
    last |= {"minutes": last["theatre_minutes"], "nights": last["bed_nights"]}
    longer = edits.with_patient(shorter, last, whole.eligibility)  # type: ignore[arg-type]
    assert same(longer, whole)
    assert longer.patients.ids.equals(whole.patients.ids)


@pytest.mark.parametrize("seed", range(4))
def test_patient_or_site_left_out_is_as_by_hand(seed: int) -> None:
    tables = random_tables(seed, weeks=2)
    problem = problem_of(*tables)
    no_patient = problem_of(*tables, adjustments=Adjustments(excluded_patients=frozenset({5})))
    assert same(edits.without_patient(problem, 5), no_patient)
    kept = problem.options.site != 1
    without = edits.without_site(problem, 1)
    assert np.array_equal(without.options.cell, problem.options.cell[kept])
    assert np.array_equal(
        without.options.start, np.searchsorted(without.options.patient, np.arange(len(tables[0]) + 1))
    )


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: edits.with_minutes(p, 9, "110", 0, 60),
        lambda p: edits.with_minutes(p, 0, "999", 0, 60),
        lambda p: edits.with_minutes(p, 0, "110", 0, -1),
        lambda p: edits.with_nights(p, 0, 8, 1),
        lambda p: edits.without_site(p, 9),
        lambda p: edits.without_patient(p, 9),
        lambda p: edits.with_changed_patient(p, 9, priority=2),
        lambda p: edits.with_changed_patient(p, 0, priority=7),
        lambda p: edits.with_changed_patient(p, 0, minutes=float("nan")),
        lambda p: edits.with_changed_patient(p, 0, asa=1),
        lambda p: edits.with_patient(p, {"patient_id": 0}, p.eligibility),
    ],
)
def test_what_cannot_be_changed_is_said(edit: Callable[[Problem], Problem]) -> None:
    with pytest.raises(InputError):
        edit(problem_of(people({}), places({}), minutes((0, 60))))
