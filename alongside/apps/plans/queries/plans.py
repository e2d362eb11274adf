"""Which plans are there, what could be planned, and what was done to a plan?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.queries import organisations_of_area
from alongside.apps.audit.models import Event
from alongside.apps.audit.queries import events_of
from alongside.apps.capacity.models import TheatreSession
from alongside.apps.plans.facts.holding import no_longer_holds
from alongside.apps.plans.facts.sharing import partners, show_what_may_be_seen
from alongside.apps.plans.models import Adjustment, Approval, Plan
from alongside.apps.waiting.models import ReportedList
from alongside.web.today import today

LARGE = ("summary", "evidence")
LARGE_OF_OTHERS = [f"{other}__{name}" for other in ("based_on", "replaced_by") for name in LARGE]


def plans(acting: Acting) -> QuerySet[Plan]:
    """The plans that may be read, newest first, without their large parts."""
    return plans_to_read(acting).defer(*LARGE).select_related("based_on")


def plans_to_read(acting: Acting) -> QuerySet[Plan]:
    """Those of the area; of chosen lists only where our own is one of them, or one shares with us (PLN-5)."""
    of_area = Plan.objects.filter(organisation_id=acting.area_id)
    chosen = of_area.exclude(providers=[]).values_list("providers", flat=True)
    if acting.organisation_id == acting.area_id or not chosen.exists():
        return of_area
    may = Q(providers=[])
    for code in {acting.organisation.code, *partners(acting, today())}:
        may |= Q(providers__contains=[code])
    return of_area.filter(may)


def find_plan(acting: Acting, plan_id: UUID) -> Plan | None:
    """One plan with the figures that may be read of it; its evidence is read when a line needs it."""
    found = plans_to_read(acting).select_related("organisation", "based_on", "replaced_by")
    plan = found.defer("evidence", *LARGE_OF_OTHERS).filter(pk=plan_id).first()
    return show_what_may_be_seen(plan, acting, today()) if plan else None


def lapsed_in(acting: Acting, found: Iterable[Plan], today: date) -> dict[UUID, int]:
    """How many places of each approved plan do not hold as things are today; plans of which all hold are not named."""
    approved = (plan for plan in found if plan.state == Plan.State.APPROVED)
    lapsed = {plan.pk: no_longer_holds(acting, plan, today) for plan in approved}
    return {key: sum(one.patients for one in rows) for key, rows in lapsed.items() if rows}


def latest_plan(acting: Acting) -> Plan | None:
    """The newest plan that has its answer."""
    return plans(acting).filter(state__in=[Plan.State.READY, Plan.State.APPROVED]).first()


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many a plan has at some sites, and how many of them are to be reviewed first; None where it is not told.

    `is_all` when nobody's patients are left out for want of sharing, or because they are few.
    """

    count: int
    review: int | None
    is_all: bool


def proposed_at(acting: Acting, plan: Plan, sites: Collection[str]) -> Proposed:
    """What an organisation may know of the patients whom a plan has at the sites of these codes."""
    everybody = plan.summary.get("proposed", {})
    told = show_what_may_be_seen(plan, acting, today()).summary
    flows = [flow for flow in told.get("flows", []) if flow["site"] in sites]
    hidden = [pair for pair in told.get("folded", {}).get("flows", ()) if pair[1] in sites]
    # How many are to be reviewed is known by site alone, so it is told where everybody's patients may be counted.
    review = None if hidden else sum(first for site, (_, first) in everybody.items() if site in sites)
    return Proposed(sum(flow["count"] for flow in flows), review, not hidden)


def plans_waiting_for_approval(acting: Acting) -> QuerySet[Plan]:
    """Plans of our own that are ready, have at least one name, and still need this person's."""
    standing = Approval.objects.filter(plan=OuterRef("pk"), withdraws=None, withdrawn_by=None)
    ours = plans(acting).filter(organisation_id=acting.organisation_id, state=Plan.State.READY)
    return ours.filter(Exists(standing), ~Exists(standing.filter(by=acting.user)))


def adjustments(plan: Plan) -> list[Adjustment]:
    """The changes by hand that the plan was made with, then those that wait for the next."""
    return list(plan.adjustments.select_related("site").order_by("-in_question", "at"))


def find_adjustment(plan: Plan, adjustment_id: UUID) -> Adjustment | None:
    return plan.adjustments.select_related("plan").filter(pk=adjustment_id).first()


def history(acting: Acting, plan: Plan) -> QuerySet[Event]:
    """What our own organisation did to this plan, newest first."""
    return events_of(acting.organisation_id, plan.pk)


def choices(acting: Acting) -> tuple[list[tuple[str, str]], list[str]]:
    """Whose lists can be planned (code and name), and the treatment functions of offered sessions."""
    providers = organisations_of_area(acting.area_id).exclude(pk=acting.area_id).order_by("name")
    offered = TheatreSession.objects.filter(area_id=acting.area_id, offered_to="area", state="open").order_by()
    functions = offered.values_list("treatment_function", flat=True).distinct()
    return [(one.code, one.name) for one in providers], sorted(functions)


def earliest_start(acting: Acting, today: date) -> date:
    """The next Monday, or the first Monday with an offered session when that is later or everything is over."""
    offered = TheatreSession.objects.filter(area_id=acting.area_id, offered_to="area", state="open").order_by("on")
    monday = today + timedelta(days=-today.weekday() % 7)
    first = (
        offered.filter(on__gte=monday).values_list("on", flat=True).first()
        or offered.values_list("on", flat=True).first()
    )
    return first - timedelta(days=first.weekday()) if first else monday


def list_as_of(acting: Acting, today: date) -> date:
    """The day of which the newest list was taken; today when none was."""
    newest = ReportedList.objects.filter(area_id=acting.area_id).order_by("-as_of").values_list("as_of", flat=True)
    return newest.first() or today
