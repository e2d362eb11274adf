"""`./run bench [NAME [ARGUMENTS]]`: every benchmark, or one; each prints ratios against a peer or a floor."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NEEDS_A_FILE = {"published": "an NHS England RTT full CSV extract"}


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))


def run(name: str, arguments: list[str]) -> int:
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    return subprocess.run(
        [sys.executable, str(FOLDER / f"{name}.py"), *arguments], env=environment, check=False
    ).returncode


def main(words: list[str]) -> int:
    if words and words[0] not in names():
        print(f"There is no benchmark '{words[0]}'. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    if words:
        return run(words[0], words[1:])
    failed = 0
    for name in names():
        print(f"\n=== {name}", flush=True)
        if name in NEEDS_A_FILE:
            print(f"needs {NEEDS_A_FILE[name]}: ./run bench {name} FILE")
        else:
            failed |= run(name, [])
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
