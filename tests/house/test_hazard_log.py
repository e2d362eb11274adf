"""Do the ratings of the hazard log follow its own matrix, and does the safety case count them rightly?"""

import re
from pathlib import Path

SAFETY = Path(__file__).resolve().parents[2] / "docs" / "safety"
RATING = re.compile(
    r"(Minor|Significant|Considerable|Major|Catastrophic) x (Very high|High|Medium|Low|Very low) = (\d)"
)


def rows() -> list[list[str]]:
    """The cells of each hazard: id, hazard, cause, effect, before, controls, residual, owner."""
    lines = (SAFETY / "hazard-log.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| HZ-")]


def matrix() -> dict[tuple[str, str], int]:
    text = (SAFETY / "hazard-log.md").read_text(encoding="utf-8")
    head, _, *lines = text.split("## Matrix")[1].split("## Hazards")[0].strip().splitlines()[-7:]
    severities = [cell.strip() for cell in head.strip("|").split("|")][1:]
    found = {}
    for line in lines:
        likelihood, *values = [cell.strip() for cell in line.strip("|").split("|")]
        found |= {(severity, likelihood): int(value) for severity, value in zip(severities, values, strict=True)}
    return found


def residual(row: list[str]) -> int:
    return int(row[6][-1])


def test_every_hazard_is_told_whole() -> None:
    assert [row[0] for row in rows()] == [f"HZ-{number}" for number in range(1, len(rows()) + 1)]
    assert [row[0] for row in rows() if len(row) != 8 or not all(row)] == []


def test_ratings_follow_the_matrix() -> None:
    ratings = matrix()
    assert len(ratings) == 25
    for row in rows():
        for cell in (row[4], row[6]):
            severity, likelihood, rating = RATING.fullmatch(cell).groups()
            assert ratings[severity, likelihood] == int(rating), f"{row[0]}: {cell}"


def test_controls_never_make_a_hazard_worse() -> None:
    assert [row[0] for row in rows() if residual(row) > int(row[4][-1])] == []


def test_safety_case_names_the_hazards_that_stay_at_three() -> None:
    case = (SAFETY / "safety-case.md").read_text(encoding="utf-8")
    named = re.search(r"stay at 3 \(([^)]+)\)", case).group(1)
    assert named == ", ".join(row[0] for row in rows() if residual(row) == 3)
    assert max(map(residual, rows())) == 3
