"""However much is wrong, a row keeps its first reasons and the count of the others, and no rule is miscounted."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.formats.wlmds.findings import MOST_REASONS, Findings
from alongside.formats.wlmds.layout import COLUMNS
from alongside.formats.wlmds.mapping import suggest
from alongside.formats.wlmds.template import template
from alongside.formats.wlmds.validate import LONG_FILE, validate
from alongside.formats.wlmds.wrong_file import WrongFile

HEIGHT = 4


def check(rule: str, rows: set[int], words: str) -> pl.DataFrame:
    return pl.DataFrame([(row, rule, words) for row in sorted(rows)], ["position", "rule", "message"], orient="row")


CHECKS = st.lists(
    st.tuples(st.sampled_from(["WL-1", "WL-3", "WL-9", "WL-21"]), st.sets(st.integers(0, HEIGHT - 1), min_size=1)),
    max_size=30,
)


@given(CHECKS)
def test_findings_keep_few_words_and_all_counts(checks: list[tuple[str, set[int]]]) -> None:
    found = Findings(HEIGHT)
    for number, (rule, rows) in enumerate(checks):
        found.add(check(rule, rows, f"reason {number}"))
    reasons = dict(found.reasons().iter_rows())
    for row in range(HEIGHT):
        said = [f"reason {n} [{rule}]" for n, (rule, rows) in enumerate(checks) if rule != "WL-21" and row in rows]
        more = [f"and {len(said) - MOST_REASONS} more"] if len(said) > MOST_REASONS else []
        assert reasons.get(row, "").split("; ") == (said[:MOST_REASONS] + more or [""])
    assert found.counts == {
        rule: len(set().union(*(rows for broken, rows in checks if broken == rule)))
        for rule in ("WL-1", "WL-3", "WL-9", "WL-21")
        if any(broken == rule for broken, _ in checks)
    }
    assert sorted(found.blocked["position"]) == sorted(reasons)


def list_of(good: int, junk: int) -> pl.DataFrame:
    """Good rows, then rows that hold the same rubbish in every column."""
    one = template("RVV")
    rubbish = pl.DataFrame({column.name: ["x"] for column in COLUMNS})
    table = pl.concat([*([one] * good), *([rubbish] * junk)]).with_columns(
        pl.format("RVV{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(17)).alias("PATIENT_PATHWAY_IDENTIFIER")
    )
    return table.with_row_index("source_row", 2).with_columns(
        pl.col("source_row").cast(pl.Int64), pl.lit(None, pl.String).alias("reading_problem")
    )


def test_row_of_rubbish_says_how_many_more_reasons_there_are() -> None:
    table = list_of(1, 1)
    checked = validate(table, suggest(table.columns), provider_code="RVV", as_of=date(2026, 1, 31))
    said = checked.bad["problems"].item().split("; ")
    assert said[-1].startswith("and ")
    assert said[-1].endswith(" more")
    assert checked.good.height == 1


def test_long_file_without_pathways_is_refused_with_one_sentence() -> None:
    table = list_of(3, LONG_FILE)
    with pytest.raises(WrongFile, match="Nothing in this file looks like a waiting list"):
        validate(table, suggest(table.columns), provider_code="RVV", as_of=date(2026, 1, 31))


def test_long_file_with_some_pathways_is_judged_row_by_row() -> None:
    table = list_of(30, LONG_FILE)
    checked = validate(table, suggest(table.columns), provider_code="RVV", as_of=date(2026, 1, 31))
    assert (checked.good.height, checked.bad.height) == (30, LONG_FILE)
