"""`python -m tests.house.sizes`: is any file over 400 lines or any function over 50?"""

import ast
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES = 400, 50


def tracked() -> list[Path]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(listing, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\n")
    files = [Path(name) for name in names if name and "/migrations/" not in name]
    return [file for file in files if (PROJECT / file).exists()]


def too_large(file: Path) -> list[str]:
    text = (PROJECT / file).read_text()
    found = []
    if text.count("\n") > FILE_LINES:
        found.append(f"{file}: {text.count(chr(10))} lines, more than {FILE_LINES}")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                found.append(f"{file}:{node.lineno} {node.name}: {lines} lines, more than {FUNCTION_LINES}")
    return found


def main() -> int:
    found = [problem for file in tracked() for problem in too_large(file)]
    print("\n".join(found) or "Sizes: every file and function is within its limit.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
