"""What does Alongside hold already of what a partnership asks: in the agreement of the two, and in the directory?"""

from datetime import date
from typing import Any
from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.governance import queries as governance
from alongside.apps.governance.forms.words import PHONE
from alongside.apps.partnerships.facts import Record, transfer_of
from alongside.apps.partnerships.models import Partnership
from alongside.apps.partnerships.queries.pairs import functions_at, partnerships
from alongside.domain.agreement_clauses import services_of
from alongside.domain.agreement_state import IN_FORCE

TRANSFERS = "transfer-back"


def agreement_of(acting: Acting, record: Record) -> AgreementRecord | None:
    """For the trust's patients at the site's provider; None for those whom it does not concern."""
    return agreements.find_between(acting, *record.parties)


def held_elsewhere(acting: Acting, record: Record, on: date) -> dict[str, Any]:
    """For each part that the partnership has not said: the agreement's words, or a number of the trust's directory."""
    agreement = agreement_of(acting, record)
    clause = transfer_of(agreement, on)
    found: dict[str, Any] = {name: clause.get(name, "") for name in ("route", "alternate_1", "alternate_2")}
    number = clause.get("phone", "")
    found["phone"] = number if PHONE.fullmatch(number) else number_for_transfers(acting, record, on)
    if agreement:
        named = {service.function for service in services_of(agreement.at(on).clauses)}
        found["services"] = [code for code, _ in functions_at(record.partnership.site) if code in named]
    row, numbers = record.partnership, record.numbers
    said = {name: getattr(row, name) for name in ("route", "alternate_1", "alternate_2", "services")}
    said["phone"] = numbers.phone if numbers else ""
    return {name: value for name, value in found.items() if value and not said[name]}


def number_for_transfers(acting: Acting, record: Record, on: date) -> str:
    """The number at night of the trust's own contact for unplanned transfers, or its number by day."""
    contact = governance.contacts(acting, on).filter(organisation=record.partnership.trust_id, topic=TRANSFERS).first()
    return (contact.night_phone or contact.phone) if contact else ""


def still_in_force(acting: Acting, guest_id: UUID, host_id: UUID, on: date) -> list[AgreementRecord]:
    """The agreements of the two, either way round, under which patients are placed on this day."""
    found = (agreements.find_between(acting, *pair) for pair in ((guest_id, host_id), (host_id, guest_id)))
    return [one for one in found if one and one.at(on).state(on) in IN_FORCE]


def ended_yet_placing(acting: Acting, on: date) -> list[AgreementRecord]:
    """Our own agreements in force with a partner whose partnerships with us have all ended."""
    me = acting.organisation_id
    standing = {record.parties for record in partnerships(acting, on)}
    over = Partnership.objects.filter(area_id=acting.area_id, ended_on__lte=on).values_list("trust_id", "host_id")
    ended = {pair for pair in over if me in pair} - standing
    return [one for pair in sorted(ended, key=str) for one in still_in_force(acting, *pair, on)]
