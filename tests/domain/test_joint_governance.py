"""What a governance pack lacks is named thing by thing; no committee without a gap decides for both without both."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.joint_governance import (
    KINDS,
    TERMS_DAYS,
    Committee,
    Kind,
    Pack,
    Rung,
    Side,
    committee_gaps,
    escalates,
    gaps,
    keeps,
    ladder,
    taken,
)

DAY = date(2026, 1, 31)
TRUST, HOST = "A Trust", "B Hospital"
EITHER = "A Trust or B Hospital"
WHOLE = Committee(
    "Board", Kind.BOARD, DAY, "Chief medical officer", 13, seats_trust=3, seats_host=2, quorum_trust=2, quorum_host=1
)
COMMITTEES = (WHOLE, replace(WHOLE, name="M&M", kind=Kind.DEATHS), replace(WHOLE, name="Group", kind=Kind.OPERATIONS))
RUNGS = (Rung(Side.HOST, "Site coordinator", 0), Rung(Side.TRUST, "Clinical site manager", 20))
PACK = Pack(TRUST, HOST, COMMITTEES, RUNGS)


@pytest.mark.row("M-58")
def test_whole_pack_lacks_nothing():
    assert gaps(PACK, DAY) == ()
    assert all(keeps(PACK, kind, DAY) for kind in KINDS if kind is not Kind.OTHER)
    assert escalates(PACK)


@pytest.mark.row("M-58")
@pytest.mark.parametrize(
    ("change", "rule", "words", "who"),
    [
        ({"seats_host": 0, "quorum_host": 0}, "GOV-4", "not joint: nobody of B Hospital", HOST),
        ({"seats_trust": 0, "quorum_trust": 0}, "GOV-4", "not joint: nobody of A Trust", TRUST),
        ({"quorum_host": 0}, "GOV-5", "decide without B Hospital", EITHER),
        ({"quorum_trust": 4}, "GOV-5", "asks for 4 of A Trust, whose seats are 3", EITHER),
        ({"chair": ""}, "GOV-6", "Nobody is named to chair it", EITHER),
        ({"every_weeks": 0}, "GOV-6", "How often", EITHER),
        ({"terms_on": None}, "GOV-7", "not written", EITHER),
        ({"terms_on": DAY - timedelta(TERMS_DAYS + 1)}, "GOV-7", "last said on 30 January 2025", EITHER),
    ],
)
def test_each_gap_of_a_committee_is_named_with_who_can_mend_it(change, rule, words, who):
    pack = replace(PACK, committees=(replace(WHOLE, **change), *COMMITTEES[1:]))
    (gap,) = gaps(pack, DAY)
    assert (gap.rule, gap.part, gap.mended_by) == (rule, "Board", who)
    assert words in gap.words
    assert not keeps(pack, Kind.BOARD, DAY)
    assert keeps(pack, Kind.DEATHS, DAY)


@pytest.mark.row("M-58")
@pytest.mark.parametrize(
    ("left_out", "rule"), [(Kind.BOARD, "GOV-1"), (Kind.DEATHS, "GOV-2"), (Kind.OPERATIONS, "GOV-3")]
)
def test_each_committee_that_is_asked_for_is_missed(left_out, rule):
    (gap,) = gaps(replace(PACK, committees=tuple(one for one in COMMITTEES if one.kind is not left_out)), DAY)
    assert (gap.rule, gap.part, gap.mended_by) == (rule, KINDS[left_out], EITHER)


def test_terms_hold_for_a_whole_year():
    old = replace(WHOLE, terms_on=DAY - timedelta(TERMS_DAYS))
    assert committee_gaps(old, PACK, DAY) == ()


@pytest.mark.row("M-58")
@pytest.mark.parametrize(
    ("rungs", "found"),
    [
        ((), [("GOV-8", TRUST), ("GOV-8", HOST)]),
        (RUNGS[:1], [("GOV-8", TRUST)]),
        (RUNGS[1:], [("GOV-8", HOST), ("GOV-10", EITHER)]),
        ((replace(RUNGS[0], rings=False), RUNGS[1]), [("GOV-9", HOST)]),
        ((replace(RUNGS[0], after_minutes=5), RUNGS[1]), [("GOV-10", EITHER)]),
    ],
)
def test_each_gap_of_the_ladder_is_named_with_who_can_mend_it(rungs, found):
    pack = replace(PACK, rungs=rungs)
    assert [(gap.rule, gap.mended_by) for gap in gaps(pack, DAY)] == found
    assert not escalates(pack)


def test_nobody_else_is_rung_at_a_minute_that_is_taken():
    assert taken(RUNGS, 20) == RUNGS[1]
    assert taken(RUNGS, 21) is None


counts = st.integers(0, 4)
committees = st.builds(
    Committee, st.just("C"), st.sampled_from(Kind), st.none() | st.dates(DAY - timedelta(800), DAY),
    st.sampled_from(["", "Chair"]), counts, counts, counts, counts, counts,
)  # fmt: skip
rungs = st.lists(
    st.builds(Rung, st.sampled_from(Side), st.just("Post"), st.integers(0, 90), st.booleans()),
    max_size=5, unique_by=lambda rung: rung.after_minutes,
).map(tuple)  # fmt: skip
packs = st.builds(Pack, st.just(TRUST), st.just(HOST), st.lists(committees, max_size=4).map(tuple), rungs)


@pytest.mark.row("M-58")
@given(packs)
def test_pack_without_a_gap_is_joint_in_every_committee_and_on_the_ladder(pack):
    """Said anew here, not by asking the rules."""
    joint = all(
        1 <= one.quorum_trust <= one.seats_trust and 1 <= one.quorum_host <= one.seats_host for one in pack.committees
    )
    both = {rung.side for rung in pack.rungs} == set(Side)
    if not gaps(pack, DAY):
        assert joint
        assert both
    assert joint or any(gap.rule in ("GOV-4", "GOV-5") for gap in gaps(pack, DAY))
    assert both or any(gap.rule == "GOV-8" for gap in gaps(pack, DAY))


@given(packs, st.randoms())
def test_order_in_which_things_were_written_changes_no_gap(pack, random):
    def shuffled(things):
        return tuple(random.sample(things, len(things)))

    other = replace(pack, committees=shuffled(pack.committees), rungs=shuffled(pack.rungs))
    assert sorted(map(str, gaps(other, DAY))) == sorted(map(str, gaps(pack, DAY)))
    assert ladder(other.rungs) == ladder(pack.rungs)


@given(packs)
def test_a_whole_committee_more_adds_no_gap(pack):
    more = replace(pack, committees=(*pack.committees, WHOLE))
    assert set(gaps(more, DAY)) <= set(gaps(pack, DAY))
