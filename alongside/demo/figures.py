"""What are the figures of the demonstration area?

`python -m alongside.demo.figures` prints those of the documentation.
"""

import polars as pl

from alongside.demo.capacity import SHARED, bed_nights, sessions
from alongside.demo.people import synthesise


def capacity_against_demand(people: pl.DataFrame) -> pl.DataFrame:
    """By function: patients with a decision to admit, theatre minutes they need, gross and offered minutes, share."""
    need = (
        people.filter("decision_to_admit")
        .group_by("treatment_function")
        .agg(pl.len().alias("patients"), pl.col("theatre_minutes").sum().alias("minutes_needed"))
    )
    have = (
        sessions()
        .group_by("treatment_function")
        .agg(
            pl.col("minutes").sum().alias("minutes_gross"),
            pl.col("minutes").filter(pl.col("use") == SHARED).sum().alias("minutes_offered"),
        )
    )
    both = need.join(have, on="treatment_function", how="left").fill_null(0).sort("treatment_function")
    both = pl.concat(
        [both, both.select(pl.lit("all").alias("treatment_function"), pl.exclude("treatment_function").sum())]
    )
    return both.with_columns(
        (100 * pl.col("minutes_offered") / pl.col("minutes_needed")).round(1).alias("offered_percent")
    )


def main() -> None:
    """Print the tables."""
    people = synthesise()
    listed = people.filter("decision_to_admit")
    beds = bed_nights().group_by("level").agg(pl.col("beds", "offered").sum()).sort("level")
    with pl.Config(tbl_rows=60, tbl_cols=20, tbl_hide_dataframe_shape=True):
        for frame in (
            capacity_against_demand(people),
            sessions().group_by("use").len(),
            beds,
            *(listed.group_by(c).len().sort(c) for c in ("priority", "asa", "expected_critical_care_level")),
        ):
            print(frame)


if __name__ == "__main__":
    main()
