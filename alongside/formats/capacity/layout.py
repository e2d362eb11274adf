"""Which columns has a spreadsheet of sessions, and which one of beds? Headings may be written in several ways."""

import re
from dataclasses import dataclass

MOST_ROWS = 50_000
MOST_COLUMNS = 60
ROW, PROBLEM = "Row in the file you sent", "What to put right"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, its heading in the template, other headings taken for it, and an example."""

    name: str
    heading: str
    example: str
    others: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of file; `key` names the ones that no two rows may share."""

    kind: str
    title: str
    thing: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]


SESSIONS = Layout(
    "sessions",
    "Theatre sessions",
    "session",
    (
        Field("site_code", "Site code", "AVQ01", ("site", "ods site code", "ods code")),
        Field("on", "Date", "2026-02-03", ("session date", "day")),
        Field("start", "Start time", "08:30", ("start", "from", "session start")),
        Field("minutes", "Minutes", "240", ("length", "length in minutes", "duration", "theatre minutes")),
        Field("room", "Room", "Theatre 1", ("theatre", "theatre or room", "location")),
        Field("treatment_function", "Treatment function", "110", ("treatment function code", "specialty", "tfc")),
        Field("procedure_group", "Operations", "", ("procedure group", "procedure group code"), required=False),
        Field("offered_to", "Offered to", "area", ("who may use it", "use", "shared with")),
    ),
    ("site_code", "room", "on", "start"),
)
BEDS = Layout(
    "beds",
    "Bed nights",
    "night and level",
    (
        Field("site_code", "Site code", "AVQ01", ("site", "ods site code", "ods code")),
        Field("night", "Night", "2026-02-03", ("night of", "date")),
        Field("level", "Level of care", "0", ("level", "critical care level")),
        Field("beds", "Beds", "4", ("beds offered", "number of beds", "offered")),
    ),
    ("site_code", "level", "night"),
)
LAYOUTS = {layout.kind: layout for layout in (SESSIONS, BEDS)}


def plain(heading: str) -> str:
    """A heading without what people write differently.

    >>> plain(" Start_Time "), plain("Level of Care")
    ('start time', 'level of care')
    """
    return re.sub(r"[\s_\-.]+", " ", heading).strip().lower()


def known(layout: Layout) -> dict[str, str]:
    """Every heading taken for a column of this layout, in plain form, and the column's name."""
    return {plain(text): f.name for f in layout.fields for text in (f.name, f.heading, *f.others)}
