"""Which day does a written date mean, when systems write it in different ways?

Day first unless the column itself says otherwise: where part of its dates can only be month first, the others could
be either and are returned rather than guessed.
"""

from datetime import date

import polars as pl

MONTH_FIRST_SHARE = 0.05
"""From this share of month-first dates on (among those that can be told), the order of a column is in doubt."""

_TIME = r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?$"
_YEAR_FIRST = r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$"
_COMPACT = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
_YEAR_LAST = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$"
_NAMED = (
    r"(?i)^([0-9]{1,2})[-/. ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?[-/. ]([0-9]{4})$"
)
_SERIAL = r"^([1-7][0-9]{4})(?:\.[0-9]+)?$"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_SERIAL_ZERO = date(1899, 12, 30)


def parse(distinct: pl.DataFrame) -> pl.DataFrame:
    """Adds `value` (the day, or null) and `order` (day, month, either or null) to the columns `raw` and `count`.

    >>> parse(pl.DataFrame({"raw": ["31/12/2025", "2025-02-31", "3-Feb-2025", "45658"], "count": [1, 1, 1, 1]}))[
    ...     "value"
    ... ].to_list()
    [datetime.date(2025, 12, 31), None, datetime.date(2025, 2, 3), datetime.date(2025, 1, 1)]
    """
    text = pl.col("raw").str.replace(_TIME, "")
    last = [text.str.extract(_YEAR_LAST, part).cast(pl.Int32) for part in (1, 2)]
    order = (
        pl.when((last[0] > 12) & (last[1] <= 12))
        .then(pl.lit("day"))
        .when((last[0] <= 12) & (last[1] > 12))
        .then(pl.lit("month"))
        .when((last[0] <= 12) & (last[1] <= 12) & (last[0] != last[1]))
        .then(pl.lit("either"))
    )
    value = pl.coalesce(
        _day(text, _YEAR_FIRST, (1, 2, 3)),
        _day(text, _YEAR_LAST, (3, 2, 1)),
        _day(text, _COMPACT, (1, 2, 3)),
        _named(text),
        pl.lit(_SERIAL_ZERO) + pl.duration(days=text.str.extract(_SERIAL, 1).cast(pl.Int32)),
    )
    return distinct.with_columns(value.alias("value"), order.alias("order"))


def is_in_doubt(parsed: pl.DataFrame) -> bool:
    """True when too many dates of the column can only be month first for the others to be told."""
    counts = dict(parsed.group_by("order").agg(pl.col("count").sum()).iter_rows())
    day, month = int(counts.get("day", 0)), int(counts.get("month", 0))
    return month > 0 and month >= MONTH_FIRST_SHARE * (day + month)


def _day(text: pl.Expr, pattern: str, parts: tuple[int, int, int]) -> pl.Expr:
    year, month, day = (text.str.extract(pattern, part).str.zfill(2) for part in parts)
    return pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _named(text: pl.Expr) -> pl.Expr:
    month = text.str.extract(_NAMED, 2).str.to_lowercase().replace_strict(_MONTHS, default=None, return_dtype=pl.Int32)
    day, year = text.str.extract(_NAMED, 1), text.str.extract(_NAMED, 3)
    written = pl.concat_str(year, month.cast(pl.String).str.zfill(2), day.str.zfill(2), separator="-")
    return written.str.to_date("%Y-%m-%d", strict=False)
