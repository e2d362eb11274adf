import pytest

from alongside.domain import code_lists

LISTS = {name: value for name, value in vars(code_lists).items() if isinstance(value, dict) and name.isupper()}


@pytest.mark.parametrize("name", LISTS)
def test_code_list_has_codes_without_blanks_and_meanings(name: str) -> None:
    for code, meaning in LISTS[name].items():
        assert code == code.strip().upper()
        assert meaning


def test_lists_that_are_unverified_exist() -> None:
    assert set(LISTS) >= code_lists.UNVERIFIED


def test_elective_admissions_are_admission_methods() -> None:
    assert set(code_lists.ADMISSION_METHODS) >= code_lists.ELECTIVE_ADMISSION_METHODS


def test_ethnic_categories_are_the_18_of_the_data_dictionary() -> None:
    assert "".join(sorted(code_lists.ETHNIC_CATEGORIES)) == "99ABCDEFGHJKLMNPRSZ"
