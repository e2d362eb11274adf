"""How do two organisations stand to each other, read once for all the pairs that this organisation may know?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.directory import queries as directory
from alongside.apps.directory.facts import SiteRecord
from alongside.apps.governance import queries as governance
from alongside.apps.governance.facts import is_confirmed, light_of, replaced
from alongside.apps.governance.models import Contact, Policy, SystemUse
from alongside.apps.partnerships.facts import Record, promised
from alongside.apps.partnerships.facts.governance import PackRecord, packs_of
from alongside.apps.partnerships.queries.pairs import partnerships
from alongside.apps.partnerships.queries.sites import wanting
from alongside.domain.agreement_clauses import services_of
from alongside.domain.agreement_state import IN_FORCE, State
from alongside.domain.buddies import NUMBERS
from alongside.domain.call_tests import Light
from alongside.domain.joint_governance import Kind, escalates, keeps
from alongside.domain.readiness import CLAUSES, PairFacts, Readiness, readiness

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """A guest and a host, their agreement and partnerships, and how ready they are; None where it may not be known.

    `systems` are those that the register names at the host for this guest or for everybody.
    """

    guest: Organisation
    host: Organisation
    agreement: AgreementRecord | None
    partnerships: tuple[Record, ...]
    readiness: Readiness | None
    systems: tuple[SystemUse, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the score of any pair is made of."""

    agreements: dict[Pair, AgreementRecord]
    partnerships: dict[Pair, list[Record]]
    policies: Sequence[Policy]
    contacts: dict[UUID, list[Contact]]
    systems: Sequence[SystemUse]
    sites: dict[UUID, list[SiteRecord]]
    packs: dict[UUID, PackRecord]


def standing(acting: Acting, guest_id: UUID, host_id: UUID, on: date) -> Standing | None:
    """Of one pair that concerns us, or None: what others have agreed is theirs."""
    pair = agreements.pair(acting, guest_id, host_id)
    return of_pair(acting, pair, known(acting, on), on) if pair else None


def standings(acting: Acting, on: date) -> list[Standing]:
    """Of every pair with an agreement or a partnership, and each trust with an independent host that has neither."""
    found = known(acting, on)
    records = list(found.agreements.values())
    pairs = [(record.agreement.guest, record.agreement.host) for record in records]
    pairs += [(each[0].partnership.trust, each[0].partnership.host) for each in found.partnerships.values()]
    pairs += agreements.without(acting, records)
    unique = {(guest.pk, host.pk): (guest, host) for guest, host in pairs}
    answered = [of_pair(acting, pair, found, on) for pair in unique.values()]
    return sorted(answered, key=lambda one: (one.guest.name, one.host.name))


def known(acting: Acting, on: date) -> Known:
    joined: dict[Pair, list[Record]] = defaultdict(list)
    kept = partnerships(acting, on)
    for record in kept:
        joined[record.parties].append(record)
    contacts: dict[UUID, list[Contact]] = defaultdict(list)
    for contact in governance.contacts(acting, on):
        contacts[contact.organisation_id].append(contact)
    signed = {(one.agreement.guest_id, one.agreement.host_id): one for one in agreements.records(acting)}
    said = [one for one in governance.policies(acting) if one.ended_on is None or one.ended_on > on]
    gone = replaced(said, on)
    holding = [one for one in said if one.pk not in gone]
    sites: dict[UUID, list[SiteRecord]] = defaultdict(list)
    for site in directory.site_records(acting, on):
        sites[site.site.organisation_id].append(site)
    packs = packs_of([record.partnership for record in kept], on)
    return Known(signed, joined, holding, contacts, list(governance.systems(acting)), sites, packs)


def of_pair(acting: Acting, pair: tuple[Organisation, Organisation], found: Known, on: date) -> Standing:
    guest, host = pair
    record = found.agreements.get((guest.pk, host.pk))
    joined = tuple(found.partnerships.get((guest.pk, host.pk), ()))
    concerns = acting.organisation_id in (guest.pk, host.pk, acting.area_id)
    score = readiness(facts_of(pair, record, joined, found, on)) if concerns else None
    return Standing(guest, host, record, joined, score, systems_of(found, guest.pk, host.pk))


def systems_of(found: Known, guest_id: UUID, host_id: UUID) -> tuple[SystemUse, ...]:
    return tuple(one for one in found.systems if one.organisation_id == host_id and one.partner_id in (guest_id, None))


def facts_of(
    pair: tuple[Organisation, Organisation],
    record: AgreementRecord | None,
    joined: Sequence[Record],
    found: Known,
    on: date,
) -> PairFacts:
    """What the rules of readiness ask; of several partnerships of a pair, what stands in every one of them."""
    guest, host = pair
    said = [one for one in found.policies if (one.partner_id, one.organisation_id) == (guest.pk, host.pk)]
    agreed = sum(is_confirmed(one) for one in said)
    written, gaps, state = of_agreement(record, on)
    drills = [record.kept.last_drill for record in joined]
    packs = [found.packs[record.partnership.pk].pack for record in joined]
    used = systems_of(found, guest.pk, host.pk)
    services = services_of(record.at(on).clauses) if record else frozenset()
    lacking, unattested = wanting(found.sites[host.pk], services, on)
    return PairFacts(
        guest=guest.name,
        host=host.name,
        written=written,
        begun=record is not None,
        gaps=gaps,
        in_force=state in IN_FORCE,
        lasts=state is State.ACTIVE,
        policies_agreed=agreed,
        policies_waiting=len(said) - agreed,
        contacts_guest=len(found.contacts[guest.pk]),
        contacts_host=len(found.contacts[host.pk]),
        red_guest=red(found.contacts[guest.pk], on),
        red_host=red(found.contacts[host.pk], on),
        numbers_given=every(one.partnership.numbers >= NUMBERS for one in joined),
        leads_named=every(bool(one.lead_trust and one.lead_host) for one in joined),
        drilled=every(drill is not None for drill in drills),
        drill_passed=every(drill is not None and drill.passed for drill in drills),
        drill_recent=every(one.drill(on).light is not Light.RED for one in joined),
        systems=frozenset(one.purpose for one in used),
        reached=frozenset(one.purpose for one in used if one.who_has_access and one.how_to_get),
        cover_same=bool(joined) and promised(record, on).drilled_on is not None,
        cover_differs=tuple(dict.fromkeys(words for one in joined for words in one.contradictions(record, on))),
        served=bool(services),
        lacking=lacking,
        unattested=unattested,
        board=every(keeps(pack, Kind.BOARD, on) for pack in packs),
        deaths=every(keeps(pack, Kind.DEATHS, on) for pack in packs),
        ladder=every(escalates(pack) for pack in packs),
    )


def of_agreement(record: AgreementRecord | None, on: date) -> tuple[frozenset[str], int, State | None]:
    """The clauses of readiness that lack nothing, how much the whole lacks, and its state."""
    if record is None:
        return frozenset(), 0, None
    version = record.at(on)
    gaps = version.gaps(on, record.names)
    lacking = {gap.topic for gap in gaps}
    written = {topic.value for topic in version.clauses if topic not in lacking and topic.value in CLAUSES}
    return frozenset(written), len(gaps), version.state(on)


def red(contacts: Iterable[Contact], on: date) -> int:
    return sum(light_of(contact, on) is Light.RED for contact in contacts)


def every(stands: Iterable[bool]) -> bool:
    """In each of them, of which there is at least one."""
    found = list(stands)
    return bool(found) and all(found)
