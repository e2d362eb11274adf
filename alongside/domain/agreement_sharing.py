"""What may the partner see of a patient, at which moment, under which words of the agreement?

Derived from the sharing clause, the toolkit standing of both parties and the agreement's force, item by item.
Source: Data Security and Protection Toolkit (yearly; published by 30 June), UK GDPR Articles 6 and 9; November 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from alongside.domain.agreement_days import last_day
from alongside.domain.agreement_force import Permit, Refusal
from alongside.domain.reasons import Reason, Severity

DSPT_MONTHS = 15
DSPT_MET = ("Standards met", "Standards exceeded")
DSPT_STATUSES = (*DSPT_MET, "Approaching standards", "Standards not met", "Not published")
GUARDIANS = "the medical directors of both, who write the sharing clause"


class Item(StrEnum):
    """Something about a patient that one side may hold and the other may need."""

    IDENTITY = "identity"
    CONTACT = "contact"
    REFERRAL = "referral"
    LETTERS = "letters"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    PROBLEMS = "problems"
    IMAGING = "imaging"
    BLOODS = "bloods"
    PREOP = "preop"
    INFECTION = "infection"
    ESCALATION = "escalation"
    ADJUSTMENTS = "adjustments"
    NEXT_OF_KIN = "next_of_kin"
    WAITING = "waiting"
    OUTCOME = "outcome"
    INCIDENT = "incident"


ITEM_WORDS = {
    Item.IDENTITY: "Name, date of birth and NHS number",
    Item.CONTACT: "Address and telephone",
    Item.REFERRAL: "Referral",
    Item.LETTERS: "Clinic letters",
    Item.MEDICINES: "Medicines",
    Item.ALLERGIES: "Allergies",
    Item.PROBLEMS: "Problems and history",
    Item.IMAGING: "Imaging and reports",
    Item.BLOODS: "Blood results",
    Item.PREOP: "Pre-operative assessment",
    Item.INFECTION: "Infection status",
    Item.ESCALATION: "Treatment escalation plan",
    Item.ADJUSTMENTS: "Reasonable adjustments",
    Item.NEXT_OF_KIN: "Next of kin",
    Item.WAITING: "Procedure wanted and weeks waited, without identity",
    Item.OUTCOME: "Operation note and discharge letter",
    Item.INCIDENT: "Incidents during the stay",
}
NAMES_A_PERSON = frozenset(Item) - {Item.WAITING}


class Moment(IntEnum):
    """How far a patient's move has come."""

    PLANNED = 1
    OFFERED = 2
    ACCEPTED = 3
    ADMITTED = 4
    DISCHARGED = 5


MOMENT_WORDS = {
    Moment.PLANNED: "Proposed in a plan",
    Moment.OFFERED: "Offered to the patient",
    Moment.ACCEPTED: "Accepted by the patient and the host",
    Moment.ADMITTED: "Admitted",
    Moment.DISCHARGED: "Discharged",
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """The sharing clause, read."""

    items: frozenset[Item]
    purpose: str = ""
    lawful_basis: str = ""
    article_9: str = ""
    controllers: str = ""
    retention: str = ""
    breach_route: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The toolkit status an organisation last published, and the day it did."""

    status: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One item at one moment: seen or not, and why."""

    item: Item
    sees: bool
    reason: Reason


NO_STANDING = Standing("Not published", None)


def is_current(standing: Standing, on: date) -> bool:
    """Standards met or exceeded, published no more than 15 months ago.

    >>> is_current(Standing("Standards met", date(2025, 6, 30)), date(2026, 9, 29))
    True
    >>> is_current(Standing("Standards met", date(2025, 6, 30)), date(2026, 9, 30))
    False
    """
    if standing.status not in DSPT_MET or standing.on is None:
        return False
    return standing.on <= on <= last_day(standing.on, DSPT_MONTHS)


def read_sharing(facts: Mapping[str, object]) -> Sharing:
    """The sharing clause out of its parts; words that name no item are left out, so they share nothing."""
    raw = facts.get("items")
    named = {str(item) for item in raw} if isinstance(raw, list | tuple) else set()
    words = {key: str(facts.get(key) or "") for key in Sharing.__slots__ if key != "items"}
    return Sharing(frozenset(item for item in Item if item.value in named), **words)


def may_see(
    sharing: Sharing,
    standings: tuple[Standing, Standing],
    permit: Permit | Refusal,
    moment: Moment,
    on: date,
    item: Item,
) -> Permit | Refusal:
    """May the partner see this item now? AGR-9 no agreement in force, AGR-7 toolkit, AGR-6 not agreed, AGR-8 too early.

    `standings` are the guest's and the host's. What names a person is never seen before acceptance, whatever is agreed.
    """
    if isinstance(permit, Refusal):
        words = f"No agreement in force covers this: {permit.reason.message}"
        return _refused("AGR-9", words, permit.mended_by, permit.agreement)
    late = [side for side, standing in zip(("guest", "host"), standings, strict=True) if not is_current(standing, on)]
    if late:
        words = f"The security toolkit of the {' and of the '.join(late)} is not current"
        return _refused("AGR-7", words, f"the medical director of the {' and of the '.join(late)}", permit.agreement)
    if item not in sharing.items:
        return _refused("AGR-6", "The sharing clause does not name it", GUARDIANS, permit.agreement)
    if item in NAMES_A_PERSON and moment < Moment.ACCEPTED:
        words = "What can name a person is not seen before the patient and the host have accepted"
        return _refused("AGR-8", words, "nobody: it opens with acceptance", permit.agreement)
    return permit


def partner_sees(
    sharing: Sharing, standings: tuple[Standing, Standing], permit: Permit | Refusal, moment: Moment, on: date
) -> tuple[Seen, ...]:
    """Every item at this moment, in the order of `Item`, with the reason for or against."""
    return tuple(_seen(item, may_see(sharing, standings, permit, moment, on, item)) for item in Item)


def _seen(item: Item, answer: Permit | Refusal) -> Seen:
    if isinstance(answer, Refusal):
        return Seen(item, False, answer.reason)
    version = f"Named in the sharing clause of version {answer.version}" if answer.version else "Its own patient"
    return Seen(item, True, Reason("AGR-6", Severity.WARNS, version))


def _refused(rule: str, message: str, mended_by: str, agreement: str) -> Refusal:
    return Refusal(Reason(rule, Severity.BLOCKS, message), mended_by, agreement)
