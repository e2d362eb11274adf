"""Which plans are there, what could be planned, and what was done to a plan?"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.queries import organisations_of_area
from alongside.apps.audit.models import Event
from alongside.apps.audit.queries import events_of
from alongside.apps.capacity.models import TheatreSession
from alongside.apps.plans.models import Adjustment, Approval, Plan
from alongside.apps.waiting.models import ReportedList

LARGE = ("summary", "evidence")
LARGE_OF_OTHERS = [f"{other}__{name}" for other in ("based_on", "replaced_by") for name in LARGE]


def plans(acting: Acting) -> QuerySet[Plan]:
    """The plans of the area, newest first, without their large parts."""
    return Plan.objects.filter(organisation_id=acting.area_id).defer(*LARGE).select_related("based_on")


def find_plan(acting: Acting, plan_id: UUID) -> Plan | None:
    """One plan with its figures; its evidence is read when a line needs it."""
    of_area = Plan.objects.filter(organisation_id=acting.area_id).select_related(
        "organisation", "based_on", "replaced_by"
    )
    return of_area.defer("evidence", *LARGE_OF_OTHERS).filter(pk=plan_id).first()


def latest_plan(acting: Acting) -> Plan | None:
    """The newest plan that has its answer."""
    return plans(acting).filter(state__in=[Plan.State.READY, Plan.State.APPROVED]).first()


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
