"""Which theatre sessions and bed-nights does the demonstration area have in thirteen weeks, and who may use them?

Modelled: no theatre and no independent bed is published. A provider's own sessions follow its published admitted
completions of January 2026; the spare ones offered to the area's shared list are shares written in the tables.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from alongside.demo.places import function_sites, sites
from alongside.demo.procedures import EYE_CLINICS, SESSION_MINUTES, average_minutes
from alongside.demo.published import BOARD, DAYS_IN_MONTH, table, totals

FIRST_MONDAY = date(2026, 2, 2)
WEEKS = 13
BANK_HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
STARTS = ("08:30", "13:30")
UTILISATION = 0.85
ROOM_IN_USE = 0.95
OWN, SHARED = "own list", "shared list"
ROOMS = {"301": "Endoscopy room", "320": "Catheter laboratory", "330": "Minor operations room", "X02": "Procedure room"}
LIST_KEY = ["site_code", "provider", "treatment_function", "use"]


def sessions() -> pl.DataFrame:
    """Dated four-hour sessions: site, room, date, start, minutes, function, group, owner, use, who may use.

    `use` is "own list" (the owner's own patients) or "shared list" (offered to the area: only these count for a plan).
    """
    rows = [_dated(pool, site_has) for pool, site_has in _pools()]
    return pl.concat(rows).sort("date", "site_code", "room", "start")


def session_counts() -> pl.DataFrame:
    """Sessions in the thirteen weeks by site, provider, function and use, before they get a date and a room."""
    own = own_sessions()
    modelled = sites().join(table("modelled_sites"), on="site_code")
    independent = own.join(
        modelled.filter(pl.col("sector") == "independent").select("site_code", "theatres", "spare_share"),
        on="site_code",
    )
    used = pl.col("sessions").sum().over("site_code")
    room = pl.col("theatres") * len(working_days()) * len(STARTS)
    spare = pl.min_horizontal(room * pl.col("spare_share"), (room * ROOM_IN_USE - used).clip(0))
    offered = independent.with_columns(
        (spare * pl.col("mix") / pl.col("mix").sum().over("site_code")).alias("sessions")
    )
    shares = dict(table("modelled_offers").iter_rows())
    share = pl.col("treatment_function").replace_strict(shares, default=shares["*"], return_dtype=pl.Float64)
    nhs = own.filter(pl.col("provider").str.starts_with("R")).with_columns(pl.col("sessions") * share)
    both = [
        frame.select(*LIST_KEY[:3], pl.lit(use).alias("use"), pl.col("sessions").round(0).cast(pl.Int64))
        for frame, use in ((own, OWN), (nhs, SHARED), (offered, SHARED))
    ]
    return pl.concat(both).filter(pl.col("sessions") > 0).sort(LIST_KEY)


def own_sessions() -> pl.DataFrame:
    """Sessions that a site needs for as many cases as its provider completed in January, scaled to thirteen weeks.

    `mix` weighs the functions of an independent site's spare sessions: minutes completed in the month plus a third of
    the minutes on its own list, so that a function that it lists but hardly completed still gets some.
    """
    counts = totals().filter(pl.col("part").is_in(["1A", "2A"]))
    counts = counts.pivot("part", index=["provider", "treatment_function"], values="total").fill_null(0)
    minutes = average_minutes()
    each = [minutes.get(key, 60.0) for key in counts.select("provider", "treatment_function").iter_rows()]
    weeks = pl.lit(WEEKS * 7 / DAYS_IN_MONTH)
    return (
        counts.with_columns(pl.Series("each", each))
        .join(function_sites(), on=["provider", "treatment_function"])
        .with_columns(
            (pl.col("1A") * weeks * pl.col("each") * pl.col("share") / (SESSION_MINUTES * UTILISATION)).alias(
                "sessions"
            ),
            ((pl.col("1A") + pl.col("2A") / 3) * pl.col("each")).alias("mix"),
        )
        .select("site_code", "provider", "treatment_function", "sessions", "mix")
        .sort("site_code", "treatment_function")
    )


def working_days() -> list[date]:
    """Mondays to Fridays of the thirteen weeks without the Easter bank holidays."""
    days = [FIRST_MONDAY + timedelta(days=7 * week + day) for week in range(WEEKS) for day in range(5)]
    return [day for day in days if day not in BANK_HOLIDAYS]


def _pools() -> list[tuple[pl.DataFrame, int]]:
    """Sessions that share a set of like rooms at a site, with the number of those rooms."""
    theatres = dict(table("modelled_sites").select("site_code", "theatres").drop_nulls().iter_rows())
    kind = (
        pl.when(pl.col("site_code").is_in(list(theatres)))
        .then(pl.lit("Theatre"))
        .otherwise(pl.col("treatment_function").replace_strict(ROOMS, default="Theatre"))
    )
    pools = session_counts().with_columns(kind.alias("kind")).partition_by("site_code", "kind", maintain_order=True)
    slots = len(working_days()) * len(STARTS)
    return [
        (pool, theatres.get(pool["site_code"][0]) or int(np.ceil(int(pool["sessions"].sum()) / slots / ROOM_IN_USE)))
        for pool in pools
    ]


def _dated(pool: pl.DataFrame, rooms: int) -> pl.DataFrame:
    """Give each session of a pool a room and a time, every function and use spread evenly over the weeks."""
    each = pool.select(pl.all().repeat_by("sessions").explode())
    turn = (pl.int_range(pl.len()).over(LIST_KEY) + 0.5) / pl.len().over(LIST_KEY)
    each = each.with_columns(turn.alias("turn")).sort("turn", *LIST_KEY)
    days, starts = working_days(), len(STARTS)
    slots = len(days) * starts * rooms
    if len(each) > slots:
        raise ValueError(f"{pool['site_code'][0]} has {slots} room slots for {len(each)} sessions: give it more rooms.")
    slot = ((np.arange(len(each)) + 0.5) / len(each) * slots).astype(int)
    day, start, room = slot // (starts * rooms), slot // rooms % starts, slot % rooms + 1
    when = pl.Series("date", days).gather(day)
    cataracts = pl.col("provider").is_in(sorted(EYE_CLINICS))
    return each.select(
        pl.concat_str(
            "site_code",
            when.dt.strftime("%y%m%d"),
            pl.lit(pool["kind"][0][0]) + pl.Series(room).cast(pl.String),
            pl.Series(np.array(["AM", "PM"])[start]),
            separator="-",
        ).alias("session_id"),
        "site_code",
        (pl.lit(pool["kind"][0] + " ") + pl.Series(room).cast(pl.String)).alias("room"),
        when,
        pl.Series("start", np.array(STARTS)[start]).str.to_time("%H:%M"),
        pl.lit(SESSION_MINUTES).alias("minutes"),
        "treatment_function",
        pl.when(cataracts).then(pl.lit("130-cataract")).alias("procedure_group"),
        pl.col("provider").alias("owner"),
        "use",
        pl.when(pl.col("use") == SHARED).then(pl.lit(BOARD)).otherwise("provider").alias("who_may_use"),
    )


def bed_nights() -> pl.DataFrame:
    """Beds on each night: site_code, date, level (0 ward, 2 high dependency, 3 intensive), beds, offered, owner.

    Beds for planned surgery are modelled throughout; ward beds are offered less at weekends.
    """
    owner = sites().select("site_code", pl.col("provider_code").alias("owner"))
    beds = table("modelled_sites").join(owner, on="site_code", maintain_order="left")
    levels = [
        beds.select(
            "site_code",
            "owner",
            pl.lit(level).alias("level"),
            pl.col(f"{kind}_beds").alias("beds"),
            pl.col(f"offered_{kind}_beds").alias("offered"),
        )
        for level, kind in ((0, "ward"), (2, "hdu"), (3, "icu"))
    ]
    nights = pl.DataFrame({"date": [FIRST_MONDAY + timedelta(days=day) for day in range(7 * WEEKS)]})
    weekend = (pl.col("date").dt.weekday() >= 6) & (pl.col("level") == 0)
    offered = pl.when(weekend).then((pl.col("offered") * 0.6).ceil()).otherwise("offered").cast(pl.Int64)
    return (
        pl.concat(levels)
        .filter(pl.col("beds") > 0)
        .join(nights, how="cross")
        .with_columns(offered.alias("offered"))
        .select("site_code", "date", "level", "beds", "offered", "owner")
        .sort("date", "site_code", "level")
    )
