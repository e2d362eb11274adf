"""How does the planner's time grow with the list? The same area, larger and larger, sites in proportion.

    ./run bench growth [--sizes 25000,50000,100000,200000,400000] [--seed 0] [--fill 0.15] [--rounds 2]

Each size is one run of the whole command, from the files to the plan. The exponent is that of a straight line through
the logarithms: 1 means that twice the list takes twice the time. Start-up hides growth, so it is told also for solving.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.measure.area import Area, write
from bench.measure.process import Used, measured
from bench.measure.score import reading_seconds
from bench.planner import OURS, WARM_UP, Asked

PATIENTS_TO_A_SITE = 200_000 / 60


def area_of(patients: int, seed: int, fill: float) -> Area:
    """The area with that many patients and sites in proportion."""
    return Area(patients, max(1, round(patients / PATIENTS_TO_A_SITE)), seed, fill)


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The power of the size that the time grows with.

    >>> round(exponent([1, 2, 4], [3.0, 6.0, 12.0]), 6)
    1.0
    """
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def plan(area: Area, asked: argparse.Namespace, scratch: Path) -> tuple[Used, float]:
    """Plan one invented area with the real command; what that used, and R."""
    folder = write(area, scratch / str(area.patients))
    how = Asked(folder, asked.nearest, asked.policy, asked.effort, asked.rounds)
    return measured(how.command(OURS, folder, scratch / "plan.parquet"), asked.rounds), reading_seconds(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = "25000,50000,100000,200000,400000"
    parser.add_argument("--sizes", type=lambda text: [int(one) for one in text.split(",")], default=sizes)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fill", type=float, default=0.15)
    parser.add_argument("--nearest", type=int, default=5)
    parser.add_argument("--policy", choices=("weighted", "tiers"), default="weighted")
    parser.add_argument("--effort", choices=("fast", "best"), default="fast")
    parser.add_argument("--rounds", type=int, default=2, help="measure each so many times and keep the quickest")
    return parser.parse_args()


def main() -> int:
    """Print one line for each size, times as ratios to the first, and the exponents."""
    asked, found = arguments(), []
    print(f"{'patients':>10}{'sites':>7}{'time':>8}{'cpu':>8}{'solving':>9}{'time / R':>10}{'peak MB':>9}{'gap':>9}")
    with tempfile.TemporaryDirectory() as scratch:
        plan(WARM_UP, asked, Path(scratch))
        for size in asked.sizes:
            area = area_of(size, asked.seed, asked.fill)
            used, reading = plan(area, asked, Path(scratch))
            found.append((used.seconds, used.processor, used.told["solve_seconds"]))
            times = [f"{now / first:.2f}" for now, first in zip(found[-1], found[0], strict=True)]
            print(
                f"{size:>10,}{area.sites:>7,}{times[0]:>8}{times[1]:>8}{times[2]:>9}{used.seconds / reading:>10.0f}"
                f"{used.peak_mb:>9,.0f}{used.told['gap_percent']:>8.3f}%",
                flush=True,
            )
    whole, processor, solving = ([*column] for column in zip(*found, strict=True))
    print(f"time, cpu and solving are 1 at {asked.sizes[0]:,}: {whole[0]:.2f}, {processor[0]:.2f}, {solving[0]:.2f} s")
    if len(found) > 1:
        last = slice(-2, None)
        print(
            f"exponent: whole command {exponent(asked.sizes, whole):.2f}, solving {exponent(asked.sizes, solving):.2f}"
        )
        print(f"between the two largest: {exponent(asked.sizes[last], whole[last]):.2f} and ", end="")
        print(f"{exponent(asked.sizes[last], solving[last]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
