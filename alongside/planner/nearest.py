"""Which sites are near enough and accept a patient? The nearest of them make the shortlist."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alongside.planner.eligibility import NEED_INFO, REVIEW, TOO_FAR, Eligibility
from alongside.planner.tables import Bits, Cells, Floats, Ints, Patients, Pin, Sites

CHUNK = 2_000_000


@dataclass(frozen=True)
class Arcs:
    """Patient and site pairs of the shortlist, by patient and then nearest first."""

    patient: Ints
    site: Ints
    km: Floats


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
    pinned_site = _pinned_sites(len(patients), sites, pins)
    parts: list[tuple[Ints, Ints, Floats]] = []
    for function in np.unique(cells.function):
        places = offering(cells, int(function))
        places = places[~sites.excluded[places]]
        wanted = np.flatnonzero((patients.function == function) & ~patients.excluded)
        for rows in chunks(wanted, len(places)):
            parts.append(_closest(patients, sites, eligibility, rows, places, pinned_site[rows], nearest))
    if not parts:
        return Arcs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    patient, site, km = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(patient, kind="stable")
    return Arcs(patient[order].astype(np.int32), site[order].astype(np.int32), km[order])


def _pinned_sites(count: int, sites: Sites, pins: dict[int, Pin]) -> Ints:
    """For each patient the site of the pin, -1 without one, -2 when the pin names no known site."""
    place = np.full(count, -1, np.int64)
    index = {name: at for at, name in enumerate(sites.ids.to_list())}
    for row, pin in pins.items():
        place[row] = index.get(pin.site, -2)
    return place


def _closest(
    patients: Patients, sites: Sites, eligibility: Eligibility, rows: Ints, places: Ints, pinned: Ints, nearest: int
) -> tuple[Ints, Ints, Floats]:
    bits, km = refusing_bits(patients, sites, eligibility, rows, places)
    elsewhere = (pinned[:, None] != -1) & (pinned[:, None] != places[None, :])
    ranked = np.where(((bits & ~REVIEW) == 0) & ~elsewhere, km, np.inf)
    order = np.argsort(ranked, axis=1, kind="stable")[:, :nearest]
    distance = np.take_along_axis(ranked, order, axis=1)
    row, rank = np.nonzero(np.isfinite(distance))
    return rows[row], places[order[row, rank]], distance[row, rank]


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
