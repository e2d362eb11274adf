"""Are these the columns of the extract, in whatever order? The first line as our names, or what is wrong with it."""

import csv
from collections.abc import Sequence

from alongside.formats.rtt.faults import WrongExtract
from alongside.formats.rtt.layout import BY_TIDY_TITLE, COLUMNS, tidy

UNTITLED = "untitled_"
FIRST_LINE_AT_MOST = 100_000


def column_names(raw: bytes, file: str) -> list[str]:
    """Our name for each column of the file, in the file's order; raises WrongExtract naming the column at fault.

    Untitled columns, which a spreadsheet may leave at the right edge, are named `untitled_0`, `untitled_1`...
    """
    if not raw[:FIRST_LINE_AT_MOST].strip():
        raise WrongExtract(f"{file} is empty, so it has no column 'Period': download the RTT full CSV extract again.")
    first_line = raw[:FIRST_LINE_AT_MOST].splitlines()[0]
    titles = next(csv.reader([first_line.decode(errors="replace")]))
    _refuse_missing(titles, file)
    _refuse_extra(titles, file)
    return [_name(title, position) for position, title in enumerate(titles)]


def _name(title: str, position: int) -> str:
    known = BY_TIDY_TITLE.get(tidy(title))
    return COLUMNS[known] if known else f"{UNTITLED}{position}"


def _refuse_missing(titles: Sequence[str], file: str) -> None:
    there = {tidy(title) for title in titles}
    missing = [title for wanted, title in BY_TIDY_TITLE.items() if wanted not in there]
    if not missing:
        return
    also = f" (and {len(missing) - 1:,} more)" if len(missing) > 1 else ""
    raise WrongExtract(
        f"{file} is not an RTT full CSV extract: its first line has no column '{missing[0]}'{also}; "
        "give the file that NHS England publishes each month as 'Full CSV data file'."
    )


def _refuse_extra(titles: Sequence[str], file: str) -> None:
    seen: set[str] = set()
    for title in filter(str.strip, titles):
        if tidy(title) not in BY_TIDY_TITLE:
            raise WrongExtract(f"{file} has a column '{title}' that the RTT full CSV extract does not have: remove it.")
        if tidy(title) in seen:
            raise WrongExtract(f"{file} has the column '{title}' twice: remove the one that should not be there.")
        seen.add(tidy(title))
