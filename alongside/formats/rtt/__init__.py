"""What do the published waiting-time statistics say? Reads the NHS England RTT full CSV extract."""

from alongside.formats.rtt.faults import UnknownCode, WrongExtract
from alongside.formats.rtt.reading import Extract, read_extract
from alongside.formats.rtt.statistics import Statistics, area_table, by_treatment_function, summarise

__all__ = [
    "Extract",
    "Statistics",
    "UnknownCode",
    "WrongExtract",
    "area_table",
    "by_treatment_function",
    "read_extract",
    "summarise",
]
