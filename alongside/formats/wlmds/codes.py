"""Which codes may a coded column hold, and how is each written?

Lists and shapes are the domain's; a reader takes one written value and gives the code, or raises ValueError with words.
"""

import re
from collections.abc import Callable, Iterable

from alongside.domain import code_lists
from alongside.domain.identifiers import is_consultant_code, read_ods_code
from alongside.domain.opcs import can_stand_alone, read_opcs
from alongside.domain.postcodes import read_postcode
from alongside.domain.priorities import DIAGNOSTIC, SURGICAL, read_priority
from alongside.domain.rtt_codes import RTT_CODES
from alongside.domain.treatment_functions import TOTAL, read_treatment_function

Reader = Callable[[str], str]

_MOST_NAMED = 20
_THREE = re.compile(r"[A-Z0-9]{3}")
_YES_NO = {"Y": "Y", "YES": "Y", "TRUE": "Y", "N": "N", "NO": "N", "FALSE": "N"}


def one_of(codes: Iterable[str]) -> Reader:
    """Reads the codes of a list; a leading nought that a spreadsheet took away is given back where only one code fits.

    >>> one_of(["03", "92", "2A"])("3"), one_of(["03", "92", "2A"])("2A")
    ('03', '2A')
    """
    listed = list(codes)
    known = {code.lstrip("0").upper(): code for code in listed} | {code.upper(): code for code in listed}
    allowed = f"use one of {', '.join(listed)}" if len(listed) <= _MOST_NAMED else "look it up and correct it"

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"is not a national code; {allowed}")
        return known[text]

    return read


def _yes_no(text: str) -> str:
    if text not in _YES_NO:
        raise ValueError("is neither yes nor no; use Y or N")
    return _YES_NO[text]


def _procedure(text: str) -> str:
    code = read_opcs(text)
    if not can_stand_alone(code):
        raise ValueError("is a method or site code and cannot stand alone; give the procedure itself")
    return code


def _consultant(text: str) -> str:
    if not is_consultant_code(text):
        raise ValueError("is not a consultant code; these are C and seven digits")
    return text


def _three_characters(text: str) -> str:
    if not _THREE.fullmatch(text):
        raise ValueError("is not a specialty code; these have three characters, like 110")
    return text


def _treatment_function(text: str) -> str:
    if text.removeprefix("C_") == TOTAL:
        raise ValueError("is the total and not a treatment function; give the specialty in which the patient waits")
    return read_treatment_function(text)


READERS: dict[str, Reader] = {
    "admission_method": one_of(code_lists.ADMISSION_METHODS),
    "asa": one_of("123456"),
    "consultant": _consultant,
    "diagnostic_priority": lambda text: read_priority(text, DIAGNOSTIC),
    "ethnic_category": one_of(code_lists.ETHNIC_CATEGORIES),
    "gender": one_of(code_lists.SEXES),
    "intended_management": one_of(code_lists.INTENDED_MANAGEMENT),
    "opcs": _procedure,
    "organisation": read_ods_code,
    "outcome_of_attendance": one_of("123"),
    "outpatient_priority": one_of(f"P{number}" for number in range(1, 7)),
    "postcode": read_postcode,
    "priority_type": one_of(code_lists.PRIORITY_TYPES),
    "procedure_priority": lambda text: read_priority(text, SURGICAL),
    "rtt_status": one_of(RTT_CODES),
    "source_of_referral": one_of(code_lists.SOURCES_OF_REFERRAL),
    "three_characters": _three_characters,
    "treatment_function": _treatment_function,
    "waiting_list_type": one_of(code_lists.WAITING_LIST_TYPES),
    "yes_no": _yes_no,
}


def read_code(form: str, text: str) -> tuple[str | None, str | None]:
    """The code that a written value means, and null; or null and what is wrong with it.

    >>> read_code("procedure_priority", "p2"), read_code("asa", "7")[1]
    (('P2', None), 'is not a national code; use one of 1, 2, 3, 4, 5, 6')
    """
    tidy = re.sub(r"^([0-9]+)\.0+$", r"\1", text.strip().upper())
    try:
        return READERS[form.removeprefix("~")](tidy), None
    except ValueError as problem:
        return None, re.sub(r"^“.*” (?=is not)", "", str(problem)).replace(": these", "; these")
