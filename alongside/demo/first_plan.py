"""Which plan does the demonstration open with, and what does it come to in plain text?"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from alongside.apps.accounts.access import Acting, acting_as
from alongside.apps.accounts.models import Membership
from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import queries
from alongside.apps.plans.actions import Question, make_plan, work_out
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters import words
from alongside.apps.plans.wording import reason
from alongside.demo import capacity, published
from alongside.demo.loader import ACCOUNTS, BOARD, DOMAIN
from alongside.web.words import km, number, percent

QUESTION = Question(as_of=published.AS_OF, starts_on=capacity.FIRST_MONDAY, weeks=capacity.WEEKS, nearest=5)
SHOWN = 8


class NoFirstPlan(Exception):
    """The demonstration's plan could not be made; the message says why."""


def ensure(say: Callable[[str], None]) -> str:
    """The summary of the board's newest finished plan; made first when there is none."""
    coordinator = demonstration_coordinator()
    with acting_for(coordinator.organisation_id):
        plan = queries.latest_plan(coordinator)
    if plan is None:
        say("A first plan for everybody who waits for an admission ...")
        plan = make_first_plan(coordinator, say)
    with acting_for(coordinator.organisation_id):
        return "\n".join(lines(plan))


def demonstration_coordinator() -> Acting:
    email, _, role, _ = ACCOUNTS[0]
    memberships = Membership.objects.select_related("user", "organisation__board")
    return acting_as(memberships.get(user__email=f"{email}@{DOMAIN}", organisation__code=BOARD, role=role))


def make_first_plan(coordinator: Acting, say: Callable[[str], None]) -> Plan:
    with acting_for(coordinator.organisation_id):
        plan = make_plan(question=QUESTION, by=coordinator, queue=False)
    work_out(plan.pk, coordinator.organisation_id, lambda done: say(f"  {done}"))
    with acting_for(coordinator.organisation_id):
        plan.refresh_from_db()
    if not plan.has_answer:
        raise NoFirstPlan(f"The first plan could not be made. {plan.trouble}")
    return plan


def lines(plan: Plan) -> Iterator[str]:
    """The plan in some twenty-five lines."""
    found = plan.summary
    yield f"Plan: {plan.name}; list as of {date_words(plan.as_of)}. Synthetic people, modelled capacity."
    yield f"{words.headline(plan)}."
    yield words.because(plan)
    yield ""
    yield "Placed, by specialty (the longest lists)"
    yield from (share_line(row["name"], row) for row in found["functions"][:SHOWN])
    yield "Placed, by clinical priority"
    yield from (share_line(row["name"], row) for row in found["priorities"])
    yield "No place, by reason"
    yield from (f"  {reason(row['code']):<40} {number(row['count']):>7}" for row in found["reasons"])
    yield "Waits"
    placed = found["waits"]["placed_then"]
    yield f"  Median wait of those placed, at their place: {words.wait_words(placed['median'])}"
    yield f"  {words.waits_words(plan)}"
    yield f"  Half travel less than {km(found['travel']['median'])}, 9 in 10 less than {km(found['travel']['p90'])}."
    yield "Placed, by deprivation of the home (measured, never an input)"
    yield from (fair_line(row) for row in found["fairness"]["deprivation"])
    yield "How good"
    yield from (f"  {sentence}" for sentence in words.how_good(plan))
    yield f"Worked out in {plan.seconds:.0f} seconds. Fingerprint of the input: {plan.input_digest[:16]}"


def date_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def share_line(name: str, row: dict[str, int]) -> str:
    share = percent(row["placed"] / row["waiting"] if row["waiting"] else None, 0)
    return f"  {name:<40} {number(row['placed']):>7} of {number(row['waiting']):>7}  {share:>5}"


def fair_line(row: dict[str, Any]) -> str:
    if row["share"] is None:
        return f"  {row['label']:<40} too few to show"
    return (
        f"  {row['label']:<40} {percent(row['share'])}, expected from specialty and priority {percent(row['expected'])}"
    )
