"""Put the good rows of a file on the board, many at a time; one by one only where the database refuses some."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from alongside.apps.audit.actions import Actor
from alongside.apps.audit.turns import take_turns
from alongside.apps.capacity.actions.beds import level_must_be_there, set_bed_night
from alongside.apps.capacity.actions.sessions import (
    change_session,
    offer_session,
    room_is_taken,
    terms_must_be_possible,
)
from alongside.apps.capacity.facts import SessionTerms, fields_of, tidy_room
from alongside.apps.capacity.models import BedNight, SessionState, TheatreSession
from alongside.apps.capacity.refusals import CapacityRefused, NotOurSite
from alongside.apps.directory.facts import procedure_groups
from alongside.apps.directory.models import ProcedureGroup, Site

Row = Mapping[str, Any]
SessionKey = tuple[UUID, str, datetime]
Change = tuple[int, TheatreSession, SessionTerms]
CHANGE = """
UPDATE capacity_theatresession SET room = %s, during = %s, minutes = %s, treatment_function = %s,
    procedure_group_id = %s, offered_to = %s, source = %s, changed_at = %s
WHERE id = %s
"""


@dataclass(slots=True)
class Counts:
    """What came of the rows so far; `problems` by the row's number in the file."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: dict[int, str] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "same": self.same, "bad": len(self.problems)}


def load_sessions(*, rows: Sequence[Row], counts: Counts, source: str, by: Actor) -> None:
    """Offer, change or leave each session; two files of one organisation take turns."""
    take_turns("capacity file of", by.organisation_id)
    sites, groups = own_sites(by), groups_by_word()
    standing = standing_sessions(rows, sites)
    new: list[tuple[int, SessionTerms]] = []
    changed: list[Change] = []
    for row in rows:
        try:
            terms = terms_of_row(row, sites, groups)
            terms_must_be_possible(terms, by)
        except CapacityRefused as refusal:
            counts.problems[row["source_row"]] = refusal.words
            continue
        found = standing.get((terms.site.id, tidy_room(terms.room).lower(), terms.during.lower))
        if found is None:
            new.append((row["source_row"], terms))
        elif all(getattr(found, name) == value for name, value in fields_of(terms).items()):
            counts.same += 1
        else:
            changed.append((row["source_row"], found, terms))
    change_together(changed, counts, source, by)
    offer_together(in_free_rooms(new, standing.values(), counts), counts, source, by)


def change_together(changed: Sequence[Change], counts: Counts, source: str, by: Actor) -> None:
    """All at once; when the database refuses one, one by one to find which. History keeps what each was."""
    if not changed:
        return
    now = timezone.now()
    for _, session, terms in changed:
        for name, value in (fields_of(terms) | {"source": source, "changed_at": now}).items():
            setattr(session, name, value)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(CHANGE, [columns_of(session) for _, session, _ in changed])
        counts.changed += len(changed)
    except IntegrityError:
        for number, session, terms in changed:
            try:
                change_session(session=session, terms=terms, by=by, source=source)
                counts.changed += 1
            except CapacityRefused as refusal:
                counts.problems[number] = refusal.words
                session.refresh_from_db()


def columns_of(session: TheatreSession) -> tuple[Any, ...]:
    """The values of CHANGE, in its order."""
    terms = (session.room, session.during, session.minutes, session.treatment_function)
    use = (session.procedure_group_id, session.offered_to, session.source, session.changed_at)
    return *terms, *use, session.pk


def in_free_rooms(
    new: Sequence[tuple[int, SessionTerms]], standing: Iterable[TheatreSession], counts: Counts
) -> list[tuple[int, SessionTerms]]:
    """The new sessions whose room nobody has; the database decides again when they are offered."""
    busy: dict[tuple[UUID, str, date], list[DateTimeTZRange]] = {}
    for one in standing:
        busy.setdefault((one.site_id, one.room.lower(), one.on), []).append(one.during)
    free = []
    for number, terms in new:
        hours = busy.setdefault((terms.site.id, tidy_room(terms.room).lower(), terms.on), [])
        during = terms.during
        if any(during.lower < other.upper and other.lower < during.upper for other in hours):
            counts.problems[number] = room_is_taken(terms).words
        else:
            hours.append(during)
            free.append((number, terms))
    return free


def offer_together(new: Sequence[tuple[int, SessionTerms]], counts: Counts, source: str, by: Actor) -> None:
    """All at once; when one room is taken, one by one to find which."""
    made = [
        TheatreSession(
            organisation_id=by.organisation_id, area_id=terms.site.area_id, source=source, **fields_of(terms)
        )
        for _, terms in new
    ]
    try:
        with transaction.atomic():
            TheatreSession.objects.bulk_create(made, batch_size=500)
        counts.new += len(made)
    except IntegrityError:
        for number, terms in new:
            try:
                offer_session(terms=terms, by=by, source=source)
                counts.new += 1
            except CapacityRefused as refusal:
                counts.problems[number] = refusal.words


def standing_sessions(rows: Sequence[Row], sites: Mapping[str, Site]) -> dict[SessionKey, TheatreSession]:
    """The open sessions of our sites on the days of these rows."""
    days = {row["on"] for row in rows}
    found = TheatreSession.objects.filter(site__in=sites.values(), on__in=days, state=SessionState.OPEN).select_related(
        "site", "procedure_group"
    )
    return {(one.site_id, one.room.lower(), one.during.lower): one for one in found}


def terms_of_row(row: Row, sites: Mapping[str, Site], groups: Mapping[str, ProcedureGroup]) -> SessionTerms:
    said = row["procedure_group"]
    if said and said.lower() not in groups:
        raise CapacityRefused(
            f"“{said[:60]}” is not an operation of the directory. Use the name or code shown there, or leave it empty."
        )
    return SessionTerms(
        site=site_of(row, sites),
        on=row["on"],
        start=row["start"],
        minutes=row["minutes"],
        room=row["room"],
        treatment_function=row["treatment_function"],
        procedure_group=groups[said.lower()] if said else None,
        offered_to=row["offered_to"],
    )


def groups_by_word() -> dict[str, ProcedureGroup]:
    """Each procedure group by its code and by its name, in small letters."""
    return {word.lower(): group for group in procedure_groups().values() for word in (group.code, group.name)}


def own_sites(by: Actor) -> dict[str, Site]:
    return {site.code: site for site in Site.objects.filter(organisation_id=by.organisation_id)}


def site_of(row: Row, sites: Mapping[str, Site]) -> Site:
    site = sites.get(row["site_code"])
    if site is None:
        raise NotOurSite(
            f"“{row['site_code'][:20]}” is not the code of a site of your organisation. "
            f"Yours are {', '.join(sorted(sites)) or 'none'}."
        )
    return site


def load_beds(*, rows: Sequence[Row], counts: Counts, source: str, by: Actor) -> None:
    """Offer, change or leave each bed night; two files of one organisation take turns."""
    take_turns("capacity file of", by.organisation_id)
    sites = own_sites(by)
    nights = BedNight.objects.filter(site__in=sites.values(), night__in={row["night"] for row in rows})
    standing = {(one.site_id, one.level, one.night): one.beds for one in nights}
    new: list[BedNight] = []
    for row in rows:
        try:
            site = site_of(row, sites)
            level_must_be_there(site, row["level"])
            before = standing.get((site.id, row["level"], row["night"]))
            if before is None:
                new.append(bed_night(row, site, source))
            elif before == row["beds"]:
                counts.same += 1
            else:
                with transaction.atomic():
                    set_bed_night(site, row["level"], row["night"], row["beds"], by, source)
                counts.changed += 1
        except CapacityRefused as refusal:
            counts.problems[row["source_row"]] = refusal.words
    # A night that a page has offered since we looked keeps the page's count.
    BedNight.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    counts.new += len(new)


def bed_night(row: Row, site: Site, source: str) -> BedNight:
    return BedNight(
        organisation_id=site.organisation_id,
        area_id=site.area_id,
        site=site,
        level=row["level"],
        night=row["night"],
        beds=row["beds"],
        source=source,
    )
