"""How long have people waited, and how long will they have waited, by the official day-exact bands?"""

from datetime import timedelta
from typing import Any

import polars as pl

from alongside.apps.plans.models import Plan
from alongside.domain.waits import OPEN_BAND, count_over_weeks, percentile_from_bands

MARKS = (18, 52, 65)
# A place is counted as treatment on the last working day of its week, so that no wait is told too short.
LAST_WORKING_DAY = 4


def waits(told: pl.DataFrame, plan: Plan) -> dict[str, Any]:
    """Median, 92nd percentile and counts over the marks: today, and at the end of the weeks with and without the plan.

    Nothing else than the plan is counted: no new referrals and no treatment on trusts' own lists.
    """
    known = told.filter(pl.col("days_waited").is_not_null())
    ends_on = plan.starts_on + timedelta(weeks=plan.weeks)
    to_end = (ends_on - plan.as_of).days
    placed = known.filter(pl.col("site_id").is_not_null())
    left = known.filter(pl.col("site_id").is_null())
    start = (plan.starts_on - plan.as_of).days + LAST_WORKING_DAY
    when = placed["days_waited"] + placed["week"].cast(pl.Int64) * 7 + start
    found = {
        "all_today": figures(known["days_waited"]),
        "placed_today": figures(placed["days_waited"]),
        "placed_then": figures(when),
        "left_today": figures(left["days_waited"]),
        "all_without": figures(known["days_waited"] + to_end),
        "all_with": figures(left["days_waited"] + to_end),
    }
    return found | {
        "unknown_start": told.height - known.height,
        "ends_on": ends_on.isoformat(),
        "curve_without": bands(known["days_waited"] + to_end),
        "curve_with": bands(left["days_waited"] + to_end),
    }


def bands(days: pl.Series) -> list[int]:
    """Patients in each official week band, 0 to 104."""
    clipped = days.clip(lower_bound=0)
    number = pl.select(
        pl.when(clipped <= 7).then(0).otherwise(((clipped - 1) // 7).clip(upper_bound=OPEN_BAND)).alias("band")
    )["band"]
    counts = dict(zip(*[column.to_list() for column in number.value_counts().get_columns()], strict=True))
    return [counts.get(band, 0) for band in range(OPEN_BAND + 1)]


def figures(days: pl.Series) -> dict[str, Any]:
    counts = bands(days)
    return {
        "patients": len(days),
        "median": percentile_from_bands(counts, 0.5),
        "p92": percentile_from_bands(counts, 0.92),
        **{f"over_{mark}": count_over_weeks(counts, mark) for mark in MARKS},
    }
