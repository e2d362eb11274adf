"""The daily question: which answers are right, and that no number under 5 can be read from the results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.clinical_fields import FIELDS
from alongside.domain.clinician_check import (
    FEWEST,
    NONE_OF_THESE,
    OTHERS,
    PATIENTS,
    Answered,
    best,
    drawn,
    patient,
    scored,
    scored_by_district,
    tells_apart,
)
from alongside.domain.eligibility import Outcome

YES, REVIEW, INFO, NO = Outcome.ACCEPT, Outcome.REVIEW, Outcome.NEED_INFO, Outcome.REJECT


@pytest.mark.row("M-43")
@pytest.mark.parametrize(
    ("outcomes", "right", "is_question"),
    [
        ({"A": YES, "B": NO}, {"A"}, True),
        ({"A": YES, "B": REVIEW}, {"A"}, True),
        ({"A": YES, "B": YES, "C": INFO}, {"A", "B"}, True),
        ({"A": REVIEW, "B": INFO}, {"A"}, True),
        ({"A": YES, "B": YES}, {"A", "B"}, False),
        ({"A": INFO, "B": NO}, {NONE_OF_THESE}, False),
        ({"A": NO, "B": NO}, {NONE_OF_THESE}, True),
        ({"A": YES}, {"A"}, False),
        ({}, {NONE_OF_THESE}, False),
    ],
)
def test_right_answers(outcomes: dict[str, Outcome], right: set[str], is_question: bool) -> None:
    assert best(outcomes) == right
    assert tells_apart(outcomes) is is_question


@pytest.mark.promise("AL-4")
def test_every_fact_of_a_modelled_patient_can_be_believed_or_has_no_history() -> None:
    for number in range(len(PATIENTS)):
        facts = patient(number)
        assert all(FIELDS[name].read(value) is not None for name, value in facts.items())
        unknown = set(FIELDS) - set(facts)
        assert all(FIELDS[name].history and facts[FIELDS[name].history] is False for name in unknown), unknown


@given(st.text(max_size=20), st.integers(0, 200))
def test_draw_is_the_same_for_the_same_person_and_day(seed: str, count: int) -> None:
    assert drawn(seed, count) == drawn(seed, count)
    assert sorted(drawn(seed, count)) == list(range(count))


def test_draw_differs_from_day_to_day() -> None:
    assert len({tuple(drawn(f"one {day}", 30)) for day in range(20)}) == 20


FUNCTIONS, TOWNS = st.sampled_from(["110", "130", "301", "502"]), st.sampled_from(["CT1", "ME1", "TN24"])
ANSWERS = st.lists(st.builds(Answered, FUNCTIONS, st.booleans(), TOWNS), max_size=40)


@pytest.mark.row("M-43")
@given(ANSWERS)
def test_no_number_under_five_is_shown_or_can_be_worked_out(answers: list[Answered]) -> None:
    found = scored(answers)
    assert all(each.answers >= FEWEST and 0 <= each.right <= each.answers for each in found)
    shown = {each.key: each for each in found}
    for function in {answer.function for answer in answers}:
        mine = [answer for answer in answers if answer.function == function]
        if len(mine) < FEWEST:
            assert function not in shown
        else:
            assert (shown[function].answers, shown[function].right) == (len(mine), sum(a.is_right for a in mine))
    few = [a for a in answers if a.function not in shown]
    assert (OTHERS in shown) is (len(few) >= FEWEST)


@pytest.mark.row("M-43")
@given(ANSWERS)
def test_two_tables_of_the_same_answers_tell_no_number_under_five_by_taking_away(answers: list[Answered]) -> None:
    by_town, by_function = scored_by_district(answers), scored(answers)
    assert all(each.answers >= FEWEST for each in by_town)
    if by_town:
        told = [sum(each.answers for each in rows) for rows in (by_town, by_function)]
        assert told == [len(answers), len(answers)]
