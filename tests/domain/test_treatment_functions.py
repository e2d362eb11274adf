import pytest

from alongside.domain.treatment_functions import (
    NAMES,
    REPORTED,
    ROLL_UPS,
    SURGICAL,
    ReportedAs,
    read_treatment_function,
    reported_as,
    treatment_function_name,
)


def test_23_functions_are_reported() -> None:
    assert len(REPORTED) == 23
    assert set(REPORTED) >= SURGICAL


@pytest.mark.parametrize(
    ("code", "group"),
    [("108", "110"), ("111", "110"), ("115", "110"), ("144", "140"), ("145", "140"), ("172", "170"), ("173", "170")],
)
def test_roll_up_of_the_guidance_is_verified(code: str, group: str) -> None:
    assert reported_as(code) == ReportedAs(group, verified=True)


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("104", "X05"),
        ("171", "X04"),
        ("211", "X04"),
        ("302", "X02"),
        ("420", "X04"),
        ("450", "X02"),
        ("503", "X05"),
        ("650", "X06"),
        ("710", "X03"),
        ("800", "X02"),
        ("812", "X06"),
    ],
)
def test_group_read_from_the_number_is_unverified(code: str, group: str) -> None:
    assert reported_as(code) == ReportedAs(group, verified=False)


def test_every_named_function_is_reported_somewhere() -> None:
    assert {reported_as(code).code for code in NAMES} <= set(REPORTED)
    assert all(reported_as(code) == ReportedAs(code, verified=True) for code in REPORTED)
    assert set(ROLL_UPS.values()) <= set(REPORTED)


@pytest.mark.parametrize("text", ["110", "C_110", "c_110", " 110 "])
def test_code_is_read_with_or_without_the_prefix_of_the_extract(text: str) -> None:
    assert read_treatment_function(text) == "110"


@pytest.mark.parametrize("text", ["", "11", "1100", "X07", "ENT", "C_", "١١٠"])
def test_code_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a treatment function code"):
        read_treatment_function(text)


def test_name_of_a_function_that_is_not_listed_is_its_code() -> None:
    assert treatment_function_name("120") == "Ear, Nose and Throat"
    assert treatment_function_name("104") == "Colorectal Surgery"
    assert treatment_function_name("999") == "Total"
    assert treatment_function_name("663") == "Treatment function 663"
