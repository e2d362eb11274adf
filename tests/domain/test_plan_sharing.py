"""What of a plan a reader may tell apart: own rows, those of partners, and nothing that could name somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.plan_sharing import is_small, tells_few, together, told_apart

ROWS = {"ours": (3, 1), "partner": (40, 60), "small": (2, 90), "stranger": (300, 10), "other": (4, 4)}


@pytest.mark.row("M-64")
@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(
    ("rows", "may", "own", "told"),
    [
        (ROWS, list(ROWS), list(ROWS), set(ROWS)),
        (ROWS, [], ["ours"], {"ours"}),
        (ROWS, ["partner"], ["ours"], {"ours", "partner"}),
        (ROWS, ["partner", "small"], ["ours"], {"ours", "partner"}),
        (ROWS, [], [], set()),
        ({"ours": (3, 1), "partner": (40, 60), "stranger": (2, 90)}, ["partner"], ["ours"], {"ours"}),
        ({"ours": (3, 1), "stranger": (2, 90)}, [], ["ours"], {"ours"}),
        ({"a": (40,), "b": (3,)}, ["a", "b"], [], set()),
        ({"a": (40,), "b": (3,), "c": (2,)}, ["a", "b", "c"], [], {"a"}),
        ({"a": (40, 0), "b": (0, 7)}, ["a", "b"], [], {"a", "b"}),
        ({}, [], [], set()),
    ],
    ids=[
        "all are own", "no agreement", "one agreement", "a partner's small count", "a stranger to all",
        "the rest alone is small, so the partner joins it", "nothing can be done", "one small row takes the next along",
        "two small rows hide each other", "nought is told", "an empty plan",
    ],
)  # fmt: skip
def test_who_is_told_apart(rows, may, own, told):
    assert told_apart(rows, may, own) == told


@pytest.mark.promise("AL-8")
@given(
    st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8),
    st.sets(st.integers(0, 9)),
    st.sets(st.integers(0, 9), max_size=2),
)
def test_no_total_gives_away_a_small_count(rows, may, own):
    """Whoever takes the rows told from the totals finds nothing small, unless own rows alone are left to take."""
    told = told_apart(rows, may, own)
    rest = together(parts for key, parts in rows.items() if key not in told)
    assert told <= (set(may) | set(own)) & set(rows)
    assert not any(tells_few(rows[key]) for key in told - own)
    assert not any(map(is_small, rest)) or told <= own
