"""What the rules may know of a policy and of a telephone number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from alongside.apps.directory.models import CriteriaVersion, ProcedureGroup
from alongside.apps.governance.models import (
    Barrier,
    Contact,
    Policy,
    PolicyConfirmation,
    Responsibility,
    SystemUse,
    TestCall,
)
from alongside.apps.regulations.queries import independent_rules
from alongside.domain.call_tests import Call, Light, Standing, lacks_night, standing
from alongside.domain.treatment_functions import treatment_function_name
from alongside.domain.whose_policy import Follows, PolicyRow, not_replaced

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


def words_on(policy: Policy) -> list[PolicyConfirmation]:
    """What the partner said of these very words, newest first."""
    digest = policy_digest(policy)
    said = [
        one for one in policy.confirmations.all() if (one.digest, one.organisation_id) == (digest, policy.partner_id)
    ]
    return sorted(said, key=lambda one: one.at, reverse=True)


def pathway_name(function: str, group: str) -> str:
    """What the directory calls a specialty, or a procedure group of it."""
    named = ProcedureGroup.objects.filter(code=group).values_list("name", flat=True).first() if group else None
    return named or treatment_function_name(function)


def rules_of_area(area_id: UUID) -> frozenset[str]:
    """The ids of rules in its sites' criteria and differences: with those of the house, all that plans count."""
    latest = CriteriaVersion.objects.filter(site__area_id=area_id).order_by("site_id", "procedure_group_id", "-version")
    sets = latest.distinct("site_id", "procedure_group_id").values_list("criteria", flat=True)
    stated = {rule["rule_id"] for criteria in sets for rule in criteria}
    return frozenset(stated | {rule.rule_id for rule in independent_rules(area_id)})


def is_confirmed(policy: Policy) -> bool:
    """Has the partner said yes to these very words, and not taken it back?"""
    newest = next(iter(words_on(policy)), None)
    return newest is not None and newest.says_yes


def row_of(policy: Policy) -> PolicyRow:
    said = words_on(policy)
    yes = next((one.on for one in said if one.says_yes), None)
    taken_back = said[0].on if said and not said[0].says_yes else None
    return PolicyRow(
        key=str(policy.pk),
        topic=policy.topic,
        host=policy.organisation.code,
        guest=policy.partner.code if policy.partner else policy.organisation.code,
        site=policy.site.code if policy.site else "",
        follows=Follows(policy.follows),
        starts_on=policy.starts_on,
        ended_on=policy.ended_on,
        agreed_from=yes,
        agreed_until=taken_back,
        line=str(policy.line),
        number=policy.number,
    )


def replaced(policies: Iterable[Policy], on: date) -> set[UUID]:
    """Those that a later version of their line has taken over from."""
    kept = list(policies)
    left = {row.key for row in not_replaced([row_of(policy) for policy in kept], on)}
    return {policy.pk for policy in kept if str(policy.pk) not in left}


def numbers_of(contact: Contact, on: date) -> list[Number]:
    """The number for the night first, where there is one; `contact.latest` holds the last call to each number."""
    by_day = contact.hours or ("Day" if contact.night_phone else "At all hours")
    given = [(contact.night_phone, "Nights and weekends"), (contact.phone, by_day)]
    last = {call.phone: call for call in contact.latest}  # type: ignore[attr-defined]
    return [number(phone, when, last.get(phone), contact, on) for phone, when in given if phone]


def has_no_night(contact: Contact) -> bool:
    """TEL-4: its only number is answered at set hours."""
    return lacks_night(contact.hours, contact.night_phone)


def number(phone: str, when: str, last: TestCall | None, contact: Contact, on: date) -> Number:
    call = Call(last.on, last.answered) if last else None
    return Number(phone, when, standing(call, contact.test_every_days, on), last)


def light_of(contact: Contact, on: date) -> Light:
    """The worst of its numbers."""
    lights = {number.standing.light for number in numbers_of(contact, on)}
    return next(light for light in WORST_FIRST if light in lights)
