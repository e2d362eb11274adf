"""Who is not where they were, and why? Every difference between an earlier plan and the one that goes on from it."""

from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.carrying import Carried, Earlier
from alongside.planner.problem import Problem
from alongside.planner.tables import Bools, Ints


class Cause(StrEnum):
    """Why a patient is not where they were."""

    OFF_LIST = "off_list"
    LEFT_OUT = "left_out"
    BY_HAND = "by_hand"
    SITE_OUT = "site_out"
    SESSION_GONE = "session_gone"
    NOT_ACCEPTED = "not_accepted"
    FEWER_MINUTES = "fewer_minutes"
    FEWER_BEDS = "fewer_beds"
    BETTER = "better"
    MADE_WAY = "made_way"
    NEW = "new"
    CHANGED = "changed"
    ROOM_ADDED = "room_added"
    ROOM_FREED = "room_freed"


WORDS = {
    Cause.OFF_LIST: "No longer on the list",
    Cause.LEFT_OUT: "Left out by hand",
    Cause.BY_HAND: "Kept at a site by hand",
    Cause.SITE_OUT: "The site where they were takes no part",
    Cause.SESSION_GONE: "The session where they were is gone",
    Cause.NOT_ACCEPTED: "The site where they were is no longer among those that can take them",
    Cause.FEWER_MINUTES: "There are fewer theatre minutes where they were",
    Cause.FEWER_BEDS: "There are fewer bed nights where they were",
    Cause.BETTER: "A better place became free",
    Cause.MADE_WAY: "Made way for another patient",
    Cause.NEW: "New on the list",
    Cause.CHANGED: "What is known of them has changed",
    Cause.ROOM_ADDED: "Took room that was added",
    Cause.ROOM_FREED: "Took room that became free",
}
PLACES = {"from_site": pl.Int64, "from_week": pl.Int64, "to_site": pl.Int64, "to_week": pl.Int64}


def moves_between(problem: Problem, earlier: Earlier, carried: Carried, chosen: Ints, short: Bools) -> pl.DataFrame:
    """One row for everybody whose place differs, in the order of the earlier list and then of those new to a place.

    `short` are the cells and wards that had less room than those who were there needed.
    """
    told = _Told(problem, earlier, carried, chosen, short)
    rows = [*told.of_the_placed(), *told.of_the_others()]
    return pl.DataFrame(
        rows,
        schema={
            "patient_id": problem.patients.ids.dtype,
            "from_site_id": problem.sites.ids.dtype,
            "from_week": pl.Int64,
            "to_site_id": problem.sites.ids.dtype,
            "to_week": pl.Int64,
            "cause": pl.String,
            "because_of": problem.patients.ids.dtype,
            "words": pl.String,
        },
        orient="row",
    )


class _Told:
    """The differences, one after the other: they are few."""

    def __init__(self, problem: Problem, earlier: Earlier, carried: Carried, chosen: Ints, short: Bools) -> None:
        self.problem, self.earlier, self.carried, self.chosen, self.short = problem, earlier, carried, chosen, short
        self.sites = problem.sites.ids.to_list()
        self.site_at = {one: at for at, one in enumerate(self.sites)}
        cells = problem.cells
        offered = np.flatnonzero(cells.minutes > 0)
        where = (cells.site[offered], cells.function[offered], cells.week[offered])
        self.sessions = set(zip(*(column.tolist() for column in where), strict=True))
        self.comers = self._comers()
        comers: Ints = np.unique(np.array([*self.comers.values()], np.int64))
        self.name_of = dict(zip(comers.tolist(), problem.patients.ids.gather(comers).to_list(), strict=True))

    def _comers(self) -> dict[int, int]:
        """For each cell and ward the patient who came there and gains most by it."""
        o, cells = self.problem.options, len(self.problem.cells)
        who = np.flatnonzero((self.chosen >= 0) & (self.chosen != self.carried.held))
        gain = o.value[self.chosen[who]]
        came: dict[int, int] = {}
        for patient in who[np.lexsort((who, gain, -self.problem.patients.priority[who]))].tolist():
            option = self.chosen[patient]
            came[int(o.cell[option])] = patient
            if o.nights[option] > 0:
                came[int(o.ward[option]) + cells] = patient
        return came

    def of_the_placed(self) -> list[tuple[Any, ...]]:
        """Those who had a place."""
        row = self.carried.row
        now, was = np.append(self.chosen, -1)[row], np.append(self.carried.held, -1)[row]
        at = np.flatnonzero((row < 0) | (now < 0) | (now != was))
        names = self.earlier.ids.gather(self.earlier.row[at]).to_list()
        sites = self.earlier.sites.gather(self.earlier.site[at]).to_list()
        weeks, options = self.earlier.week[at].tolist(), now[at].tolist()
        rows = []
        for patient, name, site, week, option in zip(row[at].tolist(), names, sites, weeks, options, strict=True):
            cause, other = self._why_left(patient, self.site_at.get(site, -1), week)
            rows.append(self._row(name, (site, week), self._place(option), cause, other))
        return rows

    def of_the_others(self) -> list[tuple[Any, ...]]:
        """Those who had none and now have one."""
        came = np.flatnonzero((self.chosen >= 0) & ~self.carried.had)
        names = self.problem.patients.ids.gather(came)
        return [
            self._row(name, (None, None), self._place(int(self.chosen[patient])), self._why_came(patient), None)
            for patient, name in zip(came.tolist(), names.to_list(), strict=True)
        ]

    def _place(self, option: int) -> tuple[Any, int | None]:
        o = self.problem.options
        return (self.sites[int(o.site[option])], int(o.week[option])) if option >= 0 else (None, None)

    def _row(
        self, patient: Any, was: tuple[Any, int | None], now: tuple[Any, int | None], cause: Cause, other: int | None
    ) -> tuple[Any, ...]:
        because = None if other is None else self.name_of[other]
        words = WORDS[cause] if because is None else f"Made way for patient {because}"
        return patient, *was, *now, cause.value, because, words

    def _why_left(self, patient: int, site: int, week: int) -> tuple[Cause, int | None]:
        if patient < 0:
            return Cause.OFF_LIST, None
        if self.problem.patients.excluded[patient]:
            return Cause.LEFT_OUT, None
        if self.carried.held[patient] < 0:
            return self._why_place_is_gone(patient, site, week), None
        return self._why_moved(patient, int(self.carried.held[patient]))

    def _why_place_is_gone(self, patient: int, site: int, week: int) -> Cause:
        if site < 0 or self.problem.sites.excluded[site]:
            return Cause.SITE_OUT
        if self.problem.patients.pinned[patient]:
            return Cause.BY_HAND
        key = (site, int(self.problem.patients.function[patient]), week)
        return Cause.NOT_ACCEPTED if key in self.sessions else Cause.SESSION_GONE

    def _why_moved(self, patient: int, held: int) -> tuple[Cause, int | None]:
        o, cells = self.problem.options, len(self.problem.cells)
        cell, ward = int(o.cell[held]), int(o.ward[held])
        if self.problem.cells.minutes[cell] == 0 and o.minutes[held] > 0:
            return Cause.SESSION_GONE, None
        if self.short[cell]:
            return Cause.FEWER_MINUTES, None
        if self.short[ward + cells] and o.nights[held] > 0:
            return Cause.FEWER_BEDS, None
        if self.chosen[patient] >= 0 and o.value[self.chosen[patient]] > o.value[held]:
            return Cause.BETTER, None
        other = self.comers.get(cell, self.comers.get(ward + cells))
        return Cause.MADE_WAY, other

    def _why_came(self, patient: int) -> Cause:
        o, option, cells = self.problem.options, int(self.chosen[patient]), len(self.problem.cells)
        if self.carried.is_new[patient]:
            return Cause.NEW
        if self.problem.patients.pinned[patient]:
            return Cause.BY_HAND
        if self.carried.arrived[patient]:
            return Cause.CHANGED
        added = self.carried.raised[o.cell[option]] or self.carried.raised[o.ward[option] + cells]
        return Cause.ROOM_ADDED if added else Cause.ROOM_FREED
