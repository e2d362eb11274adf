"""Is the worked example of the documentation true?"""

import doctest
from pathlib import Path


def test_the_worked_example_gives_what_it_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "rules" / "planner.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0
