"""Which places could each patient take, and what is each worth? The sites of the shortlist, in every week that has
sessions."""

from typing import Any, NamedTuple

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.nearest import TOGETHER, Arcs
from alongside.planner.shares import side_by_side
from alongside.planner.tables import NEVER_DUE, Cells, Floats, Ints, Options, Patients, Pin, Wards

WEIGHT = (0.0, 16.0, 8.0, 4.0, 2.0)
# A place after the due week loses LATE of its worth, LATER more in every further week, and keeps LEAST: more than half,
# as weights halve from one priority to the next, so that an urgent patient who is late still counts for more than an
# equal patient of the next priority who is not.
LATE, LATER, LEAST = 0.3, 0.01, 0.55
DAYS = 7


class Wanted(NamedTuple):
    """What decides about the places of each patient; `only` is the one week of a pin, -1 for any."""

    function: Ints
    priority: Ints
    waited: Floats | Ints
    due_week: Ints
    minutes: Ints
    nights: Ints
    only: Ints


class Offered(NamedTuple):
    """Cells with their wards: those of a site and function are `first[site, function]` up to `last[site, function]`."""

    first: Ints
    last: Ints
    week: Ints
    day: Ints
    ward: Ints


class Places(NamedTuple):
    """The columns of options; they are filled in one pass."""

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


@compiled
def in_time(week: int, due_week: int) -> float:
    """The share of its worth that a place in this week keeps, in view of when the patient is due.

    To whom is overdue already the first week is the best that can be offered: it counts in full.

    >>> [round(in_time(week, 1), 2) for week in (0, 1, 2, 3, 20, 50)]
    [1.0, 1.0, 0.7, 0.69, 0.55, 0.55]
    >>> [round(in_time(week, -3), 2) for week in (0, 1, 2)]
    [1.0, 0.7, 0.69]
    """
    late = week - max(due_week, 0)
    return max(1.0 - LATE - LATER * (late - 1), LEAST) if late > 0 else 1.0


@compiled
def worth(priority: int, weeks_waited: float, km: float, week: int, due_week: int = NEVER_DUE) -> float:
    """The worth of a place: clinical priority, then time waited, then closeness, then an early week, and in time.

    >>> worth(2, 18, 0.0, 0), worth(2, 18, 0.0, 0, due_week=3)
    (16.0, 16.0)
    """
    plain = WEIGHT[priority] * (1 + weeks_waited / 18) * (1 - 0.3 * km / 120) * (1 - 0.01 * week)
    return plain * in_time(week, due_week)


@compiled
def nights_before_monday(nights: int, day: int) -> int:
    """How many nights of a stay are in the week of the operation; all when the day (0 to 6) is not known (-1).

    >>> nights_before_monday(5, 4), nights_before_monday(5, 0), nights_before_monday(9, -1)
    (3, 5, 9)
    """
    return min(nights, DAYS - day) if day >= 0 else nights


def split_stays(nights: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Stays of so many nights that begin on these days of the week: nights in that week, and after it.

    >>> [part.tolist() for part in split_stays(np.array([5, 5, 9]), np.array([4, 0, -1]))]
    [[3, 5, 9], [2, 0, 0]]
    """
    now = np.where(day >= 0, np.minimum(nights, DAYS - day), nights).astype(np.int32)
    return now, (nights - now).astype(np.int32)


def stay_by_week(nights: int, day: int) -> list[int]:
    """The nights of a stay in each week, from that of the operation on.

    >>> stay_by_week(11, 4), stay_by_week(9, -1), stay_by_week(0, 2)
    ([3, 7, 1], [9], [0])
    """
    now = nights_before_monday(nights, day)
    weeks, rest = divmod(nights - now, DAYS)
    return [now, *[DAYS] * weeks, *[rest] * (rest > 0)]


def options_by_week(arcs: Arcs, patients: Patients, cells: Cells, wards: Wards, pins: dict[int, Pin]) -> Options:
    """Every arc in every week that its site has a session of the patient's function."""
    only = np.full(len(patients), -1, np.int16)
    for row, pin in pins.items():
        only[row] = -1 if pin.week is None else pin.week
    p, offered = patients, _offered(patients, cells, wards)
    wanted = Wanted(p.function, p.priority, p.weeks_waited, due_weeks(p), p.minutes, p.nights, only)
    start = _starts(arcs.start, arcs.site, wanted, offered)
    places = _blank(int(start[-1]))

    def fill(first: int) -> None:
        last = min(first + TOGETHER, len(patients))
        mine = _part(wanted, slice(first, last))
        here = _part(places, slice(start[first], start[last]))
        _fill(arcs.start[first : last + 1], arcs.site, arcs.km, mine, offered, here, first)

    side_by_side(fill, range(0, len(patients), TOGETHER))
    return Options(start, **places._asdict())


def _blank(count: int) -> Places:
    int32 = np.int32
    kinds: tuple[Any, ...] = (int32, int32, int32, int32, np.int16, np.float32, int32, int32, int32, np.float64)
    return Places(*(np.empty(count, kind) for kind in kinds))


def _part(columns: Any, rows: slice) -> Any:
    """The same columns, as the same kind of tuple, for some rows."""
    return type(columns)(*(column[rows] for column in columns))


def due_weeks(patients: Patients) -> Ints:
    """The due week of everybody on the list."""
    return np.full(len(patients), NEVER_DUE, np.int32) if patients.due_week is None else patients.due_week


def _offered(patients: Patients, cells: Cells, wards: Wards) -> Offered:
    functions = int(max(cells.function.max(initial=0), patients.function.max(initial=0))) + 1
    sites = int(cells.site.max(initial=-1)) + 1
    key = cells.site.astype(np.int64) * functions + cells.function
    every = np.arange(sites * functions)
    first, last = (np.searchsorted(key, every, side).reshape(sites, functions) for side in ("left", "right"))
    return Offered(first, last, cells.week, cells.day, wards.row_of(cells.site, cells.week))


@compiled
def _starts(arc_start: Ints, arc_site: Ints, wanted: Wanted, offered: Offered) -> Ints:
    """Where the options of each patient begin."""
    start = np.zeros(len(arc_start), np.int64)
    for patient in range(len(start) - 1):
        function, only, count = wanted.function[patient], wanted.only[patient], 0
        for arc in range(arc_start[patient], arc_start[patient + 1]):
            first, last = offered.first[arc_site[arc], function], offered.last[arc_site[arc], function]
            for cell in range(first, last):
                count += only < 0 or only == offered.week[cell]
        start[patient + 1] = start[patient] + count
    return start


@compiled
def _fill(
    arc_start: Ints, arc_site: Ints, arc_km: Floats, wanted: Wanted, offered: Offered, places: Places, first: int
) -> None:
    """Write the options of patients from `first` on down, by patient, nearest site first, then by week."""
    at = 0
    for patient in range(len(arc_start) - 1):
        function, only, stay = wanted.function[patient], wanted.only[patient], wanted.nights[patient]
        priority, waited, due = wanted.priority[patient], wanted.waited[patient], wanted.due_week[patient]
        for arc in range(arc_start[patient], arc_start[patient + 1]):
            site, km = arc_site[arc], arc_km[arc]
            for cell in range(offered.first[site, function], offered.last[site, function]):
                week = offered.week[cell]
                if only < 0 or only == week:
                    nights = nights_before_monday(stay, offered.day[cell])
                    places.patient[at], places.site[at], places.cell[at] = first + patient, site, cell
                    places.ward[at], places.week[at], places.km[at] = offered.ward[cell], week, km
                    places.minutes[at] = wanted.minutes[patient]
                    places.nights[at], places.later[at] = nights, stay - nights
                    places.value[at] = worth(priority, waited, km, week, due)
                    at += 1


@compiled
def worth_of(patient: Ints, km: Floats, week: Ints, priority: Ints, waited: Floats, due_week: Ints) -> Floats:
    """The worth of options; `priority`, `waited` and `due_week` are those of everybody on the list."""
    found = np.empty(len(patient))
    for at in range(len(found)):
        who = patient[at]
        found[at] = worth(priority[who], waited[who], km[at], week[at], due_week[who])
    return found
