"""How does a month of published statistics get into the database? Whole boards at a time, replacing that month."""

from collections.abc import Collection

import polars as pl
from django.db import transaction

from alongside.apps.insight.models import PublishedCount
from alongside.formats.rtt import Extract
from alongside.formats.rtt.layout import BANDS, TOTAL_FUNCTION
from alongside.formats.rtt.organisations import known_board

KEY = ("provider_parent_code", "provider_code", "treatment_function", "part")


@transaction.atomic
def load_published(*, extract: Extract, boards: Collection[str] | None = None) -> int:
    """Put one month's counts by provider, treatment function and part in place of what was there; gives the rows.

    Without `boards`, the whole country. Commissioners are summed. Raises UnknownCode for a board that is not there.
    """
    wanted = None if boards is None else [known_board(extract.frame, code) for code in boards]
    rows = summed(extract.frame, wanted)
    month = extract.month.replace(day=1)
    held = PublishedCount.objects.filter(month=month)
    (held if wanted is None else held.filter(board_code__in=wanted)).delete()
    PublishedCount.objects.bulk_create(
        (
            PublishedCount(
                month=month,
                board_code=board,
                provider_code=provider,
                provider_name=name or provider,
                treatment_function=function,
                part=part,
                unknown_start=unknown,
                total=total,
                bands=list(bands),
            )
            for board, provider, function, part, name, unknown, total, *bands in rows.iter_rows()
        ),
        batch_size=2000,
    )
    return rows.height


def summed(frame: pl.DataFrame, boards: list[str] | None) -> pl.DataFrame:
    """One row for each provider, function and part; no bands are published for part 3, so they are noughts."""
    rows = frame.filter(pl.col("treatment_function") != TOTAL_FUNCTION, pl.col("provider_parent_code").is_not_null())
    if boards is not None:
        rows = rows.filter(pl.col("provider_parent_code").is_in(boards))
    return (
        rows.group_by(KEY, maintain_order=True)
        .agg(
            pl.col("provider_name").drop_nulls().first(),
            pl.col("unknown_start", "total_all").sum(),
            pl.col(BANDS).fill_null(0).sum(),
        )
        .filter(pl.col("total_all") > 0)
        .select(*KEY, "provider_name", "unknown_start", "total_all", *BANDS)
    )
