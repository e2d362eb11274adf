"""Which date, time, number or word does a cell mean? Each answer is null where it cannot be told."""

import polars as pl

DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S")
TIMES = ("%H:%M", "%H.%M", "%H:%M:%S", "%H%M")
USES = {
    "area": "area",
    "the whole area": "area",
    "shared": "area",
    "shared list": "area",
    "own": "own",
    "our own list only": "own",
    "own list": "own",
}


def tidy(column: str) -> pl.Expr:
    """Without spaces around or doubled inside, and without the apostrophe that makes text harmless; "" is null."""
    text = pl.col(column).str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()
    text = text.str.replace(r"^'([=+\-@'])", "$1")
    return pl.when(text != "").then(text)


def day(column: str) -> pl.Expr:
    """A date with a year of four figures in this century; a year of two is not guessed.

    >>> pl.DataFrame({"a": ["3/2/2026", "2026-02-03", "31/02/2026", "3/2/26"]}).select(day("a"))["a"].to_list()
    [datetime.date(2026, 2, 3), datetime.date(2026, 2, 3), None, None]
    """
    text = tidy(column)
    found = pl.coalesce(*[text.str.strptime(pl.Date, form, strict=False) for form in DATES])
    return pl.when(found.dt.year().is_between(2000, 2099)).then(found)


def clock(column: str) -> pl.Expr:
    """A time of the 24-hour clock, also as the share of a day that Excel keeps.

    >>> pl.DataFrame({"a": ["8.30", "0.5", "25:00"]}).select(clock("a"))["a"].to_list()
    [datetime.time(8, 30), datetime.time(12, 0), None]
    """
    text = tidy(column).str.replace(r"^(\d)([:.]\d\d)", "0$1$2")
    share = pl.when(text.str.contains(r"^00?\.\d\d\d+$|^0?0\.\d$")).then(text.cast(pl.Float64, strict=False))
    of_share = ((share * 1440).round(0).cast(pl.Int64) * 60_000_000_000).cast(pl.Time)
    written = [pl.when(share.is_null()).then(text).str.strptime(pl.Time, form, strict=False) for form in TIMES]
    return pl.coalesce(*written, of_share)


def whole(column: str) -> pl.Expr:
    """
    >>> pl.DataFrame({"a": ["240", "240.0", "4h", "-1"]}).select(whole("a"))["a"].to_list()
    [240, 240, None, -1]
    """
    return tidy(column).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)


def use(column: str) -> pl.Expr:
    return tidy(column).str.to_lowercase().replace_strict(USES, default=None, return_dtype=pl.String)


def code(column: str) -> pl.Expr:
    return tidy(column).str.to_uppercase()


def level(column: str) -> pl.Expr:
    """The number of a level of care, with or without its words.

    >>> pl.DataFrame({"a": ["Level 2: high dependency", "0", "10", "ward"]}).select(level("a"))["a"].to_list()
    [2, 0, 10, None]
    """
    return (
        tidy(column)
        .str.to_lowercase()
        .str.extract(r"^(?:level )?(\d+)(?:\.0+)?(?:[: ].*)?$")
        .cast(pl.Int64, strict=False)
    )
