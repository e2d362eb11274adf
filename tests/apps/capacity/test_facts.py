"""The first free stretch, and the words for where a figure is from."""

import doctest
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django import app

from alongside.apps.capacity import facts, tasks
from alongside.apps.capacity.facts import first_gap

START = datetime(2026, 2, 2, 8, 30, tzinfo=UTC)
LENGTH = 24


def at(minute):
    return START + timedelta(minutes=minute)


@given(
    taken=st.lists(st.tuples(st.integers(0, LENGTH), st.integers(1, 8)), max_size=6), minutes=st.integers(1, LENGTH + 2)
)
def test_first_gap_is_the_first_that_a_count_of_minutes_finds(taken, minutes):
    """In any order and even overlapping; compared with looking at every minute."""
    busy = {minute for first, count in taken for minute in range(first, first + count)}
    wanted = next(
        (m for m in range(LENGTH - minutes + 1) if not busy & set(range(m, m + minutes))),
        None,
    )
    found = first_gap((at(0), at(LENGTH)), [(at(first), at(first + count)) for first, count in taken], minutes)
    assert found == (None if wanted is None else (at(wanted), at(wanted + minutes)))


def test_examples_in_the_text_are_true():
    assert doctest.testmod(facts).failed == 0


@pytest.mark.django_db
def test_holds_lapse_every_minute_by_the_clock(area, monkeypatch):
    """The task gives the time for which it was planned to the action."""
    called = []
    monkeypatch.setattr("alongside.apps.capacity.actions.expire_holds", called.append)
    tasks.expire_holds(timestamp=int(START.timestamp()))
    assert called == [START]
    periodic = app.periodic_registry.periodic_tasks
    assert any(task.task.name == tasks.expire_holds.name and task.cron == "* * * * *" for task in periodic.values())
