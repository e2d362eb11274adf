"""`./run bench [NAME [ARGUMENTS]]`: every benchmark, or one; each prints ratios against a peer or a floor."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ASK_BY_NAME = {
    "published": "it needs an NHS England RTT full CSV extract: ./run bench published FILE",
    "national": "it takes some minutes and up to 8 GB: ./run bench national",
}


def names() -> list[str]:
    """The files of this folder that can be run; what they share is in the folders beside them."""
    files = [file for file in FOLDER.glob("*.py") if not file.stem.startswith("_")]
    return sorted(file.stem for file in files if '__name__ == "__main__"' in file.read_text())


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
        if name in ASK_BY_NAME:
            print(f"ask for it by name, as {ASK_BY_NAME[name]}")
        else:
            failed |= run(name, [])
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
