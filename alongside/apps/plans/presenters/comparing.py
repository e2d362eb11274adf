"""Two plans side by side, in figures."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from alongside.apps.plans.facts.sharing import OTHER_SPECIALTIES, OTHERS, REST
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.moves import continues
from alongside.apps.plans.presenters.words import wait_words
from alongside.apps.plans.queries.comparing import Differences
from alongside.domain.plan_sharing import FEWER, is_small
from alongside.planner.solve import PINNED
from alongside.web import charts
from alongside.web.charts import Figure
from alongside.web.tables import Column
from alongside.web.words import km, long_date, number, percent, plural

FIGURE_COLUMNS = [Column("label", "Figure"), Column("a", "First plan"), Column("b", "Second plan")]
SPECIALTY_COLUMNS = [
    Column("label", "Specialty"),
    Column("a", "Placed in the first", "number"),
    Column("b", "Placed in the second", "number"),
    Column("difference", "Difference", "change"),
]
DRAWN = 12
ELSEWHERE = "Of other organisations, or few of one: all sites"
# What a plan is asked, in words.
ASKED = {
    "policy": "Policy",
    "starts_on": "First Monday",
    "weeks": "Weeks",
    "as_of": "List as of",
    "nearest": "Sites on the shortlist",
    "travel_limit_km": "Travel limit where none is recorded (km)",
    "equity_tie_break": "Equity tie-break",
    "effort": "Effort",
    "providers": "Lists",
    "treatment_functions": "Specialties",
}
CONTINUED = (
    "The second plan goes on from the first: who need not move keeps their place. A patient with a place moves only "
    "when that wins as much as a place for one more P4 patient who has just joined the list, or when somebody of a "
    "higher priority could claim it."
)


def figures(a: Plan, b: Plan) -> list[dict[str, Any]]:
    rows = zip(headline(a), headline(b), strict=True)
    return [{"label": label, "a": one, "b": other} for (label, one), (_, other) in rows]


def headline(plan: Plan) -> list[tuple[str, str]]:
    found = plan.summary
    waits, travel = found["waits"], found["travel"]
    rows = [
        ("Policy", plan.get_policy_display()),
        ("Weeks", f"{plan.weeks} from {plan.starts_on:%-d %B %Y}"),
        ("Shortlist", plural(plan.nearest, "site")),
        ("Equity tie-break", "On" if plan.equity_tie_break else "Off"),
        ("Waiting", number(plan.waiting)),
        ("Placed", number(plan.placed)),
    ]
    rows += [(f"Placed of {row['name']}", of(row)) for row in priorities(found)]
    rows += [
        ("Over 52 weeks at the end", number(waits["all_with"]["over_52"])),
        ("Median wait of those placed, at their place", wait_words(waits["placed_then"]["median"])),
        ("Half travel less than", km(travel["median"])),
        ("9 in 10 travel less than", km(travel["p90"])),
        ("Most deprived fifth placed", fifth(found, "Most deprived fifth")),
        ("Least deprived fifth placed", fifth(found, "Least deprived fifth")),
        ("Of the most worth possible, at least", reached(plan)),
    ]
    return rows


def reached(plan: Plan) -> str:
    """What those who come first have of the most that they could have: the bounds of later priorities say little."""
    steps = [step for step in plan.summary["tiers"] if step["objective"] and step["name"] != PINNED]
    return f"{percent(1 - steps[0]['gap'])} ({steps[0]['name']})" if steps else "none"


def priorities(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The same rows for every plan, empty where nobody has the priority."""
    rows = {row["name"]: row for row in found["priorities"]}
    return [rows.get(name, {"name": name, "placed": 0, "waiting": 0}) for name in ("P2", "P3")]


def of(row: dict[str, Any]) -> str:
    return f"{number(row['placed'])} of {number(row['waiting'])}"


def fifth(found: dict[str, Any], label: str) -> str:
    return next((percent(row["share"]) for row in found["fairness"]["deprivation"] if row["label"] == label), "none")


def specialties(a: Plan, b: Plan) -> list[dict[str, Any]]:
    """Placed by specialty, the largest difference first, and what is not told apart last (PLN-6)."""
    hidden = folded(a, b, "functions")
    one, other = (placed_of(plan, "functions", hidden) for plan in (a, b))
    rows: list[dict[str, Any]] = [
        {"label": name, "a": one[name], "b": other[name], "difference": other[name] - one[name]}
        for name in {**one, **other}
    ]
    rows.sort(key=lambda row: (-abs(row["difference"]), row["label"]))
    if not hidden:
        return rows
    first, second = rest(a, one), rest(b, other)
    known = [value for value in (first, second) if not isinstance(value, Markup)]
    more = second - first if len(known) == 2 else Markup("not told")
    return [*rows, {"label": OTHER_SPECIALTIES, "a": first, "b": second, "difference": more}]


def by_provider(a: Plan, b: Plan) -> Figure:
    """Placed of each provider's list in both."""
    hidden = folded(a, b, "providers")
    one, other = (placed_of(plan, "providers", hidden) for plan in (a, b))
    last = with_rest(OTHERS, rest(a, one), rest(b, other)) if hidden else []
    return placed_in_both("Placed, by provider", "Provider", one, other, last)


def by_site(a: Plan, b: Plan) -> Figure:
    """Places at each site in both."""
    hidden = folded(a, b, "flows")
    one, other = (places(plan, hidden) for plan in (a, b))
    last = with_rest(ELSEWHERE, rest(a, one), rest(b, other)) if hidden else []
    return placed_in_both("Placed, by site", "Site", one, other, last)


def folded(a: Plan, b: Plan, kind: str) -> frozenset[Any]:
    """What this reader is not told apart in one plan, it is not told apart in the other (PLN-5, PLN-6)."""
    return frozenset[Any]().union(*(plan.summary.get("folded", {}).get(kind, ()) for plan in (a, b)))


def placed_of(plan: Plan, rows: str, hidden: Collection[str]) -> Counter[str]:
    told = [row for row in plan.summary[rows] if row["code"] not in {REST, *hidden}]
    return Counter({row["name"]: row["placed"] for row in told})


def places(plan: Plan, hidden: Collection[tuple[str, str]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in plan.summary["flows"]:
        if (row["provider"], row["site"]) not in hidden:
            counted[row["site_name"]] += row["count"]
    return counted


def rest(plan: Plan, told: Counter[str]) -> Any:
    """The places that are told of nobody by name."""
    count = plan.placed - told.total()
    return escape(FEWER) if is_small(count) else count


def with_rest(name: str, first: Any, second: Any) -> list[dict[str, Any]]:
    return [{"label": name, "s0": first, "s1": second}]


def placed_in_both(
    title: str, first: str, one: Counter[str], other: Counter[str], last: list[dict[str, Any]]
) -> Figure:
    """The largest differences are drawn; the table has every row, those who are not told apart last."""
    names = sorted({**one, **other}, key=lambda name: (-abs(other[name] - one[name]), name))

    def table(names: list[str]) -> Figure:
        series = {"First plan": [one[name] for name in names], "Second plan": [other[name] for name in names]}
        return charts.grouped(title, names, series, first=first)

    return replace(table(names[:DRAWN]), rows=[*table(names).rows, *last]).sourced("Alongside planner, modelled")


def drawn_of(figure: Figure) -> str:
    """What the picture leaves to its table."""
    return (
        f"The {DRAWN} largest differences; all {len(figure.rows)} are in the table." if len(figure.rows) > DRAWN else ""
    )


def what_differs(a: Plan, b: Plan, by_hand: list[str]) -> list[str]:
    """What was asked differently, which is what the difference comes from. `by_hand`: changes of one plan alone."""
    asked = {name: (getattr(a, name), getattr(b, name)) for name in ASKED}
    said = [
        f"{words}: {said_of(a, name)}, then {said_of(b, name)}" for name, words in ASKED.items() if differ(asked[name])
    ]
    if continues(a, b):
        said.append(CONTINUED)
    if a.input_digest != b.input_digest and not said and not by_hand:
        return ["The question is the same; the list, the criteria, the capacity or the changes by hand differ."]
    return said + by_hand


def differ(pair: tuple[Any, Any]) -> bool:
    return bool(pair[0] != pair[1])


def said_of(plan: Plan, name: str) -> str:
    value = getattr(plan, name)
    if hasattr(plan, f"get_{name}_display"):
        return str(getattr(plan, f"get_{name}_display")())
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(value) or "all"
    return long_date(value) if isinstance(value, date) else str(value)


def sentence(found: Differences) -> str:
    if not found.total:
        return "Every patient has the same place, or none, in both plans."
    return (
        f"{verb(found.gained, 'gains', 'gain')} a place in the second plan, {number(found.lost)} "
        f"{'loses' if found.lost == 1 else 'lose'} one, {number(found.moved)} go to another site and "
        f"{number(found.rescheduled)} to another week; {number(found.same)} keep their place."
    )


def verb(count: int, one: str, many: str) -> str:
    """
    >>> verb(1, "gains", "gain"), verb(2, "gains", "gain")
    ('1 patient gains', '2 patients gain')
    """
    return f"{plural(count, 'patient')} {one if count == 1 else many}"
