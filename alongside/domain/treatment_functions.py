"""Which treatment functions does the RTT return report, under what name, and where does each other one count?

Source: NHS England RTT guidance v5.0 (11 February 2025) for the reported functions and the named roll-ups; names of
the rest from the NHS Data Dictionary, from memory; read November 2026. Where a function that is neither reported nor
named in a roll-up counts is our own reading of its number, unverified: `reported_as` says which it was.
"""

from dataclasses import dataclass

TOTAL = "999"

REPORTED = {
    "100": "General Surgery",
    "101": "Urology",
    "110": "Trauma and Orthopaedics",
    "120": "Ear, Nose and Throat",
    "130": "Ophthalmology",
    "140": "Oral Surgery",
    "150": "Neurosurgery",
    "160": "Plastic Surgery",
    "170": "Cardiothoracic Surgery",
    "300": "General Internal Medicine",
    "301": "Gastroenterology",
    "320": "Cardiology",
    "330": "Dermatology",
    "340": "Respiratory Medicine",
    "400": "Neurology",
    "410": "Rheumatology",
    "430": "Elderly Medicine",
    "502": "Gynaecology",
    "X02": "Other - Medical Services",
    "X03": "Other - Mental Health Services",
    "X04": "Other - Paediatric Services",
    "X05": "Other - Surgical Services",
    "X06": "Other - Other Services",
}
ROLL_UPS = {
    "108": "110",
    "111": "110",
    "115": "110",
    "144": "140",
    "145": "140",
    "172": "170",
    "173": "170",
}
OTHER_NAMES = {
    "102": "Transplant Surgery",
    "103": "Breast Surgery",
    "104": "Colorectal Surgery",
    "105": "Hepatobiliary and Pancreatic Surgery",
    "106": "Upper Gastrointestinal Surgery",
    "107": "Vascular Surgery",
    "108": "Spinal Surgery",
    "111": "Orthopaedics",
    "115": "Trauma Surgery",
    "144": "Maxillofacial Surgery",
    "145": "Oral and Maxillofacial Surgery",
    "171": "Paediatric Surgery",
    "172": "Cardiac Surgery",
    "173": "Thoracic Surgery",
    "180": "Emergency Medicine",
    "190": "Anaesthetics",
    "191": "Pain Management",
    "192": "Intensive Care Medicine",
    "302": "Endocrinology",
    "303": "Clinical Haematology",
    "307": "Diabetes",
    "314": "Rehabilitation",
    "315": "Palliative Medicine",
    "350": "Infectious Diseases",
    "361": "Renal Medicine",
    "370": "Medical Oncology",
    "420": "Paediatrics",
    "501": "Obstetrics",
    "503": "Gynaecological Oncology",
    "650": "Physiotherapy",
    "652": "Speech and Language Therapy",
    "654": "Dietetics",
    "800": "Clinical Oncology",
    "811": "Interventional Radiology",
    "812": "Diagnostic Imaging",
}
NAMES = {**OTHER_NAMES, **REPORTED}
SURGICAL = frozenset({"100", "101", "110", "120", "130", "140", "150", "160", "170", "502", "X05"})

# Where the rest of them is taken to count: by code, else by first digit, else under "Other Services".
_GROUP_OF_CODE = {"171": "X04", "420": "X04", "800": "X02"}
_GROUP_OF_FIRST_DIGIT = {"1": "X05", "2": "X04", "3": "X02", "4": "X02", "5": "X05", "7": "X03"}


@dataclass(frozen=True, slots=True)
class ReportedAs:
    """The reported function, and whether the guidance itself says so."""

    code: str
    verified: bool


def read_treatment_function(text: str) -> str:
    """The code without the `C_` of the published extract; ValueError when it has not the shape of one.

    >>> read_treatment_function("C_110"), read_treatment_function(" x05 ")
    ('110', 'X05')
    """
    code = text.strip().upper().removeprefix("C_")
    if code in NAMES or (len(code) == 3 and code.isascii() and code.isdigit()):
        return code
    raise ValueError(
        f"“{text[:20]}” is not a treatment function code: these have 3 digits, like 110, or are X02 to X06"
    )


def reported_as(code: str) -> ReportedAs:
    """Where a treatment function counts in the RTT return; ValueError when it is not a code.

    >>> reported_as("111"), reported_as("104")
    (ReportedAs(code='110', verified=True), ReportedAs(code='X05', verified=False))
    """
    code = read_treatment_function(code)
    if code in REPORTED:
        return ReportedAs(code, verified=True)
    if code in ROLL_UPS:
        return ReportedAs(ROLL_UPS[code], verified=True)
    return ReportedAs(_GROUP_OF_CODE.get(code) or _GROUP_OF_FIRST_DIGIT.get(code[0], "X06"), verified=False)


def treatment_function_name(code: str) -> str:
    """The name for a page; the code itself when its name is not in our list.

    >>> treatment_function_name("110"), treatment_function_name("999")
    ('Trauma and Orthopaedics', 'Total')
    """
    return "Total" if code == TOTAL else NAMES.get(code, f"Treatment function {code}")
