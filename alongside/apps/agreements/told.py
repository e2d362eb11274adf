"""What do apps that stand above this one keep that the pages of an agreement say?

Places held and booked are kept by capacity, the way back of patients and its drills by partnerships: each says here,
once, how it is read.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.domain.agreement_clauses import Drill


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one kind of room, how many the guest has booked at the host and how many it holds, from a day on."""

    what: str
    many: str
    booked: int
    held: int


@dataclass(frozen=True, slots=True)
class WayBack:
    """What a partnership of the two keeps of unplanned transfers; `passed` None: never drilled."""

    site: str
    route: str
    phone: str
    alternate_1: str
    alternate_2: str
    drilled_on: date | None
    passed: bool | None

    @property
    def facts(self) -> dict[str, str]:
        """As the parts of the clause; a drill that failed is none to vouch for."""
        drilled = self.drilled_on.isoformat() if self.drilled_on and self.passed else ""
        parts = {key: getattr(self, key) for key in ("route", "phone", "alternate_1", "alternate_2")}
        return {key: value for key, value in (parts | {"drilled_on": drilled}).items() if value}


Pair = tuple[UUID, UUID]
Drills = Mapping[Pair, Sequence[Drill]]
Reading = Callable[[UUID, UUID, date], Sequence[Taken]]
ReadingDrills = Callable[[Collection[Pair]], Drills]
ReadingWayBack = Callable[[UUID, UUID, date], Sequence[WayBack]]
_taken: list[Reading] = []
_ways_back: list[ReadingWayBack] = []
_drills: list[ReadingDrills] = []


def taken_is_read_by(reading: Reading) -> None:
    _taken[:] = [reading]


def ways_back_are_read_by(reading: ReadingWayBack) -> None:
    _ways_back[:] = [reading]


def drills_are_read_by(reading: ReadingDrills) -> None:
    _drills[:] = [reading]


def drills(pairs: Collection[Pair]) -> Drills:
    """What partnerships of these guests and hosts that go on have drilled, as it was logged, in one query for all."""
    return _drills[0](pairs) if _drills and pairs else {}


def taken(guest_id: UUID, host_id: UUID, from_day: date) -> Sequence[Taken]:
    """What the guest has at the host from this day on."""
    return _taken[0](guest_id, host_id, from_day) if _taken else ()


def ways_back(guest_id: UUID, host_id: UUID, on: date) -> Sequence[WayBack]:
    """Of each partnership of the guest with a site of the host, what stands on this day."""
    return _ways_back[0](guest_id, host_id, on) if _ways_back else ()
