"""Which places could each patient take? The sites of the shortlist, in every week that has sessions."""

import numpy as np

from alongside.planner.nearest import Arcs
from alongside.planner.tables import Cells, Floats, Ints, Options, Patients, Pin, Wards

WEIGHT = {1: 16.0, 2: 8.0, 3: 4.0, 4: 2.0}


def worth(priority: Ints, weeks_waited: Floats | Ints, km: Floats, week: Ints) -> Floats:
    """The worth of a place: clinical priority, then time waited, then closeness, then an early week.

    >>> float(worth(np.array([2]), np.array([18]), np.array([0.0]), np.array([0]))[0])
    16.0
    """
    weight = np.zeros(int(max(priority.max(initial=0), 4)) + 1)
    for code, number in WEIGHT.items():
        weight[code] = number
    return np.asarray(weight[priority] * (1 + weeks_waited / 18) * (1 - 0.3 * km / 120) * (1 - 0.01 * week))


def options_by_week(arcs: Arcs, patients: Patients, cells: Cells, wards: Wards, pins: dict[int, Pin]) -> Options:
    """Every arc in every week that its site has a session of the patient's function."""
    functions = int(max(cells.function.max(initial=0), patients.function.max(initial=0))) + 1
    key = cells.site.astype(np.int64) * functions + cells.function
    order = np.lexsort((cells.week, key))
    arc_key = arcs.site.astype(np.int64) * functions + patients.function[arcs.patient]
    first = np.searchsorted(key[order], arc_key, side="left")
    count = np.searchsorted(key[order], arc_key, side="right") - first
    total = int(count.sum())
    arc = np.repeat(np.arange(len(count)), count)
    step = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    cell = order[np.repeat(first, count) + step]
    keep = _week_allowed(arcs.patient[arc], cells.week[cell], pins)
    arc, cell = arc[keep], cell[keep]
    patient, week = arcs.patient[arc], cells.week[cell]
    waited = patients.weeks_waited[patient]
    km = arcs.km[arc]
    return Options(
        start=np.searchsorted(patient, np.arange(len(patients) + 1)),
        patient=patient.astype(np.int32),
        site=arcs.site[arc].astype(np.int32),
        cell=cell.astype(np.int32),
        ward=ward_of(wards, cells)[cell],
        week=week.astype(np.int16),
        km=km.astype(np.float32),
        minutes=patients.minutes[patient].astype(np.int32),
        nights=patients.nights[patient].astype(np.int32),
        later=np.zeros(len(patient), np.int32),
        value=worth(patients.priority[patient], waited, km, week),
    )


def _week_allowed(patient: Ints, week: Ints, pins: dict[int, Pin]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    keep = np.ones(len(patient), bool)
    for row, pin in pins.items():
        if pin.week is not None:
            keep[(patient == row) & (week != pin.week)] = False
    return keep


def ward_of(wards: Wards, cells: Cells) -> Ints:
    """The ward (site and week) behind each cell; every cell has one, of 0 nights when no beds were given."""
    index = {key: at for at, key in enumerate(zip(wards.site.tolist(), wards.week.tolist(), strict=True))}
    return np.array([index[key] for key in zip(cells.site.tolist(), cells.week.tolist(), strict=True)], np.int32)
