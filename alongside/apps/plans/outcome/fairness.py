"""Who is placed, by deprivation, sex, age and ethnicity? Measured on every plan, never an input (AL-11).

The share placed stands beside the share that the group's own mix of specialty and clinical priority would lead one
to expect: the difference is what is left to ask about. Groups are small or unknown: fewer than five is not shown.
"""

from typing import Any

import polars as pl

from alongside.domain.plan_sharing import SMALLEST

QUINTILES = ("Most deprived fifth", "Second", "Third", "Fourth", "Least deprived fifth")
AGES = ((0, "0 to 15"), (16, "16 to 39"), (40, "40 to 59"), (60, "60 to 74"), (75, "75 and over"))
SEXES = {"1": "Male", "2": "Female", "9": "Indeterminate"}
ETHNIC = {
    **dict.fromkeys("A", "White British"),
    **dict.fromkeys("BC", "White other"),
    **dict.fromkeys("DEFG", "Mixed"),
    **dict.fromkeys("HJKL", "Asian"),
    **dict.fromkeys("MNP", "Black"),
    **dict.fromkeys("RS", "Chinese or other"),
}
UNKNOWN = "Not known"


def fairness(told: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """By each dimension the groups with waiting, placed, share, expected and gap; hidden when small."""
    stratum = ["treatment_function", "planner_priority"]
    frame = told.with_columns(
        is_placed=pl.col("site_id").is_not_null(),
        quintile=((pl.col("deprivation_decile") + 1) // 2).cast(pl.Int64),
        sex_words=pl.col("sex").replace_strict(SEXES, default=UNKNOWN, return_dtype=pl.String),
        ethnic=pl.col("ethnic_category")
        .str.slice(0, 1)
        .replace_strict(ETHNIC, default=UNKNOWN, return_dtype=pl.String),
        age_band=age_band(),
    ).with_columns(expected=pl.col("is_placed").mean().over(stratum))
    quintile = pl.col("quintile").replace_strict(
        dict(enumerate(QUINTILES, start=1)), default=UNKNOWN, return_dtype=pl.String
    )
    frame = frame.with_columns(quintile_words=quintile)
    return {
        "deprivation": groups(frame, "quintile_words", [*QUINTILES, UNKNOWN]),
        "sex": groups(frame, "sex_words", [*SEXES.values(), UNKNOWN]),
        "age": groups(frame, "age_band", [*(words for _, words in AGES), UNKNOWN]),
        "ethnicity": groups(frame, "ethnic", [*dict.fromkeys(ETHNIC.values()), UNKNOWN]),
    }


def age_band() -> pl.Expr:
    words = pl.lit(UNKNOWN)
    for least, label in AGES:
        words = pl.when(pl.col("age_years") >= least).then(pl.lit(label)).otherwise(words)
    return words


def groups(frame: pl.DataFrame, column: str, order: list[str]) -> list[dict[str, Any]]:
    counted = frame.group_by(column).agg(
        waiting=pl.len(), placed=pl.col("is_placed").sum(), expected=pl.col("expected").sum()
    )
    rows = {row[column]: row for row in counted.iter_rows(named=True)}
    return [group(label, rows[label]) for label in order if label in rows]


def group(label: str, row: dict[str, Any]) -> dict[str, Any]:
    waiting, placed = row["waiting"], row["placed"]
    if waiting < SMALLEST or 0 < placed < SMALLEST or 0 < waiting - placed < SMALLEST:
        return {"label": label, "waiting": None, "placed": None, "share": None, "expected": None, "gap": None}
    share, expected = placed / waiting, row["expected"] / waiting
    return {
        "label": label,
        "waiting": waiting,
        "placed": placed,
        "share": share,
        "expected": expected,
        "gap": share - expected,
    }
