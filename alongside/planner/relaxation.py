"""Where the planner talks to the solver: prices of a linear relaxation, and the exact answer to a small stage.

One relaxation at a time, on the thread that asks: the solver keeps threads of its own account for each that calls it.
The time limit is no budget (these models take well under a second) but ends a run of the solver that is stuck.
"""

from typing import Any

import highspy
import numpy as np

from alongside.planner.stage import WEEK, Stage
from alongside.planner.tables import Floats, Ints

MOST_NODES = 100
GOOD_ENOUGH = 1e-4
STUCK_SECONDS = 60.0


def relaxation_prices(stage: Stage, share: Floats | float = 1.0) -> Floats:
    """The dual prices of the linear relaxation of a stage with that share of the room of each resource."""
    solver = _run(_model(stage, share))
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return np.zeros(len(stage.room))
    return np.maximum(np.asarray(solver.getSolution().row_dual, float)[stage.patients :] * -1.0, 0.0)


def exact_choice(stage: Stage) -> Ints:
    """By branch and bound the best options to take, one per patient, or the best found within MOST_NODES."""
    model = _model(stage, 1.0)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(stage.value)
    taken = np.asarray(_run(model).getSolution().col_value, float)
    return np.flatnonzero(taken > 0.5)


def _model(stage: Stage, share: Floats | float) -> Any:
    """Maximise worth: rows are patients, then resources; an option is a column of patient, cell and wards."""
    people, total = stage.patients, len(stage.value)
    option, row, amount = _entries(stage)
    upper = np.concatenate([np.ones(people), stage.room * share])
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = total, len(upper)
    model.col_cost_ = -stage.value
    model.col_lower_, model.col_upper_ = np.zeros(total), np.ones(total)
    model.row_lower_, model.row_upper_ = np.full(len(upper), -highspy.kHighsInf), upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(option, np.arange(total + 1))
    model.a_matrix_.index_, model.a_matrix_.value_ = row, amount
    return model


def _entries(stage: Stage) -> tuple[Ints, Ints, Floats]:
    """Option, row and amount of every entry of the matrix, by option."""
    every, people = np.arange(len(stage.value)), stage.patients
    parts = [(every, stage.owner, np.ones(len(every))), (every, people + stage.cell, stage.minutes)]
    stays, ward, left, now = np.flatnonzero(stage.nights), stage.ward, stage.later, stage.nights
    parts.append((stays, people + ward[stays], now[stays]))
    ward = np.where(left > 0, stage.after[ward], -1)
    while (ward >= 0).any():
        at = np.flatnonzero(ward >= 0)
        parts.append((at, people + ward[at], np.minimum(left[at], WEEK)))
        left = left - WEEK
        ward = np.where((ward >= 0) & (left > 0), stage.after[ward], -1)
    option, row, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(option, kind="stable")
    return option[order], row[order].astype(np.int32), amount[order].astype(float)


def _run(model: Any) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    settings = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": GOOD_ENOUGH,
        "mip_max_nodes": MOST_NODES,
        "time_limit": STUCK_SECONDS,
    }
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    solver.run()
    return solver
