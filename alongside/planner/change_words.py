"""What would change it, in plain words that stay of use when many patients come first?"""

import polars as pl

from alongside.domain.treatment_functions import NAMES

FEW = 10
STEADY = 3
KIND_OF_SESSION = {
    "110": "orthopaedic",
    "X02": "other medical",
    "X03": "other mental health",
    "X04": "other paediatric",
    "X05": "other surgical",
    "X06": "other",
}


def session_words(function: str) -> str:
    """What a session for a treatment function is called inside a sentence.

    >>> session_words("110"), session_words("101"), session_words("X05")
    ('orthopaedic', 'urology', 'other surgical')
    """
    return KIND_OF_SESSION.get(function) or NAMES.get(function, f"treatment function {function}").lower()


def capacity_words(weeks: int) -> pl.Expr:
    """Of a patient whose sites are full: the addition itself when it is small, else how long the queue is.

    `weeks` is the length of the plan; columns are those of `Explanations` and `session`, the kind of session in words.
    """
    small = (pl.col("extra_sessions") <= max(FEW, weeks)) & (pl.col("extra_nights") <= 2 * max(FEW, weeks))
    return pl.when(small | (pl.col("extra_before") == 0)).then(_small(weeks)).otherwise(_queue(weeks))


def more(column: str, noun: pl.Expr) -> pl.Expr:
    """A count of more, singular or plural: 1 more bed night, 2,000 more bed nights."""
    ending = pl.when(pl.col(column) == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    return pl.format("{} more {}{}", grouped(column), noun, ending)


def grouped(column: str) -> pl.Expr:
    """Whole numbers with a comma before thousands; below a million."""
    number = pl.col(column).cast(pl.Int64)
    tail = (number % 1000).cast(pl.String).str.zfill(3)
    return pl.when(number >= 1000).then(pl.format("{},{}", number // 1000, tail)).otherwise(number.cast(pl.String))


def about(column: str) -> pl.Expr:
    """Two figures of a count of a hundred or more: 1,412 is about 1,400."""
    number = pl.col(column).cast(pl.Int64)
    step = pl.when(number < 100).then(1).when(number < 1000).then(10).when(number < 10_000).then(100).otherwise(1000)
    return ((number + step // 2) // step * step).alias(column)


def _both(sessions: str, nights: str, noun: pl.Expr, per: str = "") -> pl.Expr:
    """Sessions and bed nights, or the one that is needed; `per` says in which time."""
    theatre, beds = more(sessions, noun), more(nights, pl.lit("bed night"))
    return (
        pl.when(pl.col(nights) == 0)
        .then(pl.format("{}{}", theatre, pl.lit(per)))
        .when(pl.col(sessions) == 0)
        .then(pl.format("{}{}", beds, pl.lit(per)))
        .otherwise(pl.format("{} and {}{}", theatre, beds, pl.lit(per)))
    )


def _small(weeks: int) -> pl.Expr:
    amount = _both("extra_sessions", "extra_nights", pl.format("{} session", "session"))
    # Over several weeks it is not certain which operations fill each session.
    start = pl.lit("With about" if weeks > 1 else "With")
    when = _time("in these", weeks)
    return pl.format("{} {} at {}{} this patient would have a place.", start, amount, "extra_site", when)


def _queue(weeks: int) -> pl.Expr:
    which = pl.when(pl.col("choices") == 1).then(pl.lit("")).otherwise(pl.lit(", where it would take least"))
    before = pl.col("extra_before")
    who = pl.when(before == 1).then(pl.lit("patient comes")).otherwise(pl.lit("patients come"))
    noun = pl.lit("session")
    steady = (weeks > 1) & (pl.max_horizontal("extra_sessions_a_week", "extra_nights_a_week") >= STEADY)
    amount = (
        pl.when(steady & pl.col("extra_week").is_null())
        .then(
            pl.format(
                "{}{}", _both("extra_sessions_a_week", "extra_nights_a_week", noun, " a week"), _there("for the", weeks)
            )
        )
        .otherwise(pl.format("{}{}", _both("extra_sessions", "extra_nights", noun), _there("over the", weeks)))
    )
    return pl.format(
        "About {} {} before this one at {}{}: about {} would reach this patient.",
        grouped("extra_before"),
        who,
        "extra_site",
        which,
        amount,
    )


def _there(word: str, weeks: int) -> pl.Expr:
    return pl.format(" there{}", _time(word, weeks))


def _time(word: str, weeks: int) -> pl.Expr:
    whole = pl.lit(f" {word} {weeks} weeks" if weeks > 1 else "")
    one = pl.format(" in week {}", pl.col("extra_week") + 1)
    return pl.when(pl.col("extra_week").is_null() | (weeks == 1)).then(whole).otherwise(one)
