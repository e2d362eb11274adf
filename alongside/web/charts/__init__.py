"""Which picture shows this? Each function takes figures and returns a `Figure`: an SVG and the table behind it."""

from alongside.web.charts.bars import Bar, bars, grouped, stacked
from alongside.web.charts.changes import Change, dumbbell
from alongside.web.charts.figure import Figure, KeyItem
from alongside.web.charts.heat import heat
from alongside.web.charts.waits import waits

__all__ = ["Bar", "Change", "Figure", "KeyItem", "bars", "dumbbell", "grouped", "heat", "stacked", "waits"]
