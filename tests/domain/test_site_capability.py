"""What counts of a site's trained staff, and what it says of itself in depth."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.site_capability import (
    SKILLS,
    STAFF_GROUPS,
    Capability,
    Competence,
    Hours,
    Pathway,
    running_out,
)

LAST = date(2028, 2, 29)


@pytest.mark.row("M-62")
@pytest.mark.parametrize(
    ("trained", "last", "on", "counts"),
    [
        (8, LAST, LAST, True),
        (8, LAST, date(2028, 3, 1), False),
        (0, LAST, LAST - timedelta(30), False),
        (8, None, LAST, False),
    ],
)
@pytest.mark.promise("AL-4")
def test_competence_counts_to_its_last_day_and_never_without_one(
    trained: int, last: date | None, on: date, counts: bool
) -> None:
    found = Capability(competences=(Competence("nurses", "end_of_life", trained, last),))
    assert found.has_skill("end_of_life", on) is counts
    assert not found.has_skill("sepsis", on)


@pytest.mark.row("M-62")
@pytest.mark.parametrize(("days", "rules"), [(31, []), (30, ["DIR-6"]), (0, ["DIR-6"]), (-1, ["DIR-5"])])
def test_training_that_ends_is_told_thirty_days_before(days: int, rules: list[str]) -> None:
    found = running_out((Competence("nurses", "end_of_life", 8, LAST),), LAST - timedelta(days))
    assert [reason.rule for reason in found] == rules
    assert all(reason.message.startswith("End-of-life care, registered nurses: ") for reason in found)
    assert running_out((Competence("nurses", "end_of_life", 0, LAST),), LAST) == ()


@given(
    st.lists(
        st.builds(
            Competence,
            st.sampled_from(list(STAFF_GROUPS)),
            st.sampled_from(list(SKILLS)),
            st.integers(0, 50),
            st.dates() | st.none(),
        )
    ),
    st.dates(),
)
def test_what_counts_never_comes_back_by_waiting(found: list[Competence], on: date) -> None:
    here = Capability(competences=tuple(found))
    later = min(on, date.max - timedelta(40)) + timedelta(40)
    assert {skill for skill in SKILLS if here.has_skill(skill, later)} <= {
        skill for skill in SKILLS if here.has_skill(skill, on) or later <= on
    }


@given(st.permutations([("nurses", "sepsis"), ("doctors", "sepsis"), ("nurses", "dementia")]))
def test_content_is_the_same_in_any_order(pairs: list[tuple[str, str]]) -> None:
    found = Capability(
        {"laser": 1},
        tuple(Competence(group, skill, 3, LAST) for group, skill in pairs),
        Pathway.GREEN,
        LAST,
        {"lift": False},
        (Hours(1, time(8), time(18)),),
    )
    assert found.content == {
        "equipment": {"laser": 1},
        "staff": [
            ["doctors", "sepsis", 3, "2028-02-29"],
            ["nurses", "dementia", 3, "2028-02-29"],
            ["nurses", "sepsis", 3, "2028-02-29"],
        ],
        "infection": ["green", "2028-02-29"],
        "access": {"lift": False},
        "hours": [[1, "08:00", "18:00"]],
    }


@pytest.mark.parametrize(
    ("opens", "closes", "possible", "whole"),
    [(0, 0, True, True), (8, 0, True, False), (8, 8, False, False), (0, 8, True, False)],
)
def test_hours_of_a_day(opens: int, closes: int, possible: bool, whole: bool) -> None:
    found = Hours(0, time(opens), time(closes))
    assert (found.is_possible, found.is_whole_day) == (possible, whole)
