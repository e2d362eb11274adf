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
CAUSES = list(Cause)
CODE = {cause: code for code, cause in enumerate(CAUSES)}
NOBODY = -1


def moves_between(problem: Problem, earlier: Earlier, carried: Carried, chosen: Ints, short: Bools) -> pl.DataFrame:
    """One row for everybody whose place differs, in the order of the earlier list and then of those new to a place.

    `short` are the cells and wards that had less room than those who were there needed.
    """
    return _Told(problem, earlier, carried, chosen, short).table()


class _Told:
    """The differences, column by column. Options and patients are rows, -1 for none; causes are by CODE."""

    def __init__(self, problem: Problem, earlier: Earlier, carried: Carried, chosen: Ints, short: Bools) -> None:
        self.problem, self.earlier, self.carried, self.chosen, self.short = problem, earlier, carried, chosen, short

    def table(self) -> pl.DataFrame:
        """First those who had a place, then those who had none and now have one."""
        earlier, row = self.earlier, self.carried.row
        now, was = _of(self.chosen, row), _of(self.carried.held, row)
        at = np.flatnonzero((row < 0) | (now < 0) | (now != was))
        came = np.flatnonzero((self.chosen >= 0) & ~self.carried.had)
        was, week = was[at], earlier.week[at]
        left = self._why_left(row[at], was, self._site_rows()[earlier.site[at]], week)
        other = np.where(left == CODE[Cause.MADE_WAY], self._who_came_to(was), NOBODY)
        nobody, people = np.full(len(came), NOBODY), self.problem.patients.ids
        ids = pl.concat((earlier.ids.gather(earlier.row[at]).cast(people.dtype), people.gather(came)))
        site = _named(earlier.sites, np.concatenate((earlier.site[at], nobody)))
        return self._told(
            {"patient_id": ids, "from_site_id": site, "from_week": _known(np.concatenate((week, nobody)))},
            np.concatenate((now[at], self.chosen[came])),
            np.concatenate((left, self._why_came(came))),
            np.concatenate((other, nobody)),
        )

    def _told(self, before: dict[str, pl.Series], now: Ints, cause: Ints, other: Ints) -> pl.DataFrame:
        o, people, sites = self.problem.options, self.problem.patients.ids, self.problem.sites.ids
        whom, words = _named(people, other), pl.Series([WORDS[one] for one in CAUSES]).gather(cause)
        before["from_site_id"] = before["from_site_id"].cast(sites.dtype)
        made_way = "Made way for patient " + whom.cast(pl.String)
        after = {
            "to_site_id": _named(sites, _of(o.site, now)),
            "to_week": _known(_of(o.week, now)),
            "cause": pl.Series(CAUSES, dtype=pl.String).gather(cause),
            "because_of": whom,
            "words": made_way.zip_with(whom.is_not_null(), words),
        }
        return pl.DataFrame(before | after)

    def _why_left(self, patient: Ints, was: Ints, site: Ints, week: Ints) -> Ints:
        """Why each of these is no longer at `was`, or at a site and week where they have no option any more."""
        people, sites = self.problem.patients, self.problem.sites
        stood = was >= 0
        return _first(
            (patient < 0, Cause.OFF_LIST),
            (_of(people.excluded, patient) > 0, Cause.LEFT_OUT),
            (~stood & ((site < 0) | (_of(sites.excluded, site) > 0)), Cause.SITE_OUT),
            (~stood & (_of(people.pinned, patient) > 0), Cause.BY_HAND),
            (~stood & self._has_session(site, _of(people.function, patient), week), Cause.NOT_ACCEPTED),
            (~stood, Cause.SESSION_GONE),
            *self._why_moved(patient, was),
        )

    def _why_moved(self, patient: Ints, was: Ints) -> tuple[tuple[Bools, Cause], ...]:
        """The causes for those whose option is there still."""
        o, now = self.problem.options, _of(self.chosen, patient)
        cell, ward = _of(o.cell, was), _of(o.ward, was) + len(self.problem.cells)
        gain = np.where(now >= 0, _of(o.value, now) - _of(o.value, was), 0.0)
        return (
            ((_of(self.problem.cells.minutes, cell) == 0) & (_of(o.minutes, was) > 0), Cause.SESSION_GONE),
            (_of(self.short, cell) > 0, Cause.FEWER_MINUTES),
            ((_of(self.short, ward) > 0) & (_of(o.nights, was) > 0), Cause.FEWER_BEDS),
            (gain > 0, Cause.BETTER),
            (was >= 0, Cause.MADE_WAY),
        )

    def _why_came(self, came: Ints) -> Ints:
        o, option, carried = self.problem.options, self.chosen[came], self.carried
        raised = carried.raised[o.cell[option]] | carried.raised[o.ward[option] + len(self.problem.cells)]
        return _first(
            (carried.is_new[came], Cause.NEW),
            (self.problem.patients.pinned[came], Cause.BY_HAND),
            (carried.arrived[came], Cause.CHANGED),
            (raised, Cause.ROOM_ADDED),
            (~raised, Cause.ROOM_FREED),
        )

    def _who_came_to(self, was: Ints) -> Ints:
        """For each of these options who came to its cell, or else to its ward, and gains most by it."""
        o, cells = self.problem.options, len(self.problem.cells)
        who = np.flatnonzero((self.chosen >= 0) & (self.chosen != self.carried.held))
        who = who[np.lexsort((who, o.value[self.chosen[who]], -self.problem.patients.priority[who]))]
        option = self.chosen[who]
        came = np.full(cells + len(self.problem.wards), NOBODY)
        stays = o.nights[option] > 0
        came[o.cell[option]] = who
        came[o.ward[option[stays]] + cells] = who[stays]
        here: Ints = _of(came, _of(o.cell, was))
        return np.where(here >= 0, here, _of(came, _of(o.ward, was) + cells))

    def _site_rows(self) -> Ints:
        """The row of each earlier site among those of the problem."""
        rows = {one: row for row, one in enumerate(self.problem.sites.ids.to_list())}
        return np.array([rows.get(one, -1) for one in self.earlier.sites.to_list()], np.int64)

    def _has_session(self, site: Ints, function: Ints, week: Ints) -> Bools:
        """Whether a site has minutes of a function in a week."""
        cells = self.problem.cells
        offered = np.flatnonzero(cells.minutes > 0)
        span = int(max(cells.week.max(initial=0), week.max(initial=0))) + 1
        size = len(self.problem.functions) + 1

        def key(sites: Ints, functions: Ints, weeks: Ints) -> Ints:
            return (sites.astype(np.int64) * size + functions) * span + weeks

        known = key(cells.site[offered], cells.function[offered], cells.week[offered])
        return np.isin(key(site, function, week), known)


def _first(*causes: tuple[Bools, Cause]) -> Ints:
    """The code of the first cause that is so."""
    return np.select([so for so, _ in causes], [np.int64(CODE[cause]) for _, cause in causes])


def _of(column: Any, rows: Ints) -> Any:
    """What a column says of each of these rows; -1 where there is no row."""
    found = np.full(len(rows), -1, np.float64 if column.dtype.kind == "f" else np.int64)
    known = rows >= 0
    found[known] = column[rows[known]]
    return found


def _known(numbers: Ints) -> pl.Series:
    """As a column in which -1 is blank."""
    column = pl.Series(numbers, dtype=pl.Int64)
    return column.set(column < 0, None)


def _named(ids: pl.Series, rows: Ints) -> pl.Series:
    """The ids of these rows, blank for -1."""
    return ids.gather(_known(rows))
