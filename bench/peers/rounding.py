"""Relaxation and rounding: HiGHS solves the whole linear relaxation by simplex; the largest fractions are taken first,
and what is left is filled by what an option is worth above the relaxation's own prices."""

import time
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from alongside.planner.problem import Problem
from alongside.planner.tables import Floats, Ints
from bench.peers.command import room_of, run, take


def decide(problem: Problem) -> tuple[Ints, dict[str, Any]]:
    """Solve, round, fill; the facts are the relaxation's optimum and the seconds it took."""
    began, processor = time.perf_counter(), time.process_time()
    share, surplus, optimum = relaxed(problem)
    facts = {"relaxation": optimum, "seconds": time.perf_counter() - began}
    facts["processor_seconds"] = time.process_time() - processor
    chosen, room = np.full(len(problem.patients), -1), room_of(problem)
    some = np.flatnonzero(share > 1e-9)
    take(problem, some[np.lexsort((-surplus[some], -share[some]))], chosen, room)
    take(problem, np.argsort(-surplus, kind="stable"), chosen, room)
    return chosen, facts


def relaxed(problem: Problem) -> tuple[Floats, Floats, float]:
    """How much of each option the relaxation takes, what it is worth above the prices, and the optimum."""
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(_model(problem))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SystemExit(f"The relaxation was not solved: {solver.getModelStatus()}")
    found, patients = solver.getSolution(), len(problem.patients)
    paid = -_matrix(problem).T @ np.concatenate([np.zeros(patients), np.asarray(found.row_dual)[patients:]])
    return np.asarray(found.col_value), problem.options.value - paid, -solver.getInfo().objective_function_value


def _matrix(problem: Problem) -> Any:
    """Rows are patients, cells and wards; each option is a column of 1, its minutes and its nights."""
    o, people, cells = problem.options, len(problem.patients), len(problem.cells)
    column, stays = np.arange(len(o)), np.flatnonzero(o.nights)
    row = np.concatenate([o.patient, people + o.cell, people + cells + o.ward[stays]])
    amount = np.concatenate([np.ones(len(o)), o.minutes, o.nights[stays]])
    shape = (people + cells + len(problem.wards), len(o))
    return sparse.csc_matrix((amount, (row, np.concatenate([column, column, stays]))), shape=shape)


def _model(problem: Problem) -> Any:
    matrix, total = _matrix(problem), len(problem.options)
    upper = np.concatenate([np.ones(len(problem.patients)), *room_of(problem)])
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = total, len(upper)
    model.col_cost_ = -problem.options.value
    model.col_lower_, model.col_upper_ = np.zeros(total), np.ones(total)
    model.row_lower_, model.row_upper_ = np.full(len(upper), -highspy.kHighsInf), upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    return model


if __name__ == "__main__":
    run(__doc__, decide)
