"""The invented area: the same arguments give the same tables, and capacity is the share of the list that was asked."""

import pytest

from bench.measure.area import Area, tables


def test_tables_are_the_same_for_the_same_arguments_and_others_for_another_seed():
    one, again, other = (tables(Area(500, 4, seed)) for seed in (3, 3, 4))
    assert all(one[name].equals(again[name]) for name in one)
    assert not one["patients"].equals(other["patients"])


@pytest.mark.parametrize("weeks", [1, 4])
def test_sessions_hold_the_share_of_the_list_that_was_asked(weeks):
    made = tables(Area(20_000, 12, 0, 0.3, weeks))
    asked = made["patients"]["theatre_minutes"].sum()
    assert made["sessions"]["theatre_minutes"].sum() / asked == pytest.approx(0.3, abs=0.01)
    assert made["sessions"]["week"].n_unique() == made["beds"]["week"].n_unique() == weeks


def test_patients_of_a_known_seed_stay_what_they_were():
    """Published figures name a seed: another order of draws would make them figures of another list."""
    known = {"treatment_function": "110", "priority": 4, "weeks_waited": 18, "theatre_minutes": 40, "age": 64}
    first = tables(Area(20_000, 6, 0))["patients"].row(0, named=True)
    assert {name: first[name] for name in known} == known
