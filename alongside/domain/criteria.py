"""What has a site said it will take, for one group of procedures, and how fresh is its word?

Criteria are data with a version, so that every decision can name the version it was made under. Basis: the shape of
published exclusion lists (Foscote, Circle Reading) and HSIB's finding that capability was not known (28 October 2021).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alongside.domain.clinical_fields import FIELDS, Number
from alongside.domain.site_capability import Capability
from alongside.domain.site_needs import SiteNeeds
from alongside.domain.support_services import Cover, SupportNeed

ATTESTATION_DAYS = 90

Value = Number | bool | tuple[Number, ...]


class Kind(StrEnum):
    """A hard rule states what must hold. A review rule states what calls for a named reviewer."""

    HARD = "hard"
    REVIEW = "review"


class IfMissing(StrEnum):
    """What a missing value means. `pass` is for review rules alone: a hard rule never passes the unknown (AL-4)."""

    UNKNOWN = "unknown"
    PASS_IF_NO_HISTORY = "pass_if_no_history"  # noqa: S105 - a rule's word, not a secret
    PASS = "pass"  # noqa: S105 - a rule's word, not a secret


OPS = (">=", "<=", "==", "!=", "in", "not in", "<", ">")
# A site's own rule compares with a number of the site. Whether it takes a known infection is a yes, a no or not known.
SITE_FACTS = {"critical_care_level": "critical care level"}
TAKES_INFECTION = "takes_infection"
ROUTES = {
    "anaesthetist": "an anaesthetist",
    "surgeon": "the operating surgeon",
    "pre_op_nurse": "the pre-operative assessment nurse",
    "geriatrician": "a geriatrician or perioperative physician",
    "cardiologist": "a cardiologist",
    "haematologist": "a haematologist",
    "pharmacist": "a pharmacist",
    "diabetes_team": "the diabetes team",
    "respiratory_team": "the NHS respiratory team",
    "adjustments_lead": "the lead for reasonable adjustments",
    "infection_team": "the infection prevention and control team",
    "site_lead": "the person who attests for the site",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule of a site: `field op value`. The limit is `value`, or the site fact named by `value_from`."""

    rule_id: str
    field: str
    op: str
    value: Value | None
    kind: Kind = Kind.HARD
    reason: str = ""
    route: str | None = None
    if_missing: IfMissing = IfMissing.UNKNOWN
    value_from: str | None = None

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"“{self.field}” is not a field that a rule can use")
        if self.op not in OPS:
            raise ValueError(f"“{self.op}” is not a comparison: use one of {', '.join(OPS)}")
        if self.kind is Kind.HARD and self.if_missing is IfMissing.PASS and not FIELDS[self.field].screened:
            raise ValueError("A hard rule cannot pass when the value is missing (AL-4)")
        if self.if_missing is IfMissing.PASS_IF_NO_HISTORY and not FIELDS[self.field].history:
            raise ValueError(f"“{FIELDS[self.field].label}” has no history that could answer for it")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the directory knows of a site. A service that is not in `support` is not recorded, which is not "none".

    `attested` is the day of the word on each section of `capability` that stands as it was attested. Care may be given
    until `care_until`; without it, on the day asked about. `takes_infection` says whether patients with a known
    infection are nursed there apart from others; None when nobody at the site stands for an answer.
    """

    site: str
    critical_care_level: int | None = None
    support: Mapping[str, Cover] = field(default_factory=dict)
    capability: Capability = field(default_factory=Capability)
    attested: Mapping[str, date] = field(default_factory=dict)
    care_until: date | None = None
    takes_infection: bool | None = None


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One version of a site's acceptance criteria for one procedure group, and who vouches for it.

    `needs` is what the operation asks of every site, in a version of its own. `newly_listed` says that the site lists
    the operation and no word of its covers that, so that there is no attestation either.
    """

    site: str
    procedure_group: str
    version: int
    criteria: tuple[Criterion, ...]
    support_needed: tuple[SupportNeed, ...] = ()
    attested_by: str = ""
    attested_on: date | None = None
    valid_until: date | None = None
    needs: SiteNeeds = field(default_factory=SiteNeeds)
    newly_listed: bool = False


class Attestation(StrEnum):
    ATTESTED = "attested"
    STALE = "stale"
    NEVER = "never"


def attestation_state(attested_on: date | None, as_of: date, valid_until: date | None = None) -> Attestation:
    """Is the site's word fresh? It lasts 90 days, or to `valid_until` if that is sooner.

    >>> attestation_state(date(2026, 1, 1), date(2026, 4, 1)), attestation_state(date(2026, 1, 1), date(2026, 4, 2))
    (<Attestation.ATTESTED: 'attested'>, <Attestation.STALE: 'stale'>)
    """
    if attested_on is None or attested_on > as_of:
        return Attestation.NEVER
    past_its_date = valid_until is not None and as_of > valid_until
    if past_its_date or (as_of - attested_on).days > ATTESTATION_DAYS:
        return Attestation.STALE
    return Attestation.ATTESTED
