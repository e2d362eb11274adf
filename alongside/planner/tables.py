"""What the planner knows: patients, sites, capacity and the places that each patient could take.

Everything is a column: one numpy array per field, read-only, so that a list of two hundred thousand fits in a few
megabytes and a problem cannot change under a plan that was made from it.
"""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint32]

NEVER_DUE = 2**31 - 1
ANY_DAY = -1


class InputError(ValueError):
    """The input cannot be planned; the message is one sentence that says what to do."""


@dataclass(frozen=True, eq=False)
class Frozen:
    """A record whose arrays cannot be written to."""

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Patients(Frozen):
    """One entry per patient, in the order of the list that was given.

    `due_week` is the last week in which a place is in time: below 0 when it is over, NEVER_DUE without a due date.
    """

    ids: pl.Series
    function: Ints
    x_km: Floats
    y_km: Floats
    priority: Ints
    weeks_waited: Ints
    minutes: Ints
    nights: Ints
    max_km: Floats
    tie_break: Floats | None = None
    due_week: Ints | None = None
    pinned: Bools = field(default_factory=lambda: np.zeros(0, bool))
    excluded: Bools = field(default_factory=lambda: np.zeros(0, bool))

    def __len__(self) -> int:
        return len(self.function)


@dataclass(frozen=True, eq=False)
class Sites(Frozen):
    """One entry per site, in ascending order of id; `names` are what a sentence calls them."""

    ids: pl.Series
    names: tuple[str, ...]
    x_km: Floats
    y_km: Floats
    excluded: Bools

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, eq=False)
class Cells(Frozen):
    """Theatre minutes that a site has for a treatment function in a week; by site, function and week.

    `day` is the day of the week (0 to 6) on which they are, ANY_DAY when it is not known: then whole stays are in that
    week.
    """

    site: Ints
    function: Ints
    week: Ints
    minutes: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.site)


@dataclass(frozen=True, eq=False)
class Wards(Frozen):
    """Bed nights that a site has in a week, by site and week.

    `after` is the ward of the same site in the next week, -1 for none: nights from there on are not counted.
    """

    site: Ints
    week: Ints
    nights: Ints
    after: Ints

    def __len__(self) -> int:
        return len(self.site)

    def row_of(self, site: Ints, week: Ints) -> Ints:
        """The entry of each of these sites and weeks, all of which have one."""
        span = int(max(self.week.max(initial=0), week.max(initial=0))) + 1
        own = self.site.astype(np.int64) * span + self.week
        return np.searchsorted(own, site.astype(np.int64) * span + week).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Options(Frozen):
    """The shortlist: the places each patient could take, nearest site first, then by week.

    Patient p has the options `start[p]` up to `start[p + 1]`. `km` is NaN where distance is not known. `nights` are
    those in the week of the operation and `later` those in the weeks that follow.
    """

    start: Ints
    patient: Ints
    site: Ints
    cell: Ints
    ward: Ints
    week: Ints
    km: Floats
    minutes: Ints
    nights: Ints
    later: Ints
    value: Floats

    def __len__(self) -> int:
        return len(self.patient)


@dataclass(frozen=True)
class Pin:
    """This patient goes to this site (and week, when given) or has no place."""

    patient: int | str
    site: int | str
    week: int | None = None


@dataclass(frozen=True)
class Adjustments:
    """What a coordinator has changed by hand: pins, and patients, sites and cells left out.

    `excluded_cells` are (site id, treatment function, week).
    """

    pins: tuple[Pin, ...] = ()
    excluded_patients: frozenset[int | str] = frozenset()
    excluded_sites: frozenset[int | str] = frozenset()
    excluded_cells: frozenset[tuple[int | str, str, int]] = frozenset()
