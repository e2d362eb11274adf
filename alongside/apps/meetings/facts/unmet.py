"""How many patients of one side has the newest plan of the whole list left without a place, and may the other know?

A side reads its own lines alone, so it alone can count them; before a count is written where the other side reads it,
the agreement of the two is asked.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements import queries as agreements
from alongside.apps.meetings.facts import Pair
from alongside.apps.plans import queries as plans
from alongside.apps.plans.models import Plan
from alongside.apps.plans.wording import reason
from alongside.domain.agreement_clauses import services_of
from alongside.domain.agreement_force import Refusal
from alongside.domain.agreement_sharing import Item, Moment
from alongside.domain.plan_sharing import is_small, told_apart
from alongside.web.words import long_date

OF_AGREEMENT = "; services of the agreement"
OTHERS = "for other reasons together"


def whole_plan(acting: Acting) -> Plan | None:
    """The newest plan with its answer that was made of every list and every specialty of the area."""
    whole = plans.plans(acting).filter(treatment_functions=[], providers=[])
    return whole.filter(state__in=[Plan.State.READY, Plan.State.APPROVED]).first()


def source_of(plan: Plan, of: str = "") -> str:
    return f"“{plan.name}”, list as of {long_date(plan.as_of)}{of}; modelled"[:300]


def why_withheld(trust: Organisation, pair: Pair, on: date) -> Refusal | None:
    """Why the other side may not know how many of the trust's patients wait (AGR-6, AGR-7, AGR-9); None if it may."""
    answer = agreements.may_see(trust.pk, partner_of(trust, pair).pk, Item.WAITING, Moment.PLANNED, on)
    return answer if isinstance(answer, Refusal) else None


def partner_of(trust: Organisation, pair: Pair) -> Organisation:
    return next(side for side in pair.sides if side.pk != trust.pk)


def agreed(trust: Organisation, pair: Pair, acting: Acting, on: date) -> Q:
    """The lines of the services that the agreement names: sharing is for what is agreed."""
    record = agreements.find_between(acting, trust.pk, partner_of(trust, pair).pk)
    services = services_of(record.at(on).clauses) if record else frozenset()
    named = Q(pk=None)
    for service in services:
        of_group = {"procedure_group": service.group} if service.group else {}
        named |= Q(treatment_function=service.function, **of_group)
    return named


def without_place(
    trust: Organisation, pair: Pair, acting: Acting, plan: Plan, on: date
) -> Iterator[tuple[str, int | None]]:
    """Each reason with its patients, the most first, then the others together; None for fewer than five in all.

    Of the services of the agreement, and only of lines that may be read. A reason of fewer than five is not told, nor
    what gives it away by subtraction from the total that the other side reads in the plan (PLN-6).
    """
    chosen = plans.LineFilter(provider=trust.code, placed="no")
    lines = plans.lines(acting, plan, chosen).filter(agreed(trust, pair, acting, on)).order_by()
    counted = lines.values_list("code").annotate(patients=Count("pk"))
    rows = {code: (patients,) for code, patients in sorted(counted, key=lambda row: (-row[1], row[0]))}
    told = told_apart(rows, may=rows)
    for code in (code for code in rows if code in told):
        words = reason(code)
        yield f"{words[:1].lower()}{words[1:]}", rows[code][0]
    if rest := sum(patients for code, (patients,) in rows.items() if code not in told):
        yield OTHERS, None if is_small(rest) else rest
