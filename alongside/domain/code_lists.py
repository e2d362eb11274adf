"""What do the short national codes on a waiting list mean?

Source: NHS Data Dictionary, from memory, read November 2026; priority type was checked there (August 2024).
`UNVERIFIED` names the lists whose values are uncertain: a page that shows them says so.
"""

ETHNIC_CATEGORIES = {
    "A": "White: British",
    "B": "White: Irish",
    "C": "White: any other White background",
    "D": "Mixed: White and Black Caribbean",
    "E": "Mixed: White and Black African",
    "F": "Mixed: White and Asian",
    "G": "Mixed: any other Mixed background",
    "H": "Asian: Indian",
    "J": "Asian: Pakistani",
    "K": "Asian: Bangladeshi",
    "L": "Asian: any other Asian background",
    "M": "Black: Caribbean",
    "N": "Black: African",
    "P": "Black: any other Black background",
    "R": "Chinese",
    "S": "Any other ethnic group",
    "Z": "Not stated",
    "99": "Not known",
}
SEXES = {
    "1": "Male",
    "2": "Female",
    "9": "Indeterminate",
    "X": "Not known",
}
INTENDED_MANAGEMENT = {
    "1": "At least one night in hospital",
    "2": "Day case",
    "3": "Planned sequence with nights in hospital",
    "4": "Planned sequence without nights in hospital",
    "5": "Regular night admission",
}
ADMISSION_METHODS = {
    "11": "Elective: waiting list",
    "12": "Elective: booked",
    "13": "Elective: planned",
    "21": "Emergency: emergency department",
    "22": "Emergency: GP",
    "23": "Emergency: bed bureau",
    "24": "Emergency: consultant clinic",
    "25": "Emergency: mental health crisis team",
    "2A": "Emergency: emergency department of another provider",
    "2B": "Transfer from another provider in an emergency",
    "2C": "Baby born at home as intended",
    "2D": "Emergency: other",
    "31": "Maternity: before birth",
    "32": "Maternity: after birth",
    "81": "Transfer from another provider, not an emergency",
    "82": "Birth in this provider",
    "83": "Birth outside this provider",
}
ELECTIVE_ADMISSION_METHODS = frozenset({"11", "12", "13"})
PRIORITY_TYPES = {
    "1": "Routine",
    "2": "Urgent",
    "3": "Two week wait",
}
SOURCES_OF_REFERRAL = {
    "01": "Following an emergency admission",
    "02": "Following a domiciliary consultation",
    "03": "GP",
    "04": "Emergency department",
    "05": "Consultant, other than in an emergency department",
    "06": "Self-referral",
    "07": "Prosthetist",
    "10": "Following an emergency department attendance",
    "11": "Other, by the consultant in charge",
    "12": "GP with an extended role",
    "13": "Specialist nurse",
    "14": "Allied health professional",
    "15": "Optometrist",
    "16": "Orthoptist",
    "17": "National screening programme",
    "92": "General dental practitioner",
    "93": "Community dental service",
    "97": "Other, not by the consultant in charge",
}
WAITING_LIST_TYPES = {
    "IRTT": "Inpatient or day case, on an RTT pathway",
    "ORTT": "Outpatient, on an RTT pathway",
    "INON": "Inpatient or day case, not on an RTT pathway",
    "ONON": "Outpatient, not on an RTT pathway",
    "PTLI": "Patient tracking list: inpatient",
    "PLTI": "Patient tracking list: inpatient",
    "PTLO": "Patient tracking list: outpatient",
    "PLTO": "Patient tracking list: outpatient",
    "RTTI": "RTT: inpatient",
    "RTTO": "RTT: outpatient",
}
UNVERIFIED = frozenset({"SOURCES_OF_REFERRAL", "WAITING_LIST_TYPES", "SEXES"})
