"""What the partner sees follows from the clause, both toolkits, the agreement's force and the moment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.agreement_force import Permit, Refusal
from alongside.domain.agreement_sharing import (
    DSPT_STATUSES,
    NAMES_A_PERSON,
    Item,
    Moment,
    Sharing,
    Standing,
    is_current,
    may_see,
    partner_sees,
    read_sharing,
)
from alongside.domain.reasons import Reason, Severity

pytestmark = [pytest.mark.row("M-64"), pytest.mark.promise("AL-3")]
ON = date(2026, 1, 31)
MET = Standing("Standards met", date(2025, 6, 30))
NOT = Standing("Standards not met", date(2025, 6, 30))
PERMIT = Permit("a", 2, date(2026, 12, 31))
NO = Refusal(Reason("AGR-4", Severity.BLOCKS, "Expired"), "Dr A", "a")
ALL = Sharing(frozenset(Item))


@pytest.mark.parametrize(
    ("sharing", "standings", "permit", "moment", "item", "rule"),
    [
        (ALL, (MET, MET), PERMIT, Moment.ACCEPTED, Item.IDENTITY, ""),
        (ALL, (MET, MET), PERMIT, Moment.OFFERED, Item.IDENTITY, "AGR-8"),
        (ALL, (MET, MET), PERMIT, Moment.PLANNED, Item.WAITING, ""),
        (Sharing(frozenset()), (MET, MET), PERMIT, Moment.DISCHARGED, Item.WAITING, "AGR-6"),
        (ALL, (NOT, MET), PERMIT, Moment.ACCEPTED, Item.LETTERS, "AGR-7"),
        (ALL, (MET, NOT), PERMIT, Moment.ACCEPTED, Item.LETTERS, "AGR-7"),
        (ALL, (MET, MET), NO, Moment.ACCEPTED, Item.LETTERS, "AGR-9"),
        (ALL, (NOT, NOT), NO, Moment.PLANNED, Item.LETTERS, "AGR-9"),
    ],
)
def test_the_first_rule_that_refuses_speaks(sharing, standings, permit, moment, item, rule):
    answer = may_see(sharing, standings, permit, moment, ON, item)
    assert (answer.reason.rule if isinstance(answer, Refusal) else "") == rule


STANDINGS = st.builds(
    Standing, st.sampled_from(DSPT_STATUSES), st.none() | st.dates(date(2023, 1, 1), date(2027, 1, 1))
)


@given(
    st.frozensets(st.sampled_from(Item)),
    st.tuples(STANDINGS, STANDINGS),
    st.sampled_from([PERMIT, NO]),
    st.sampled_from(Moment),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
)
def test_nothing_is_seen_outside_what_is_agreed(items, standings, permit, moment, on):
    """Seen only with a permit, both toolkits current, the item named, and a person never before acceptance."""
    for seen in partner_sees(Sharing(items), standings, permit, moment, on):
        expected = (
            permit is PERMIT
            and all(is_current(standing, on) for standing in standings)
            and seen.item in items
            and (seen.item not in NAMES_A_PERSON or moment >= Moment.ACCEPTED)
        )
        assert seen.sees is expected
        assert seen.reason.message


@pytest.mark.parametrize(
    ("standing", "on", "current"),
    [
        (MET, date(2026, 9, 29), True),
        (MET, date(2026, 9, 30), False),
        (MET, date(2025, 6, 29), False),
        (Standing("Standards exceeded", date(2025, 6, 30)), ON, True),
        (Standing("Approaching standards", date(2025, 6, 30)), ON, False),
        (Standing("Standards met", None), ON, False),
    ],
)
def test_a_toolkit_is_current_for_fifteen_months(standing, on, current):
    assert is_current(standing, on) is current


def test_ones_own_patient_is_seen_without_an_agreement():
    seen = partner_sees(ALL, (MET, MET), Permit("", 0, None), Moment.ACCEPTED, ON)
    assert {one.reason.message for one in seen} == {"Its own patient"}


def test_words_that_name_no_item_share_nothing():
    assert read_sharing({"items": ["everything", "waiting"], "purpose": "care"}) == Sharing(
        frozenset({Item.WAITING}), "care"
    )
    assert read_sharing({"items": "waiting"}).items == frozenset()
