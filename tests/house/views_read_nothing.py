"""`python -m tests.house.views_read_nothing`: does any view or page API reach past `queries` to the database?"""

import ast
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FORBIDDEN = {"objects", "get_object_or_404", "get_list_or_404"}


def views() -> list[Path]:
    apps = PROJECT / "alongside" / "apps"
    return sorted(
        [*apps.glob("*/views.py"), *apps.glob("*/views/*.py"), *apps.glob("*/api.py"), *apps.glob("*/api/*.py")]
    )


def reaches(source: str) -> list[tuple[int, str]]:
    """Line and name of every forbidden reach.

    >>> reaches("def get(self):\\n    return Plan.objects.first()")
    [(2, 'objects')]
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in FORBIDDEN:
            found.append((node.lineno, name))
    return found


def main() -> int:
    found = [
        f"{file.relative_to(PROJECT)}:{line} names {name}: read through queries.py, organisation first"
        for file in views()
        for line, name in reaches(file.read_text())
    ]
    print("\n".join(found) or f"Views: {len(views())} files, and none reads the database by itself.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
