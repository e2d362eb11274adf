"""Which patients of a plan, narrowed? A provider sees its own patients alone: the database sees to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.models import Site
from alongside.apps.plans.models import Plan, PlanLine
from alongside.apps.waiting.models import Pathway
from alongside.apps.waiting.queries import find_pathways


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Empty: all. `placed` is "yes" or "no"; `waited` is a mark of weeks that has been passed."""

    placed: str = ""
    code: str = ""
    provider: str = ""
    function: str = ""
    priority: str = ""
    site: str = ""
    waited: int | None = None
    review: bool = False
    search: str = ""


def lines(acting: Acting, plan: Plan, chosen: LineFilter) -> QuerySet[PlanLine]:
    """The lines of the plan that may be seen, narrowed."""
    rows = PlanLine.objects.filter(plan=plan).select_related("provider", "site").defer("considered")
    rows = rows.filter(wanted(chosen))
    return rows.filter(pathway_id__in=found(acting, chosen.search)) if chosen.search else rows


def count_lines(plan: Plan) -> int:
    """How many patients of the plan the organisation acted for may see."""
    return PlanLine.objects.filter(plan=plan).count()


def identifiers(acting: Acting, pathways: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Pathway identifier and issuer as the list has them; nothing for those who may not see the list."""
    if not acting.may(Permission.SEE_LIST):
        return {}
    found = Pathway.objects.filter(pk__in=list(pathways)).values_list("pk", "pathway_identifier", "pathway_issuer")
    return {key: (identifier, issuer) for key, identifier, issuer in found}


def wanted(chosen: LineFilter) -> Q:
    exact = {
        "code": chosen.code,
        "provider__code": chosen.provider,
        "treatment_function": chosen.function,
        "site__code": chosen.site,
    }
    asked = Q(**{name: value for name, value in exact.items() if value})
    if chosen.placed:
        asked &= Q(site__isnull=chosen.placed == "no")
    if chosen.priority:
        asked &= Q(priority="" if chosen.priority == "unknown" else chosen.priority)
    if chosen.waited is not None:
        asked &= Q(days_waited__gt=chosen.waited * 7)
    return asked & ~Q(review_by="") if chosen.review else asked


def found(acting: Acting, words: str) -> list[UUID]:
    """A line's own address, or the pathway identifier as the list knows it; identity is not searched here."""
    try:
        return [UUID(words.strip())]
    except ValueError:
        return [pathway.pk for pathway in find_pathways(acting, words, by_identity=False)]


def line(plan: Plan, pathway_id: UUID) -> PlanLine | None:
    return (
        PlanLine.objects.filter(plan=plan, pathway_id=pathway_id)
        .select_related("provider", "site__organisation")
        .first()
    )


def sites_on_plan(plan: Plan) -> list[Site]:
    """The sites whose sessions this plan could use."""
    codes = [site["code"] for site in plan.evidence.get("sites", [])]
    return list(Site.objects.filter(code__in=codes).order_by("name"))


def sites_on_map(acting: Acting, plan: Plan) -> list[Site]:
    """The sites where its lists wait and those where its places are."""
    codes = set(plan.summary["homes"].values()) | {row["site"] for row in plan.summary["flows"]}
    return list(Site.objects.filter(area_id=acting.area_id, code__in=codes).select_related("organisation"))
