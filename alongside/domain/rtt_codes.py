"""What does each national RTT period status code mean, and what does it do to a clock?

Source: NHS England, Recording and reporting RTT waiting times, v5.0 (11 February 2025), read November 2026.
"""

from dataclasses import dataclass
from enum import StrEnum


class CodeGroup(StrEnum):
    START = "start"
    RUNNING = "running"
    STOP = "stop"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RttCode:
    code: str
    group: CodeGroup
    meaning: str


RTT_CODES = {
    row.code: row
    for row in (
        RttCode("10", CodeGroup.START, "First activity in a referral to treatment period"),
        RttCode("11", CodeGroup.START, "First activity of a new period, following active monitoring"),
        RttCode("12", CodeGroup.START, "First activity after a consultant's referral for a separate condition"),
        RttCode("20", CodeGroup.RUNNING, "Subsequent activity; further activity is expected"),
        RttCode("21", CodeGroup.RUNNING, "Transfer; subsequent activity is expected at another provider"),
        RttCode("30", CodeGroup.STOP, "Start of first definitive treatment"),
        RttCode("31", CodeGroup.STOP, "Active monitoring, started by the patient"),
        RttCode("32", CodeGroup.STOP, "Active monitoring, started by the care professional"),
        RttCode("33", CodeGroup.STOP, "Did not attend the first care activity after the referral"),
        RttCode("34", CodeGroup.STOP, "Decision not to treat, or no further contact needed"),
        RttCode("35", CodeGroup.STOP, "Patient declined the treatment offered"),
        RttCode("36", CodeGroup.STOP, "Patient died before treatment"),
        RttCode("90", CodeGroup.NONE, "Activity after treatment; first treatment was earlier"),
        RttCode("91", CodeGroup.NONE, "Care activity during active monitoring"),
        RttCode("92", CodeGroup.NONE, "Not yet referred; diagnostic tests by the GP before referral"),
        RttCode("98", CodeGroup.NONE, "Not applicable to referral to treatment"),
        RttCode("99", CodeGroup.NONE, "Not yet known"),
    )
}
START_CODES = frozenset(code for code, row in RTT_CODES.items() if row.group is CodeGroup.START)
STOP_CODES = frozenset(code for code, row in RTT_CODES.items() if row.group is CodeGroup.STOP)
RUNNING_CODES = frozenset(code for code, row in RTT_CODES.items() if row.group is CodeGroup.RUNNING)
ACTIVE_MONITORING_CODES = frozenset({"31", "32"})
ADMINISTRATIVE_STOP_CODES = frozenset({"31", "32", "34", "35", "36"})


def is_open_code(code: str) -> bool:
    """Does a pathway whose latest status is this code have a running clock?

    >>> is_open_code("20"), is_open_code("30")
    (True, False)
    """
    return code in START_CODES or code in RUNNING_CODES
