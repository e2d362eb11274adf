"""What do the tables hold of a partnership, as the rules ask for it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import digest_of
from alongside.apps.meetings.facts import rhythms_of
from alongside.apps.partnerships.models import Drill, Lead, OfPartnership, Partnership, Rung, TransferNumbers, Visit
from alongside.domain import buddies
from alongside.domain.agreement_topics import Topic
from alongside.domain.buddies import Missing, Partnered, Promised, drill_standing, missing
from alongside.domain.buddy_proposals import HIGH_DEPENDENCY
from alongside.domain.call_tests import Light, Standing
from alongside.web.maps import Point, distance_km

Row = TypeVar("Row", bound=OfPartnership)


@dataclass(frozen=True, slots=True)
class Record:
    """A partnership with everything that was said of it, newest first. `numbers` is None where they are not shown.

    `meets_every_days` is the rhythm of the pair: 0 for none that is fixed, None when nobody has said.
    """

    partnership: Partnership
    lead_trust: Lead | None
    lead_host: Lead | None
    numbers: TransferNumbers | None
    drills: tuple[Drill, ...]
    visits: tuple[Visit, ...]
    nearest: tuple[Site, float] | None
    meets_every_days: int | None

    @property
    def kept(self) -> Partnered:
        row, last = self.partnership, self.drills[0] if self.drills else None
        return Partnered(
            trust=row.trust.name,
            host=row.host.name,
            lead_trust=self.lead_trust.name if self.lead_trust else "",
            lead_host=self.lead_host.name if self.lead_host else "",
            rings_trust=bool(number_of(self.lead_trust)),
            rings_host=bool(number_of(self.lead_host)),
            services=tuple(row.services),
            meets_every_days=self.meets_every_days,
            route=row.route,
            alternates=(row.alternate_1, row.alternate_2),
            numbers=row.numbers,
            escalate_minutes=row.escalate_minutes,
            last_drill=buddies.Drill(last.on, last.passed) if last else None,
        )

    def gaps(self, on: date) -> tuple[Missing, ...]:
        return missing(self.kept, on)

    def drill(self, on: date) -> Standing:
        return drill_standing(self.kept.last_drill, on)

    def contradictions(self, agreement: AgreementRecord | None, on: date) -> tuple[str, ...]:
        """Where the agreement for the trust's patients at the site says otherwise (PAR-8)."""
        drills = [buddies.Drill(drill.on, drill.passed) for drill in self.drills]
        return buddies.contradictions(promised(agreement, on), drills, self.numbers.phone if self.numbers else "")

    def is_red(self, on: date) -> bool:
        return self.drill(on).light is Light.RED

    @property
    def parties(self) -> tuple[UUID, UUID]:
        return self.partnership.trust_id, self.partnership.host_id

    @property
    def digest(self) -> str:
        return digest(self.partnership, self.numbers)


def digest(row: Partnership, numbers: TransferNumbers | None) -> str:
    """Of all that the form shows, so that two writers at once do not undo each other."""
    given = (numbers.phone, numbers.phone_1, numbers.phone_2) if numbers else ()
    words = (row.services, row.route, row.alternate_1, row.alternate_2, row.escalate_minutes)
    return digest_of((*words, row.ended_on, *given))


def newest_numbers(partnership: Partnership) -> TransferNumbers | None:
    return TransferNumbers.objects.filter(partnership=partnership).order_by("-at", "-id").first()


def records_of(partnerships: QuerySet[Partnership], on: date) -> list[Record]:
    """With all that the rules need, in seven queries however many they are; nothing after the day `on` counts."""
    found = list(partnerships.select_related("trust", "host", "site__organisation"))
    named = Lead.objects.filter(partnership__in=found).select_related("contact")
    leads = by_partnership(named.order_by("-at", "-id"))
    numbers = by_partnership(TransferNumbers.objects.filter(partnership__in=found).order_by("-at", "-id"))
    drills = by_partnership(Drill.objects.filter(partnership__in=found, on__lte=on))
    visits = by_partnership(Visit.objects.filter(partnership__in=found, on__lte=on).select_related("visitors"))
    hospitals = hospitals_of({row.trust_id for row in found})
    rhythms = rhythms_of([(row.trust_id, row.host_id) for row in found], on)
    return [
        Record(
            row,
            lead_of(leads[row.pk], row.trust_id),
            lead_of(leads[row.pk], row.host_id),
            next(iter(numbers[row.pk]), None),
            tuple(drills[row.pk]),
            tuple(visits[row.pk]),
            nearest(row.site, hospitals.get(row.trust_id, ())),
            rhythms.get((row.trust_id, row.host_id)),
        )
        for row in found
    ]


def by_partnership(rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        of: Any = row
        found[of.partnership_id].append(row)
    return found


def lead_of(leads: Sequence[Lead], organisation_id: UUID) -> Lead | None:
    """The newest that the organisation itself has named."""
    return next((lead for lead in leads if lead.organisation_id == organisation_id), None)


def number_of(lead: Lead | Rung | None) -> str:
    """Whom to ring in the day: the contact's number while that stands, else the one that was written; or none."""
    if lead is None:
        return ""
    if lead.contact:
        return "" if lead.contact.ended_on else lead.contact.phone
    return lead.phone


def transfer_of(agreement: AgreementRecord | None, on: date) -> Mapping[str, str]:
    """The parts of the clause on unplanned transfers, as the version that tells how the agreement stands has them."""
    clause = agreement.at(on).clauses.get(Topic.TRANSFER_BACK) if agreement else None
    return {name: str(part) for name, part in clause.facts.items()} if clause else {}


def promised(agreement: AgreementRecord | None, on: date) -> Promised:
    said = transfer_of(agreement, on)
    drilled_on = said.get("drilled_on")
    return Promised(date.fromisoformat(drilled_on) if drilled_on else None, said.get("phone", ""))


def hospitals_of(organisations: Iterable[UUID]) -> dict[UUID, list[Site]]:
    """The sites of each organisation where a patient who gets worse can be taken."""
    found: dict[UUID, list[Site]] = defaultdict(list)
    sites = Site.objects.filter(organisation__in=organisations, critical_care_level__gte=HIGH_DEPENDENCY)
    for site in sites.select_related("organisation").order_by("code"):
        found[site.organisation_id].append(site)
    return found


def nearest(site: Site, hospitals: Iterable[Site]) -> tuple[Site, float] | None:
    """The nearest of the hospitals, and how many kilometres away it is in a straight line."""
    measured = [(hospital, distance_km(point(site), point(hospital))) for hospital in hospitals]
    return min(measured, key=lambda each: (each[1], each[0].code), default=None)


def point(site: Site) -> Point:
    kind = "Independent" if site.organisation.kind == "independent" else "NHS"
    return Point(site.name, site.latitude, site.longitude, kind)
