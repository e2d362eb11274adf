"""Every write of two organisations that work together."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.meetings.actions.doing import ActionWords, add_action, finish_action
from alongside.apps.meetings.actions.meetings import add_item, decide, open_meeting, record_attendance, set_rhythm
from alongside.apps.meetings.actions.ownership import Refused
from alongside.apps.meetings.actions.problems import ProblemWords, move_problem, raise_problem, take_on
from alongside.apps.meetings.actions.ways import WaysWords, say_how_we_work

__all__ = [
    "ActionWords",
    "ChangedMeanwhileError",
    "NotYoursError",
    "ProblemWords",
    "Refused",
    "WaysWords",
    "add_action",
    "add_item",
    "decide",
    "finish_action",
    "move_problem",
    "open_meeting",
    "raise_problem",
    "record_attendance",
    "say_how_we_work",
    "set_rhythm",
    "take_on",
]
