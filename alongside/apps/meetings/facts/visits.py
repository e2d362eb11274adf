"""Since when are two organisations partners, and who of them visited the other?

Partnerships keep both and stand above this app: they say here, once, how it is read.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from alongside.domain.relationship import Partners, Visit

Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Visited:
    """Of one pair: the stretches in which they were partners, and every visit of one to the other."""

    partners: tuple[Partners, ...] = ()
    visits: tuple[Visit, ...] = ()


NEVER = Visited()
Reading = Callable[[Collection[Key]], Mapping[Key, Visited]]
_readings: list[Reading] = []


def read_by(reading: Reading) -> None:
    """From now on visits are read so."""
    _readings[:] = [reading]


def visited(pairs: Collection[Key]) -> Mapping[Key, Visited]:
    """Of each of these pairs that was ever a partnership."""
    return _readings[0](pairs) if _readings and pairs else {}
