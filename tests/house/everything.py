"""`./run test`: every test, fast ones first, so that a plain mistake shows early.

Words after `./run test` go to pytest and run in one process: `./run test tests/domain -k clock`.
Without words the examples that properties are tried on are the same each time; with words they are new.
A test that still runs after STUCK_TEST seconds has its stack printed, and goes on. After STUCK_STEP a
step is ended and the rest left out, so that what is stuck is the last that is said.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
STUCK_TEST, STUCK_STEP, STUCK = 300, 1800, 124
PURE = ["tests/domain", "tests/planner", "tests/formats", "tests/demo"]


def main(words: list[str]) -> int:
    if words:
        return pytest(words)
    workers, same = ["-n", str(max(2, os.cpu_count() or 2))], "--hypothesis-profile=same"
    steps = [
        ("rules, formats and planner", [same, "-p", "no:django", "-m", "not slow", *PURE], {}),
        ("doctests", ["--doctest-modules", "-p", "no:django", *DOCTESTED], {}),
        ("applications and house", [same, *workers, "-m", "not slow and not browser", "tests", *ignore(PURE)], {}),
        ("slow tests", [same, *workers, "-m", "slow and not browser", "tests"], {}),
        ("sample pages in a browser", ["-m", "browser", "tests/web"], {}),
        ("journeys in a browser", ["-n", "2", "--dist", "loadfile", "-m", "browser", "tests/journeys"], {}),
    ]
    if DEBIAN_15.exists():
        home = str(PROJECT / ".alongside" / "test15")
        older = {"ALONGSIDE_POSTGRES_BIN": str(DEBIAN_15), "ALONGSIDE_HOME": home}
        steps.append(
            (
                "applications on PostgreSQL 15",
                [same, *workers, "-m", "not slow and not browser", *KEPT_BY_DATABASE],
                older,
            )
        )
    failed = []
    for name, arguments, environment in steps:
        print(f"\n=== {name}", flush=True)
        started = time.monotonic()
        known = ["-o", f"faulthandler_timeout={STUCK_TEST}"]
        answer = pytest([*known, *arguments], environment, STUCK_STEP)
        if answer == STUCK:
            return 1
        if answer:
            failed.append(name)
        print(f"=== {name}: {time.monotonic() - started:.0f} s", flush=True)
    print("\nAll steps passed." if not failed else f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


# Where constraints, triggers, row-level security and bulk loading of the database itself keep the rules.
RULES_IN_DATABASE = ("audit", "accounts", "agreements", "capacity", "governance", "waiting")
KEPT_BY_DATABASE = [f"tests/apps/{app}" for app in RULES_IN_DATABASE]
DOCTESTED = ["alongside/domain", "alongside/planner", "alongside/formats"]


def ignore(folders: list[str]) -> list[str]:
    return [f"--ignore={folder}" for folder in folders]


def pytest(words: list[str], environment: dict[str, str] | None = None, patience: float | None = None) -> int:
    """What pytest answers; it is ended after `patience` seconds, when only a test that waits for ever still runs."""
    command, known = [sys.executable, "-m", "pytest", *words], {**os.environ, **(environment or {})}
    if patience is None:
        return subprocess.run(command, cwd=PROJECT, env=known, check=False).returncode
    running = subprocess.Popen(command, cwd=PROJECT, env=known, start_new_session=True)
    try:
        return running.wait(patience)
    except subprocess.TimeoutExpired:
        print(f"\nEnded after {patience:.0f} s: see above where the test that is stuck was waiting.", flush=True)
        return STUCK
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
