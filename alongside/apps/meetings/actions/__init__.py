"""Every write of two organisations that work together."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.meetings.actions.doing import ActionWords, add_action, finish_action
from alongside.apps.meetings.actions.meetings import add_item, decide, open_meeting, record_attendance, set_rhythm
from alongside.apps.meetings.actions.ownership import Refused
from alongside.apps.meetings.actions.problems import ProblemWords, move_problem, raise_problem, take_on
from alongside.apps.meetings.actions.quality import give_figures, sign_quality
from alongside.apps.meetings.actions.spaces import (
    MemberWords,
    close_space,
    correct_note,
    name_member,
    open_space,
    say_purpose,
    take_on_in_space,
    take_out,
    write_note,
)
from alongside.apps.meetings.actions.ways import WaysWords, say_how_we_work

__all__ = [
    "ActionWords",
    "ChangedMeanwhileError",
    "MemberWords",
    "NotYoursError",
    "ProblemWords",
    "Refused",
    "WaysWords",
    "add_action",
    "add_item",
    "close_space",
    "correct_note",
    "decide",
    "finish_action",
    "give_figures",
    "move_problem",
    "name_member",
    "open_meeting",
    "open_space",
    "raise_problem",
    "record_attendance",
    "say_how_we_work",
    "say_purpose",
    "set_rhythm",
    "sign_quality",
    "take_on",
    "take_on_in_space",
    "take_out",
    "write_note",
]
