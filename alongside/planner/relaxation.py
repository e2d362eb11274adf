"""Where the planner talks to the solver: prices of a linear relaxation, and the exact answer to a small stage."""

from typing import Any

import highspy
import numpy as np

from alongside.planner.stage import Stage
from alongside.planner.tables import Floats, Ints

MOST_NODES = 100
GOOD_ENOUGH = 1e-4


def relaxation_prices(stage: Stage, chosen: Ints, share: float) -> Floats:
    """The dual prices of the linear relaxation for the chosen patients with that share of the room."""
    option, people = _options_of(stage, chosen), len(chosen)
    solver = _run(_model(stage, option, people, share))
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return np.zeros(len(stage.room))
    return np.maximum(np.asarray(solver.getSolution().row_dual, float)[people:] * -1.0, 0.0)


def exact_choice(stage: Stage) -> Ints:
    """By branch and bound the best options to take, one per patient, or the best found within MOST_NODES."""
    model = _model(stage, np.arange(len(stage.value)), stage.patients, 1.0)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(stage.value)
    taken = np.asarray(_run(model).getSolution().col_value, float)
    return np.flatnonzero(taken > 0.5)


def _options_of(stage: Stage, chosen: Ints) -> Ints:
    first = stage.start[chosen]
    count = np.append(stage.start, len(stage.value))[chosen + 1] - first
    return np.asarray(np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum())))


def _model(stage: Stage, option: Ints, people: int, share: float) -> Any:
    """Maximise worth: rows are patients, then resources; an option is a column of patient, cell and perhaps ward."""
    total = len(option)
    owner = stage.owner[option]
    patient = np.cumsum(np.concatenate((np.zeros(min(1, total), bool), owner[1:] != owner[:-1])))
    nights = stage.nights[option]
    entries = np.stack([np.ones(total), stage.minutes[option], nights], axis=1)
    rows = np.stack([patient, people + stage.cell[option], people + stage.ward[option]], axis=1)
    used = np.stack([np.ones(total, bool), np.ones(total, bool), nights > 0], axis=1)
    upper = np.concatenate([np.ones(people), stage.room * share])
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = total, len(upper)
    model.col_cost_ = -stage.value[option]
    model.col_lower_, model.col_upper_ = np.zeros(total), np.ones(total)
    model.row_lower_, model.row_upper_ = np.full(len(upper), -highspy.kHighsInf), upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(used.sum(1))))
    model.a_matrix_.index_, model.a_matrix_.value_ = rows[used], entries[used]
    return model


def _run(model: Any) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    settings = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": GOOD_ENOUGH,
        "mip_max_nodes": MOST_NODES,
    }
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    solver.run()
    return solver
