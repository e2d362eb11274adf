"""What does a plan say in one sentence, and why has somebody no place?"""

from datetime import timedelta
from typing import Any

from alongside.apps.plans.facts.sharing import REST
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters import gap
from alongside.apps.plans.wording import POLICY_HINTS, REASONS
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.words import long_date, number, percent, plural, weeks


def headline(plan: Plan) -> str:
    """The ten seconds."""
    who = "patients waiting for an admission"
    return f"{number(plan.placed)} of {number(plan.waiting)} {who} get a place in the next {plural(plan.weeks, 'week')}"


def because(plan: Plan) -> str:
    """Who does not, and why most of them."""
    if not plan.not_placed:
        return "Everybody on the list has a place."
    return f"{number(plan.not_placed)} do not{commonest(plan)}. {without_agreement(plan)}".strip()


def commonest(plan: Plan) -> str:
    """The reason of most; nothing where it may not be told."""
    first = next((row for row in plan.summary["reasons"] if row["code"] != REST), None)
    if first is None:
        return ""
    share = first["count"] / plan.not_placed
    most = "most" if share > 0.5 else "the largest part"
    why = REASONS.get(first["code"], ("", "of another reason"))[1]
    return f": {most} ({percent(share, 0)}) because {why}"


def without_agreement(plan: Plan) -> str:
    """Whom an agreement alone could help; nothing of a plan made before this was counted."""
    count = plan.summary.get("without_agreement", 0)
    if not count:
        return ""
    return (
        f"{plural(count, 'patient')} could go nowhere for want of an agreement with a site that does their operation."
    )


def who_gains(plan: Plan) -> str:
    """The share placed of each clinical priority, most urgent first."""
    rows = [row for row in plan.summary["priorities"] if row["waiting"]]
    said = [f"{percent(row['placed'] / row['waiting'], 0)} of {row['name']}" for row in rows]
    if len(said) < 2:
        return ""
    return f"A place for {', '.join(said[:-1])} and {said[-1]} patients."


def waits_words(plan: Plan) -> str:
    """What the plan does to long waits."""
    waits = plan.summary["waits"]
    without, with_plan = waits["all_without"]["over_52"], waits["all_with"]["over_52"]
    return (
        f"At {ends(plan)}, {number(with_plan)} of these patients will have waited over 52 weeks, instead of "
        f"{number(without)} if nothing but time passed."
    )


def ends(plan: Plan) -> str:
    return long_date(plan.starts_on + timedelta(weeks=plan.weeks))


def how_good(plan: Plan) -> list[str]:
    """Bound and gap in words, step by step."""
    return gap.sentences(plan)


def wait_words(value: float | None) -> str:
    return "over 104 weeks" if value is None else weeks(value, 1)


def question(plan: Plan) -> list[dict[str, Any]]:
    """How this plan was made."""
    functions = ", ".join(treatment_function_name(code) for code in plan.treatment_functions) or "All"
    tie = (
        "On: among equals of priority and whole weeks waited, the more deprived first"
        if plan.equity_tie_break
        else "Off"
    )
    return [
        {"key": "Lists", "value": ", ".join(plan.providers) or "All of the area"},
        {"key": "Specialties", "value": functions},
        {"key": "Weeks", "value": f"{plan.weeks}, from {long_date(plan.starts_on)} to {ends(plan)}"},
        {"key": "List as of", "value": long_date(plan.as_of)},
        {"key": "Policy", "value": f"{plan.get_policy_display()}. {POLICY_HINTS[Plan.Policy(plan.policy)]}"},
        {"key": "Shortlist", "value": f"The nearest {plan.nearest} sites that accept the patient"},
        {"key": "Travel limit where none is recorded", "value": f"{plan.travel_limit_km} km"},
        {"key": "Equity tie-break", "value": tie},
        {"key": "Effort", "value": plan.get_effort_display()},
        {"key": "Made by", "value": plan.made_by_name},
        {"key": "Worked out in", "value": f"{plan.seconds:.0f} seconds" if plan.seconds else None},
        {"key": "Fingerprint of the input", "value": plan.input_digest[:16]},
    ]


def assumptions(plan: Plan) -> list[str]:
    """What was assumed where something is not recorded, and for how many."""
    notes = plan.summary["notes"]
    said = {
        "priority": "have no clinical priority recorded and were planned as P4",
        "postponed": "have asked to postpone (P5, P6) and were planned as P4",
        "clock_start": "have no known clock start and were planned as if not yet waiting",
        "travel_limit": f"have no travel limit recorded: {plan.travel_limit_km} km was used",
        "typical": "have no theatre time or nights recorded: the operation's usual ones were used",
    }
    return [f"{plural(notes[key], 'patient')} {words}." for key, words in said.items() if notes.get(key)]
