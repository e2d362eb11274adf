"""What equipment, trained staff, infection pathway, access and hours have the sites of the demonstration area?

Modelled by kind of site. One Ashford's end-of-life training runs out soon and the Chaucer's has, so that both are seen.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from alongside.demo.published import table
from alongside.domain.site_capability import FEATURES
from alongside.domain.site_sections import Section

Rows = Sequence[Mapping[str, Any]]
SINCE = date(2025, 4, 1)
NEXT_YEAR = date(2026, 9, 30)
LAST_DAYS = {"AVQ01": date(2026, 2, 20), "NT408": date(2025, 12, 31)}
THEATRE = {"c_arm": 2, "anaesthetic_machine": 5, "laparoscopy_stack": 2, "arthroscopy_stack": 2, "cpap": 2}
EQUIPMENT = {
    "nhs_acute": THEATRE | {"laminar_flow": 2, "ventilator": 14, "blood_gas": 4, "cell_salvage": 2, "bariatric_bed": 4,
                            "bariatric_table": 1, "cardiac_monitoring": 24, "piped_oxygen": 180, "echo": 3},
    "nhs_elective": THEATRE | {"laminar_flow": 2, "ventilator": 4, "blood_gas": 2, "surgical_robot": 1,
                               "piped_oxygen": 60, "bariatric_bed": 2},
    "independent_hdu": THEATRE | {"laminar_flow": 2, "ventilator": 2, "blood_gas": 1, "cardiac_monitoring": 6,
                                  "piped_oxygen": 40, "bariatric_table": 1},
    "independent": THEATRE | {"laminar_flow": 1, "ventilator": 0, "blood_gas": 1, "piped_oxygen": 24,
                              "surgical_robot": 0},
    "day_surgery": {"anaesthetic_machine": 4, "laparoscopy_stack": 1, "ventilator": 0, "piped_oxygen": 12},
    "eye_clinic": {"operating_microscope": 2, "laser": 1, "anaesthetic_machine": 0},
    "diagnostic": {"dexa": 1, "echo": 2},
    "nhs_day": {"anaesthetic_machine": 2, "dexa": 1, "piped_oxygen": 10},
    "community": {"piped_oxygen": 8, "bariatric_bed": 1},
}  # fmt: skip
WARDS = {"nhs_acute": 40, "nhs_elective": 18, "independent_hdu": 14, "independent": 8, "community": 12}
COLOURS = {"nhs_acute": "amber", "community": "amber"}
NIGHTS = {"nhs_acute", "nhs_elective", "independent_hdu", "independent", "community"}
NOT_EVERYWHERE = {"changing_place", "hoist", "carer_stays", "bus_stop"}


def in_depth() -> dict[str, dict[Section, Rows]]:
    """By site code; a site that has said nothing else has said nothing of this."""
    known = table("modelled_sites").filter(table("modelled_sites")["attested_on"].is_not_null())
    return {code: of_site(code, profile) for code, profile in known.select("site_code", "profile").iter_rows()}


def of_site(code: str, profile: str) -> dict[Section, Rows]:
    return {
        Section.EQUIPMENT: [{"kind": kind, "count": count} for kind, count in EQUIPMENT[profile].items()],
        Section.STAFF: staff(profile, LAST_DAYS.get(code, NEXT_YEAR)),
        Section.INFECTION: [{"colour": COLOURS.get(profile, "green"), "from_day": SINCE}],
        Section.ACCESS: access(profile),
        Section.HOURS: hours(profile),
    }


def staff(profile: str, last_day: date) -> Rows:
    nurses = WARDS.get(profile, 0)
    found = [("nurses", "immediate_life_support", nurses or 4, NEXT_YEAR), ("nurses", "sepsis", nurses or 4, NEXT_YEAR)]
    if nurses:
        found += [("nurses", "end_of_life", nurses // 2, last_day), ("nurses", "transfusion", nurses, NEXT_YEAR)]
        found += [("doctors", "life_support", nurses // 2, NEXT_YEAR), ("nurses", "deterioration", nurses, NEXT_YEAR)]
    if profile == "nhs_acute":
        found.append(("doctors", "paediatric_life_support", 12, NEXT_YEAR))
    return [
        {"staff_group": group, "skill": skill, "trained": trained, "expires_on": last}
        for group, skill, trained, last in found
    ]


def access(profile: str) -> Rows:
    """Everything at the largest, less at the smaller; nobody has said whether the smallest have a hearing loop."""
    silent = {"hearing_loop"} if profile in {"eye_clinic", "diagnostic"} else set()
    absent = set() if profile == "nhs_acute" else NOT_EVERYWHERE
    return [{"feature": key, "has": key not in absent} for key in FEATURES if key not in silent]


def hours(profile: str) -> Rows:
    if profile in NIGHTS:
        return [{"weekday": day, "opens": time(0), "closes": time(0)} for day in range(7)]
    return [{"weekday": day, "opens": time(8), "closes": time(18)} for day in range(5)]
