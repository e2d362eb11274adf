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

__all__ = ["ActionDone", "AgendaItem", "Attendance", "Decision", "JointAction", "Meeting", "OfPair", "Rhythm"]
