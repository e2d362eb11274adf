"""The state of a version on a day, and the table of who may do what in which state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alongside.domain.agreement_state import (
    ALLOWED,
    Act,
    Side,
    State,
    Step,
    Term,
    VersionFacts,
    ended_from,
    ends_now,
    first_day,
    may,
    may_end_from,
    ready_after,
    state_of,
)
from alongside.domain.reasons import Reason, Severity

pytestmark = pytest.mark.row("M-49")
DAY = date(2026, 1, 31)
TERM = Term(date(2026, 2, 1), date(2026, 12, 31))
GAP = Reason("CLA-1", Severity.BLOCKS, "x")


def steps(*acts, digest="d", on=DAY):
    return tuple(Step(act, side, on, digest) for act in acts for side in Side)


AGREED = VersionFacts(1, "d", TERM, steps(Act.AGREE))
SIGNED = VersionFacts(1, "d", TERM, steps(Act.AGREE, Act.SIGN))
SENT_BACK = replace(SIGNED, steps=(*SIGNED.steps, Step(Act.SEND_BACK, Side.HOST, DAY, "d")))
ENDING = Step(Act.TERMINATE, Side.HOST, DAY, "d", date(2026, 6, 1))
ENDED = replace(SIGNED, steps=(*SIGNED.steps, Step(Act.TERMINATE, Side.HOST, date(2026, 5, 1), "d", date(2026, 6, 1))))


@pytest.mark.parametrize(
    ("facts", "on", "state"),
    [
        (VersionFacts(1, "d", TERM, ()), DAY, State.DRAFT),
        (VersionFacts(1, "d", TERM, AGREED.steps[:1]), DAY, State.DRAFT),
        (AGREED, DAY, State.CLINICALLY_AGREED),
        (AGREED, DAY - timedelta(days=1), State.DRAFT),
        (replace(AGREED, digest="other"), DAY, State.DRAFT),
        (replace(SIGNED, steps=SIGNED.steps[:3]), DAY, State.CLINICALLY_AGREED),
        (replace(SIGNED, digest="other"), date(2026, 6, 1), State.DRAFT),
        (replace(SIGNED, term=None), date(2026, 6, 1), State.CLINICALLY_AGREED),
        (SIGNED, DAY, State.SIGNED),
        (SIGNED, date(2026, 2, 1), State.ACTIVE),
        (SIGNED, date(2026, 10, 31), State.ACTIVE),
        (SIGNED, date(2026, 11, 1), State.REVIEW_DUE),
        (SIGNED, date(2026, 12, 31), State.REVIEW_DUE),
        (SIGNED, date(2027, 1, 1), State.EXPIRED),
        (ENDED, date(2026, 5, 31), State.ACTIVE),
        (ENDED, date(2026, 6, 1), State.TERMINATED),
        (ENDED, date(2027, 6, 1), State.TERMINATED),
        (replace(AGREED, steps=(*AGREED.steps, ENDING)), DAY, State.TERMINATED),
        (replace(AGREED, steps=(*AGREED.steps, ENDING)), DAY - timedelta(days=1), State.DRAFT),
        (replace(SIGNED, steps=(*SIGNED.steps, ENDING)), date(2026, 5, 31), State.ACTIVE),
        (SENT_BACK, DAY, State.SENT_BACK),
        (SENT_BACK, date(2026, 3, 1), State.SENT_BACK),
        (SENT_BACK, DAY - timedelta(days=1), State.DRAFT),
        (replace(SIGNED, next_starts_on=date(2026, 9, 1)), date(2026, 8, 31), State.ACTIVE),
        (replace(SIGNED, next_starts_on=date(2026, 9, 1)), date(2026, 9, 1), State.SUPERSEDED),
        (replace(SIGNED, term=Term(date(2027, 3, 1), date(2028, 2, 29))), date(2028, 2, 29), State.REVIEW_DUE),
        (replace(SIGNED, term=Term(date(2027, 3, 1), date(2028, 2, 29))), date(2028, 3, 1), State.EXPIRED),
    ],
)
def test_the_state_on_a_day(facts, on, state):
    assert state_of(facts, on) is state


IN_STATE = {
    State.DRAFT: (VersionFacts(1, "d", TERM, ()), DAY),
    State.CLINICALLY_AGREED: (AGREED, DAY),
    State.SIGNED: (SIGNED, DAY),
    State.ACTIVE: (SIGNED, date(2026, 3, 1)),
    State.REVIEW_DUE: (SIGNED, date(2026, 12, 1)),
    State.EXPIRED: (SIGNED, date(2027, 1, 1)),
    State.TERMINATED: (ENDED, date(2026, 7, 1)),
    State.SENT_BACK: (SENT_BACK, DAY),
    State.SUPERSEDED: (replace(SIGNED, next_starts_on=date(2026, 9, 1)), date(2026, 9, 1)),
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(State))
def test_every_act_in_every_state(act, state):
    """The table that docs/rules/agreements.md prints."""
    facts, on = IN_STATE[state]
    assert state_of(facts, on) is state
    verdict = may(facts, act, Side.HOST, (), on)
    given_already = act in (Act.AGREE, Act.SIGN) and state not in (State.DRAFT, State.CLINICALLY_AGREED)
    given_already = given_already or (act is Act.AGREE and state is State.CLINICALLY_AGREED)
    assert verdict.allowed is (state in ALLOWED[act])
    if not verdict.allowed:
        assert verdict.reasons[0].rule == ("AGR-13" if given_already else "AGR-10")


def test_neither_side_may_do_nothing():
    for act in Act:
        assert may(SIGNED, act, None, (), DAY).reasons[0].rule == "AGR-12"


@pytest.mark.parametrize(("gaps", "words"), [((GAP,), "1 thing is missing"), ((GAP, GAP), "2 things are missing")])
def test_a_gap_stops_both_steps_and_no_edit(gaps, words):
    draft = replace(AGREED, steps=())
    for facts, act, verb in ((draft, Act.AGREE, "agree"), (AGREED, Act.SIGN, "sign")):
        assert f"{words} before anybody can {verb}" in may(facts, act, Side.GUEST, gaps, DAY).reasons[0].message
        assert may(facts, Act.EDIT, Side.GUEST, gaps, DAY).allowed


def test_an_agreement_ends_today_or_later():
    assert may_end_from(DAY, DAY).allowed
    assert may_end_from(DAY - timedelta(days=1), DAY).reasons[0].rule == "AGR-14"


@pytest.mark.parametrize(("day", "allowed"), [(-1, True), (0, False), (29, False)])
def test_of_two_endings_only_an_earlier_one_says_anything(day, allowed):
    ended = date(2026, 6, 1)
    verdict = may_end_from(ended + timedelta(days=day), DAY, ended)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.reasons[0].rule == "AGR-23"
        assert "from 1 June 2026 already" in verdict.reasons[0].message


def test_an_ending_ends_what_holds_and_what_is_being_written():
    """AGR-22: version 1 holds, 2 is signed by one side, 3 is sent back; and none of it while nothing holds."""
    on = date(2026, 3, 1)
    one = replace(AGREED, number=2, steps=(*AGREED.steps, Step(Act.SIGN, Side.HOST, DAY, "d")))
    every = [SIGNED, one, replace(SENT_BACK, number=3)]
    assert ends_now(every, on, on) == {1, 2}
    assert ends_now(every[1:], on, on) == frozenset()
    assert ends_now([ENDED, one], date(2026, 6, 1), on) == frozenset()
    assert ends_now([ENDED, one], date(2026, 5, 31), on) == {1, 2}


def test_what_was_sent_back_never_holds():
    assert first_day(SENT_BACK) is None
    assert ready_after(SENT_BACK, DAY) is None


def test_the_earliest_of_two_endings_counts():
    later = Step(Act.TERMINATE, Side.GUEST, date(2026, 5, 2), "d", date(2026, 5, 20))
    both = replace(ENDED, steps=(*ENDED.steps, later))
    assert ended_from(both) == date(2026, 5, 20)
    assert ended_from(both, date(2026, 5, 1)) == date(2026, 6, 1)
    assert ended_from(SIGNED) is None


def test_time_to_ready_runs_to_the_second_signature():
    late = replace(
        SIGNED,
        steps=(
            *steps(Act.AGREE),
            Step(Act.SIGN, Side.GUEST, DAY, "d"),
            Step(Act.SIGN, Side.HOST, date(2026, 3, 2), "d"),
        ),
    )
    assert ready_after(late, DAY) == 30
    assert ready_after(AGREED, DAY) is None
    assert first_day(late) == date(2026, 3, 2)
    assert first_day(SIGNED) == TERM.starts_on
