"""What does the governance pack of a partnership hold, and what is kept elsewhere that belongs into it?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.governance import queries as governance
from alongside.apps.governance.facts import replaced
from alongside.apps.governance.models import Contact, Policy
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.facts.governance import PackRecord, packs_of
from alongside.apps.partnerships.models import Committee, Rung
from alongside.apps.partnerships.queries.pairs import partnerships


@dataclass(frozen=True, slots=True)
class Beside:
    """What the pack prints that is kept elsewhere: agreements either way round, policies at the host, contacts.

    `over` says of a policy by id why it binds nobody now: the agreement of the two has ended.
    """

    agreements: tuple[AgreementRecord, ...]
    policies: tuple[Policy, ...]
    over: dict[UUID, str]
    contacts: tuple[Contact, ...]


def pack_of(acting: Acting, record: Record, on: date) -> PackRecord:
    """The pack of a partnership; the database gives none of it to those whom it does not concern."""
    return packs_of([record.partnership], on)[record.partnership.pk]


def find_committee(pack: PackRecord, line: UUID) -> Committee | None:
    """The version that stands, or None where it was never said or has been withdrawn."""
    return next((one for one in pack.committees if one.line == line), None)


def find_rung(pack: PackRecord, line: UUID) -> Rung | None:
    return next((one for one in pack.rungs if one.line == line), None)


def contacts_of_both(acting: Acting, record: Record, on: date) -> list[Contact]:
    """Every contact of either side that has not ended."""
    return list(governance.contacts(acting, on).filter(organisation__in=record.parties))


def beside(acting: Acting, record: Record, on: date) -> Beside:
    trust, host = record.parties
    found = (agreements.find_between(acting, *pair) for pair in ((trust, host), (host, trust)))
    policies = governance.policies(acting).filter(organisation=host, partner=trust, starts_on__lte=on)
    said = [one for one in policies if one.ended_on is None or one.ended_on > on]
    gone = replaced(said, on)
    stand = tuple(one for one in said if one.pk not in gone)
    return Beside(
        tuple(one for one in found if one),
        stand,
        governance.agreements_ended(acting, stand, on),
        tuple(contacts_of_both(acting, record, on)),
    )


def packs_to_mend(acting: Acting, on: date) -> list[Record]:
    """Our own partnerships whose governance pack was begun and lacks something."""
    own = [record for record in partnerships(acting, on) if acting.organisation_id in record.parties]
    packs = packs_of([record.partnership for record in own], on)
    return [record for record in own if lacks(packs[record.partnership.pk], on)]


def lacks(pack: PackRecord, on: date) -> bool:
    return pack.is_begun and bool(pack.gaps(on))
