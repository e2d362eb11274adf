"""How do the rows that could not be taken go back to the people who can put them right?"""

from pathlib import Path

from alongside.formats.wlmds.cells import write_table
from alongside.formats.wlmds.layout import PROBLEMS, SOURCE_ROW
from alongside.formats.wlmds.validate import Checked


def write_returned(checked: Checked, path: Path | str) -> int:
    """Write the bad rows with their row number and reasons first, as .csv or .xlsx; gives the number of rows.

    The file can be corrected and sent in as it is: the two columns added here are left out when it is read.
    """
    rest = [name for name in checked.bad.columns if name not in (SOURCE_ROW, PROBLEMS)]
    write_table(checked.bad.select(SOURCE_ROW, PROBLEMS, *rest), path)
    return checked.bad.height
