"""Which places of a plan rest on an agreement that no longer stands?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from alongside.apps.accounts.access import Acting
from alongside.apps.agreements.queries.force import Book, book_of_area
from alongside.apps.plans.models import Plan, PlanLine
from alongside.domain.agreement_force import Permit, Service


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """Patients of one hospital placed at another, and the first reason why no agreement lets them go."""

    patients: int
    host: str
    reason: str
    rule: str

    @property
    def words(self) -> str:
        who = "1 patient is" if self.patients == 1 else f"{self.patients:,} patients are"
        return f"{who} placed at {self.host} and may not go there now. {self.reason} ({self.rule})."


def no_longer_agreed(acting: Acting, plan: Plan, today: date) -> list[NotAgreed]:
    """By pair of organisations, most patients first; the agreements as they are today, for the days still to come."""
    book = book_of_area(acting, today)
    last = plan.last_day
    first = min(max(today, plan.starts_on), last)
    found: dict[tuple[str, str], NotAgreed] = {}
    for kind in kinds_placed(plan):
        refused = refusal(book, kind, first, last)
        if refused:
            key = refused.host, str(kind["provider_id"])
            before = found.get(key)
            patients = refused.patients + (before.patients if before else 0)
            found[key] = NotAgreed(patients, refused.host, (before or refused).reason, (before or refused).rule)
    return sorted(found.values(), key=lambda one: (-one.patients, one.host))


def kinds_placed(plan: Plan) -> list[dict[str, object]]:
    names = ("provider_id", "site__organisation_id", "site__name", "treatment_function", "procedure_group")
    placed = PlanLine.objects.filter(plan=plan, site__isnull=False)
    return list(placed.values(*names).annotate(patients=Count("pk")).order_by(*names))


def refusal(book: Book, kind: dict[str, object], first: date, last: date) -> NotAgreed | None:
    service = Service(str(kind["treatment_function"]), str(kind["procedure_group"]))
    answer = book.in_force(kind["provider_id"], kind["site__organisation_id"], service, first, last)
    if isinstance(answer, Permit):
        return None
    return NotAgreed(int(str(kind["patients"])), str(kind["site__name"]), answer.reason.message, answer.reason.rule)
