"""How good, how fast and how large is the planner beside the ways that planning is done without it?

    ./run bench planner [DIR] [--patients 20000 --sites 6 --seed 0 --fill 0.15 --weeks 1] [--nearest 5]
                        [--policy weighted|tiers] [--effort fast|best] [--peers all|none|greedy,density,flow,rounding]

DIR holds an instance as docs/rules/planner.md tells; without it an area is invented. Everybody reads the same files in
a process of their own, and every plan is counted again from the files alone. Ratios travel between machines, seconds
do not: docs/benchmarks.md tells the method and what the figures do not show.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.measure.area import Area, write
from bench.measure.process import CommandFailed, Used, measured
from bench.measure.score import Score, reading_seconds, score, uncounted

OURS = "alongside"
PEERS = {
    "greedy": "priority greedy",
    "density": "value per minute",
    "flow": "minimum-cost flow",
    "rounding": "relaxation, rounded",
}
WARM_UP = Area(patients=2_000, sites=3)
COLUMNS = (
    ("", "planner"),
    ("gap to", "own bound"),
    ("gap to", "optimum"),
    ("time /", "relaxed"),
    ("cpu /", "relaxed"),
    ("", "time / R"),
    ("peak", "MB"),
    ("", "placed"),
    ("priority", "2"),
    ("", "3"),
    ("", "4"),
    ("over 52", "weeks"),
    ("rules", "broken"),
)


@dataclass(frozen=True)
class Run:
    """One planner's plan: what it used and what it is worth."""

    name: str
    used: Used
    score: Score


@dataclass(frozen=True)
class Asked:
    """Which instance, and how it is to be planned."""

    folder: Path
    nearest: int
    policy: str
    effort: str
    rounds: int

    def command(self, name: str, folder: Path, out: Path) -> list[str]:
        """The words of one planner's command."""
        common = [str(folder), "--nearest", str(self.nearest), "--out", str(out)]
        if name != OURS:
            return [sys.executable, "-m", f"bench.peers.{name}", *common]
        ours = ["--policy", self.policy, "--effort", self.effort, "--json"]
        return [sys.executable, "-m", "alongside", "plan", "solve", *common, *ours]


def runs(asked: Asked, names: list[str], scratch: Path) -> Iterator[Run]:
    """Each planner in turn, after a small list that lets it compile its loops."""
    small, out = write(WARM_UP, scratch / "small"), scratch / "plan.parquet"
    for name in names:
        print(f"measuring {PEERS.get(name, name)}", file=sys.stderr, flush=True)
        measured(asked.command(name, small, out))
        used = measured(asked.command(name, asked.folder, out), asked.rounds)
        yield Run(name, used, score(asked.folder, pl.read_parquet(out), asked.nearest))


def table(found: list[Run], reading: float) -> list[str]:
    """One line for each planner. Shares are of the bound that our plan certifies and of the relaxation's optimum."""
    ours = found[0].used.told
    bound = ours["bound"] if ours["policy"] == "weighted" else None
    relaxed = next((run.used.told for run in found if "relaxation" in run.used.told), {})
    lines = [*zip(*COLUMNS, strict=True)]
    for run in found:
        placed = [f"{run.score.placed.get(priority, 0):,}" for priority in (2, 3, 4)]
        lines.append(
            (
                PEERS.get(run.name, run.name),
                gap(run.score.total, bound),
                gap(run.score.total, relaxed.get("relaxation")),
                ratio(run.used.seconds, relaxed.get("seconds"), 3),
                ratio(run.used.processor, relaxed.get("processor_seconds"), 3),
                ratio(run.used.seconds, reading, 0),
                f"{run.used.peak_mb:,.0f}",
                f"{sum(run.score.placed.values()):,}",
                *placed,
                f"{run.score.long_waiters:,}",
                "; ".join(run.score.broken) or "none",
            )
        )
    return ["".join([f"{line[0]:21}", *(f"{word:>10}" for word in line[1:])]) for line in lines]


def gap(worth: float, best: float | None) -> str:
    """How far below the best, in per cent."""
    return f"{100 * (1 - worth / best):.3f}%" if best else "-"


def ratio(amount: float, to: float | None, digits: int) -> str:
    return f"{amount / to:.{digits}f}" if to else "-"


def by_tier(found: list[Run]) -> list[str]:
    """What each clinical priority lacks in our plan by its own bound, and what it has in each plan, ours being 1."""
    lines = [f"{one['tier']}: gap to its own bound {one['gap_percent']:.3f}%" for one in found[0].used.told["tiers"]]
    for run in found:
        shares = [f"{run.score.worth.get(one, 0) / worth:.4f}" for one, worth in found[0].score.worth.items() if worth]
        names = ", ".join(f"priority {one}" for one in found[0].score.worth)
        lines.append(f"worth of {names} in the plan of {PEERS.get(run.name, run.name)} / ours: {', '.join(shares)}")
    return lines


def tell(what: object, policy: str, effort: str, found: list[Run], reading: float) -> None:
    """Print what was planned, the table and the seconds behind it."""
    ours = found[0].used.told
    print(what)
    print(f"{ours['patients']:,} patients, {ours['options']:,} options, policy {policy}, effort {effort}")
    print("\n".join([*table(found, reading), *(by_tier(found) if policy == "tiers" else [])]))
    seconds = [f"{PEERS.get(run.name, run.name)} {run.used.seconds:.2f}" for run in found]
    seconds.append(f"{OURS} without start and files {ours['solve_seconds']:.2f}")
    seconds += [
        f"the relaxation alone {one.used.told['seconds']:.2f}" for one in found if "relaxation" in one.used.told
    ]
    print(f"seconds on this machine: R {reading:.4f}; {'; '.join(seconds)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    for name, value in vars(Area()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--nearest", type=int, default=5)
    parser.add_argument("--policy", choices=("weighted", "tiers"), default="weighted")
    parser.add_argument("--effort", choices=("fast", "best"), default="fast")
    parser.add_argument("--peers", default="all", help="all, none, or some of " + ",".join(PEERS))
    parser.add_argument("--rounds", type=int, default=1, help="measure each so many times and keep the quickest")
    args = parser.parse_args()
    args.peers = {"all": list(PEERS), "none": []}.get(args.peers, args.peers.split(","))
    strange = [name for name in args.peers if name not in PEERS]
    if strange:
        parser.error(f"there is no peer '{strange[0]}': use {', '.join(PEERS)}, all or none")
    if args.folder and not args.folder.is_dir():
        parser.error(f"there is no folder {args.folder}: name one that holds an instance")
    if args.folder and (odd := uncounted(args.folder)):
        parser.error(odd)
    return args


def main() -> int:
    """Print one table; 1 when any plan breaks a rule, 2 when a planner fails."""
    args = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        area = Area(**{name: getattr(args, name) for name in vars(Area())})
        folder = args.folder or write(area, Path(scratch) / "area")
        asked = Asked(folder, args.nearest, args.policy, args.effort, args.rounds)
        reading = reading_seconds(folder)
        try:
            found = list(runs(asked, [OURS, *args.peers], Path(scratch)))
        except CommandFailed as fault:
            print(fault, file=sys.stderr)
            return 2
    tell(args.folder or area, args.policy, args.effort, found, reading)
    return int(any(run.score.broken for run in found))


if __name__ == "__main__":
    sys.exit(main())
