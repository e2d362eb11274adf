"""Which figures that Alongside holds of two organisations show a problem of theirs, and may both know them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.capacity import queries as capacity
from alongside.apps.capacity.models import OfferedTo, SessionState
from alongside.apps.governance import queries as governance
from alongside.apps.governance.facts import digest_of
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.unmet import OF_AGREEMENT, source_of, whole_plan, why_withheld, without_place
from alongside.domain.plan_sharing import SMALLEST
from alongside.web.words import plural

WEEKS = 4
LONGEST = 120
SESSIONS = "Sessions offered to the area, as kept in Alongside"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a problem states it."""

    words: str
    source: str
    on: date

    @property
    def key(self) -> str:
        return digest_of((self.words, self.source, self.on))


def figures(acting: Acting, pair: Pair, on: date) -> list[Figure]:
    """Of our own patients what the agreement of the two shares; of sessions and barriers what the whole area reads."""
    found = [
        *unmet(acting, pair, on),
        *(figure for side in pair.sides for figure in sessions(acting, side, on)),
        *barriers(acting, pair, on),
    ]
    return [Figure(each.words[:LONGEST], each.source[:200], each.on) for each in found if each.on <= on]


def unmet(acting: Acting, pair: Pair, on: date) -> Iterator[Figure]:
    own, plan = pair.side(acting.organisation_id), whole_plan(acting)
    if own is None or own.kind != Organisation.Kind.TRUST or plan is None or why_withheld(own, pair, on):
        return
    for why, patients in without_place(own, pair, acting, plan, on):
        if patients:
            words = [f"{patients:,} patients of {name} without a place: {why}" for name in (own.name, own.code)]
            yield Figure(
                next((each for each in words if len(each) <= LONGEST), words[-1]),
                source_of(plan, OF_AGREEMENT),
                plan.as_of,
            )


def sessions(acting: Acting, side: Organisation, on: date) -> Iterator[Figure]:
    """Of the last four weeks: minutes that nobody took, and sessions that were withdrawn."""
    start = on - timedelta(weeks=WEEKS)
    chosen = capacity.BoardFilter(organisation=side.pk)
    sums = capacity.gross_by_function_and_week(acting, start, WEEKS, chosen=chosen, today=on)
    lost, offered = int(sums["lost_minutes"].sum()), int(sums["offered_minutes"].sum())
    if lost:
        yield Figure(f"{lost:,} of {offered:,} offered minutes of {side.name} not taken in 4 weeks", SESSIONS, on)
    withdrawn = capacity.sessions(acting).filter(
        organisation=side, offered_to=OfferedTo.AREA, state=SessionState.WITHDRAWN, on__gte=start, on__lt=on
    )
    told = withdrawn.order_by().aggregate(count=Count("pk"), lost=Sum("minutes"))
    if told["count"]:
        words = f"{plural(told['count'], 'session')} of {side.name} withdrawn in 4 weeks, {told['lost']:,} minutes"
        yield Figure(words, SESSIONS, on)


def barriers(acting: Acting, pair: Pair, on: date) -> Iterator[Figure]:
    """What the newest plan counted for each barrier that one of the two or their board has written down."""
    writers = {pair.trust.pk, pair.host.pk, pair.trust.area_id}
    for barrier in governance.barriers(acting).filter(organisation__in=writers):
        for count in barrier.latest:  # type: ignore[attr-defined]
            if count.without_place >= SMALLEST:
                words = f"{count.without_place:,} patients without a place whom this refused: {barrier.rule}"
                yield Figure(words, f"“{count.plan_name}”, the whole area; modelled", count.on)
