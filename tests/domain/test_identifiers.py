import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alongside.domain.identifiers import (
    NhsNumber,
    format_nhs_number,
    is_consultant_code,
    is_gmc_number,
    is_gp_practice_code,
    is_hcpc_number,
    is_icb_code,
    is_nmc_pin,
    is_ods_code,
    is_ppid,
    is_test_nhs_number,
    is_valid_nhs_number,
    ppid_from_ubrn,
    read_nhs_number,
    read_ods_code,
    with_check_digit,
)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("9434765919", True),
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("9990000018", True),
        ("943476591", False),
        ("94347659190", False),
        ("", False),
        ("943476591X", False),
        ("٩٤٣٤٧٦٥٩١٩", False),
        ("0000000000", False),
        ("1111111111", False),
        ("9999999999", False),
    ],
)
def test_nhs_number_is_checked(text: str, valid: bool) -> None:
    assert is_valid_nhs_number(text) is valid


nine_digits = st.text("0123456789", min_size=9, max_size=9)


def numbered(digits: str) -> NhsNumber | None:
    try:
        return with_check_digit(digits)
    except ValueError:
        return None


@settings(max_examples=40)
@given(nine_digits)
def test_number_with_its_check_digit_reads_back(digits: str) -> None:
    number = numbered(digits)
    assume(number is not None)
    assert number is not None
    assert is_valid_nhs_number(number)
    assert read_nhs_number(format_nhs_number(number)) == number
    assert format_nhs_number(number) == f"{number[:3]} {number[3:6]} {number[6:]}"


@settings(max_examples=40)
@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_is_always_caught(digits: str, at: int, shift: int) -> None:
    number = numbered(digits)
    assume(number is not None)
    assert number is not None
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert not is_valid_nhs_number(wrong)


def test_nine_digits_that_no_number_has_are_refused() -> None:
    """Remainder 1 would need the check digit 10."""
    with pytest.raises(ValueError, match="No NHS number starts with 000000006"):
        with_check_digit("000000006")
    with pytest.raises(ValueError, match="No NHS number starts with 111111111"):
        with_check_digit("111111111")
    with pytest.raises(ValueError, match="first 9 digits"):
        with_check_digit("12345678")


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(("text", "words"), [("943476", "has 10 digits"), ("9434765918", "check digit is wrong")])
def test_refusal_of_an_nhs_number_does_not_repeat_it(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        read_nhs_number(text)
    assert text not in str(refused.value)


def test_test_range_starts_with_999() -> None:
    assert is_test_nhs_number(NhsNumber("9990000018"))
    assert not is_test_nhs_number(NhsNumber("9434765919"))


@pytest.mark.parametrize("text", ["RVV", "RVV01", "AVQ01", "NT2", "G82001", "QKS", "X09"])
def test_ods_code_is_recognised(text: str) -> None:
    assert is_ods_code(text)
    assert read_ods_code(f" {text.lower()}\n") == text


@pytest.mark.parametrize("text", ["", "R", "RV", "RVV 01", "RVV-01", "RVV0001", "ÀVQ01", "RVV\n"])
def test_ods_code_of_another_shape_is_refused(text: str) -> None:
    assert not is_ods_code(text)


def test_refusal_of_an_ods_code_shows_what_one_looks_like() -> None:
    with pytest.raises(ValueError, match=r"“EAST KENT HOSPITALS ” is not an organisation code.*like RVV01"):
        read_ods_code("East Kent Hospitals University")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_icb_code, "QKS", "RVV"),
        (is_gp_practice_code, "G82001", "G8200"),
        (is_ppid, "A1b2C3d4E5f6G7h8J9k0", "A1b2C3d4E5f6G7h8J9k"),
        (is_ppid, "0" * 20, "0" * 19 + "-"),
        (is_gmc_number, "1234567", "123456"),
        (is_consultant_code, "C1234567", "D1234567"),
        (is_nmc_pin, "12A3456E", "12A34567"),
        (is_hcpc_number, "PH123456", "P12345"),
    ],
)
def test_identifier_has_its_shape(check: object, good: str, bad: str) -> None:
    assert callable(check)
    assert check(good)
    assert not check(bad)
    assert not check(good + "\n")


def test_ubrn_is_padded_to_a_pathway_identifier_of_e_referral() -> None:
    ppid, issuer = ppid_from_ubrn("000123456789")
    assert (ppid, issuer) == ("00000000000123456789", "X09")
    assert is_ppid(ppid)
    with pytest.raises(ValueError, match="has 12 digits"):
        ppid_from_ubrn("123")
