"""What are the official figures of England, a board or a provider: total, share within 18 weeks, long waits?

Source: NHS England, RTT full CSV data file; percentiles by interpolation inside week bands. Rules RTT-P1 to RTT-P7.
"""

from dataclasses import dataclass

import polars as pl

from alongside.domain.waits import (
    OPEN_BAND,
    STANDARD_SHARE,
    count_over_weeks,
    percentile_from_bands,
    share_within_18_weeks,
)
from alongside.formats.rtt.layout import BANDS, PARTS, TOTAL_FUNCTION
from alongside.formats.rtt.organisations import rows_of
from alongside.formats.rtt.reading import Extract

OVER_THE_LAST_MARK = f"{OPEN_BAND}+"
NOT_KNOWN = "-"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one group of pathways, in pathways, per cent and weeks; nothing is rounded.

    `total` includes unknown clock starts; percentages and waits leave them out. Part 3 has no bands: its figures on
    waits are None. A wait is also None with no patients, or past 104 weeks (`median_text` tells which).
    """

    total: int
    within_18_percent: float | None
    median_weeks: float | None
    percentile_92_weeks: float | None
    over_52: int | None
    over_65: int | None
    over_78: int | None
    over_104: int | None
    unknown_start: int

    @property
    def median_text(self) -> str:
        return self._wait(self.median_weeks)

    @property
    def percentile_92_text(self) -> str:
        return self._wait(self.percentile_92_weeks)

    def _wait(self, weeks: float | None) -> str:
        """Three decimals; `104+` past the last mark (never a number); `-` where there is nobody to measure."""
        if weeks is not None:
            return f"{weeks:.3f}"
        return NOT_KNOWN if self.within_18_percent is None else OVER_THE_LAST_MARK


def statistics_of(counts: list[int] | None, *, total: int, unknown_start: int = 0) -> Statistics:
    """Figures from pathways counted by week band (at most 105 bands; None where no bands are published).

    >>> figures = statistics_of([100, 80, 60, 40, 20], total=303, unknown_start=3)
    >>> figures.median_weeks, figures.percentile_92_text, figures.within_18_percent
    (1.625, '3.900', 100.0)
    >>> statistics_of([0] * 104 + [9], total=9).median_text
    '104+'
    """
    if counts is None:
        return Statistics(total, None, None, None, None, None, None, None, unknown_start)
    share = share_within_18_weeks(counts)
    return Statistics(
        total,
        None if share is None else 100 * share,
        percentile_from_bands(counts, 0.5),
        percentile_from_bands(counts, STANDARD_SHARE),
        over_52=count_over_weeks(counts, 52),
        over_65=count_over_weeks(counts, 65),
        over_78=count_over_weeks(counts, 78),
        over_104=count_over_weeks(counts, 104),
        unknown_start=unknown_start,
    )


def summarise(
    extract: Extract,
    *,
    provider: str | None = None,
    icb: str | None = None,
    part: str = "2",
    commissioned_in_england: bool = False,
) -> Statistics:
    """The figures of all treatment functions together, from the total rows (RTT-P2).

    England when neither code is given. `commissioned_in_england` leaves out commissioner NONC, as the official national
    headline does (RTT-P4). Raises UnknownCode, and ValueError for a part that does not exist or both codes at once.
    """
    rows = rows_of(extract.frame, provider=provider, icb=icb, commissioned_in_england=commissioned_in_england)
    totals = rows.filter(pl.col("treatment_function") == TOTAL_FUNCTION, pl.col("part") == _part(part))
    return _from_row(totals.select(_sums()).row(0, named=True), part)


def by_treatment_function(
    extract: Extract, *, provider: str | None = None, icb: str | None = None, part: str = "2"
) -> list[tuple[str, str, Statistics]]:
    """Code, name and figures of each treatment function that occurs, by code; the total is not among them."""
    rows = rows_of(extract.frame, provider=provider, icb=icb)
    specialties = rows.filter(pl.col("treatment_function") != TOTAL_FUNCTION, pl.col("part") == _part(part))
    name = pl.col("treatment_function_name").drop_nulls().first()
    grouped = specialties.group_by("treatment_function").agg(name, *_sums())
    return [
        (row["treatment_function"], row["treatment_function_name"] or "", _from_row(row, part))
        for row in grouped.sort("treatment_function").iter_rows(named=True)
    ]


def area_table(extract: Extract, icb: str) -> pl.DataFrame:
    """Pathways of a board's providers by treatment function, part and week band, one row for each count above nought.

    Columns: provider_code, provider_name, treatment_function, treatment_function_name, part, band (0 to 104), pathways.
    `band` is null where no week is published: all of part 3, and unknown clock starts. Commissioners are summed and
    total rows left out, so that pathways of one part add up to `summarise(extract, icb=icb, part=part).total`.
    Raises UnknownCode.
    """
    index = ["provider_code", "provider_name", "treatment_function", "treatment_function_name", "part"]
    specialties = rows_of(extract.frame, provider=None, icb=icb).filter(pl.col("treatment_function") != TOTAL_FUNCTION)
    # Grouped by code alone: a name that is blank in one row must not split a provider in two.
    summed = specialties.group_by("provider_code", "treatment_function", "part").agg(
        pl.col("provider_name", "treatment_function_name").drop_nulls().first(),
        pl.col(BANDS).sum(),
        without_week=_without_week().sum(),
    )
    by_week = summed.rename({name: str(week) for week, name in enumerate(BANDS)}).unpivot(
        index=index, variable_name="band", value_name="pathways"
    )
    return (
        by_week.filter(pl.col("pathways") > 0)
        .with_columns(pl.col("band").replace("without_week", None).cast(pl.Int64))
        .sort(*index, "band")
    )


def _without_week() -> pl.Expr:
    return pl.when(pl.col("part") == "3").then("total_all").otherwise("unknown_start")


def _sums() -> list[pl.Expr]:
    return [pl.col(*BANDS, "total_all", "unknown_start").sum()]


def _from_row(row: dict[str, int], part: str) -> Statistics:
    counts = None if part == "3" else [row[name] for name in BANDS]
    return statistics_of(counts, total=row["total_all"], unknown_start=row["unknown_start"])


def _part(part: str) -> str:
    if part not in PARTS:
        raise ValueError(f"The return has no part '{part}': it has {', '.join(PARTS)}")
    return part
