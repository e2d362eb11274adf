"""What does today's way come to? Everybody in turn, by priority and then time waited, to the nearest site with room."""

import numpy as np

from alongside.planner.assign import nobody, take_in_order
from alongside.planner.problem import Problem
from alongside.planner.stages import room_of, stage_of
from alongside.planner.tables import Ints


def in_turn(problem: Problem) -> Ints:
    """An option per patient, -1 for none: those kept at a site by hand, then by priority, then the longest wait.

    Each takes the first week with room at the nearest site of their shortlist that has any; nobody is moved afterwards.
    """
    people, o = problem.patients, problem.options
    chosen = np.full(len(people), -1, np.int64)
    stage, option = stage_of(problem, o.value, np.ones(len(people), bool), room_of(problem))
    turn = np.empty(len(people), np.int64)
    turn[np.lexsort((-people.weeks_waited, people.priority, ~people.pinned))] = np.arange(len(people))
    order = np.argsort(turn[o.patient[option]], kind="stable")
    plan = nobody(stage)
    take_in_order(stage.table, order, stage.owner[order], plan.chosen, plan.room)
    taken = option[plan.chosen[plan.chosen >= 0]]
    chosen[o.patient[taken]] = taken
    return chosen
