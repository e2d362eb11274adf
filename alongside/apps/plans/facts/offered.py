"""Which theatre minutes and bed nights may this plan use, by site and week?"""

from collections.abc import Collection, Mapping
from datetime import timedelta

import polars as pl
from django.db.models import Count, QuerySet, Sum

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.models import OfferedTo, SessionState, TheatreSession
from alongside.apps.capacity.queries import bed_nights_to_plan, gross_by_function_and_week, sessions
from alongside.apps.directory.queries import notices_by_site
from alongside.apps.plans.models import Plan
from alongside.domain.reasons import Reason
from alongside.domain.site_notices import closing, stopping

SESSIONS = {
    "site_id": pl.String,
    "treatment_function": pl.String,
    "week": pl.Int64,
    "weekday": pl.Int64,
    "theatre_minutes": pl.Int64,
    "sessions": pl.Int64,
}
BY_DAY = {
    "site_id": pl.String,
    "treatment_function": pl.String,
    "procedure_group": pl.String,
    "week": pl.Int64,
    "weekday": pl.Int64,
    "minutes": pl.Int64,
    "sessions": pl.Int64,
}
BEDS = {"site_id": pl.String, "week": pl.Int64, "bed_nights": pl.Int64}
HIGHEST_WARD_LEVEL = 1
Kept = dict[tuple[str, str], frozenset[str]]
Stopped = dict[tuple[str, str], Reason]


def offered_sessions(acting: Acting, plan: Plan, codes: Mapping[str, str]) -> tuple[pl.DataFrame, Kept]:
    """Minutes by site code, function, week and day; and, where all sessions of a site are kept for some operations,
    which.

    Where a site has open sessions beside kept ones, the kept ones are left out, so that nobody is planned into a
    session that does not take their operation (PLN-3). `codes` are site codes by id.
    """
    frame = sessions_by_day(acting, plan)
    if plan.treatment_functions:
        frame = frame.filter(pl.col("treatment_function").is_in(plan.treatment_functions))
    key = ["site_id", "treatment_function"]
    is_open = pl.col("procedure_group") == ""
    frame = coded(frame, codes).with_columns(mixed=is_open.any().over(key))
    kept = {
        (site, function): frozenset(groups)
        for site, function, groups in frame.filter(~pl.col("mixed"))
        .group_by(key)
        .agg(pl.col("procedure_group").unique())
        .rows()
    }
    usable = frame.filter(~pl.col("mixed") | is_open)
    cells = usable.group_by(*key, "week", "weekday").agg(
        theatre_minutes=pl.col("minutes").sum(), sessions=pl.col("sessions").sum()
    )
    return cells.select(list(SESSIONS)).cast(SESSIONS).sort(*key, "week", "weekday"), kept  # type: ignore[arg-type]


def sessions_by_day(acting: Acting, plan: Plan) -> pl.DataFrame:
    """What is open, offered to the area and neither held nor booked, by week of the plan and day of that week.

    `procedure_group` is "" when any will do. A day on which the site has paused or moved the function has none (DIR-3).
    """
    notices = notices_by_site(acting, plan.starts_on)
    rows = (
        open_sessions(acting, plan)
        .values_list("site_id", "treatment_function", "procedure_group_id", "on")
        .annotate(total=Sum("left"), count=Count("pk"))
    )
    found = [
        (str(site), function, group or "", *divmod((on - plan.starts_on).days, 7), minutes, count)
        for site, function, group, on, minutes, count in rows
        if stopping(notices.get(site, ()), function, on) is None
    ]
    return pl.DataFrame(found, schema=BY_DAY, orient="row")


def open_sessions(acting: Acting, plan: Plan) -> QuerySet[TheatreSession]:
    """In the plan's weeks, offered to the area, with minutes left."""
    in_weeks = {"on__gte": plan.starts_on, "on__lt": plan.starts_on + timedelta(weeks=plan.weeks)}
    return (
        sessions(acting).filter(state=SessionState.OPEN, offered_to=OfferedTo.AREA, left__gt=0, **in_weeks).order_by()
    )


def stopped_sessions(acting: Acting, plan: Plan, codes: Mapping[str, str]) -> Stopped:
    """By site code and function the notice (DIR-3) that takes days with offered sessions out of this plan."""
    notices = notices_by_site(acting, plan.starts_on)
    asked = open_sessions(acting, plan).filter(site_id__in=list(notices))
    if plan.treatment_functions:
        asked = asked.filter(treatment_function__in=plan.treatment_functions)
    found: Stopped = {}
    for site, function, on in asked.values_list("site_id", "treatment_function", "on").distinct():
        reason = closing(notices[site], function, on)
        if reason and str(site) in codes:
            found.setdefault((codes[str(site)], function), reason)
    return dict(sorted(found.items()))


def offered_beds(acting: Acting, plan: Plan, codes: Mapping[str, str], sites: Collection[str]) -> pl.DataFrame:
    """Ward bed nights of these sites in every week, 0 in a week with none left, so that a stay that goes on into it
    finds it full. Critical care is required by the rules and not planned by the night.
    """
    frame = coded(bed_nights_to_plan(acting, plan.starts_on, plan.weeks), codes)
    wards = frame.filter(pl.col("level") <= HIGHEST_WARD_LEVEL, pl.col("site_id").is_in(list(sites)))
    every = [(site, week, 0) for site in sites for week in range(plan.weeks)]
    none = pl.DataFrame(every, schema=BEDS, orient="row")
    both = pl.concat([wards.select(list(BEDS)).cast(BEDS), none])  # type: ignore[arg-type]
    return both.group_by("site_id", "week").agg(pl.col("bed_nights").sum()).sort("site_id", "week")


def own_minutes(acting: Acting, plan: Plan) -> int:
    """Theatre minutes of these weeks that providers keep for their own lists."""
    frame = gross_by_function_and_week(acting, plan.starts_on, plan.weeks)
    if plan.treatment_functions:
        frame = frame.filter(pl.col("treatment_function").is_in(plan.treatment_functions))
    return int(frame["minutes"].sum()) - int(frame["offered_minutes"].sum())


def coded(frame: pl.DataFrame, codes: Mapping[str, str]) -> pl.DataFrame:
    """Site ids as site codes, whose order is the planner's."""
    code = pl.col("site_id").replace_strict(dict(codes), default=None, return_dtype=pl.String)
    return frame.with_columns(site_id=code).filter(pl.col("site_id").is_not_null())
