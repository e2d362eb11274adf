"""Does docs/data-dictionary.md say what the models say?"""

import pytest

from tests.house import data_dictionary

pytestmark = pytest.mark.slow


def test_data_dictionary_is_that_of_the_models() -> None:
    """Write it again with `.venv/bin/python -m tests.house.data_dictionary` when this fails."""
    assert data_dictionary.PAGE.read_text(encoding="utf-8") == data_dictionary.page()


def test_data_dictionary_tells_walls_history_and_constraints() -> None:
    """The three things that only a migration or a decorator knows are found."""
    page = data_dictionary.page()
    patient = page.split("### waiting_patient\n")[1].split("\n### ")[0]
    assert "Read and written where holder_id is us." in patient
    assert "History: waiting_patientevent." in patient
    assert "`one_local_number_once`" in patient
    assert "Append-only." in page.split("### waiting_clockevent\n")[1].split("\n### ")[0]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("(a_id = (SELECT alongside_organisation()))", "a_id is us"),
        ("((SELECT alongside_organisation()) IS NOT NULL)", "anybody acts"),
        ("area_id = (SELECT alongside_area())", "area_id is our area"),
        (
            "((a_id = (SELECT alongside_organisation())) OR (b = 'area' AND area_id = (SELECT alongside_area())))",
            "((a_id is us) or (b is 'area' and area_id is our area))",
        ),
    ],
)
def test_condition_is_told_in_plain_words(condition: str, words: str) -> None:
    assert data_dictionary.plain(condition) == words
