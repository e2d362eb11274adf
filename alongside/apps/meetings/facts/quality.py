"""What do two organisations know of the quality of a month: what each gave, and what Alongside counts of both?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.capacity import queries as capacity
from alongside.apps.capacity.models import OfferedTo, SessionState
from alongside.apps.directory import queries as directory
from alongside.apps.directory.models import ServiceNotice
from alongside.apps.governance.facts import digest_of
from alongside.apps.governance.models import TestCall
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import JointAction, QualityFigure, QualityPack
from alongside.domain.criteria import ATTESTATION_DAYS
from alongside.domain.joint_quality import COUNTED, GIVEN, Standing, Version, exact, last_day, standing

Given = Mapping[tuple[UUID, str], QualityFigure]
AHEAD = timedelta(days=7)
NOT_GIVEN = "not given"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A count out of a count, and what has to be said of it."""

    count: int
    of: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one side as both may read it. `side` is the id of the organisation."""

    code: str
    side: str
    words: str
    count: int | None = None
    of: int | None = None
    note: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """As a frozen pack keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of two organisations: the newest figures that were given, every frozen pack, and how it stands."""

    pair: Pair
    month: date
    given: Given
    packs: tuple[QualityPack, ...]
    standing: Standing

    @property
    def digest(self) -> str:
        return digest_of_given(self.given)

    @property
    def frozen(self) -> QualityPack | None:
        """The pack that somebody has signed and no figure was given after."""
        version = self.standing.version
        return next((one for one in self.packs if version and one.number == version.number), None)


def digest_of_given(given: Given) -> str:
    return digest_of(tuple(sorted(str(row.pk) for row in given.values()))) if given else ""


def newest(rows: Iterable[QualityFigure]) -> dict[tuple[UUID, str], QualityFigure]:
    """By side and indicator what was given last; `rows` come oldest first."""
    return {(row.organisation_id, row.indicator): row for row in rows}


def month_of_pair(pair: Pair, month: date, on: date) -> Month:
    rows = QualityFigure.objects.filter(**within(pair, month)).order_by("at", "id")
    packs = QualityPack.objects.filter(**within(pair, month)).prefetch_related("signatures__organisation")
    return month_with(pair, month, newest(rows), tuple(packs.order_by("number")), on)


def month_with(pair: Pair, month: date, given: Given, packs: tuple[QualityPack, ...], on: date) -> Month:
    versions = [
        Version(one.number, one.digest, frozenset(str(each.organisation_id) for each in one.signatures.all()))
        for one in packs
    ]
    sides = [str(side.pk) for side in pair.sides]
    return Month(pair, month, given, packs, standing(versions, digest_of_given(given), sides, month, on))


def own_figures(pair: Pair, month: date, by: Acting) -> dict[str, FigureWords]:
    """What our side has given last, in full; the database shows it to nobody else."""
    rows = QualityFigure.objects.filter(
        trust=pair.trust, host=pair.host, month=month, organisation=by.organisation_id
    ).select_related("own")
    return {row.indicator: FigureWords(row.own.count, row.own.of, row.note) for row in rows.order_by("at", "id")}


def seen_of(found: Month, by: Acting) -> str:
    """The digest of what our own side has given."""
    return digest_of_given({key: row for key, row in found.given.items() if row.organisation_id == by.organisation_id})


def within(pair: Pair, month: date) -> dict[str, Any]:
    return {"trust": pair.trust, "host": pair.host, "month": month}


def lines(acting: Acting, found: Month) -> list[Line]:
    """As they were frozen where somebody has signed; else as they are given and counted now."""
    if found.frozen:
        return [Line(**line) for line in found.frozen.lines]
    return [*given_lines(found.pair, found.given), *counted(acting, found.pair, found.month)]


def given_lines(pair: Pair, given: Given) -> list[Line]:
    """Of every indicator and both sides; what a side has not given says so."""
    return [line_of(given.get((side.pk, each.code)), each.code, side) for each in GIVEN for side in pair.sides]


def line_of(row: QualityFigure | None, code: str, side: Organisation) -> Line:
    if row is None:
        return Line(code, str(side.pk), NOT_GIVEN)
    return Line(code, str(side.pk), row.words, row.count, row.of, row.note)


def counted(acting: Acting, pair: Pair, month: date) -> list[Line]:
    """What Alongside holds of both sides in the month; nobody is asked for it, and none of it is of a patient."""
    counts = {
        "actions": actions_on_time,
        "calls": calls_answered,
        "sections": sections_attested,
        "withdrawn": sessions_withdrawn,
        "notices": notices_ahead,
    }
    found = []
    for each in COUNTED:
        for side in pair.sides:
            count, of = counts[each.code](acting, pair, side, month)
            found.append(Line(each.code, str(side.pk), exact(count, of), count, of))
    return found


def actions_on_time(acting: Acting, pair: Pair, side: Organisation, month: date) -> tuple[int, int]:
    due = JointAction.objects.filter(
        trust=pair.trust, host=pair.host, owner=side, due_on__range=(month, last_day(month))
    )
    return due.filter(done__on__lte=F("due_on")).count(), due.count()


def calls_answered(acting: Acting, pair: Pair, side: Organisation, month: date) -> tuple[int, int]:
    calls = TestCall.objects.filter(
        area_id=acting.area_id, contact__organisation=side, on__range=(month, last_day(month))
    )
    return calls.filter(answered=True).count(), calls.count()


def sections_attested(acting: Acting, pair: Pair, side: Organisation, month: date) -> tuple[int, int]:
    """As the words stood on the last day of the month."""
    on = last_day(month)
    own = [record for record in directory.site_records(acting, on) if record.site.organisation_id == side.pk]
    said = [word.on for record in own for word in record.words.values()]
    return sum(on - day <= timedelta(days=ATTESTATION_DAYS) for day in said), len(said)


def sessions_withdrawn(acting: Acting, pair: Pair, side: Organisation, month: date) -> tuple[int, int]:
    offered = capacity.sessions(acting).filter(
        organisation=side, offered_to=OfferedTo.AREA, on__range=(month, last_day(month))
    )
    return offered.filter(state=SessionState.WITHDRAWN).count(), offered.count()


def notices_ahead(acting: Acting, pair: Pair, side: Organisation, month: date) -> tuple[int, int]:
    """Of pauses and moves that began in the month; the end of a notice is none."""
    kinds = [ServiceNotice.Kind.PAUSED, ServiceNotice.Kind.MOVED]
    begun = ServiceNotice.objects.filter(
        Q(ends=None), organisation=side, kind__in=kinds, starts_on__range=(month, last_day(month))
    )
    rows = list(begun)
    return sum(said_on(row.at) <= row.starts_on - AHEAD for row in rows), len(rows)


def said_on(at: datetime) -> date:
    return timezone.localdate(at)
