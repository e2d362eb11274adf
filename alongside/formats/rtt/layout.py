"""Which columns does the RTT full CSV extract have, and what do we call them?

Source: NHS England, RTT full CSV data file, January 2026 (121 columns), read November 2026.
"""

from alongside.domain.waits import OPEN_BAND

BANDS = tuple(f"band_{week:03d}" for week in range(OPEN_BAND + 1))
PARTS = ("1A", "1B", "2", "2A", "3")
PART_NAMES = {
    "1A": "completed in the month, admitted",
    "1B": "completed in the month, not admitted",
    "2": "incomplete, still waiting",
    "2A": "incomplete with a decision to admit (part of 2)",
    "3": "new in the month",
}
TOTAL_FUNCTION = "999"
COMMISSIONED_OUTSIDE_ENGLAND = "NONC"
KEY = (
    "provider_parent_code",
    "provider_code",
    "commissioner_parent_code",
    "commissioner_code",
    "part",
    "treatment_function",
)

TEXT_COLUMNS = {
    "Period": "period",
    "Provider Parent Org Code": "provider_parent_code",
    "Provider Parent Name": "provider_parent_name",
    "Provider Org Code": "provider_code",
    "Provider Org Name": "provider_name",
    "Commissioner Parent Org Code": "commissioner_parent_code",
    "Commissioner Parent Name": "commissioner_parent_name",
    "Commissioner Org Code": "commissioner_code",
    "Commissioner Org Name": "commissioner_name",
    "RTT Part Type": "part",
    "RTT Part Description": "part_description",
    "Treatment Function Code": "treatment_function",
    "Treatment Function Name": "treatment_function_name",
}


def _band_title(week: int) -> str:
    return f"Gt {week:02d} Weeks SUM 1" if week == OPEN_BAND else f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1"


COUNT_COLUMNS = {_band_title(week): name for week, name in enumerate(BANDS)} | {
    "Total": "total",
    "Patients with unknown clock start date": "unknown_start",
    "Total All": "total_all",
}
COLUMNS = TEXT_COLUMNS | COUNT_COLUMNS
TITLES = {name: title for title, name in COLUMNS.items()}


def tidy(title: str) -> str:
    """A column title without the accidents of re-saving: case, and spaces at the ends or doubled.

    >>> tidy("  RTT  Part Type ")
    'rtt part type'
    """
    return " ".join(title.split()).casefold()


BY_TIDY_TITLE = {tidy(title): title for title in COLUMNS}
