"""What has changed since a plan's list and capacity were read?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.agreements.queries.force import count_signed_or_ended
from alongside.apps.capacity.models import BedNight, SessionBooking, TheatreSession
from alongside.apps.directory.models import (
    Attestation,
    CriteriaVersion,
    GroupNeeds,
    SectionAttestation,
    ServiceNotice,
    Site,
    SiteService,
)
from alongside.apps.plans.models import Plan, PlanLine
from alongside.apps.regulations.queries import count_said
from alongside.apps.waiting.models import OpenState, Pathway

PLANNED = Q(state=OpenState.OPEN, decision_to_admit_on__isnull=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: of what, what became of it, how many, and the first pathways where it is about pathways."""

    kind: str
    what: str
    became: str
    count: int
    pathways: tuple[UUID, ...] = ()

    @property
    def words(self) -> str:
        """What follows the number: "version of acceptance criteria made since"."""
        return f"{self.what}{'' if self.count == 1 else 's'} {self.became}"


@dataclass(frozen=True, slots=True)
class Changes:
    found: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.found)

    def counts(self) -> dict[str, int]:
        return {change.kind: change.count for change in self.found}


def changed_since(acting: Acting, plan: Plan, *, most: int = 10) -> Changes:
    """What is new, different or gone, by kind; nothing when all is as it was."""
    since = plan.facts_at
    if since is None:
        return Changes(())
    found = [*of_the_list(plan, most), *of_the_capacity(acting, plan), *of_the_rules(acting, since)]
    return Changes(tuple(change for change in found if change.count))


def of_the_list(plan: Plan, most: int) -> list[Change]:
    on_plan = Exists(PlanLine.objects.filter(plan=plan, pathway_id=OuterRef("pk")))
    touched = Pathway.objects.filter(area_id=plan.organisation_id, changed_at__gt=plan.facts_at)
    if plan.treatment_functions:
        touched = touched.filter(treatment_function__in=plan.treatment_functions)
    if plan.providers:
        touched = touched.filter(provider__code__in=plan.providers)
    if not touched.exists():
        return []
    return [
        of_pathways("new", "new on the list since the plan", touched.filter(PLANNED & ~on_plan), most),
        of_pathways("changed", "on the plan with facts changed since", touched.filter(PLANNED & on_plan), most),
        of_pathways("gone", "on the plan, no longer waiting", touched.filter(~PLANNED & on_plan), most),
    ]


def of_pathways(kind: str, words: str, rows: QuerySet[Pathway], most: int) -> Change:
    count = rows.count()
    first = rows.order_by("changed_at", "pk").values_list("pk", flat=True)[:most] if count else ()
    return Change(kind, "pathway", words, count, tuple(first))


def of_the_capacity(acting: Acting, plan: Plan) -> list[Change]:
    ends = plan.starts_on + timedelta(weeks=plan.weeks)
    area: dict[str, Any] = {"area_id": acting.area_id}
    sessions = TheatreSession.objects.filter(
        **area, on__gte=plan.starts_on, on__lt=ends, changed_at__gt=plan.facts_at
    ).count()
    beds = BedNight.objects.filter(
        **area, night__gte=plan.starts_on, night__lt=ends, changed_at__gt=plan.facts_at
    ).count()
    booked = SessionBooking.objects.filter(
        session__area_id=acting.area_id, session__on__gte=plan.starts_on, session__on__lt=ends, at__gt=plan.facts_at
    ).count()
    return [
        Change("sessions", "theatre session", "added, changed or withdrawn since", sessions),
        Change("beds", "bed night", "added or changed since", beds),
        Change("bookings", "booking", "(holds among them) made since", booked),
    ]


def of_the_rules(acting: Acting, since: datetime) -> list[Change]:
    of_area = {"site__area_id": acting.area_id}
    return [
        Change(
            "criteria",
            "version",
            "of acceptance criteria made since",
            CriteriaVersion.objects.filter(**of_area, made_at__gt=since).count(),
        ),
        Change(
            "attestations",
            "attestation",
            "made since",
            Attestation.objects.filter(**of_area, at__gt=since).count()
            + SectionAttestation.objects.filter(**of_area, at__gt=since).count(),
        ),
        Change(
            "needs",
            "version",
            "of what an operation asks of a site made since",
            GroupNeeds.objects.filter(area_id=acting.area_id, at__gt=since).count(),
        ),
        Change(
            "capability",
            "entry",
            "of equipment, staff, infection pathway, access or support service changed since",
            changed_there(acting, since),
        ),
        Change("services", "service", "taken up or given up by a site since", changed_services(acting, since)),
        Change("levels", "site", "with another critical care level since", changed_levels(acting, since)),
        Change(
            "notices",
            "service change notice",
            "given or ended since",
            ServiceNotice.objects.filter(**of_area, at__gt=since).count(),
        ),
        Change("agreements", "agreement", "signed or ended since", count_signed_or_ended(acting, since)),
        Change(
            "differences",
            "version",
            "of what independent hospitals may not do made since",
            count_said(acting, since),
        ),
    ]


def changed_there(acting: Acting, since: datetime) -> int:
    """What sites had recorded and changed or took back; what is new counts once it is attested."""
    names = ("Equipment", "Competence", "InfectionPathway", "AccessFeature", "SupportService")
    events = (apps.get_model("directory", f"{name}Event") for name in names)
    return sum(each.objects.filter(site__area_id=acting.area_id, pgh_created_at__gt=since).count() for each in events)


def changed_services(acting: Acting, since: datetime) -> int:
    """What sites do now and did not do then, or the other way round; given up and taken up again is neither."""
    events = apps.get_model("directory", "SiteServiceEvent").objects.filter(
        site__area_id=acting.area_id, pgh_created_at__gt=since
    )
    first: dict[tuple[UUID, str, str | None], str] = {}
    for site, function, group, label in events.order_by("pgh_id").values_list(
        "site_id", "treatment_function", "procedure_group_id", "pgh_label"
    ):
        first.setdefault((site, function, group), label)
    kept = SiteService.objects.filter(site_id__in={site for site, _, _ in first})
    now = set(kept.values_list("site_id", "treatment_function", "procedure_group_id"))
    return sum((service in now) is (label == "added") for service, label in first.items())


def changed_levels(acting: Acting, since: datetime) -> int:
    """Sites whose critical care level is not what it was at some moment since."""
    events = apps.get_model("directory", "SiteEvent").objects.filter(area_id=acting.area_id, pgh_created_at__gt=since)
    before = set(events.values_list("id", "critical_care_level"))
    now = dict(Site.objects.filter(pk__in={site for site, _ in before}).values_list("pk", "critical_care_level"))
    return len({site for site, level in before if site in now and now[site] != level})
