"""Is every sentence of every patient true of the plan? Each claim is looked up anew, patient by patient (AL-6)."""

import re
from typing import Any

import numpy as np
import polars as pl
import pytest

from alongside.planner.explain import explain
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, Pin
from tests.planner.instances import minutes, people, places, problem_of, random_tables

NUMBERS = dict(zip(("no", "one", "two", "three", "four", "five"), range(6), strict=True))
CLAIMS = {
    "higher": "of higher clinical priority",
    "longer": "have waited longer",
    "nearer": "live nearer",
    "shorter": "need less theatre or bed time",
    "pinned": "were put there by hand",
    "fitted": "fitted into what was left",
}


class Facts:
    """A plan seen through plain lists: nothing here is shared with what made the sentences."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        o = problem.options
        self.patients, self.sites = problem.patients, problem.sites.names
        names = ("patient", "site", "week", "cell", "ward", "minutes", "nights", "km")
        self.options = [
            dict(zip(names, row, strict=True)) for row in zip(*(getattr(o, n).tolist() for n in names), strict=True)
        ]
        self.chosen = [self.options[at] if at >= 0 else None for at in plan.chosen.tolist()]
        self.held = [one for one in self.chosen if one]
        self.minutes, self.nights = problem.cells.minutes.tolist(), problem.wards.nights.tolist()
        for one in self.held:
            self.minutes[one["cell"]] -= one["minutes"]
            self.nights[one["ward"]] -= one["nights"]

    def of(self, row: int) -> list[dict[str, Any]]:
        return [one for one in self.options if one["patient"] == row]

    def fits(self, one: dict[str, Any]) -> bool:
        return one["minutes"] <= self.minutes[one["cell"]] and one["nights"] <= self.nights[one["ward"]]

    def kinds(self, row: int) -> set[str]:
        """In what each holder of a place on the shortlist comes first."""
        return {self.kind(mine, theirs) for mine in self.of(row) for theirs in self.held if self.shared(mine, theirs)}

    def shared(self, mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
        function = self.patients.function
        return mine["site"] == theirs["site"] and function[mine["patient"]] == function[theirs["patient"]]

    def kind(self, mine: dict[str, Any], theirs: dict[str, Any]) -> str:
        p, (me, they) = self.patients, (mine["patient"], theirs["patient"])
        ways = {
            "higher": p.priority[they] < p.priority[me],
            "longer": p.weeks_waited[they] > p.weeks_waited[me],
            "nearer": theirs["km"] < mine["km"],
            "shorter": theirs["minutes"] < mine["minutes"] or theirs["nights"] < mine["nights"],
            "pinned": p.pinned[they],
        }
        return next((name for name, true in ways.items() if true), "fitted")


def _check_placed(facts: Facts, row: int, words: str) -> None:
    mine, place = facts.of(row), facts.chosen[row]
    assert place is not None
    near = list(dict.fromkeys(one["site"] for one in sorted(mine, key=lambda one: one["km"])))
    assert words.startswith(f"Placed at {facts.sites[place['site']]}")
    assert f", {round(place['km'])} km away" in words
    rank = near.index(place["site"]) + 1
    assert ("the only site" in words) == (len(near) == 1)
    assert ("the nearest of" in words) == (rank == 1 and len(near) > 1)
    if rank > 1:
        assert f"number {rank} by distance" in words
        nearer = any(facts.fits(one) for one in mine if near.index(one["site"]) + 1 < rank)
        assert ("nearer places would come later" in words) == nearer
        assert ("full" in words) == (not nearer)


def _check_full(facts: Facts, row: int, words: str) -> None:
    mine = facts.of(row)
    assert not any(facts.fits(one) for one in mine)
    said = re.match(r"(?:The nearest )?(\w+) sites? could treat this patient(?: within (\d+) km)?; ", words)
    assert said, words
    assert NUMBERS[said[1].lower()] == len({one["site"] for one in mine})
    assert said[2] is None or max(one["km"] for one in mine) <= int(said[2])
    kinds = facts.kinds(row)
    if any(claim in words.split(";", 1)[1] for claim in CLAIMS.values()):
        assert {name for name, claim in CLAIMS.items() if claim in words.split(";", 1)[1]} == kinds
    lowest = max(
        (
            int(facts.patients.priority[one["patient"]])
            for one in facts.held
            if any(one["cell"] == own["cell"] for own in mine)
        ),
        default=0,
    )
    priority = int(facts.patients.priority[row])
    assert ("too little for this operation" in words) == (lowest == 0)
    assert ("lower clinical priority" in words or "shared out by" in words) == (lowest > priority)


def _check(problem: Problem, plan: Plan) -> set[str]:
    facts, seen = Facts(problem, plan), set()
    for row, told in enumerate(explain(problem, plan).frame.iter_rows(named=True)):
        words, mine = told["words"], facts.of(row)
        seen.add(told["code"])
        if told["code"] == "placed":
            _check_placed(facts, row, words)
        elif told["code"] == "full":
            _check_full(facts, row, words)
            seen |= {claim for claim in CLAIMS.values() if claim in words}
        elif told["code"] == "too_long":
            most = [
                one
                for one in mine
                if one["minutes"] <= problem.cells.minutes[one["cell"]]
                and one["nights"] <= problem.wards.nights[one["ward"]]
            ]
            assert not most
        else:
            assert not mine or told["code"] == "pinned"
        assert (facts.chosen[row] is not None) == (told["code"] == "placed")
    return seen


@pytest.mark.slow
@pytest.mark.promise("AL-6")
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("weeks", [1, 3])
def test_every_sentence_is_true_of_the_plan(policy: str, weeks: int) -> None:
    seen: set[str] = set()
    for seed in range(4):
        pins = Adjustments(pins=(Pin(seed, 0), Pin(seed + 7, 1)), excluded_patients=frozenset({40, 41}))
        tables = random_tables(seed, count=90, sites=3, fill=0.25, weeks=weeks)
        problem = problem_of(*tables, adjustments=pins)
        seen |= _check(problem, solve(problem, policy))
    assert {"placed", "full", "excluded", "not_eligible", CLAIMS["higher"], CLAIMS["longer"]} <= seen


def test_a_place_after_the_due_week_says_so_and_whether_there_was_room_before() -> None:
    """Four patients, one hour a week: some are late, and one was late before."""
    patients = people({"due_week": 0, "weeks_waited": 20}, {"due_week": 0}, {"due_week": 9}, {"due_week": -1})
    sessions = pl.concat([minutes((0, 60), week=week) for week in range(4)])
    problem = problem_of(patients, places({}), sessions)
    frame = explain(problem, solve(problem)).frame
    for row, week in enumerate(frame["week"].to_list()):
        due = int(patients["due_week"][row])
        late = week is not None and week > due
        assert ("Due " in frame["words"][row]) == late
        if late:
            when = "before this plan begins" if due < 0 else f"by week {due + 1}"
            assert frame["words"][row].endswith(f" Due {when}: no earlier place was left.")
    assert np.sum(["Due " in words for words in frame["words"]]) >= 2
