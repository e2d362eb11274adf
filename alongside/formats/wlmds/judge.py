"""What does each written value of one column mean, and what is wrong with it?

Each distinct value is judged once, however often it stands in the column: a table of `raw` and `count` comes in, and
goes out with `value` (typed, null when it cannot be used), `rule` and `message` (both null when all is well).
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from alongside.formats.wlmds import codes, dates, nhs_numbers
from alongside.formats.wlmds.layout import Column, Kind, rule_of_form

LONGEST_TEXT = 1000
OLDEST_PERSON_YEARS = 125
FURTHEST_BACK_YEARS = 20
FURTHEST_AHEAD_YEARS = 10

TYPES: dict[Kind, type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.CODE: pl.String,
    Kind.DATE: pl.Date,
    Kind.NUMBER: pl.Float64,
    Kind.INTEGER: pl.Int64,
}
_UNREADABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{FFFD}]"

Case = tuple[pl.Expr, str, pl.Expr]
"""When this holds, this rule is broken, in these words."""


def judge(column: Column, distinct: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The distinct values of a column with what each means or what is wrong with it."""
    judged, cases = _JUDGES[column.kind](column, distinct, as_of)
    unreadable: Case = (
        pl.col("raw").str.contains(_UNREADABLE),
        "WL-2",
        _say(column, "holds a character that cannot be read; type it again"),
    )
    return _decide(judged, [unreadable, *cases])


def _decide(judged: pl.DataFrame, cases: list[Case]) -> pl.DataFrame:
    """The first case that holds decides. Words are made only for the values that need them."""
    case = pl.lit(None, pl.Int32)
    for number, (holds, _, _) in reversed(list(enumerate(cases))):
        case = pl.when(holds).then(pl.lit(number, pl.Int32)).otherwise(case)
    judged = judged.with_columns(pl.when(pl.col("raw").is_not_null()).then(case).alias("case")).with_row_index("at")
    broken = [
        judged.filter(pl.col("case") == number).select("at", pl.lit(rule).alias("rule"), words.alias("message"))
        for number, (_, rule, words) in enumerate(cases)
        if number in judged["case"]
    ]
    return judged.join(pl.concat(broken), on="at", how="left") if broken else judged.with_columns(_ALL_WELL)


_ALL_WELL = (pl.lit(None, pl.String).alias("rule"), pl.lit(None, pl.String).alias("message"))


def shown(text: pl.Expr) -> pl.Expr:
    """A value as a sentence shows it: as it stands when plain, else in quotation marks and cut to 40 characters."""
    cut = pl.when(text.str.len_chars() > 40).then(text.str.slice(0, 40) + "…").otherwise(text)
    quoted = pl.concat_str(pl.lit("“"), cut.str.replace_all(r"[\x00-\x1f\x7f]", "�"), pl.lit("”"))
    return pl.when(text.str.contains(r"^[\w/.:+-]{1,40}$")).then(text).otherwise(quoted)


def _say(column: Column, words: str) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{column.label} "), shown(pl.col("raw")), pl.lit(f" {words}"))


def _text(column: Column, distinct: pl.DataFrame, _as_of: date) -> tuple[pl.DataFrame, list[Case]]:
    too_long = pl.col("raw").str.len_chars() > LONGEST_TEXT
    words = f"is longer than {LONGEST_TEXT:,} characters; shorten it"
    return distinct.with_columns(pl.col("raw").alias("value")), [(too_long, "WL-20", _say(column, words))]


def _date(column: Column, distinct: pl.DataFrame, as_of: date) -> tuple[pl.DataFrame, list[Case]]:
    parsed = dates.parse(distinct)
    value, order = pl.col("value"), pl.col("order")
    back = OLDEST_PERSON_YEARS if column.field == "birth_date" else FURTHEST_BACK_YEARS
    ahead = 0 if column.form == "past" else FURTHEST_AHEAD_YEARS
    doubt = pl.lit(dates.is_in_doubt(parsed))
    mixed = pl.lit(bool((parsed["order"] == "month").any()))
    cases: list[Case] = [
        (value.is_null(), "WL-3", _say(column, "is not a date; use YYYY-MM-DD")),
        (doubt & (order == "either"), "WL-4", _say(column, _DOUBT)),
        (value > _shifted(as_of, ahead), "WL-5", _say(column, _too_late(ahead, as_of))),
        (value < _shifted(as_of, -back), "WL-5", _say(column, f"is more than {back} years ago; check the year")),
        (mixed & (order == "either"), "WL-26", _say(column, _MIXED)),
    ]
    return parsed, cases


_DOUBT = "may be day first or month first, and other dates in the column are month first; use YYYY-MM-DD"
_MIXED = "was read day first, though a few dates in the column are month first; check it or use YYYY-MM-DD"


def _too_late(years: int, as_of: date) -> str:
    if not years:
        return f"is in the future (after {as_of.isoformat()}); check it"
    return f"is more than {years} years ahead; check the year"


def _shifted(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)


def _number(column: Column, distinct: pl.DataFrame, _as_of: date) -> tuple[pl.DataFrame, list[Case]]:
    lowest, highest = map(float, column.form.split(".."))
    number = pl.col("raw").str.replace(r"^\+", "").cast(pl.Float64, strict=False)
    whole = column.kind is Kind.INTEGER
    bad = number.is_null() | number.is_nan() | (number != number.floor() if whole else pl.lit(False))
    kind = "a whole number" if whole else "a number"
    outside = f"is not between {lowest:g} and {highest:g}; check it"
    judged = distinct.with_columns(pl.when(~bad).then(number).cast(TYPES[column.kind], strict=False).alias("value"))
    return judged, [
        (bad, "WL-19", _say(column, f"is not {kind}; use digits alone")),
        (~number.is_between(lowest, highest), "WL-19", _say(column, outside)),
    ]


def _code(column: Column, distinct: pl.DataFrame, _as_of: date) -> tuple[pl.DataFrame, list[Case]]:
    if column.form == "nhs_number":
        return _nhs_number(column, distinct)
    if column.form == "ppid":
        return _ppid(column, distinct)
    rule = rule_of_form(column.form)
    read = [codes.read_code(column.form, text) if text else (None, None) for text in distinct["raw"]]
    judged = distinct.with_columns(
        pl.Series("value", [value for value, _ in read], dtype=pl.String),
        pl.Series("wrong", [wrong for _, wrong in read], dtype=pl.String),
    )
    if rule == "WL-25":
        kept = pl.coalesce("value", pl.col("raw").str.strip_chars().str.to_uppercase())
        words = _say(column, "is not a code we know; it is kept as it stands")
        return judged.with_columns(kept.alias("value")), [(pl.col("wrong").is_not_null(), rule, words)]
    words = pl.concat_str(_say(column, ""), pl.col("wrong"))
    return judged, [(pl.col("wrong").is_not_null(), rule, words)]


def _nhs_number(column: Column, distinct: pl.DataFrame) -> tuple[pl.DataFrame, list[Case]]:
    number = nhs_numbers.tidied(pl.col("raw"))
    known = distinct.with_columns(number.alias("value"))
    value = pl.col("value")
    return known, [
        (nhs_numbers.is_placeholder(value), "WL-7", _say(column, "stands for an unknown number; leave it empty")),
        (~value.str.contains(r"^[0-9]{10}$"), "WL-7", _say(column, "is not ten digits; correct it or leave it empty")),
        (
            ~nhs_numbers.has_check_digit(value),
            "WL-7",
            _say(column, "has a wrong check digit, so a digit is mistyped; correct it or leave it empty"),
        ),
    ]


def _ppid(column: Column, distinct: pl.DataFrame) -> tuple[pl.DataFrame, list[Case]]:
    """A 12-digit booking reference passes here; whether it may be padded depends on the issuer beside it."""
    judged = distinct.with_columns(pl.col("raw").str.replace_all(r"\s", "").alias("value"))
    ppid = pl.col("value")
    rounded = ppid.str.contains(_LONG_NUMBER) & pl.lit(_are_rounded(judged["value"]))
    damaged = ppid.str.contains(r"(?i)^[0-9](\.[0-9]+)?E\+?[0-9]+$") | rounded
    shaped = ppid.str.contains(r"^([A-Za-z0-9]{20}|[0-9]{12})$")
    as_text = "was changed by a spreadsheet; export it again with the column formatted as text"
    return judged, [
        (damaged, "WL-12", _say(column, as_text)),
        (~shaped, "WL-11", _say(column, "is not 20 letters and digits; give it as it was issued")),
    ]


_LONG_NUMBER = r"^[1-9][0-9]{16,}$"


def _are_rounded(ppids: pl.Series) -> bool:
    """Were the long numbers stored as numbers, of which a spreadsheet keeps 15 digits? One may be chance, half not."""
    long = ppids.filter(ppids.str.contains(_LONG_NUMBER)).head(1000).to_list()
    return bool(long) and 2 * sum(int(float(number)) == int(number) for number in long) >= len(long)


_JUDGES: dict[Kind, Callable[[Column, pl.DataFrame, date], tuple[pl.DataFrame, list[Case]]]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.INTEGER: _number,
    Kind.CODE: _code,
}
