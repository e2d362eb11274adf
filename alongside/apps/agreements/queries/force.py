"""May this organisation's patient go to that one, under which agreement, on which days? The one door of AL-3.

Plans ask a `Book`, read once for the whole area; a hold or a booking asks for its own pair. Both give the answer of
`domain.agreement_force`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.facts import (
    AgreementRecord,
    Standings,
    VersionRecord,
    pair_key,
    records_of,
    standings_of,
)
from alongside.apps.agreements.models import Agreement, AgreementStep
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import ProcedureGroup
from alongside.domain import agreement_force as gate
from alongside.domain import agreement_sharing as sharing
from alongside.domain.agreement_clauses import services_of
from alongside.domain.agreement_force import Agreed, Permit, Refusal, Service
from alongside.domain.agreement_sharing import NO_STANDING, Item, Moment
from alongside.domain.agreement_state import Act, Side
from alongside.domain.agreement_topics import Topic
from alongside.domain.reasons import Reason, Severity

Pair = tuple[str, str]
NO_SERVICE = Refusal(Reason("AGR-2", Severity.BLOCKS, "No service was named"), gate.BOTH_DIRECTORS)


@dataclass(frozen=True, slots=True)
class Book:
    """Every agreement that may be read, for many questions without a query each; `names` are the words for ids."""

    agreed: Mapping[Pair, tuple[Agreed, ...]]
    names: Mapping[str, str]

    def in_force(
        self, guest_id: object, host_id: object, service: Service | None, first: date, last: date | None = None
    ) -> Permit | Refusal:
        """In force on `first`, or on every day until `last`; `service` None is a bed."""
        guest, host = str(guest_id), str(host_id)
        agreed = self.agreed.get((guest, host), ())
        return gate.in_force_throughout(agreed, guest, host, service, first, last or first, names=self.names)


def book_of_area(acting: Acting, today: date) -> Book:
    """The agreements that guests of the area have; `today` tells what is missing in those that are not signed."""
    return book(records_of(Agreement.objects.filter(area_id=acting.area_id)), today)


def in_force(guest_id: UUID, host_id: UUID, service: Service | None, on: date) -> Permit | Refusal:
    """The same for one pair. A hold, an offer, an acceptance and every other step of a move asks here."""
    if guest_id == host_id:
        return gate.OWN_SITE
    return book(records_of(of_pair(guest_id, host_id)), on).in_force(guest_id, host_id, service, on)


def stands_still(guest_id: UUID, host_id: UUID) -> None:
    """Until this transaction ends neither side ends the agreement of this pair; many may ask for that at once."""
    take_turns(pair_key(guest_id, host_id), shared=True)


def may_see(
    guest_id: UUID,
    host_id: UUID,
    item: Item,
    moment: Moment,
    on: date,
    services: Service | Iterable[Service] | None = None,
) -> Permit | Refusal:
    """May the host see this of the guest's patients now? The sharing clause of the version in force says (AGR-9).

    `services` is what they wait for or are treated for: each must be covered, since sharing is for what is agreed, and
    naming none shares nothing. None is for what is of no service, such as a bed: any service in force will do.
    """
    if guest_id == host_id:
        return gate.OWN_SITE
    records = records_of(of_pair(guest_id, host_id))
    permit = permit_for(book(records, on), (guest_id, host_id), services, on)
    return seen((guest_id, host_id), records, permit, standings_of((guest_id, host_id)), moment, on, item)


def guests_who_share(
    host_id: UUID, item: Item, moment: Moment, on: date, services: Service | Iterable[Service] | None = None
) -> frozenset[UUID]:
    """Of whose patients the host may see this now: `may_see` for every guest at once."""
    records: dict[UUID, list[AgreementRecord]] = defaultdict(list)
    for record in records_of(Agreement.objects.filter(host_id=host_id)):
        records[record.agreement.guest_id].append(record)
    if not records:
        return frozenset()
    every = book((record for each in records.values() for record in each), on)
    standings, asked = standings_of((host_id, *records)), asked_for(services)
    found = {
        guest: seen((guest, host_id), ours, permit_for(every, (guest, host_id), asked, on), standings, moment, on, item)
        for guest, ours in records.items()
    }
    return frozenset(guest for guest, answer in found.items() if isinstance(answer, Permit))


def permit_for(
    found: Book, pair: tuple[UUID, UUID], services: Service | Iterable[Service | None] | None, on: date
) -> Permit | Refusal:
    """What lets the pair have every one of these services, or the first reason against one of them."""
    permits = [found.in_force(*pair, service, on) for service in asked_for(services)]
    return next((permit for permit in permits if isinstance(permit, Refusal)), permits[0] if permits else NO_SERVICE)


def seen(
    pair: tuple[UUID, UUID],
    records: Iterable[AgreementRecord],
    permit: Permit | Refusal,
    standings: Standings,
    moment: Moment,
    on: date,
    item: Item,
) -> Permit | Refusal:
    """What the sharing clause of the version that permits says of an item, by the standings of guest and host."""
    guest, host = (standings.get(one, NO_STANDING) for one in pair)
    return sharing.may_see(sharing.read_sharing(shared(records, permit)), (guest, host), permit, moment, on, item)


def asked_for(services: Service | Iterable[Service | None] | None) -> tuple[Service | None, ...]:
    return (services,) if services is None or isinstance(services, Service) else tuple(services)


def shared(records: Iterable[AgreementRecord], permit: Permit | Refusal) -> Mapping[str, object]:
    """The sharing clause of the version that permits; nothing where none does."""
    if isinstance(permit, Refusal):
        return {}
    versions = (version for record in records for version in record.versions if version.number == permit.version)
    clause = next(versions).clauses.get(Topic.SHARING)
    return clause.facts if clause else {}


def of_pair(guest_id: UUID, host_id: UUID) -> QuerySet[Agreement]:
    return Agreement.objects.filter(guest_id=guest_id, host_id=host_id)


def count_signed_or_ended(acting: Acting, since: datetime) -> int:
    """How many agreements of the area's guests somebody has signed, ended or sent back since a moment."""
    steps = AgreementStep.objects.filter(area_id=acting.area_id, at__gt=since)
    steps = steps.filter(act__in=(Act.SIGN, Act.TERMINATE, Act.SEND_BACK))
    return steps.values("version__agreement").distinct().count()


def book(records: Iterable[AgreementRecord], today: date) -> Book:
    names = {str(key): name for key, name in Organisation.objects.values_list("id", "name")}
    names |= dict(ProcedureGroup.objects.values_list("code", "name"))
    agreed: dict[Pair, list[Agreed]] = defaultdict(list)
    for record in records:
        pair = str(record.agreement.guest_id), str(record.agreement.host_id)
        agreed[pair] += [as_agreed(record, version, today) for version in record.versions]
    return Book({pair: tuple(each) for pair, each in agreed.items()}, names)


def as_agreed(record: AgreementRecord, version: VersionRecord, today: date) -> Agreed:
    guest, host = record.agreement.guest_id, record.agreement.host_id
    endings = [step for step in version.steps if step.act == Act.TERMINATE]
    first = min(endings, key=lambda step: step.takes_effect or step.on, default=None)
    return Agreed(
        str(record.agreement.id),
        version.number,
        str(guest),
        str(host),
        services_of(version.clauses),
        version.facts,
        gaps=len(version.gaps(today, record.names)),
        owners=signers(record, version),
        ended_because=first.reason if first else "",
    )


def signers(record: AgreementRecord, version: VersionRecord) -> tuple[str, ...]:
    """Who signed for either side: they can mend it. Nobody until both have."""
    names = {step.side: step.by_name for step in version.steps if step.act == Act.SIGN}
    if len(names) < len(Side):
        return ()
    return tuple(f"{names[side]} ({name})" for side, name in zip(Side, record.names, strict=True))
