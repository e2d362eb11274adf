"""Where cells hold two or three cases: does every bound hold, and does every filling keep what there is?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.planner.assign import Assignment, assign
from alongside.planner.crowd import empty, everybody
from alongside.planner.exchange import exchange
from alongside.planner.pack import best_set, pack
from alongside.planner.prices import good_prices
from alongside.planner.relaxation import exact_choice
from alongside.planner.small_cells import Market, fill_cells, has_small_cells, prices_of_patients
from alongside.planner.stage import Stage, fitting
from alongside.planner.tables import Floats


def theatres(seed: int, cells: int, people: int, room: int = 163, typical: int = 105, beds: int = 4) -> Stage:
    """Each patient could go to some of the cells, all with one ward; some need a bed for a night or two."""
    rng = np.random.default_rng(seed)
    start = np.concatenate(([0], np.cumsum(rng.integers(1, min(cells, 3) + 1, people))))
    cell = np.concatenate([np.sort(rng.choice(cells, size, replace=False)) for size in np.diff(start)])
    minutes = np.maximum(rng.normal(typical, typical / 4, people), 5).astype(np.int32)
    nights = rng.choice([0, 0, 1, 2], people).astype(np.int32)
    owner = np.repeat(np.arange(people), np.diff(start))
    worth = rng.uniform(2, 10, people)[owner] * rng.uniform(0.8, 1.0, len(owner))
    return Stage(
        start=start,
        cell=cell.astype(np.int32),
        ward=np.full(len(cell), cells, np.int32),
        minutes=minutes[owner],
        nights=nights[owner],
        later=np.zeros(len(cell), np.int32),
        value=worth,
        room=np.array([*[room] * cells, beds], float),
        after=np.full(cells + 1, -1, np.int32),
        pool=np.arange(cells + 1),
        area=np.zeros(cells + 1, np.int64),
    )


def left(plan: Assignment) -> Floats:
    """The room that is left, counted anew."""
    stage, taken = plan.stage, plan.chosen[plan.chosen >= 0]
    size = len(stage.room)
    used = np.bincount(stage.cell[taken], stage.minutes[taken], size)
    return stage.room - used - np.bincount(stage.ward[taken], stage.nights[taken], size)


def keeps_what_there_is(plan: Assignment) -> bool:
    """Nothing is over-full, the room noted is the room left, and everybody holds an option of their own."""
    held = plan.chosen >= 0
    own = (plan.stage.owner[plan.chosen[held]] == np.flatnonzero(held)).all()
    return bool((plan.room >= 0).all() and np.array_equal(plan.room, left(plan)) and own)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 9), st.data())
def test_any_prices_of_patients_certify_a_bound(seed: int, cells: int, people: int, data: st.DataObject) -> None:
    """Nobody could do better, even at prices that make no sense."""
    stage = theatres(seed, cells, people)
    best = float(stage.value[exact_choice(stage)].sum())
    some = data.draw(st.lists(st.floats(0, 12), min_size=people, max_size=people))
    beds = np.append(np.zeros(cells), data.draw(st.floats(0, 5)))
    assert Market(stage, beds).price(np.array(some)).bound >= best - 1e-6


def test_a_bound_of_patients_is_tighter_where_nobody_fits_into_what_is_left() -> None:
    """Of 163 minutes a second case of 105 leaves 47 short: minutes say 1.55 patients to a cell, patients say 1."""
    stage = theatres(1, 12, 60, typical=105, beds=1000)
    prices, bound = good_prices(everybody(stage), 300, 0)
    tighter = prices_of_patients(Market(stage, prices), 200)[1]
    best = float(stage.value[exact_choice(stage)].sum())
    assert best - 1e-6 <= tighter < 0.5 * best + 0.5 * bound


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 60), st.integers(0, 12))
def test_cells_filled_keep_what_there_is_and_leave_no_place_that_somebody_could_take(
    seed: int, cells: int, people: int, beds: int
) -> None:
    stage = theatres(seed, cells, people, beds=beds)
    prices = good_prices(everybody(stage), 50, 0)[0]
    market = Market(stage, prices)
    plan = fill_cells(market, prices, prices_of_patients(market, 30)[0], seed)
    assert keeps_what_there_is(plan)
    assert not (fitting(stage.table, plan.room) & (plan.chosen[stage.owner] < 0)).any()


@pytest.mark.slow
def test_filled_cells_come_nearer_to_the_best_than_best_surplus_first() -> None:
    """Twelve small lists, each solved exactly, too: filling loses less than a third of what order loses."""
    lost = np.zeros(2)
    for seed in range(12):
        stage = theatres(seed, 12, 60)
        prices = good_prices(everybody(stage), 200, 0)[0]
        market = Market(stage, prices)
        filled = fill_cells(market, prices, prices_of_patients(market, 100)[0], 0)
        best = float(stage.value[exact_choice(stage)].sum())
        lost += best - assign(stage, prices).worth, best - filled.worth
    assert lost[1] < lost[0] / 3


@pytest.mark.parametrize(("typical", "small"), [(100, True), (25, True), (10, False)])
def test_cells_are_small_when_they_hold_few_cases(typical: int, small: bool) -> None:
    stage = theatres(0, 6, 80, typical=typical)
    assert has_small_cells(everybody(stage)) is small


def test_nobody_and_no_room_have_no_small_cells() -> None:
    assert not has_small_cells(everybody(empty(theatres(0, 3, 5))))
    assert not has_small_cells(everybody(theatres(0, 3, 5, room=0)))


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.floats(0.01, 9)), max_size=8),
    st.integers(0, 25),
    st.integers(0, 6),
)
@settings(deadline=None)
def test_the_best_set_is_the_best_of_all_sets(items: list[tuple[int, int, float]], room: int, beds: int) -> None:
    minutes, nights, gain = (np.array([one[at] for one in items]) for at in range(3))
    minutes, nights, gain = minutes.astype(np.int64), nights.astype(np.int64), gain.astype(float)
    taken = best_set(minutes, nights, gain, room, beds)
    best = 0.0
    for bits in range(2 ** len(items)):
        some = np.array([bits >> at & 1 for at in range(len(items))], bool)
        if minutes[some].sum() <= room and nights[some].sum() <= beds:
            best = max(best, float(gain[some].sum()))
    assert minutes[taken].sum() <= room
    assert nights[taken].sum() <= beds
    assert gain[taken].sum() == pytest.approx(best)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 60), st.integers(0, 12))
def test_packing_and_exchanging_never_lose_and_keep_what_there_is(
    seed: int, cells: int, people: int, beds: int
) -> None:
    """Without heat no exchange may lose anything."""
    stage = theatres(seed, cells, people, beds=beds)
    prices = good_prices(everybody(stage), 50, 0)[0]
    plan = assign(stage, prices)
    before = plan.worth
    pack(plan, prices, 20, 2)
    packed = plan.worth
    assert keeps_what_there_is(plan)
    assert packed >= before - 1e-9
    exchange(plan, prices, 500, 0.0, seed)
    assert keeps_what_there_is(plan)
    assert plan.worth >= packed - 1e-9


def test_one_patient_and_a_bed_are_bounded_by_what_they_are_worth() -> None:
    """What the bed is paid comes back as the worth of all beds, so that at any price of beds nothing is lost."""
    stage = theatres(0, 1, 1, typical=50, beds=2)
    stage = replace(stage, nights=np.full(1, 2, np.int32))
    for price in (0.0, 0.3, 0.9):
        found = Market(stage, np.array([0.0, price])).price(np.zeros(1))
        assert found.bound == pytest.approx(stage.value[0])
        assert found.excess == [0.0]
