"""Who of the list can be planned, with what was assumed, and who cannot and why?

What a rule needs and is not recorded is never guessed (AL-4): the patient is set aside with the fields to fill in.
"""

from datetime import date
from functools import reduce

import polars as pl

from alongside.apps.plans.facts.places import flat
from alongside.apps.plans.models import Plan
from alongside.domain.priorities import SURGICAL, due_date
from alongside.planner.reading import MOST_WEEKS

# The planner knows four clinical priorities. A postponed patient's own is beneath P5 or P6 and is not held here.
PLANNER_PRIORITY = {"P1a": 1, "P1b": 1, "P2": 2, "P3": 3, "P4": 4}
POSTPONED = ("P5", "P6")
DEFAULT_PRIORITY = 4
NEEDED = {
    "procedure_group": "the operation",
    "theatre_minutes": "theatre minutes",
    "bed_nights": "nights in hospital",
    "home_x": "the postcode district",
}
NOT_PLANNED, HAS_DATE = "need_info", "has_date"

PRIORITY_NOTE = "Clinical priority is not recorded: planned as P4."
POSTPONED_NOTE = "The patient has asked to postpone: planned as P4; ask again before an offer."
START_NOTE = "The clock start is not known: planned as if not yet waiting."
TYPICAL_NOTE = "Theatre time or nights are not recorded: the operation's usual ones were used."


def with_planning_columns(
    listed: pl.DataFrame, plan: Plan, districts: dict[str, tuple[float, float]], middle: float
) -> pl.DataFrame:
    """The list with what the planner and the summary need: days waited, priority, place of home, limit, notes."""
    waited = (pl.lit(plan.as_of) - pl.col("clock_start")).dt.total_days()
    homes = {code: flat(*place, middle) for code, place in districts.items()}
    district = pl.col("postcode_district")
    limit_note = f"How far the patient can travel is not recorded: {plan.travel_limit_km} km was used."
    return with_due_week(listed, plan.starts_on).with_columns(
        days_waited=waited,
        planner_priority=pl.col("priority").replace_strict(
            PLANNER_PRIORITY, default=DEFAULT_PRIORITY, return_dtype=pl.Int64
        ),
        home_x=district.replace_strict({c: x for c, (x, _) in homes.items()}, default=None, return_dtype=pl.Float64),
        home_y=district.replace_strict({c: y for c, (_, y) in homes.items()}, default=None, return_dtype=pl.Float64),
        max_km=pl.col("travel_limit_km").fill_null(plan.travel_limit_km).cast(pl.Float64),
        notes=joined(
            (pl.col("priority").is_null(), PRIORITY_NOTE),
            (pl.col("priority").is_in(POSTPONED), POSTPONED_NOTE),
            (pl.col("clock_start").is_null(), START_NOTE),
            (pl.col("travel_limit_km").is_null(), limit_note),
            (pl.col("minutes_are_typical") | pl.col("nights_are_typical"), TYPICAL_NOTE),
        ),
    )


def with_due_week(listed: pl.DataFrame, starts_on: date) -> pl.DataFrame:
    """The list with the last week of the plan that is in time for each patient; null where there is no target."""
    keys = ["priority", "decision_to_admit_on"]
    pairs = listed.select(keys).unique()
    weeks = [due_week(priority, decided, starts_on) for priority, decided in pairs.rows()]
    due = pairs.with_columns(due_week=pl.Series(weeks, dtype=pl.Int32))
    return listed.join(due, on=keys, how="left", nulls_equal=True, maintain_order="left")


def due_week(priority: str | None, decided: date | None, starts_on: date) -> int | None:
    """The last week (0 is the first of the plan) all of whose days are within the target; below 0 when it is over.

    The target runs from the decision to admit, as the patient's page says.

    >>> due_week("P2", date(2026, 1, 19), date(2026, 2, 2)), due_week("P4", date(2026, 1, 19), date(2026, 2, 2))
    (1, None)
    """
    if priority is None or priority not in SURGICAL or decided is None:
        return None
    due = due_date(priority, decided)
    return None if due is None else max(-MOST_WEEKS, min(((due - starts_on).days + 1) // 7 - 1, MOST_WEEKS))


def joined(*notes: tuple[pl.Expr, str]) -> pl.Expr:
    """The sentences whose condition holds, one after the other."""
    said = [pl.when(when).then(pl.lit(words)) for when, words in notes]
    return pl.concat_str(said, separator=" ", ignore_nulls=True)


def set_aside(people: pl.DataFrame, starts_on: date) -> pl.DataFrame:
    """Those who are not planned: id, code, words, would_change."""
    return pl.concat([has_date(people, starts_on), needs_information(people.filter(~has_a_date(starts_on)))])


def has_a_date(starts_on: date) -> pl.Expr:
    return (pl.col("to_come_in_on") >= starts_on).fill_null(False)


def has_date(people: pl.DataFrame, starts_on: date) -> pl.DataFrame:
    day = pl.col("to_come_in_on").dt.strftime("%-d %B %Y")
    return people.filter(has_a_date(starts_on)).select(
        "id",
        code=pl.lit(HAS_DATE),
        words=pl.format("Already has a date to come in: {}.", day),
        would_change=pl.lit("Nothing is needed; if the date is cancelled, plan again."),
    )


def needs_information(people: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.when(pl.col(name).is_null()).then(pl.lit(words)) for name, words in NEEDED.items()]
    fields = pl.concat_str(missing, separator=", ", ignore_nulls=True)
    absent = reduce(lambda one, other: one | other, (pl.col(name).is_null() for name in NEEDED))
    return people.filter(absent).select(
        "id",
        code=pl.lit(NOT_PLANNED),
        words=pl.format("Not planned, because this is not recorded: {} (PLN-4).", fields),
        would_change=pl.format("Record {}; then the patient can be planned.", fields),
    )


def planner_patients(people: pl.DataFrame, *, tie_break: bool) -> pl.DataFrame:
    """The planner's columns. Deprivation comes in only as a tie-break that was asked for; ethnicity never (AL-11)."""
    decile = pl.col("deprivation_decile").cast(pl.Float64)
    return people.with_columns(
        patient_id="id",
        x_km="home_x",
        y_km="home_y",
        priority="planner_priority",
        weeks_waited=(pl.col("days_waited").fill_null(0).clip(lower_bound=0) // 7),
        tie_break=((10 - decile) / 9).fill_null(0) if tie_break else pl.lit(None, pl.Float64),
    )
