"""Small RTT extracts, written as real files in the published layout, which is spelt out here a second time."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from alongside.formats.rtt import Extract, read_extract

Row = dict[str, str]

TEXT_TITLES = (
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "RTT Part Description",
    "Treatment Function Code",
    "Treatment Function Name",
)
WEEK_TITLES = (*(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(104)), "Gt 104 Weeks SUM 1")
TITLES = (*TEXT_TITLES, *WEEK_TITLES, "Total", "Patients with unknown clock start date", "Total All")


class ExtractWriter:
    """Writes rows of the published layout as a csv or zip file."""

    titles = TITLES
    week_titles = WEEK_TITLES

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def row(
        self,
        provider: str = "RVV",
        function: str = "C_100",
        weeks: dict[int, int] | None = None,
        *,
        part: str = "Part_2",
        board: str = "QKS",
        commissioner: str = "91Q",
        unknown: int = 0,
        total: int | None = None,
    ) -> Row:
        """One line; cells of weeks that are not given stay blank, as `Total` does in part 2."""
        weeks = weeks or {}
        nonc = commissioner == "NONC"
        of_board = ("", "") if nonc else ("QOTHER", "NHS OTHER BOARD")
        texts = ("RTT-January-2026", board, f"NHS BOARD {board}", provider, f"HOSPITAL {provider}", *of_board)
        texts += (commissioner, "#N/A" if nonc else f"SUB BOARD {commissioner}", part, "In words", function)
        row = dict.fromkeys(TITLES, "") | dict(zip(TEXT_TITLES, (*texts, f"Service {function}"), strict=True))
        row |= {WEEK_TITLES[week]: str(count) for week, count in weeks.items()}
        row["Patients with unknown clock start date"] = str(unknown) if unknown else ""
        row["Total All"] = str(sum(weeks.values()) + unknown if total is None else total)
        return row

    def both(self, *arguments: object, **named: object) -> list[Row]:
        """The line of a treatment function, and the same again as the total C_999: a group with one function."""
        row = self.row(*arguments, **named)  # type: ignore[arg-type]
        return [row, row | {"Treatment Function Code": "C_999", "Treatment Function Name": "Total"}]

    def csv(self, rows: Sequence[Row], *, titles: Sequence[str] = TITLES, end: str = "\n") -> str:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, titles, lineterminator=end, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def file(self, content: Sequence[Row] | str | bytes, name: str = "extract.csv") -> Path:
        path = self.folder / name
        text = content if isinstance(content, str | bytes) else self.csv(content)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def zip(self, members: dict[str, str | bytes], name: str = "extract.zip") -> Path:
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    def read(self, rows: Sequence[Row]) -> Extract:
        return read_extract(self.file(rows))


@pytest.fixture
def writer(tmp_path: Path) -> ExtractWriter:
    return ExtractWriter(tmp_path)
