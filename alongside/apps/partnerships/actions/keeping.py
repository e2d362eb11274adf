"""Begin a partnership, settle how it works, name who leads at our side, and end it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import NotYoursError, entered, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.models import Site
from alongside.apps.governance.models import Contact
from alongside.apps.partnerships.actions.ownership import Refused, locked, of
from alongside.apps.partnerships.facts import newest_numbers
from alongside.apps.partnerships.models import Lead, Partnership, TransferNumbers

PHONES = ("phone", "phone_1", "phone_2")


@dataclass(frozen=True, slots=True)
class PartnershipWords:
    """All that both sides settle together; the three numbers are kept apart, for both sides and their board alone."""

    services: tuple[str, ...] = ()
    route: str = ""
    phone: str = ""
    alternate_1: str = ""
    phone_1: str = ""
    alternate_2: str = ""
    phone_2: str = ""
    escalate_minutes: int | None = None


@transaction.atomic
def open_partnership(*, trust: Organisation, site: Site, by: Acting, today: date) -> Partnership:
    """Either side may begin one; everything else is named as missing until it is there."""
    must_be_allowed(by, Permission.WORK_TOGETHER)
    must_be_a_pair(trust, site, by)
    try:
        with transaction.atomic():
            partnership = Partnership.objects.create(
                trust=trust,
                host=site.organisation,
                site=site,
                area_id=by.area_id,
                started_on=today,
                source=entered(by, today),
            )
    except IntegrityError as problem:
        raise Refused(f"{trust.name} and {site.name} are partners already.") from problem
    record_event("partnerships.opened", target=partnership, by=by, trust=trust.code, site=site.code)
    return partnership


def must_be_a_pair(trust: Organisation, site: Site, by: Acting) -> None:
    if by.organisation_id not in (trust.pk, site.organisation_id):
        raise NotYoursError("A partnership is begun by one of its two sides.")
    kinds = (trust.kind, site.organisation.kind)
    if kinds != (Organisation.Kind.TRUST, Organisation.Kind.INDEPENDENT):
        raise Refused("A partnership joins an NHS trust and a site of an independent provider.")
    if {trust.board_id, site.area_id} != {by.area_id}:
        raise Refused("Both sides must belong to the same area.")


@transaction.atomic
def settle(
    *, partnership: Partnership, words: PartnershipWords, seen: str | None, by: Acting, today: date
) -> Partnership:
    """Keep what both do together; new telephone numbers are appended, so that the old ones can be looked up."""
    kept = locked(partnership, by, seen)
    kept.services = list(words.services)
    for name in ("route", "alternate_1", "alternate_2", "escalate_minutes"):
        setattr(kept, name, getattr(words, name))
    phones = {name: getattr(words, name) for name in PHONES}
    before = newest_numbers(kept)
    if any(phones.values()) if before is None else any(getattr(before, name) != phones[name] for name in PHONES):
        TransferNumbers.objects.create(**of(kept, by), **phones, source=entered(by, today))
    kept.numbers = sum(bool(phone) for phone in phones.values())
    kept.source = entered(by, today)
    kept.save()
    record_event("partnerships.settled", target=kept, by=by)
    return kept


@transaction.atomic
def name_lead(
    *,
    partnership: Partnership,
    name: str,
    post: str,
    contact: Contact | None = None,
    phone: str = "",
    by: Acting,
    today: date,
) -> Lead:
    """Each side names its own, with a contact of its directory or a number; the one before stays in the history."""
    kept = locked(partnership, by)
    if contact and contact.organisation_id != by.organisation_id:
        raise Refused("Choose a contact of your own organisation.")
    lead = Lead.objects.create(
        **of(kept, by), organisation=by.organisation, name=name, post=post, contact=contact,
        phone="" if contact else phone, source=entered(by, today),
    )  # fmt: skip
    record_event("partnerships.lead_named", target=kept, by=by, post=post)
    return lead


@transaction.atomic
def end_partnership(*, partnership: Partnership, why: str, by: Acting, today: date) -> Partnership:
    """Either side alone; what was drilled and learnt stays readable."""
    kept = locked(partnership, by)
    kept.ended_on, kept.why_ended = today, why
    kept.save()
    record_event("partnerships.ended", target=kept, by=by, why=why)
    return kept
