"""What one person sends twice within a minute is kept once; what is said again after something else is kept again."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.apps.audit.isolation import act_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ActionWords, MemberWords, ProblemWords
from alongside.apps.meetings.models import (
    Decision,
    JointAction,
    Problem,
    ProblemStep,
    Rhythm,
    SpaceClosing,
    SpaceMember,
    SpaceNote,
)
from tests.apps.meetings.conftest import TODAY, do, opened

PROBLEM = ProblemWords("Lists end early", "14 of 40 lists", "Theatre system", date(2026, 1, 20), "Head of theatres")


def one_note(area, space, word):
    return lambda by: do(by, actions.write_note, space=space, text=f"The clinic moves to {word}")


def one_action(area, space, word):
    words = ActionWords(f"Ring {word}", area.host, "Head of booking", TODAY)
    return lambda by: do(by, actions.take_on_in_space, space=space, words=words)


def one_action_of_a_meeting(area, space, word):
    meeting, words = opened(area), ActionWords(f"Ring {word}", area.host, "Head of booking", TODAY)
    return lambda by: do(by, actions.add_action, meeting=meeting, words=words)


def one_decision(area, space, word):
    meeting = opened(area)
    return lambda by: do(by, actions.decide, meeting=meeting, text=f"Meet on {word}")


def one_problem(area, space, word):
    words = ProblemWords(**asdict(PROBLEM) | {"statement": f"Lists end early on {word}"})
    return lambda by: do(by, actions.raise_problem, pair=area.pair, words=words)


def one_step(area, space, word):
    problem = do(area.director, actions.raise_problem, pair=area.pair, words=PROBLEM)
    return lambda by: do(by, actions.move_problem, problem=problem, state="open", words=f"Asked again on {word}")


def one_rhythm(area, space, word):
    return lambda by: do(by, actions.set_rhythm, pair=area.pair, every_days=len(word))


def one_member(area, space, word):
    words = MemberWords(f"Nurse of {word}", phone="01632 960105")
    return lambda by: do(by, actions.name_member, space=space, words=words)


MADE = {
    one_member: SpaceMember, one_note: SpaceNote, one_action: JointAction, one_action_of_a_meeting: JointAction,
    one_decision: Decision, one_problem: Problem, one_step: ProblemStep, one_rhythm: Rhythm,
}  # fmt: skip


@pytest.mark.parametrize("making", MADE, ids=lambda making: making.__name__)
def test_sent_twice_is_kept_once(area, space, making):
    model = MADE[making]
    says = making(area, space, "Tuesday")
    act_for(area.trust.id)
    before = model.objects.count()
    first = says(area.director)
    assert says(area.director) == first
    act_for(area.trust.id)
    assert model.objects.count() == before + 1
    says(area.manager)
    says(area.director)
    act_for(area.trust.id)
    assert model.objects.count() == before + 3, "somebody else spoke between: it is said again"


def test_the_same_words_later_are_a_new_note(area, space):
    says = one_note(area, space, "Tuesday")
    first = says(area.director)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert says(area.director) != first


def test_a_post_is_taken_out_once_and_a_space_closed_once(area, space):
    """By the newest word on the post, though the page showed an older one."""
    older = one_member(area, space, "Tuesday")(area.director)
    newer = do(area.director, actions.name_member, space=space, words=MemberWords(older.post, "Jo Pike", phone="0"))
    gone = do(area.director, actions.take_out, member=older)
    assert (gone.person, gone.is_in) == ("Jo Pike", False)
    assert do(area.director, actions.take_out, member=newer) == gone
    assert do(area.director, actions.take_out, member=older) == gone
    closed = do(area.director, actions.close_space, space=space, why="Done")
    assert do(area.director, actions.close_space, space=space, why="Done") == closed
    with pytest.raises(actions.Refused, match="TEAM-6"):
        do(area.manager, actions.close_space, space=space, why="Done")
    act_for(area.trust.id)
    assert SpaceClosing.objects.count() == 1
    assert SpaceMember.objects.filter(is_in=False).count() == 1
