"""Which sites are near enough and accept a patient? The nearest of them make the shortlist.

Sites lie in the squares of a grid; a patient looks through the squares around their home, and twice as far when that
was not enough. Whether a site accepts them is asked once for all patients whom every site's rules treat alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.eligibility import NEED_INFO, REVIEW, TOO_FAR, Classified, Eligibility
from alongside.planner.shares import side_by_side
from alongside.planner.tables import Bits, Bools, Cells, Floats, Ints, Patients, Pin, Sites

CHUNK = 2_000_000
TOGETHER = 50_000
SITES_IN_A_SQUARE = 2.0
FIRST_REACH = 1.5
FARTHEST = 20_040.0
# Squares of distances say who is too far to be asked how far exactly; rounding must not shut out a tie.
ALMOST = 1 + 1e-9


@dataclass(frozen=True)
class Arcs:
    """Patient and site pairs of the shortlist, nearest first: patient p has `start[p]` up to `start[p + 1]`."""

    start: Ints
    site: Ints
    km: Floats

    @property
    def patient(self) -> Ints:
        """The patient of each arc."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


class Map(NamedTuple):
    """Where sites are and whom they take: those in square q of the grid are `order[first[q]:first[q + 1]]`.

    `takes` is a table of kinds of patients x sites.
    """

    x: Floats
    y: Floats
    left: float
    bottom: float
    size: float
    across: int
    up: int
    order: Ints
    first: Ints
    takes: Bools


def distances(patients: Patients, sites: Sites, rows: Ints, places: Ints) -> Floats:
    """Straight-line kilometres, [rows x places]."""
    x = patients.x_km[rows].astype(float)[:, None] - sites.x_km[places].astype(float)
    y = patients.y_km[rows].astype(float)[:, None] - sites.y_km[places].astype(float)
    return np.asarray(np.hypot(x, y))


def refusing_bits(
    patients: Patients, sites: Sites, eligibility: Eligibility, rows: Ints, places: Ints
) -> tuple[Bits, Floats]:
    """Why each of `rows` cannot go to each of `places` (0 or REVIEW: they can), and how far it is."""
    km = distances(patients, sites, rows, places)
    bits = eligibility.refusals(rows, places)
    return bits | np.where(km > patients.max_km[rows][:, None], TOO_FAR, np.uint32(0)), km


def chunks(rows: Ints, width: int) -> Iterator[Ints]:
    """Rows in pieces so that a piece times `width` stays small in memory."""
    size = max(1, CHUNK // max(width, 1))
    for first in range(0, len(rows), size):
        yield rows[first : first + size]


def offering(cells: Cells, function: int) -> Ints:
    """The sites that have a session of a treatment function, ascending."""
    return np.unique(cells.site[cells.function == function])


def nearest_eligible(
    patients: Patients, sites: Sites, cells: Cells, eligibility: Eligibility, pins: dict[int, Pin], nearest: int
) -> Arcs:
    """The `nearest` sites that accept each patient, ties by the lower site; a pinned patient keeps only that site."""
    only = _pinned_sites(len(patients), sites, pins)
    only[patients.excluded] = -2
    kind, takes = _kinds(patients, sites, cells, eligibility)
    chart, p = _map(sites, takes), patients

    def look(first: int) -> tuple[Ints, Ints, Floats]:
        some = slice(first, first + TOGETHER)
        return _look_around(chart, p.x_km[some], p.y_km[some], p.max_km[some], kind[some], only[some], nearest)

    parts = side_by_side(look, range(0, len(patients), TOGETHER))
    if not parts:
        return Arcs(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0))
    count, site, km = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Arcs(np.concatenate(([0], np.cumsum(count, dtype=np.int64))), site, km)


def _kinds(patients: Patients, sites: Sites, cells: Cells, eligibility: Eligibility) -> tuple[Ints, Bools]:
    """A kind for each patient, such that every site treats a kind alike; and who takes whom, [kinds x sites]."""
    every = np.arange(len(sites))
    klass: Ints = np.arange(len(patients))
    example = klass
    if isinstance(eligibility, Classified):
        klass, example = eligibility.classes()
    code = patients.function.astype(np.int64) * len(example) + klass
    functions = int(max(patients.function.max(initial=0), cells.function.max(initial=0))) + 1
    used = np.bincount(code, minlength=functions * len(example)) > 0
    function, klass = np.divmod(np.flatnonzero(used), max(len(example), 1))
    offers = np.zeros((functions, len(sites)), bool)
    offers[cells.function, cells.site] = True
    offers[:, sites.excluded] = False
    takes = np.zeros((len(function), len(sites)), bool)
    for at in chunks(np.arange(len(function)), len(sites)):
        accepts = (eligibility.refusals(example[klass[at]], every) & ~REVIEW) == 0
        takes[at] = offers[function[at]] & accepts
    return (np.cumsum(used) - 1)[code].astype(np.int32), takes


def _map(sites: Sites, takes: Bools) -> Map:
    x, y = sites.x_km.astype(float), sites.y_km.astype(float)
    known = np.isfinite(x) & np.isfinite(y)
    wide = max(float(np.ptp(x[known])), float(np.ptp(y[known])), 1e-6) if known.any() else 1.0
    size = wide / max(1.0, np.sqrt(len(sites) / SITES_IN_A_SQUARE))
    left, bottom = (float(one[known].min()) if known.any() else 0.0 for one in (x, y))
    across, up = (int(np.ptp(one[known]) // size) + 1 if known.any() else 1 for one in (x, y))
    square = np.where(known, (y - bottom) // size * across + (x - left) // size, across * up).astype(np.int64)
    order = np.argsort(square, kind="stable").astype(np.int32)
    first = np.searchsorted(square[order], np.arange(across * up + 1))
    return Map(x, y, left, bottom, size, across, up, order, first, takes)


def _pinned_sites(count: int, sites: Sites, pins: dict[int, Pin]) -> Ints:
    """For each patient the site of the pin, -1 without one, -2 when the pin names no known site."""
    place = np.full(count, -1, np.int32)
    index = {name: at for at, name in enumerate(sites.ids.to_list())}
    for row, pin in pins.items():
        place[row] = index.get(pin.site, -2)
    return place


@compiled
def _look_around(
    m: Map, x: Floats, y: Floats, most_km: Floats, kind: Ints, only: Ints, nearest: int
) -> tuple[Ints, Ints, Floats]:
    """How many sites each of these patients has, which, and how far they are, one patient after the other."""
    count = np.zeros(len(x), np.int64)
    site, km = np.empty(len(x) * nearest, np.int32), np.empty(len(x) * nearest)
    total = 0
    for patient in range(len(x)):
        if only[patient] != -2 and np.isfinite(x[patient]) and np.isfinite(y[patient]):
            count[patient] = _nearest_of_one(
                m,
                x[patient],
                y[patient],
                most_km[patient],
                m.takes[kind[patient]],
                only[patient],
                site[total : total + nearest],
                km[total : total + nearest],
            )
            total += count[patient]
    return count, site[:total].copy(), km[:total].copy()


@compiled
def _nearest_of_one(m: Map, x: float, y: float, most_km: float, takes: Bools, only: int, site: Ints, km: Floats) -> int:
    """Fill `site` and `km` with the nearest sites of one patient, nearest first, ties by the lower site; how many."""
    reach, most_km = FIRST_REACH * m.size, min(most_km, FARTHEST)
    while True:
        near, found = min(reach, most_km), 0
        too_far = near * near * ALMOST
        left = min(max(int((x - near - m.left) // m.size), 0), m.across)
        right = max(min(int((x + near - m.left) // m.size), m.across - 1), left - 1)
        low = max(int((y - near - m.bottom) // m.size), 0)
        high = min(int((y + near - m.bottom) // m.size), m.up - 1)
        for row in range(low, high + 1):
            for at in range(m.first[row * m.across + left], m.first[row * m.across + right + 1]):
                here = m.order[at]
                east, north = x - m.x[here], y - m.y[here]
                if east * east + north * north <= too_far and takes[here] and (only < 0 or only == here):
                    far = np.hypot(east, north)
                    if far <= near:
                        found = _insert(site, km, found, here, far)
                    if found == len(site):
                        too_far = km[found - 1] * km[found - 1] * ALMOST
        if found == len(site) or near >= most_km:
            return found
        reach *= 2


@compiled
def _insert(site: Ints, km: Floats, found: int, here: int, far: float) -> int:
    """Keep a sorted list of at most its own length; how many it holds now."""
    at = min(found, len(site))
    while at > 0 and (far < km[at - 1] or (far == km[at - 1] and here < site[at - 1])):
        at -= 1
    if at == len(site):
        return found
    for move in range(min(found, len(site) - 1), at, -1):
        site[move], km[move] = site[move - 1], km[move - 1]
    site[at], km[at] = here, far
    return min(found + 1, len(site))


def summary_of_refusals(
    patients: Patients, sites: Sites, cells: Cells, eligibility: Eligibility, rows: Ints
) -> dict[str, Ints]:
    """For patients with no place to go: how many sites offer, accept, lack information; and the nearest of them."""
    blank = {"offering": 0, "accepting": 0, "need_info": 0, "asking_near": 0}
    blank |= {"nearest": -1, "nearest_accepting": -1, "nearest_asking": -1}
    found: dict[str, Ints] = {name: np.full(len(rows), value, np.int32) for name, value in blank.items()}
    for function in np.unique(patients.function[rows]):
        places = offering(cells, int(function))
        places = places[~sites.excluded[places]]
        if not len(places):
            continue
        for at in chunks(np.flatnonzero(patients.function[rows] == function), len(places)):
            bits, km = refusing_bits(patients, sites, eligibility, rows[at], places)
            clinical = bits & ~(REVIEW | TOO_FAR)
            found["offering"][at] = len(places)
            found["accepting"][at] = (clinical == 0).sum(1)
            found["need_info"][at] = ((clinical & NEED_INFO) > 0).sum(1)
            found["nearest"][at] = places[km.argmin(1)]
            asking = (clinical & NEED_INFO) > 0
            found["asking_near"][at] = (asking & ((bits & TOO_FAR) == 0)).sum(1)
            for name, which in (("nearest_accepting", clinical == 0), ("nearest_asking", asking)):
                near = np.where(which, km, np.inf)
                found[name][at] = np.where(np.isfinite(near.min(1)), places[near.argmin(1)], -1)
    return found
