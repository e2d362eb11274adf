from datetime import date, timedelta

import pytest

from alongside.domain.priorities import (
    DIAGNOSTIC,
    SURGICAL,
    Priority,
    due_date,
    effective_priority,
    in_order,
    read_priority,
)

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "days"),
    [("P1a", 1), ("P1b", 3), ("P2", 28), ("P3", 84), ("P4", None), ("P5", None), ("P6", None)],
)
def test_surgical_priority_has_its_target(code: str, days: int | None) -> None:
    assert due_date(code, DAY) == (None if days is None else DAY + timedelta(days=days))


@pytest.mark.parametrize(("code", "days"), [("D1", 1), ("D2", 14), ("D3", 42), ("D4", 84), ("D5", None), ("D6", None)])
def test_diagnostic_priority_is_a_default_that_nobody_verified(code: str, days: int | None) -> None:
    assert DIAGNOSTIC[code].target_days == days
    assert not DIAGNOSTIC[code].verified


def test_order_runs_from_the_most_urgent() -> None:
    assert in_order(sorted(SURGICAL, reverse=True)) == ["P1a", "P1b", "P2", "P3", "P4", "P5", "P6"]
    assert in_order(["D4", "D1"], DIAGNOSTIC) == ["D1", "D4"]


def test_area_can_bring_its_own_table() -> None:
    own = {"P3": Priority("P3", 1, 70, "Within 10 weeks")}
    assert due_date("P3", DAY, own) == DAY + timedelta(days=70)


@pytest.mark.parametrize(
    ("code", "underlying", "expected"),
    [("P2", None, "P2"), ("P2", "P3", "P2"), ("P5", "P2", "P2"), ("P6", None, None), ("P6", "P5", None)],
)
def test_postponed_patient_keeps_the_priority_beneath(code: str, underlying: str | None, expected: str | None) -> None:
    assert effective_priority(code, underlying) == expected


@pytest.mark.parametrize(("text", "code"), [("P1A", "P1a"), (" p 2", "P2"), ("3", "P3"), ("1b", "P1b")])
def test_priority_is_read_as_people_write_it(text: str, code: str) -> None:
    assert read_priority(text) == code


@pytest.mark.parametrize("text", ["", "P1", "P7", "urgent", "D2"])
def test_priority_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="use one of P1a, P1b, P2, P3, P4, P5, P6"):
        read_priority(text)
