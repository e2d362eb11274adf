from alongside.apps.meetings.models.meeting import (
    ActionDone,
    AgendaItem,
    Attendance,
    Decision,
    JointAction,
    Meeting,
    OfPair,
    Rhythm,
)
from alongside.apps.meetings.models.problem import Problem, ProblemStep
from alongside.apps.meetings.models.quality import OwnFigure, QualityFigure, QualityPack, QualitySignature
from alongside.apps.meetings.models.space import Space, SpaceClosing, SpaceMember, SpaceNote
from alongside.apps.meetings.models.ways import HowWeWork

__all__ = [
    "ActionDone",
    "AgendaItem",
    "Attendance",
    "Decision",
    "HowWeWork",
    "JointAction",
    "Meeting",
    "OfPair",
    "OwnFigure",
    "Problem",
    "ProblemStep",
    "QualityFigure",
    "QualityPack",
    "QualitySignature",
    "Rhythm",
    "Space",
    "SpaceClosing",
    "SpaceMember",
    "SpaceNote",
]
