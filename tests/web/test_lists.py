"""Sorting, paging and the links of a list."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from alongside.web.paging import page_of
from alongside.web.query import query
from alongside.web.sorting import Order
from alongside.web.tables import Column


@given(st.lists(st.integers()), st.integers(1, 20))
def test_pages_together_hold_every_row_once(rows: list[int], size: int) -> None:
    last = page_of(rows, 1, size).last
    assert [row for number in range(1, last + 1) for row in page_of(rows, number, size).rows] == rows


@given(st.one_of(st.none(), st.text(), st.integers()), st.integers(0, 500))
def test_any_page_asked_for_is_brought_into_range(asked: str | int | None, total: int) -> None:
    page = page_of(list(range(total)), asked)
    assert 1 <= page.number <= page.last
    assert page.number in page.numbers


@given(st.lists(st.one_of(st.none(), st.integers())), st.booleans())
def test_unknown_values_sort_last_both_ways(values: list[int | None], descending: bool) -> None:
    ordered = Order("x", descending).sort(values, lambda value: value)
    known = [value for value in values if value is not None]
    assert ordered == sorted(known, reverse=descending) + [None] * (len(values) - len(known))


def test_sort_link_turns_round_and_returns_to_page_one() -> None:
    params = QueryDict("q=hip&sort=weeks&page=7")
    order = Order.read(params.dict(), {"weeks"}, default="weeks")
    assert order.link("weeks", params) == "?q=hip&sort=-weeks"
    assert (order.aria("weeks"), order.aria("name")) == ("ascending", "")


def test_query_escapes_and_keeps_repeated_parameters() -> None:
    assert query(QueryDict("a=1&a=2&b=x"), b='"><script>', page=2) == "?a=1&a=2&b=%22%3E%3Cscript%3E&page=2"


def test_column_refuses_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        Column("x", "X", "money")
