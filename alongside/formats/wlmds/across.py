"""What is wrong with a row that can only be seen across its columns, or across the rows of the file?

Works on the typed table; each check gives the broken rows as `position`, `rule`, `message`.
"""

from collections.abc import Iterator

import polars as pl

from alongside.domain.identifiers import E_REFERRAL_ISSUER, PPID_LENGTH
from alongside.domain.rtt_codes import RTT_CODES, is_open_code
from alongside.formats.wlmds.layout import KEY, SOURCE_ROW

TRANSFERRED = "21"
OPEN = sorted(code for code in RTT_CODES if is_open_code(code) and code != TRANSFERRED)

Found = tuple[str, pl.Expr, pl.Expr]
"""The rule, the rows that break it, and the words."""


def tidied(typed: pl.DataFrame, provider_code: str) -> pl.DataFrame:
    """The table with booking references padded, weeks ended on Sunday and the provider's code in its short form."""
    week = pl.col("week_ending")
    short = pl.when(pl.col("provider") == f"{provider_code}00").then(pl.lit(provider_code)).otherwise("provider")
    return typed.with_columns(
        pl.when(_is_reference()).then(pl.col("ppid").str.zfill(PPID_LENGTH)).otherwise("ppid").alias("ppid"),
        (week + pl.duration(days=7 - week.dt.weekday())).alias("week_ending"),
        short.alias("provider"),
    )


def check_rows(typed: pl.DataFrame, provider_code: str) -> Iterator[pl.DataFrame]:
    """Everything wrong within single rows, before they are tidied."""
    for rule, holds, words in (*_identity(provider_code), *_clock()):
        broken = typed.lazy().filter(holds).select("position", pl.lit(rule).alias("rule"), words.alias("message"))
        yield broken.collect()


def _is_reference() -> pl.Expr:
    return (pl.col("ppid").str.len_chars() < PPID_LENGTH) & (pl.col("ppid_issuer") == E_REFERRAL_ISSUER)


def _identity(provider_code: str) -> list[Found]:
    short = pl.col("ppid").str.len_chars() < PPID_LENGTH
    ours = pl.col("provider").is_in([provider_code, f"{provider_code}00"])
    return [
        (
            "WL-8",
            ~pl.col("nhs_number_given") & pl.col("local_patient_identifier").is_null(),
            pl.lit("The row has neither an NHS number nor a local patient identifier; give at least one"),
        ),
        (
            "WL-11",
            short & ~_is_reference(),
            _words(
                "Pathway identifier ",
                "ppid",
                " is not 20 letters and digits; only a booking reference issued by X09 may have 12",
            ),
        ),
        (
            "WL-13",
            ~ours,
            _words("The row belongs to another organisation, ", "provider", f"; send only rows of {provider_code}"),
        ),
        (
            "WL-22",
            _is_reference(),
            _words("Booking reference ", "ppid", f" was padded with noughts to {PPID_LENGTH} characters"),
        ),
    ]


def _clock() -> list[Found]:
    transferred = pl.col("rtt_status") == TRANSFERRED
    start = _words("clock start ", "rtt_start", "")
    return [
        (
            "WL-6",
            pl.col("birth_date") > pl.col("rtt_start"),
            pl.concat_str(_words("Date of birth ", "birth_date", " is after the "), start, pl.lit("; correct one")),
        ),
        (
            "WL-14",
            transferred,
            pl.lit("RTT status 21 says the pathway has moved to another provider, whose list it is on; leave it out"),
        ),
        (
            "WL-14",
            ~pl.col("rtt_status").is_in(OPEN) & ~transferred,
            _words("RTT status ", "rtt_status", f" is not open; an open pathway has {', '.join(OPEN)}"),
        ),
        (
            "WL-15",
            pl.col("rtt_end").is_not_null(),
            _words("The pathway ended on ", "rtt_end", ", so it is not open; leave it out or remove the end date"),
        ),
        (
            "WL-16",
            pl.col("decision_to_admit") < pl.col("rtt_start"),
            pl.concat_str(
                _words("Decision to admit ", "decision_to_admit", " is before the "), start, pl.lit("; correct one")
            ),
        ),
        (
            "WL-18",
            pl.col("week_ending").dt.weekday() != 7,
            _words("Week ending ", "week_ending", " is not a Sunday; the Sunday after it was used"),
        ),
    ]


def _words(before: str, field: str, after: str) -> pl.Expr:
    return pl.concat_str(pl.lit(before), pl.col(field).cast(pl.String), pl.lit(after))


def repeated(good: pl.DataFrame) -> pl.DataFrame:
    """Rows whose key stands again further down the file: the last is kept, the earlier ones are returned."""
    again = good.lazy().filter(pl.struct(KEY).is_duplicated())
    last = pl.col(SOURCE_ROW).last().over(KEY, order_by="position")
    message = pl.concat_str(
        pl.lit("The same waiting period stands again in row "),
        last.cast(pl.String),
        pl.lit(", which was kept; remove one of them"),
    )
    found = again.with_columns(last.alias("last"), message.alias("message"), pl.lit("WL-17").alias("rule"))
    return found.filter(pl.col(SOURCE_ROW) != pl.col("last")).select("position", "rule", "message").collect()


def doubtful(good: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Warnings that need the whole file: one number with two birth dates, one pathway with two open periods."""
    people = good.lazy().filter(pl.col("nhs_number").is_not_null() & pl.col("birth_date").is_not_null())
    yield _more_than_one(people, ["nhs_number"], "birth_date", "WL-23", _TWO_PEOPLE).collect()
    yield _more_than_one(good.lazy(), ["ppid", "ppid_issuer"], "rtt_start", "WL-24", _TWO_PERIODS).collect()


_TWO_PEOPLE = "The same NHS number stands in the file with another date of birth; check which patient it is"
_TWO_PERIODS = "The same pathway stands in the file with another clock start; only one period may be open"


def _more_than_one(rows: pl.LazyFrame, key: list[str], field: str, rule: str, words: str) -> pl.LazyFrame:
    several = rows.group_by(key).agg(pl.col(field).n_unique().alias("several")).filter(pl.col("several") > 1)
    return rows.join(several, on=key, how="semi").select(
        "position", pl.lit(rule).alias("rule"), pl.lit(words).alias("message")
    )
