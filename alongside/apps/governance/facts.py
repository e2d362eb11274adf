"""What the rules may know of a policy and of a telephone number."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from alongside.apps.governance.models import Barrier, Contact, Policy, Responsibility, SystemUse, TestCall
from alongside.domain.call_tests import Call, Light, Standing, standing
from alongside.domain.whose_policy import Follows, PolicyRow

WORST_FIRST = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a contact, when it is for, and how far it may be trusted."""

    phone: str
    when: str
    standing: Standing
    last: TestCall | None


def digest_of(words: tuple[object, ...]) -> str:
    return sha256("\x1f".join(str(word) for word in words).encode()).hexdigest()[:16]


def policy_digest(policy: Policy) -> str:
    """Of all that the partner says yes to; that it ends needs nobody's yes."""
    return digest_of(
        (
            policy.partner_id, policy.site_id, policy.topic, policy.follows, policy.title, policy.version, policy.link,
            policy.contact_id, policy.starts_on,
        )
    )  # fmt: skip


def row_digest(row: Contact | SystemUse | Responsibility | Barrier) -> str:
    """Of all that is kept of it: the same while nobody has changed it."""
    return digest_of(tuple(getattr(row, field.attname) for field in row._meta.concrete_fields))


def is_confirmed(policy: Policy) -> bool:
    """Has the partner said yes to these very words?"""
    digest = policy_digest(policy)
    return any(
        each.digest == digest and each.organisation_id == policy.partner_id for each in policy.confirmations.all()
    )


def row_of(policy: Policy) -> PolicyRow:
    return PolicyRow(
        key=str(policy.pk),
        topic=policy.topic,
        host=policy.organisation.code,
        guest=policy.partner.code if policy.partner else policy.organisation.code,
        site=policy.site.code if policy.site else "",
        follows=Follows(policy.follows),
        starts_on=policy.starts_on,
        ended_on=policy.ended_on,
        confirmed=is_confirmed(policy),
    )


def numbers_of(contact: Contact, on: date) -> list[Number]:
    """The number for the night first, where there is one; `contact.latest` holds the last call to each number."""
    by_day = contact.hours or ("Day" if contact.night_phone else "At all hours")
    given = [(contact.night_phone, "Nights and weekends"), (contact.phone, by_day)]
    last = {call.phone: call for call in contact.latest}  # type: ignore[attr-defined]
    return [number(phone, when, last.get(phone), contact, on) for phone, when in given if phone]


def number(phone: str, when: str, last: TestCall | None, contact: Contact, on: date) -> Number:
    call = Call(last.on, last.answered) if last else None
    return Number(phone, when, standing(call, contact.test_every_days, on), last)


def light_of(contact: Contact, on: date) -> Light:
    """The worst of its numbers."""
    lights = {number.standing.light for number in numbers_of(contact, on)}
    return next(light for light in WORST_FIRST if light in lights)
