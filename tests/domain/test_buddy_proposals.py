"""Every candidate is answered, each part on its own; same input, same order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.buddy_proposals import FAR_KM, Candidate, propose, weigh

HIPS, BOTH = frozenset({"hip"}), frozenset({"hip", "eye"})
GOOD = Candidate("R1", "S1", 8.0, BOTH, HIPS, {"hip": 30, "eye": 10})


def points(candidate):
    return {part.rule: part.points for part in weigh(candidate).parts}


@pytest.mark.row("M-48")
def test_good_neighbour_is_proposed_with_all_four_parts():
    found = weigh(GOOD)
    assert (found.refused, found.of) == ("", 100)
    assert points(GOOD) == {"BUD-1": 40.0, "BUD-2": 22.5, "BUD-3": 20.0, "BUD-4": 10.0}
    assert "30 of the trust’s 40 patients without a place" in found.parts[1].words


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"partnered": True}, "BUD-5"),
        ({"km": None}, "BUD-1"),
        ({"km": FAR_KM + 0.1}, "BUD-1"),
        ({"site_does": frozenset({"skin"})}, "BUD-3"),
        ({"site_does": frozenset()}, "BUD-3"),
        ({"km": 49.0, "waiting": {"eye": 5}, "partners_of_site": 1}, "BUD-6"),
    ],
)
def test_pair_that_is_not_proposed_says_why(change, rule):
    found = weigh(replace(GOOD, **change))
    assert (found.rule, bool(found.refused)) == (rule, True)


def test_unknown_need_counts_on_neither_side():
    """A reader who may not see the trust's patients is told so, and not that there are none (AL-4)."""
    found = weigh(replace(GOOD, waiting=None))
    assert (found.of, points(replace(GOOD, waiting=None))["BUD-2"]) == (70, None)
    assert "not known to you" in found.parts[1].words
    assert weigh(replace(GOOD, waiting={})).of == 100


kms = st.one_of(st.none(), st.floats(0, 120, allow_nan=False))
some = st.frozensets(st.sampled_from(["hip", "eye", "skin"]))
waits = st.one_of(st.none(), st.dictionaries(st.sampled_from(["hip", "eye", ""]), st.integers(1, 500)))
candidates = st.builds(
    Candidate, st.sampled_from(["R1", "R2"]), st.sampled_from(["S1", "S2", "S3"]), kms, some, some, waits,
    st.booleans(), st.integers(0, 3),
)  # fmt: skip


@given(st.lists(candidates, unique_by=lambda one: (one.trust, one.site)), st.randoms())
def test_order_does_not_depend_on_the_order_of_the_question(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert propose(found) == propose(shuffled)
    refusals = [bool(one.refused) for one in propose(found)]
    assert refusals == sorted(refusals)


@given(candidates, st.floats(0, 60))
def test_nearer_is_never_worse(candidate, nearer):
    if candidate.km is not None:
        closer = replace(candidate, km=max(0.0, candidate.km - nearer))
        assert weigh(closer).points >= weigh(candidate).points
