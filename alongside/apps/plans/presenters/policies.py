"""The same question under each policy and today's way, side by side and in words."""

from typing import Any

from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.figures import source
from alongside.apps.plans.wording import TODAY
from alongside.web import charts
from alongside.web.charts import Figure
from alongside.web.tables import Column
from alongside.web.words import km, number, percent, plural

NAMES = {
    "tiers": "Clinical priority first",
    "weighted": "Weighed together",
    TODAY: "Today’s way",
}
UNDER = {
    "tiers": "With clinical priority first",
    "weighted": "Under one sum over everybody",
    TODAY: "In today’s way",
}
NOT_KEPT = "This plan was made before policies were compared. Plan again to compare them."
IN_TURN = (
    "One sum over everybody weighs priority, wait and distance together. Today’s way: everybody in order of clinical "
    "priority and then time waited takes the nearest suitable site that has room, and nobody is moved to make room for "
    "another. It uses the same offered sessions and beds of the whole area, so it is kinder than a list that each "
    "trust keeps for itself."
)


def is_kept(plan: Plan) -> bool:
    """Plans of an earlier day have none."""
    return "policies" in plan.summary


def ways(plan: Plan) -> list[dict[str, Any]]:
    """What each way comes to, this plan's own first."""
    columns = plan.summary["policies"]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def columns(plan: Plan) -> list[Column]:
    """A figure, then each way."""
    found = ways(plan)
    return [
        Column("label", "Figure"),
        *(Column(one["way"], NAMES[one["way"]], note=note(plan, one["way"])) for one in found),
    ]


def note(plan: Plan, way: str) -> str:
    return "this plan" if way == plan.policy else "modelled"


def rows(plan: Plan) -> list[dict[str, Any]]:
    """The figures line by line."""
    found = ways(plan)
    own = found[0]["worth"]

    def line(label: str, words: Any) -> dict[str, Any]:
        return {"label": label, **{one["way"]: words(one) for one in found}}

    return [
        line("Placed", lambda one: number(one["placed"])),
        *(line(f"Placed of {name}", lambda one, key=key: number(one[key])) for key, name in priorities(found)),
        line("Placed who have waited over 52 weeks", lambda one: number(one["over_52"])),
        line("Mean wait of those placed", lambda one: weeks(one["mean_weeks"])),
        line("Mean distance of those placed", lambda one: nothing(one["mean_km"], km)),
        line("Sites used", lambda one: number(one["sites"])),
        line(
            "Worth, all weighed together (this plan: 100)",
            lambda one: number(100 * one["worth"] / own if own else 0, 1),
        ),
        line("At least this share of the most that its own policy could reach", share),
    ]


def priorities(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Key and name of each clinical priority on the list."""
    keys = [key for key in found[0] if key.startswith("priority_")]
    return [(key, f"P{key.removeprefix('priority_')}") for key in keys]


def weeks(value: float | None) -> str:
    return nothing(value, lambda known: f"{known:.1f} weeks")


def nothing(value: float | None, words: Any) -> str:
    return "nobody is placed" if value is None else str(words(value))


def share(one: dict[str, Any]) -> str:
    """By tiers it is told of the first: the bounds of later ones say less and less."""
    if one["gap"] is None:
        return "nothing is weighed"
    return percent(1 - one["gap"], 1) + (f" ({one['gap_of']})" if one["way"] == "tiers" else "")


def sentences(plan: Plan) -> list[str]:
    """This plan beside each other way."""
    own, *others = ways(plan)
    return [against(own, other) for other in others]


def against(own: dict[str, Any], other: dict[str, Any]) -> str:
    """What the other way would do, and for whom it goes the other way.

    >>> against({"placed": 90, "priority_2": 50, "priority_4": 40}, {"way": "weighted", "placed": 95, "priority_2": 44,
    ... "priority_4": 51})
    'Under one sum over everybody, 5 more patients would be placed, but 6 fewer of P2.'
    """
    change = other["placed"] - own["placed"]
    by = {name: other[key] - own[key] for key, name in priorities([own])}
    turned = [f"{amount(part)} of {name}" for name, part in by.items() if part * (change or 1) < 0]
    same = [f"{amount(part)} of {name}" for name, part in by.items() if part * change > 0]
    whole = "as many patients would be placed" if not change else f"{amount(change, 'patient')} would be placed"
    parts = f": {listed(same)}" if same and not turned else ""
    return f"{UNDER[other['way']]}, {whole}{parts}{f', but {listed(turned)}' if turned else ''}."


def amount(change: int, noun: str = "") -> str:
    """
    >>> amount(5, "patient"), amount(-1, "patient"), amount(-1204)
    ('5 more patients', '1 fewer patient', '1,204 fewer')
    """
    size = abs(change)
    way = "more" if change > 0 else "fewer"
    return plural(size, f"{way} {noun}") if noun else f"{number(size)} {way}"


def listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def picture(plan: Plan) -> Figure:
    """Placed of each priority, each way."""
    found = ways(plan)
    series = {NAMES[one["way"]]: [one[key] for key, _ in priorities(found)] for one in found}
    title = "Placed, by clinical priority, under each policy"
    names = [name for _, name in priorities(found)]
    return charts.grouped(title, names, series, first="Clinical priority").sourced(source(plan))
