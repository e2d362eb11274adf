"""Is this identifier well formed: NHS number, organisation code, pathway identifier, professional registration?

Sources: NHS Data Dictionary (NHS number, ODS codes, registrations, from memory) and NHS England RTT guidance v5.0
(pathway identifier, UBRN; 11 February 2025); read November 2026. On which side a UBRN is padded is unverified.
Numbers from 999 000 0000 to 999 999 9999 are never issued: tests and demonstrations use them.
"""

import re
from typing import NewType

NhsNumber = NewType("NhsNumber", str)
OdsCode = NewType("OdsCode", str)

E_REFERRAL_ISSUER = OdsCode("X09")
PPID_LENGTH = 20
UBRN_LENGTH = 12
WEIGHTS = range(10, 1, -1)

_SEPARATORS = re.compile(r"[\s-]+")
_ODS = re.compile(r"[A-Z0-9]{3,6}")
_ICB = re.compile(r"Q[A-Z0-9]{2}")
_GP_PRACTICE = re.compile(r"[A-HJ-NPVWY][0-9]{5}")
_PPID = re.compile(r"[A-Za-z0-9]{20}")
_GMC = re.compile(r"[0-9]{7}")
_CONSULTANT = re.compile(r"C[0-9]{7}")
_NMC = re.compile(r"[0-9]{2}[A-Z][0-9]{4}[A-Z]")
_HCPC = re.compile(r"[A-Z]{2,3}[0-9]{5,6}")


def is_valid_nhs_number(text: str) -> bool:
    """Ten digits whose last is the modulus 11 check digit; spaces and hyphens between them are let pass.

    A number of one repeated digit is a placeholder and is refused, so that it can never join two people.

    >>> is_valid_nhs_number("999 000 0018"), is_valid_nhs_number("9990000019"), is_valid_nhs_number("0000000000")
    (True, False, False)
    """
    digits = _bare(text)
    if not _is_digits(digits, 10) or len(set(digits)) == 1:
        return False
    return _check_digit(digits[:9]) == int(digits[9])


def read_nhs_number(text: str) -> NhsNumber:
    """The ten digits of an NHS number; ValueError with a sentence that does not repeat what was typed (AL-8).

    >>> read_nhs_number(" 999 000 0018 ")
    '9990000018'
    """
    digits = _bare(text)
    if not _is_digits(digits, 10):
        raise ValueError("An NHS number has 10 digits, like 999 000 0018")
    if not is_valid_nhs_number(digits):
        raise ValueError("This NHS number's check digit is wrong: one of its digits was mistyped")
    return NhsNumber(digits)


def with_check_digit(nine_digits: str) -> NhsNumber:
    """An NHS number from its first nine digits; ValueError when no number has them.

    >>> with_check_digit("999000001")
    '9990000018'
    """
    if not _is_digits(nine_digits, 9):
        raise ValueError("Give the first 9 digits of an NHS number")
    number = f"{nine_digits}{_check_digit(nine_digits)}"
    if not is_valid_nhs_number(number):
        raise ValueError(f"No NHS number starts with {nine_digits}: choose other digits")
    return NhsNumber(number)


def format_nhs_number(number: NhsNumber) -> str:
    """The number as it is read aloud, 3-3-4.

    >>> format_nhs_number(NhsNumber("9990000018"))
    '999 000 0018'
    """
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def is_test_nhs_number(number: NhsNumber) -> bool:
    """Is this from the range that is never issued to a person?"""
    return number.startswith("999")


def read_ods_code(text: str) -> OdsCode:
    """An organisation or site code in capitals; ValueError says what a code looks like.

    >>> read_ods_code(" rvv01 ")
    'RVV01'
    """
    code = text.strip().upper()
    if not is_ods_code(code):
        raise ValueError(f"“{code[:20]}” is not an organisation code: these have 3 to 6 letters and digits, like RVV01")
    return OdsCode(code)


def is_ods_code(text: str) -> bool:
    """Three to six capitals and digits. The shape cannot tell an organisation from its site, so a directory must.

    >>> [is_ods_code(code) for code in ("RVV", "RVV01", "AVQ01", "G82001", "rvv", "R V")]
    [True, True, True, True, False, False]
    """
    return _ODS.fullmatch(text) is not None


def is_icb_code(text: str) -> bool:
    """Has this the shape of an integrated care board's code, like QKS?"""
    return _ICB.fullmatch(text) is not None


def is_gp_practice_code(text: str) -> bool:
    """Has this the shape of a GP practice's code, like G82001?"""
    return _GP_PRACTICE.fullmatch(text) is not None


def is_ppid(text: str) -> bool:
    """Twenty letters and digits. It identifies a pathway only together with its issuer."""
    return _PPID.fullmatch(text) is not None


def ppid_from_ubrn(ubrn: str) -> tuple[str, OdsCode]:
    """The pathway identifier and issuer of an e-Referral booking; ValueError unless the reference has 12 digits.

    >>> ppid_from_ubrn("0001 2345 6789")
    ('00000000000123456789', 'X09')
    """
    digits = _bare(ubrn)
    if not _is_digits(digits, UBRN_LENGTH):
        raise ValueError("A booking reference number (UBRN) has 12 digits")
    return digits.zfill(PPID_LENGTH), E_REFERRAL_ISSUER


def is_gmc_number(text: str) -> bool:
    """A doctor's registration: seven digits."""
    return _GMC.fullmatch(text) is not None


def is_consultant_code(text: str) -> bool:
    """`C` and the seven digits of the consultant's GMC number.

    >>> is_consultant_code("C1234567"), is_consultant_code("1234567")
    (True, False)
    """
    return _CONSULTANT.fullmatch(text) is not None


def is_nmc_pin(text: str) -> bool:
    """A nurse's or midwife's registration, like 12A3456E."""
    return _NMC.fullmatch(text) is not None


def is_hcpc_number(text: str) -> bool:
    """An allied health professional's registration, like PH12345."""
    return _HCPC.fullmatch(text) is not None


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _check_digit(nine_digits: str) -> int:
    """0 to 10; 10 means that no number has these nine digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, nine_digits, strict=True))
    return (11 - total % 11) % 11
