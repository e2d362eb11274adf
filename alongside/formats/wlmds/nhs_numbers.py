"""Which of many NHS numbers are real ones? The check digit of the whole column at once, equal to the domain's rule."""

import polars as pl

LENGTH = 10


def tidied(text: pl.Expr) -> pl.Expr:
    """The number without the spaces, hyphens and `.0` that people and spreadsheets add."""
    return text.str.replace(r"\.0+$", "").str.replace_all(r"[\s-]", "")


def has_check_digit(number: pl.Expr) -> pl.Expr:
    """True where ten digits end in the modulus-11 check digit of the first nine; false for anything else.

    >>> numbers = pl.DataFrame({"n": ["9990000018", "9990000019", "999000001", "99900000x8"]})
    >>> numbers.select(has_check_digit(pl.col("n"))).to_series().to_list()
    [True, False, False, False]
    """
    digits = pl.when(number.str.contains(r"^[0-9]{10}$")).then(number).cast(pl.Int64)
    weighed = sum((weight * (digits // 10 ** (weight - 1) % 10) for weight in range(2, LENGTH + 1)), pl.lit(0))
    return ((11 - weighed % 11) % 11 == digits % 10).fill_null(False)


def is_placeholder(number: pl.Expr) -> pl.Expr:
    """True for ten equal digits, typed where no number was known; two of them even have a valid check digit."""
    return number.str.contains(r"^(0{10}|1{10}|2{10}|3{10}|4{10}|5{10}|6{10}|7{10}|8{10}|9{10})$")
