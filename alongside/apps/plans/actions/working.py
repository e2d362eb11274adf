"""Working a plan out: facts, solve, check, explain, lines. Killed at any moment it leaves no half answer.

Progress is written in short transactions of its own so that the page sees it. The answer is written in one, and only
by the newest attempt, so a worker that was thought dead changes nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Coordinator
from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.plans.actions.barriers import count_barriers
from alongside.apps.plans.actions.repeating import READ
from alongside.apps.plans.actions.writing import write_lines
from alongside.apps.plans.facts import Facts, earlier_places, read_facts
from alongside.apps.plans.models import Plan
from alongside.apps.plans.outcome import considered, evidence, summary, told, with_notices, without_agreement
from alongside.apps.plans.outcome.fairness import fairness
from alongside.planner.carrying import Earlier
from alongside.planner.check import check
from alongside.planner.explain import explain
from alongside.planner.plan import Plan as Found
from alongside.planner.problem import Problem
from alongside.planner.replan import replan
from alongside.planner.solve import solve
from alongside.planner.tables import InputError

log = logging.getLogger(__name__)
FAULT = (
    "The plan could not be worked out because of a fault in the system. Start it again; if it fails again, report it."
)
STALE_SECONDS = 60
BEAT_SECONDS = 15


class Stopped(Exception):
    """Somebody cancelled the plan, or a newer attempt has taken over."""


@dataclass(slots=True)
class Attempt:
    """One try at one plan; `hear` keeps the page up to date and stops when the plan is no longer ours."""

    plan_id: UUID
    organisation_id: UUID
    number: int
    say: Callable[[str], None]

    def hear(self, share: float, words: str) -> None:
        with acting_for(self.organisation_id):
            if not self.mine().update(progress=share, progress_words=words, touched_at=timezone.now()):
                raise Stopped
        self.say(words)

    def mine(self) -> Any:
        return Plan.objects.filter(pk=self.plan_id, attempt=self.number, state=Plan.State.RUNNING)


def work_out(plan_id: UUID, organisation_id: UUID, say: Callable[[str], None] = lambda words: None) -> None:
    """Answer a plan's question. Does nothing for a plan that was cancelled, is gone or has its answer."""
    attempt = begin(plan_id, organisation_id, say)
    if attempt is None:
        return
    try:
        with heartbeat(attempt):
            answer(attempt)
    except Stopped:
        return
    except InputError as trouble:
        fail(attempt, f"{str(trouble).rstrip('.')}.")
    except Exception:
        log.exception("Plan %s could not be worked out", plan_id)
        fail(attempt, FAULT)


@contextmanager
def heartbeat(attempt: Attempt) -> Iterator[None]:
    """While the solver is silent the plan is touched all the same, so that the page can tell long work from none."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(BEAT_SECONDS):
                with acting_for(attempt.organisation_id):
                    attempt.mine().update(touched_at=timezone.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def begin(plan_id: UUID, organisation_id: UUID, say: Callable[[str], None]) -> Attempt | None:
    with acting_for(organisation_id):
        plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None or not plan.is_under_way:
            return None
        plan.attempt += 1
        plan.state, plan.touched_at, plan.trouble = Plan.State.RUNNING, timezone.now(), ""
        plan.save(update_fields=["attempt", "state", "touched_at", "trouble"])
        return Attempt(plan_id, organisation_id, plan.attempt, say)


def fail(attempt: Attempt, words: str) -> None:
    with acting_for(attempt.organisation_id):
        attempt.mine().update(state=Plan.State.FAILED, trouble=words, finished_at=timezone.now(), progress_words="")


def answer(attempt: Attempt) -> None:
    began = time.monotonic()
    attempt.hear(0.02, "Reading the list, the criteria and the offered capacity")
    with one_moment(attempt.organisation_id):
        read_at = timezone.now()
        plan = Plan.objects.select_related("organisation", "made_by").get(pk=attempt.plan_id)
        facts = read_facts(asker(plan), plan)
        before = earlier_places(plan)
    attempt.hear(READ, f"Finding the nearest sites that accept each of {facts.people.height:,} patients")
    problem = facts.problem()
    found, moves = places(attempt, plan, problem, before)
    broken = check(problem, found)
    if broken:
        raise InputError(f"The plan was not kept because it breaks a rule: {broken[0]}")
    attempt.hear(0.82, "Explaining every place and every reason")
    explained = explain(problem, found)
    lines = told(facts, explained)
    figures = summary(facts, lines, explained)
    if plan.equity_tie_break:
        attempt.hear(0.86, "Measuring what the tie-break changes")
        figures["without_tie_break"] = without_tie_break(facts, plan)
    lines = lines.join(considered(facts, problem, found), on="id", how="left", maintain_order="left")
    lines = with_notices(facts, lines)
    figures["without_agreement"] = without_agreement(lines)
    lines = lines.join(moves, on="id", how="left", maintain_order="left")
    attempt.hear(0.92, f"Writing {lines.height:,} explanations")
    keep(attempt, plan, lines, figures, evidence(facts, lines), facts.digest, read_at, time.monotonic() - began)
    attempt.say("Done")


def places(attempt: Attempt, plan: Plan, problem: Problem, before: pl.DataFrame | None) -> tuple[Found, pl.DataFrame]:
    """The planner's answer, and of a plan that goes on from another why anybody is not where they were."""
    if before is None:
        found = solve(
            problem, plan.policy, plan.seed, plan.effort, lambda share, words: attempt.hear(0.3 + share / 2, words)
        )
        return found, pl.DataFrame(schema=dict.fromkeys(("id", "moved_by", "made_way_for"), pl.String))
    attempt.hear(0.3, "Looking again only where something has changed")
    again = replan(problem, Earlier.placed(before), plan.policy, seed=plan.seed, effort=plan.effort)
    return again.plan, again.moves.select(id="patient_id", moved_by="cause", made_way_for="because_of")


def asker(plan: Plan) -> Acting:
    """Whoever made the plan, for the organisation that it is of."""
    if plan.made_by is None:
        raise InputError("Nobody is named as the maker of this plan: make it again")
    return Acting(plan.made_by, plan.organisation, Coordinator)


def without_tie_break(facts: Facts, plan: Plan) -> list[dict[str, Any]]:
    """Placed by deprivation had the tie-break been off."""
    problem = facts.problem(tie_break=False)
    found = solve(problem, plan.policy, plan.seed, plan.effort)
    placed = found.placements(problem).select(id="patient_id", site_id="site_id")
    frame = facts.listed.join(placed, on="id", how="left", maintain_order="left")
    return fairness(frame)["deprivation"]


def keep(
    attempt: Attempt,
    plan: Plan,
    lines: pl.DataFrame,
    figures: dict[str, Any],
    proof: dict[str, Any],
    digest: str,
    read_at: Any,
    seconds: float,
) -> None:
    """The whole answer or nothing."""
    with acting_for(attempt.organisation_id):
        if not attempt.mine().select_for_update().exists():
            raise Stopped
        write_lines(plan, lines, {site["code"]: site["id"] for site in proof["sites"]})
        count_barriers(plan, lines, figures["waiting"], proof)
        attempt.mine().update(
            state=Plan.State.READY,
            progress=1,
            progress_words="Done",
            facts_at=read_at,
            input_digest=digest,
            waiting=figures["waiting"],
            placed=figures["placed"],
            objective=figures["objective"],
            bound=figures["bound"],
            summary=figures,
            evidence=proof,
            seconds=round(seconds, 1),
            finished_at=timezone.now(),
        )


@contextmanager
def one_moment(organisation_id: UUID) -> Iterator[None]:
    """A transaction that sees one moment of the database, however many reads it makes."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            act_for(organisation_id)
            yield
        else:
            with acting_for(organisation_id):
                yield
