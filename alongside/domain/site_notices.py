"""Is a service of this site given as usual on this day, or has the site said otherwise?

A notice is the site's own word about a time: paused, moved to another site, or given by telephone and video. It holds
for everything the site does or for one treatment function. Rules DIR-3 and DIR-4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.domain.reasons import Reason, Severity
from alongside.domain.treatment_functions import treatment_function_name

EVERYTHING = ""


class NoticeKind(StrEnum):
    PAUSED = "paused"
    MOVED = "moved"
    REMOTE = "remote"


KIND_WORDS = {
    NoticeKind.PAUSED: "paused",
    NoticeKind.MOVED: "moved to another site",
    NoticeKind.REMOTE: "appointments by telephone or video",
}
# No operation is done here while one of these holds; appointments by video leave the operations where they were.
STOPPING = frozenset({NoticeKind.PAUSED, NoticeKind.MOVED})


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `function` "" is everything the site does; `last` is the last day, None until it is ended."""

    kind: NoticeKind
    function: str
    first: date
    last: date | None = None
    to_site: str = ""
    words: str = ""


def covers(notice: Notice, function: str, on: date) -> bool:
    """Does the notice hold for this treatment function on this day? Both its days count.

    >>> pause = Notice(NoticeKind.PAUSED, "110", date(2026, 3, 1), date(2026, 3, 10))
    >>> [covers(pause, "110", date(2026, 3, day)) for day in (1, 10, 11)], covers(pause, "130", date(2026, 3, 5))
    ([True, True, False], False)
    """
    return (
        notice.function in (EVERYTHING, function) and notice.first <= on and (notice.last is None or on <= notice.last)
    )


def is_over(notice: Notice, on: date) -> bool:
    return notice.last is not None and notice.last < max(on, notice.first)


def stopping(notices: Iterable[Notice], function: str, on: date) -> Notice | None:
    """The first notice by which no operation of this function is done here on this day."""
    return next((one for one in notices if one.kind in STOPPING and covers(one, function, on)), None)


def closing(notices: Iterable[Notice], function: str, on: date) -> Reason | None:
    """DIR-3: the site has said that it does not do this on this day."""
    found = stopping(notices, function, on)
    return Reason("DIR-3", Severity.BLOCKS, f"The site says: {sentence(found)}") if found else None


def told(notices: Iterable[Notice], function: str, on: date) -> tuple[Reason, ...]:
    """DIR-4: what is coming, or holds without stopping an operation."""
    ahead = [one for one in notices if one.function in (EVERYTHING, function) and not is_over(one, on)]
    return tuple(
        Reason("DIR-4", Severity.WARNS, f"The site says: {sentence(one)}")
        for one in ahead
        if one.first > on or one.kind not in STOPPING
    )


def sentence(notice: Notice) -> str:
    """The notice in one sentence.

    >>> sentence(Notice(NoticeKind.MOVED, "130", date(2026, 3, 1), None, "Canterbury Clinic"))
    'Ophthalmology moved to Canterbury Clinic from 1 March 2026 until further notice'
    """
    what = treatment_function_name(notice.function) if notice.function else "everything here"
    how = f"moved to {notice.to_site}" if notice.to_site else KIND_WORDS[notice.kind]
    until = f"to {notice.last:%-d %B %Y}" if notice.last else "until further notice"
    words = f"{what}{':' if notice.kind is NoticeKind.REMOTE else ''} {how} from {notice.first:%-d %B %Y} {until}"
    return f"{words[0].upper()}{words[1:]}{'. ' + notice.words if notice.words else ''}"
