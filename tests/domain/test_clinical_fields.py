from decimal import Decimal

import pytest

from alongside.domain.clinical_fields import FIELDS, Kind, plain


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    "value", [None, "31", True, float("nan"), float("inf"), Decimal("NaN"), -1, 7, 151, [31], {"bmi": 31}]
)
def test_number_that_cannot_be_believed_counts_as_unknown(value: object) -> None:
    assert FIELDS["bmi"].read(value) is None


def test_yes_is_not_the_number_one() -> None:
    assert FIELDS["age_years"].read(True) is None
    assert FIELDS["expected_critical_care_level"].read(False) is None


@pytest.mark.parametrize("value", [8, 31, 31.5, Decimal("31.5"), 150])
def test_number_in_range_is_read_as_it_is(value: object) -> None:
    assert FIELDS["bmi"].read(value) == value


@pytest.mark.parametrize("value", [None, 0, 1, "yes", "no"])
def test_yes_no_reads_true_and_false_alone(value: object) -> None:
    assert FIELDS["on_dialysis"].read(value) is None
    assert FIELDS["on_dialysis"].read(True) is True
    assert FIELDS["on_dialysis"].read(False) is False


@pytest.mark.promise("AL-11")
@pytest.mark.parametrize("word", ["ethnic", "race", "depriv", "imd", "postcode"])
def test_no_field_speaks_of_who_a_patient_is(word: str) -> None:
    assert not [name for name in FIELDS if word in name]


def test_field_table_is_whole() -> None:
    """Every field can be said, and every history names a yes/no field."""
    for name, field in FIELDS.items():
        assert field.name == name
        assert field.label
        assert field.lowest < field.highest
        if field.kind is Kind.YES_NO:
            assert field.says_not
            assert field.sentence(True) != field.sentence(False)
        else:
            assert "{}" in field.says
            assert field.sentence(field.highest) == field.says.format(field.highest)
        if field.history:
            assert FIELDS[field.history].kind is Kind.YES_NO


@pytest.mark.parametrize(
    ("value", "words"),
    [(40, "40"), (40.0, "40"), (Decimal("43.50"), "43.5"), (0.1 + 0.2, "0.3")],
)
def test_plain_number_has_no_needless_decimals(value: int | float | Decimal, words: str) -> None:
    assert plain(value) == words
