"""What counts as working well together, and that meeting more often never counts against a pair."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.relationship import (
    Health,
    Partners,
    Question,
    Rhythm,
    Task,
    Together,
    Trouble,
    Visit,
    cadence,
    due_now,
    has_fallen,
    health,
    next_due,
    trend,
    windows,
)

ON = date(2026, 1, 31)


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def points(found: Health) -> list[int | None]:
    return [part.points for part in found.parts]


FOUR_WEEKLY = Rhythm(ago(182), 28)


@pytest.mark.row("M-72", "M-73")
def test_cadence_counts_stretches_in_which_both_met() -> None:
    together = Together((FOUR_WEEKLY,), (ago(182), ago(170), ago(160), ago(120), ago(3)))
    assert cadence(together, ON) == (6, 2), "the day the rhythm began is in no stretch, two of one stretch count once"
    assert cadence(together, ago(100)) == (2, 1)


def test_new_rhythm_follows_the_stretch_that_had_begun_or_ends_it_sooner() -> None:
    rhythms = (Rhythm(ago(60), 28), Rhythm(ago(20), 7), Rhythm(ago(5), 0))
    assert [window.last for window in windows(rhythms, ON)] == [ago(32), ago(13), ago(6), ago(-1)]
    assert next_due(Together(rhythms), ON) == ago(-1), "the stretch that had begun is owed"
    assert next_due(Together(rhythms, (ago(1),)), ON) is None
    assert next_due(Together(rhythms), ago(-2)) is None
    assert next_due(Together(), ON) is None


def test_same_rhythm_said_again_forgives_no_missed_meeting() -> None:
    late = Together((Rhythm(ago(42), 28),))
    again = Together((Rhythm(ago(42), 28), Rhythm(ago(16), 28), Rhythm(ago(1), 28)))
    assert cadence(again, ON) == cadence(late, ON) == (1, 0)
    assert due_now(again, (), ON) == due_now(late, (), ON) is not None


def test_of_one_day_the_last_rhythm_said_holds() -> None:
    assert [each.last for each in windows((Rhythm(ago(20), 7), Rhythm(ago(20), 28)), ON)] == [ago(-8)]


@pytest.mark.parametrize(
    ("held", "on", "due"),
    [((), ON, ago(-14)), ((ago(2),), ON, ago(-42)), ((), ago(14), ago(14)), ((), ago(42), ago(14))],
)
def test_next_meeting_is_due_by_the_end_of_its_stretch(held: tuple[date, ...], on: date, due: date) -> None:
    assert next_due(Together((Rhythm(ago(42), 28),), held), on) == due


@pytest.mark.row("M-72")
@pytest.mark.parametrize(
    ("on", "held", "arranged", "is_due"),
    [
        (ago(29), (), (), False),
        (ago(28), (), (), True),
        (ago(28), (), (ago(20),), False),
        (ago(13), (ago(20),), (ago(20),), False),
        (ago(13), (), (ago(20),), True),
        (ago(50), (), (), False),
    ],
)
def test_meeting_is_due_near_the_end_or_when_the_last_was_missed(
    on: date, held: tuple[date, ...], arranged: tuple[date, ...], is_due: bool
) -> None:
    together = Together((Rhythm(ago(42), 28),), held)
    assert (due_now(together, arranged, on) is not None) is is_due


@pytest.mark.row("M-73")
def test_score_is_the_mean_of_what_is_known() -> None:
    held = tuple(ago(day) for day in (170, 130, 100))
    together = Together((FOUR_WEEKLY,), held)
    assert points(health(together, ON)) == [50, None, 100, None, None]
    assert health(together, ON).score == 75
    slow = (Task(ago(56), ago(30), ago(0)), Task(ago(56), ago(1)), Task(ago(10), ago(-10)))
    stale = (Trouble(ago(31)), Trouble(ago(30)), Trouble(ago(90), ago(1)))
    worked = health(Together((FOUR_WEEKLY,), held, slow, stale), ON)
    assert points(worked) == [50, 50, 75, None, None]
    assert worked.score == 58
    assert "Median of 56 days to close, of 2" in worked.parts[1].words
    assert "1 of 2 open problems" in worked.parts[2].words


@pytest.mark.promise("AL-4")
def test_too_little_known_is_said_in_words() -> None:
    found = health(Together((Rhythm(ago(50), 28),), (ago(40),)), ON)
    assert found.score is None
    assert "Fewer than two meetings fell due" in found.why
    assert points(health(Together(), ON)) == [None, None, 100, None, None]


@pytest.mark.row("M-73")
def test_trend_is_as_it_stood_then_and_a_fall_is_told() -> None:
    year = Rhythm(ago(455), 28)
    good = tuple(ago(day) for day in range(100, 455, 28))
    together = Together((year,), good, (Task(ago(200), ago(190), ago(0)),), (Trouble(ago(40)),))
    assert [found.score for found in trend(together, ON)][:2] == [100, 100]
    assert [found.on for found in trend(together, ON)] == [ago(273), ago(182), ago(91), ON]
    assert has_fallen(together, ON) is not None
    assert has_fallen(Together((year,), tuple(ago(day) for day in range(0, 455, 28))), ON) is None
    assert has_fallen(Together(), ON) is None


DAYS = st.integers(0, 400).map(ago)
RHYTHMS = st.lists(st.builds(Rhythm, DAYS, st.sampled_from([0, 7, 28, 91])), max_size=4)


@given(RHYTHMS, st.sampled_from([0, 7, 28, 91]), st.integers(1, 60))
def test_new_rhythm_forgives_no_stretch_that_fell_due_or_has_begun(said: list[Rhythm], every: int, wait: int) -> None:
    day = max((rhythm.from_day for rhythm in said), default=ago(100)) + timedelta(days=wait)
    before = list(windows(said, day))
    after = list(windows([*said, Rhythm(day, every)], day))
    for old in (one for one in before if one.first <= day):
        (new,) = (one for one in after if one.first == old.first)
        assert new == old if old.last <= day else day < new.last <= old.last


@given(RHYTHMS, st.integers(1, 60), DAYS)
def test_the_same_rhythm_said_again_changes_no_stretch(said: list[Rhythm], wait: int, until: date) -> None:
    ordered = sorted(said, key=lambda rhythm: rhythm.from_day)
    again = [Rhythm(ordered[-1].from_day + timedelta(days=wait), ordered[-1].every_days)] if ordered else []
    assert list(windows([*said, *again], until)) == list(windows(said, until))


TOGETHER = st.builds(
    Together,
    st.lists(st.builds(Rhythm, DAYS, st.sampled_from([0, 7, 28, 91])), max_size=3).map(tuple),
    st.lists(DAYS, max_size=8).map(tuple),
    st.lists(st.builds(Task, DAYS, DAYS, st.none() | DAYS), max_size=5).map(tuple),
    st.lists(st.builds(Trouble, DAYS, st.none() | DAYS), max_size=5).map(tuple),
    st.lists(st.builds(Partners, DAYS, st.none() | DAYS), max_size=2).map(tuple),
    st.lists(st.builds(Visit, DAYS, st.sampled_from("AB")), max_size=4).map(tuple),
    st.lists(st.builds(Question, DAYS, st.none() | DAYS, st.none() | DAYS), max_size=4).map(tuple),
)


@given(TOGETHER, DAYS, DAYS)
def test_holding_a_meeting_never_lowers_health_and_it_is_a_share_of_100(
    together: Together, day: date, on: date
) -> None:
    more = replace(together, held=(*together.held, day))
    before, after = health(together, on).score, health(more, on).score
    assert (before is None) is (after is None)
    assert before is None or after is None or 0 <= before <= after <= 100


@given(TOGETHER, DAYS)
def test_closing_a_problem_never_lowers_health(together: Together, on: date) -> None:
    closed = tuple(Trouble(each.opened_on, each.opened_on) for each in together.troubles)
    solved = replace(together, troubles=closed)
    assert (health(solved, on).score or 0) >= (health(together, on).score or 0)


@pytest.mark.row("M-35", "M-73")
@given(TOGETHER, st.builds(Visit, DAYS, st.sampled_from("AB")), DAYS)
def test_visiting_never_lowers_health(together: Together, visit: Visit, on: date) -> None:
    more = replace(together, visits=(*together.visits, visit))
    assert (health(more, on).score or 0) >= (health(together, on).score or 0)


YEAR = Partners(ago(365))


@pytest.mark.row("M-35", "M-73")
@pytest.mark.parametrize(
    ("partners", "visits", "known"),
    [
        ((), (Visit(ago(5), "A"),), None),
        ((Partners(ago(181)),), (Visit(ago(5), "A"),), None),
        ((Partners(ago(182)),), (), 0),
        ((Partners(ago(365), ago(0)),), (), None),
        ((Partners(ago(365), ago(-1)),), (), 0),
        ((YEAR,), (Visit(ago(182), "A"), Visit(ago(-1), "B")), 0),
        ((YEAR,), (Visit(ago(181), "A"), Visit(ago(0), "A")), 50),
        ((YEAR,), (Visit(ago(181), "A"), Visit(ago(0), "B")), 100),
    ],
)
def test_visits_count_for_each_side_that_went_once_they_were_partners_for_26_weeks(
    partners: tuple[Partners, ...], visits: tuple[Visit, ...], known: int | None
) -> None:
    assert points(health(Together((FOUR_WEEKLY,), partners=partners, visits=visits), ON))[3] == known


@pytest.mark.row("M-73")
@pytest.mark.parametrize(
    ("questions", "known", "words"),
    [
        ((), None, "Nothing was answered"),
        ((Question(ago(20), ago(13)),), 100, "Median of 7 days"),
        ((Question(ago(40), ago(12)),), 0, "Median of 28 days"),
        ((Question(ago(7)),), None, "Nothing was answered"),
        ((Question(ago(8)),), 95, "Median of 8 days"),
        ((Question(ago(90)), Question(ago(20), ago(20))), 0, "of 2 answered or waiting"),
        ((Question(ago(90), None, ago(80)),), None, "Nothing was answered"),
        ((Question(ago(400), ago(182)),), None, "Nothing was answered"),
        ((Question(ago(30), ago(-1)),), 0, "Median of 30 days"),
    ],
)
def test_answers_are_the_days_until_the_other_side_answered(
    questions: tuple[Question, ...], known: int | None, words: str
) -> None:
    part = health(Together((FOUR_WEEKLY,), questions=questions), ON).parts[4]
    assert part.points == known
    assert words in part.words


@given(TOGETHER, DAYS)
def test_answering_never_lowers_health(together: Together, on: date) -> None:
    """Whatever waits on that day is answered on it."""
    answered = tuple(
        replace(each, answered_on=on) if each.asked_on <= on and _waits(each, on) else each
        for each in together.questions
    )
    better = replace(together, questions=answered)
    assert (health(better, on).score or 0) >= (health(together, on).score or 0)


def _waits(question: Question, on: date) -> bool:
    return not any(day and day <= on for day in (question.answered_on, question.ended_on))
