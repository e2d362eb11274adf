"""The words and small tables of a plan's first page."""

from typing import Any

from alongside.apps.plans.facts.sharing import REST
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.figures import DRAWN
from alongside.apps.plans.presenters.words import wait_words
from alongside.apps.plans.wording import REASONS, URGENT_WEEKS, reason
from alongside.web.tables import Column
from alongside.web.words import km, number, percent, plural

WAIT_COLUMNS = [
    Column("who", "Who and when"),
    Column("patients", "Patients", "number"),
    Column("median", "Median wait"),
    Column("p92", "92 in 100 waited up to"),
    Column("over_18", "Over 18 weeks", "number"),
    Column("over_52", "Over 52 weeks", "number"),
    Column("over_65", "Over 65 weeks", "number"),
]
TIE_BREAK_COLUMNS = [
    Column("label", "Where people live"),
    Column("placed", "Placed in this plan", "number"),
    Column("without", "Placed without the tie-break", "number"),
    Column("difference", "Difference", "change"),
]
SMALL_GAP = 0.01


def stats(plan: Plan, patients: str, *, links: bool = True) -> list[dict[str, Any]]:
    """The figures beside the headline; without `links` for those who see other patients than are counted."""
    found = plan.summary
    urgent = next((row for row in found["priorities"] if row["name"] == "P2"), None)
    without, with_plan = found["waits"]["all_without"]["over_52"], found["waits"]["all_with"]["over_52"]
    offered = sum(row["offered"] for row in found["minutes"])
    used = sum(row["used"] for row in found["minutes"])
    rows = [
        {
            "figure": number(with_plan - without) if with_plan != without else "0",
            "label": "patients over 52 weeks when the weeks end",
            "note": f"{number(with_plan)} instead of {number(without)}",
            "tone": "good" if with_plan < without else "",
        },
        {
            "figure": km(found["travel"]["median"]),
            "label": "to the place, for half of those placed",
            "note": f"9 in 10 travel less than {km(found['travel']['p90'])}",
        },
        {
            "figure": percent(used / offered if offered else None, 0),
            "label": "of the offered theatre time is used",
            "note": f"{number((offered - used) / 60)} of {number(offered / 60)} hours are left{left_out(found)}",
        },
    ]
    if urgent:
        rows.insert(0, urgent_tile(plan, urgent, patients))
    return rows if links else [{**row, "href": "", "label": f"{row['label']}, in the area"} for row in rows]


def urgent_tile(plan: Plan, row: dict[str, Any], patients: str) -> dict[str, Any]:
    """P2 should be treated within four weeks, so that share comes first; a plan made before it was kept tells all."""
    soon, weeks = row.get("within_4_weeks"), min(plan.weeks, URGENT_WEEKS)
    shown = row["placed"] if soon is None else soon
    share = shown / row["waiting"]
    whole = (
        f"{percent(row['placed'] / row['waiting'], 0)} ({number(row['placed'])}) within {plural(plan.weeks, 'week')}"
    )
    within = f"of P2 patients have a place within {plural(plan.weeks if soon is None else weeks, 'week')}"
    of_all = f"{number(shown)} of {number(row['waiting'])}"
    return {
        "figure": percent(share, 0),
        "label": within,
        "note": f"{of_all if soon is None or plan.weeks <= URGENT_WEEKS else f'{of_all}; {whole}'}. "
        "P2 should be treated within 4 weeks",
        "href": f"{patients}?priority=P2&placed=no",
        "tone": "good" if share > 0.9 else "bad",
    }


def left_out(found: dict[str, Any]) -> str:
    """What somebody left out by hand is not offered; nothing when nobody did."""
    minutes = found.get("left_out_minutes", 0)
    return f"; {number(minutes / 60)} hours left out by hand are not counted" if minutes else ""


def own_lists(plan: Plan) -> str:
    """What a plan never counts."""
    minutes = plan.summary.get("own_minutes")
    if not minutes:
        return ""
    return f"Own lists of the providers ({number(minutes / 60)} theatre hours in these weeks) are not counted."


def leads(plan: Plan) -> dict[str, str]:
    """One sentence over a picture that says what to see."""
    found = plan.summary
    said = {
        "providers": best_and_worst(found["providers"], "providers"),
        "specialties": best_and_worst(found["functions"], "specialties"),
        "travel": f"Straight lines; the furthest is {km(found['travel']['furthest'])}.",
    }
    return said | {f"fair-{name}": gap_words(rows) for name, rows in found["fairness"].items()}


def best_and_worst(rows: list[dict[str, Any]], what: str) -> str:
    """Of the rows that hold about one patient in a hundred or more, and which rows the picture leaves to its table."""
    every, rows = rows, [row for row in rows if row.get("code") != REST]
    mark = round_figure(sum(row["waiting"] or 0 for row in every) // 100)
    large = [row for row in rows if row["waiting"] >= mark]
    if len(large) < 2:
        return ""
    said = extremes(large)
    if len(large) < len(rows):
        said = f"Of {what} with {number(mark)} or more waiting, {said[0].lower()}{said[1:]}"
    return f"{said} The {DRAWN} largest are drawn; all {len(rows)} are in the table." if len(rows) > DRAWN else said


def round_figure(value: int) -> int:
    """
    >>> round_figure(396), round_figure(114), round_figure(7)
    (400, 100, 7)
    """
    return round(value, 1 - len(str(value))) if value else 0


def extremes(large: list[dict[str, Any]]) -> str:
    ranked = sorted(large, key=lambda row: (row["placed"] / row["waiting"], row["name"]))
    first, last = ranked[-1], ranked[0]
    return (
        f"Most is placed for {first['name']} ({percent(first['placed'] / first['waiting'], 0)}), least for "
        f"{last['name']} ({percent(last['placed'] / last['waiting'], 0)})."
    )


def gap_words(rows: list[dict[str, Any]]) -> str:
    """The group furthest from what its specialty and priority would lead one to expect."""
    known = [row for row in rows if row["gap"] is not None and row["label"] != "Not known"]
    if not known:
        return "Too few patients to show."
    widest = max(known, key=lambda row: abs(row["gap"]))
    points = abs(widest["gap"]) * 100
    if abs(widest["gap"]) < SMALL_GAP:
        return "Every group is within 1 percentage point of what its specialties and priorities lead one to expect."
    way = "below" if widest["gap"] < 0 else "above"
    return (
        f"{widest['label']}: {percent(widest['share'])} placed, {points:.1f} percentage points {way} what the group's "
        "specialties and priorities lead one to expect."
    )


def wait_rows(plan: Plan) -> list[dict[str, Any]]:
    waits = plan.summary["waits"]
    labels = {
        "placed_today": "Those placed, today",
        "placed_then": "Those placed, at their place",
        "left_today": "Those not placed, today",
        "all_today": "Everybody, today",
        "all_without": "Everybody, at the end without the plan",
        "all_with": "Those still waiting at the end with the plan",
    }
    return [
        {"who": words, **waits[key], "median": wait_words(waits[key]["median"]), "p92": wait_words(waits[key]["p92"])}
        for key, words in labels.items()
        if waits[key]["patients"]
    ]


def reason_rows(plan: Plan, patients: str) -> list[dict[str, Any]]:
    """Each reason with what would help."""
    return [
        {
            "text": reason(row["code"]),
            "count": row["count"],
            "share": row["count"] / plan.not_placed if plan.not_placed else None,
            "help": REASONS.get(row["code"], ("", "", ""))[2],
            "href": "" if row["code"] == REST else f"{patients}?code={row['code']}",
        }
        for row in plan.summary["reasons"]
    ]


def tie_break_rows(plan: Plan) -> list[dict[str, Any]]:
    """What the tie-break changed, by deprivation; nothing when it was off."""
    without = {row["label"]: row for row in plan.summary.get("without_tie_break", [])}
    return [
        {
            "label": row["label"],
            "placed": row["placed"],
            "without": without[row["label"]]["placed"],
            "difference": difference(row["placed"], without[row["label"]]["placed"]),
        }
        for row in plan.summary["fairness"]["deprivation"]
        if row["label"] in without
    ]


def difference(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
