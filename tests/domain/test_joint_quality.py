"""A folded figure names nobody; a pack is signed by both only if both signed after the last figure was given."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.joint_quality import (
    GIVEN,
    SMALLEST,
    State,
    Version,
    is_sound,
    last_day,
    month_of,
    months_to,
    not_given,
    shared,
    standing,
    why_not,
)

MONTH, AFTER = date(2025, 12, 1), date(2026, 1, 1)
SIDES = ("trust", "host")


@pytest.mark.row("M-70")
@pytest.mark.promise("AL-8")
@given(st.integers(0, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_no_shared_figure_tells_of_one_to_four(figure):
    count, of = figure
    found = shared(count, of)
    for number in (count, of, of - count):
        if 0 < number < SMALLEST:
            assert found.count is None
            assert f"{number} of" not in f" {found.words}".replace("than 5 of", "")
    if found.count is not None:
        assert (found.count, found.of) == (count, of)
    assert found.of in (None, of)


@pytest.mark.parametrize(("count", "of", "sound"), [(0, 0, True), (5, 5, True), (6, 5, False), (-1, 5, False)])
def test_count_is_part_of_the_whole(count, of, sound):
    assert is_sound(count, of) is sound


@pytest.mark.row("M-70")
@pytest.mark.parametrize(
    ("versions", "digest", "on", "state", "awaited"),
    [
        ([], "", MONTH, State.RUNNING, ()),
        ([], "a", last_day(MONTH), State.RUNNING, ()),
        ([], "", AFTER, State.EMPTY, ()),
        ([], "a", AFTER, State.UNSIGNED, SIDES),
        ([Version(1, "a", frozenset({"host"}))], "a", AFTER, State.HALF, ("trust",)),
        ([Version(1, "a", frozenset(SIDES))], "a", AFTER, State.BOTH, ()),
        ([Version(1, "a", frozenset(SIDES))], "b", AFTER, State.CHANGED, SIDES),
        ([Version(1, "a", frozenset(SIDES)), Version(2, "b", frozenset({"host"}))], "b", AFTER, State.HALF, ("trust",)),
        # Going back to the words before is no going back to their signatures.
        ([Version(1, "a", frozenset(SIDES)), Version(2, "b", frozenset({"host"}))], "a", AFTER, State.CHANGED, SIDES),
    ],
)
def test_standing_of_a_month(versions, digest, on, state, awaited):
    found = standing(versions, digest, SIDES, MONTH, on)
    assert (found.state, found.awaited) == (state, awaited)
    assert (found.version is not None) == (state in (State.HALF, State.BOTH))


@pytest.mark.parametrize(
    ("versions", "digest", "on", "words"),
    [
        ([], "a", MONTH, "from the day after it: 1 January 2026"),
        ([], "", AFTER, "nothing to sign"),
        ([Version(1, "a", frozenset({"host"}))], "a", AFTER, "signed this pack already"),
        ([], "a", AFTER, ""),
    ],
)
def test_why_a_side_cannot_sign_is_told(versions, digest, on, words):
    said = why_not(standing(versions, digest, SIDES, MONTH, on), "host", MONTH)
    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.row("M-70")
@given(st.lists(st.tuples(st.sampled_from(["give", "sign"]), st.sampled_from(SIDES)), max_size=12))
def test_signed_by_both_only_if_both_signed_after_the_last_figure(steps):
    """Replayed as the actions do it, and said anew: who signed since somebody last gave a figure."""
    versions, figures, since = [], 0, set()
    for act, side in steps:
        if act == "give":
            figures, since = figures + 1, set()
            continue
        found = standing(versions, str(figures) if figures else "", SIDES, MONTH, AFTER)
        if why_not(found, side, MONTH):
            continue
        since.add(side)
        if found.version:
            versions[-1] = Version(found.version.number, found.version.digest, found.version.signed | {side})
        else:
            versions.append(Version(len(versions) + 1, str(figures), frozenset({side})))
    found = standing(versions, str(figures) if figures else "", SIDES, MONTH, AFTER)
    assert (found.state is State.BOTH) == (since == set(SIDES))


@given(st.dates(date(2020, 1, 1), date(2032, 1, 1)))
def test_months_follow_each_other_and_have_ended(day):
    found = months_to(day, 14)
    assert found[0] < month_of(day) == last_day(found[0]) + timedelta(days=1)
    assert all(last_day(older) + timedelta(days=1) == newer for newer, older in pairwise(found))


def test_what_was_not_given_is_named():
    assert not_given([each.code for each in GIVEN]) == ()
    assert [each.code for each in not_given(["returns"])] == [each.code for each in GIVEN if each.code != "returns"]
