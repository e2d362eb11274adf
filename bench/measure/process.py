"""What does one command use? Wall seconds, processor seconds and peak memory of a process of its own.

The system counts a process's peak from before it became that command, as a copy of whoever started it. So it is
started by a copy of this file that holds nothing: `python -I -S bench/measure/process.py COMMAND ...`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Used:
    """What a command used, and what it printed as JSON."""

    seconds: float
    processor: float
    peak_mb: float
    told: dict[str, Any]


class CommandFailed(Exception):
    """The command ended with an error; the message is what it said."""


def measured(command: Sequence[str], rounds: int = 1) -> Used:
    """Run a command that prints one JSON object, so many times; the round that took least."""
    return min((_once(command) for _ in range(max(1, rounds))), key=lambda used: used.seconds)


def _once(command: Sequence[str]) -> Used:
    starter = [sys.executable, "-I", "-S", __file__, *command]
    ran = subprocess.run(starter, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{ran.stderr.strip()}")
    lines = ran.stdout.strip().splitlines()
    return Used(**json.loads(lines[-1]), told=json.loads(lines[-2]))


def _start(command: list[str]) -> int:
    began = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    figures = {"seconds": seconds, "processor": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}
    print(json.dumps(figures), flush=True)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_start(sys.argv[1:]))
