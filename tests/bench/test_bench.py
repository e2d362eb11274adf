"""The benchmarks as commands: which there are, what they print, and what they refuse."""

import sys

import polars as pl
import pytest

from bench import __main__ as front
from bench import growth, planner
from bench.measure.area import Area, write
from bench.measure.process import Used
from bench.measure.score import Score


def run_of(name: str, worth: float, broken: tuple[str, ...] = (), **told: float) -> planner.Run:
    facts = {"policy": "weighted", "bound": 200.0, **told}
    return planner.Run(name, Used(6.0, 9.0, 120.0, facts), Score({2: worth}, {2: 1_234}, 7, broken))


def test_table_tells_the_gap_to_the_bound_and_the_optimum_and_the_time_beside_the_relaxation():
    told = {"relaxation": 199.0, "seconds": 60.0, "processor_seconds": 45.0}
    lines = planner.table([run_of("alongside", 198.0), run_of("rounding", 190.0, **told)], reading=0.5)
    assert " ".join(lines[2].split()) == "alongside 1.000% 0.503% 0.100 0.200 12 120 1,234 1,234 0 0 7 none"
    assert lines[3].split()[:4] == ["relaxation,", "rounded", "5.000%", "4.523%"]


def test_table_names_the_rules_that_a_plan_breaks_and_leaves_out_what_was_not_measured():
    lines = planner.table([run_of("alongside", 198.0), run_of("greedy", 190.0, ("a patient is placed twice",))], 0.5)
    assert lines[3].endswith("a patient is placed twice")
    assert lines[2].split()[2:5] == ["-", "-", "-"]


def test_growth_puts_sites_in_proportion_and_fits_the_power():
    assert growth.area_of(400_000, 0, 0.15).sites == 120
    assert growth.exponent([100, 200, 400], [1.0, 2.0**1.5, 4.0**1.5]) == pytest.approx(1.5)


def test_names_are_the_files_that_run_and_another_name_is_refused(capsys):
    assert {"planner", "growth", "wlmds"} <= set(front.names())
    assert front.main(["nothing"]) == 2
    assert "There is no benchmark 'nothing'" in capsys.readouterr().err


def test_a_peer_that_does_not_exist_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["planner", "--peers", "greedy,luck"])
    with pytest.raises(SystemExit):
        planner.arguments()
    assert "there is no peer 'luck'" in capsys.readouterr().err


def test_files_that_the_count_does_not_understand_are_refused(monkeypatch, capsys, tmp_path):
    write(Area(10, 1), tmp_path)
    sessions = pl.read_parquet(tmp_path / "sessions.parquet")
    sessions.with_columns(weekday=pl.lit(4)).write_parquet(tmp_path / "sessions.parquet")
    monkeypatch.setattr(sys, "argv", ["planner", str(tmp_path)])
    with pytest.raises(SystemExit):
        planner.arguments()
    assert "leave it out of sessions.parquet" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["weighted", "tiers"])
def test_planner_prints_a_line_for_each_planner_and_finds_no_rule_broken(monkeypatch, capsys, policy):
    small = ["--patients", "300", "--sites", "2", "--policy", policy, "--peers", "greedy"]
    monkeypatch.setattr(sys, "argv", ["planner", *small])
    assert planner.main() == 0
    printed = capsys.readouterr().out
    rows = [line for line in printed.splitlines() if line.startswith(("alongside", "priority greedy"))]
    assert [line.endswith("none") for line in rows] == [True, True]


@pytest.mark.slow
def test_growth_prints_a_line_for_each_size_and_the_exponents(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["growth", "--sizes", "300,600", "--rounds", "1"])
    assert growth.main() == 0
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()[1:3]] == ["300", "600"]
    assert "exponent: whole command" in printed
