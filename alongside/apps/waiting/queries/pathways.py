"""Which pathways are on the list, how many, how long, and what is known of one of them?"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.queries import organisations_of_area
from alongside.apps.directory.models import ProcedureGroup, Site
from alongside.apps.waiting.facts import PLANNING_FIELDS, TEXT_PLANNING_FIELDS
from alongside.apps.waiting.models import ClockEvent, OpenState, Pathway, ReportedList
from alongside.domain.priorities import DIAGNOSTIC, SURGICAL
from alongside.domain.waits import STANDARD_DAYS
from alongside.web.today import today


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters of the list; None or "" lets everything through. `over_weeks` counts day-exactly."""

    provider: str = ""
    treatment_function: str = ""
    procedure_group: str = ""
    priority: str = ""
    over_weeks: int | None = None
    within_18: bool | None = None
    decision_to_admit: bool | None = None
    has_date: bool | None = None
    needs_information: bool | None = None
    deciles: tuple[int, ...] = ()
    site: str = ""
    state: str = OpenState.OPEN
    ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """Counts of the pathways that the filters show; shares leave out unknown clock starts."""

    total: int
    known: int
    within_18: int
    over_52: int
    decided: int

    @property
    def within_18_share(self) -> float | None:
        return self.within_18 / self.known if self.known else None


def mine(acting: Acting) -> QuerySet[Pathway]:
    """A board sees its area, a provider its own list. Said here for the index; the database enforces it anyway."""
    if acting.organisation.kind == Organisation.Kind.BOARD:
        return Pathway.objects.filter(area_id=acting.area_id)
    return Pathway.objects.filter(provider_id=acting.organisation_id)


def pathways(acting: Acting, criteria: Criteria, *, as_of: date) -> QuerySet[Pathway]:
    found = mine(acting).filter(conditions(criteria, as_of))
    rank = [When(priority=code, then=Value(at)) for at, code in enumerate((*SURGICAL, *DIAGNOSTIC))]
    return found.alias(priority_rank=Case(*rank, default=Value(99), output_field=IntegerField())).select_related(
        "provider", "procedure_group"
    )


def conditions(criteria: Criteria, as_of: date) -> Q:
    exact = {
        "state": criteria.state,
        "provider__code": criteria.provider,
        "treatment_function": criteria.treatment_function,
        "procedure_group_id": criteria.procedure_group,
        "site_code": criteria.site,
    }
    wanted = Q(**{name: value for name, value in exact.items() if value})
    if criteria.priority:
        wanted &= Q(priority="" if criteria.priority == "none" else criteria.priority)
    if criteria.deciles:
        wanted &= Q(deprivation_decile__in=criteria.deciles)
    if criteria.ids is not None:
        wanted &= Q(id__in=criteria.ids)
    return wanted & waits(criteria, as_of) & choices_of_yes_and_no(criteria)


def waits(criteria: Criteria, as_of: date) -> Q:
    wanted = Q()
    if criteria.over_weeks is not None:
        wanted &= Q(clock_start__lt=as_of - timedelta(weeks=criteria.over_weeks))
    if criteria.within_18 is not None:
        within = Q(clock_start__gte=as_of - timedelta(days=STANDARD_DAYS))
        wanted &= within if criteria.within_18 else Q(clock_start__lt=as_of - timedelta(days=STANDARD_DAYS))
    return wanted


def choices_of_yes_and_no(criteria: Criteria) -> Q:
    wanted = Q()
    for field, choice in (
        ("decision_to_admit_on", criteria.decision_to_admit),
        ("to_come_in_on", criteria.has_date),
    ):
        if choice is not None:
            wanted &= Q(**{f"{field}__isnull": not choice})
    if criteria.needs_information is not None:
        wanted &= information_missing() if criteria.needs_information else ~information_missing()
    return wanted


def information_missing() -> Q:
    missing = Q()
    for name in PLANNING_FIELDS:
        missing |= Q(**{name: ""}) if name in TEXT_PLANNING_FIELDS else Q(**{f"{name}__isnull": True})
    return Q(decision_to_admit_on__isnull=False) & missing


def headline(acting: Acting, criteria: Criteria, *, as_of: date) -> Headline:
    """One pass over the rows that the filters show."""
    eighteen, fifty_two = as_of - timedelta(days=STANDARD_DAYS), as_of - timedelta(weeks=52)
    counts = mine(acting).filter(conditions(criteria, as_of)).aggregate(
        total=Count("*"),
        known=Count("clock_start"),
        within_18=Count("clock_start", filter=Q(clock_start__gte=eighteen)),
        over_52=Count("clock_start", filter=Q(clock_start__lt=fifty_two)),
        decided=Count("decision_to_admit_on"),
    )  # fmt: skip
    return Headline(**counts)


def count_needing_information(acting: Acting) -> int:
    """Open pathways of this organisation's view that lack a fact that a plan asks for."""
    return mine(acting).filter(information_missing(), state=OpenState.OPEN).count()


def list_date(acting: Acting) -> date:
    """The day to which waits are counted: of the newest list that was loaded, or today before there is one."""
    newest = ReportedList.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    return newest or today()


def reported_lists(acting: Acting) -> QuerySet[ReportedList]:
    """The lists that this organisation may see, the oldest first."""
    return ReportedList.objects.select_related("organisation").order_by("as_of", "organisation__name")


def pathway(acting: Acting, pathway_id: UUID) -> Pathway | None:
    return mine(acting).filter(pk=pathway_id).select_related("provider", "procedure_group", "upload").first()


def events_of(acting: Acting, pathway_id: UUID) -> list[ClockEvent]:
    """The clock's lines as they were recorded, oldest first."""
    lines = ClockEvent.objects.filter(pathway_id=pathway_id, pathway__in=mine(acting)).select_related("provider")
    return list(lines.order_by("recorded_at", F("on").asc(nulls_first=True), "pk"))


def history_of(acting: Acting, pathway_id: UUID) -> list[Any]:
    """Every earlier state of a pathway, newest first."""
    earlier = apps.get_model("waiting", "PathwayEvent").objects.filter(id=pathway_id)
    return list(earlier.select_related("pgh_context").order_by("-pgh_id")[:100])


def area_providers(acting: Acting) -> list[Organisation]:
    """The providers whose lists a board sees; none for a provider, which sees its own alone."""
    if acting.organisation.kind != Organisation.Kind.BOARD:
        return []
    return list(organisations_of_area(acting.area_id).exclude(kind=Organisation.Kind.BOARD).order_by("name"))


def area_sites(acting: Acting) -> list[Site]:
    sites = Site.objects.filter(area_id=acting.area_id)
    if acting.organisation.kind != Organisation.Kind.BOARD:
        sites = sites.filter(organisation_id=acting.organisation_id)
    return list(sites.order_by("name").only("code", "name"))


def procedure_groups() -> list[ProcedureGroup]:
    return list(ProcedureGroup.objects.order_by("name").only("code", "name", "treatment_function"))


def waiting_words(criteria: Criteria) -> Criteria:
    """The same filters without the wait, for links that put another in its place."""
    return replace(criteria, over_weeks=None, within_18=None)
