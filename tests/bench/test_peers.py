"""Every peer makes a plan that keeps the rules, and decides as its name says."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from alongside.planner.problem import Problem
from bench.measure.area import Area, write
from bench.measure.score import Score, score
from bench.peers import density, greedy, rounding
from bench.peers.command import placements
from tests.planner.instances import minutes, people, places, problem_of

AREA = Area(1_500, 4, 1, 0.2)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(AREA, tmp_path_factory.mktemp("area"))


def scored(area: Path, peer) -> tuple[Score, dict]:
    read = Problem.from_folder(area)
    chosen, facts = peer.decide(read)
    return score(area, placements(read, chosen), 5), facts


@pytest.mark.slow
@pytest.mark.parametrize("peer", [greedy, density, rounding], ids=lambda peer: peer.__name__)
def test_peer_keeps_the_rules_and_places_somebody_of_every_priority_it_can(area, peer):
    found, _ = scored(area, peer)
    assert found.broken == ()
    assert found.placed[2] > 0
    assert found.placed[3] > 0


@pytest.mark.slow
def test_rounding_comes_near_the_relaxation_and_no_peer_above_it(area):
    rounded, facts = scored(area, rounding)
    assert 0.95 * facts["relaxation"] < rounded.total <= facts["relaxation"] + 1e-6
    assert all(scored(area, peer)[0].total <= facts["relaxation"] + 1e-6 for peer in (greedy, density))


@pytest.mark.slow
def test_flow_keeps_the_rules_in_a_process_without_highs(area, tmp_path):
    """OR-Tools and HiGHS cannot be loaded into one process."""
    code = (
        "import runpy, sys; runpy.run_module('bench.peers.flow', run_name='__main__'); print('highspy' in sys.modules)"
    )
    words = [str(area), "--out", str(tmp_path / "plan.parquet")]
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    facts, loaded = ran.stdout.strip().splitlines()[-2:]
    assert (json.loads(facts)["seconds"] > 0, loaded) == (True, "False")
    found = score(area, pl.read_parquet(tmp_path / "plan.parquet"), 5)
    assert found.broken == ()
    assert found.total > scored(area, greedy)[0].total


def test_greedy_gives_the_only_place_to_the_higher_priority_then_to_the_longer_wait():
    rows = {"priority": 3, "weeks_waited": 90}, {"priority": 2, "weeks_waited": 5}, {"priority": 2, "weeks_waited": 9}
    chosen, _ = greedy.decide(problem_of(people(*rows), places({}), minutes((0, 60))))
    assert (chosen >= 0).tolist() == [False, False, True]


def test_density_prefers_two_short_operations_to_a_long_one_of_little_more_worth():
    rows = {"theatre_minutes": 60, "weeks_waited": 20}, {"theatre_minutes": 30}, {"theatre_minutes": 30}
    chosen, _ = density.decide(problem_of(people(*rows), places({}), minutes((0, 60))))
    assert (chosen >= 0).tolist() == [False, True, True]


@pytest.mark.parametrize("peer", [greedy, density], ids=lambda peer: peer.__name__)
def test_peer_leaves_everybody_without_a_place_where_there_is_no_capacity(peer):
    chosen, _ = peer.decide(problem_of(people({}, {}), places({}), minutes((0, 0))))
    assert np.array_equal(chosen, [-1, -1])
