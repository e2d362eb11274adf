"""What does each patient's shortlist look like beside the plan: how many sites, how far, who has the places?"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from alongside.planner.compiled import compiled
from alongside.planner.problem import Problem
from alongside.planner.queues import Book
from alongside.planner.stage import fits
from alongside.planner.tables import Bools, Floats, Ints


class Looks(NamedTuple):
    """Per patient: sites on the shortlist, the place's rank by distance (0: none), km to the furthest, the lowest
    clinical priority of those placed there (0: nobody), and whether there is room nearer or earlier than the place."""

    choices: Ints
    closeness: Ints
    furthest: Floats
    lowest: Ints
    room_nearer: Bools
    room_earlier: Bools


def shortlists(problem: Problem, book: Book) -> dict[str, Any]:
    """Columns choices, closeness, furthest, holders (their lowest clinical priority), room_nearer and room_earlier."""
    o, size = problem.options, len(problem.patients)
    held = book.chosen[book.chosen >= 0]
    lowest = np.zeros(len(problem.cells), np.int8)
    np.maximum.at(lowest, o.cell[held], problem.patients.priority[o.patient[held]].astype(np.int8))
    counts = np.zeros(size, np.int16), np.zeros(size, np.int16)
    flags = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    looks = Looks(*counts, np.zeros(size, np.float32), np.zeros(size, np.int8), *flags)
    _look(book, o.site, o.week, o.km, lowest, looks)
    placed = pl.when(pl.Series(book.chosen >= 0)).then(pl.Series(looks.closeness))
    return {
        "choices": looks.choices,
        "closeness": pl.select(placed).to_series(),
        "furthest": looks.furthest,
        "holders": looks.lowest,
        "room_nearer": looks.room_nearer,
        "room_earlier": looks.room_earlier,
    }


def fitting_when_empty(problem: Problem, book: Book) -> Bools:
    """Who has an option that would fit if nobody else took anything."""
    room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
    found = np.zeros(len(problem.patients), np.bool_)
    _fit(book, room, found)
    return found


@compiled
def _fit(b: Book, room: Floats, found: Bools) -> None:
    """Mark those with an option that fits into the room."""
    for patient in range(len(found)):
        for option in range(b.t.start[patient], b.t.start[patient + 1]):
            if fits(b.t, option, room):
                found[patient] = True
                break


@compiled
def _look(b: Book, site: Ints, week: Ints, km: Floats, lowest: Ints, looks: Looks) -> None:
    """Go along every shortlist, the nearest site first."""
    for patient in range(len(b.t.start) - 1):
        before, rank, held = -1, 0, b.chosen[patient]
        room_at = 0
        for option in range(b.t.start[patient], b.t.start[patient + 1]):
            if site[option] != before:
                rank, before = rank + 1, site[option]
            if option == held:
                looks.closeness[patient] = rank
            if held >= 0 and fits(b.t, option, b.room):
                room_at = rank if room_at == 0 else room_at
                looks.room_earlier[patient] |= week[option] < week[held]
            looks.lowest[patient] = max(looks.lowest[patient], lowest[b.t.cell[option]])
            if km[option] > looks.furthest[patient]:
                looks.furthest[patient] = km[option]
        looks.choices[patient] = rank
        looks.room_nearer[patient] = 0 < room_at < looks.closeness[patient]
