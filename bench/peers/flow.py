"""Minimum-cost flow by OR-Tools: theatre minutes flow from patients to cells, and whole patients are made of it after.

A flow has one kind of good. It cannot keep a patient whole, nor count bed nights beside minutes: both are mended after.
OR-Tools and HiGHS cannot be loaded into one process, so this peer imports nothing that imports HiGHS.
"""

import time
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from alongside.planner.problem import Problem
from alongside.planner.tables import Floats, Ints
from bench.peers.command import room_of, run, take
from bench.peers.density import by_density

FINE = 100_000


def decide(problem: Problem) -> tuple[Ints, dict[str, Any]]:
    """Options that carry most of their patient come first, whoever fits is taken whole, and what is left is filled."""
    began = time.perf_counter()
    share = flows(problem)
    facts = {"seconds": time.perf_counter() - began}
    chosen, room = np.full(len(problem.patients), -1), room_of(problem)
    carried = np.flatnonzero(share > 0)
    carried = carried[np.lexsort((-worth_for_time_and_beds(problem)[carried], -share[carried]))]
    take(problem, carried, chosen, room)
    take(problem, by_density(problem), chosen, room)
    return chosen, facts


def worth_for_time_and_beds(problem: Problem) -> Floats:
    """The worth of options for their share of all minutes and of all nights, as the flow has seen no nights."""
    o, (minutes, nights) = problem.options, room_of(problem)
    used = np.maximum(o.minutes, 1) / max(minutes.sum(), 1) + o.nights / max(nights.sum(), 1)
    return np.asarray(o.value / used)


def flows(problem: Problem) -> Floats:
    """The share of each patient's minutes that the cheapest flow sends along each option.

    Nodes are patients, then cells, then a sink; a minute costs minus its worth, and may go straight to the sink.
    """
    o, people, cells = problem.options, len(problem.patients), len(problem.cells)
    sink = people + cells
    minutes = np.maximum(problem.patients.minutes, 1)
    each = minutes[o.patient]
    network = min_cost_flow.SimpleMinCostFlow()
    cost = np.round(-o.value / each * FINE).astype(np.int64)
    arcs = network.add_arcs_with_capacity_and_unit_cost(o.patient, people + o.cell, each, cost)
    everybody, every_cell = np.arange(people), np.arange(people, sink)
    network.add_arcs_with_capacity_and_unit_cost(everybody, np.full(people, sink), minutes, np.zeros(people, int))
    network.add_arcs_with_capacity_and_unit_cost(
        every_cell, np.full(cells, sink), problem.cells.minutes, np.zeros(cells, int)
    )
    network.set_nodes_supplies(everybody, minutes)
    network.set_nodes_supplies(np.array([sink]), np.array([-minutes.sum()]))
    if network.solve() != network.OPTIMAL:
        raise SystemExit("The flow was not solved")
    return np.asarray(network.flows(arcs)) / each


if __name__ == "__main__":
    run(__doc__, decide)
