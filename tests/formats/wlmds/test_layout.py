"""The table of columns is whole and means one thing."""

from alongside.formats.wlmds import codes
from alongside.formats.wlmds.layout import BY_FIELD, COLUMNS, KEY, LOCAL, NATIONAL, SHAPES, Kind, Need
from alongside.formats.wlmds.rules import RULES


def test_layout_has_the_published_columns_and_ours_apart() -> None:
    assert len(NATIONAL) == 58
    assert {"Capacity_Status", "Requires_Alternative_Capacity", "Transfer_Status", "Mutual_Aid_Accepting_Provider"} <= {
        c.name for c in NATIONAL
    }
    assert all(c.need is Need.OPTIONAL for c in LOCAL)


def test_layout_names_and_fields_are_used_once() -> None:
    assert len({c.name for c in COLUMNS}) == len({c.field for c in COLUMNS}) == len({c.label for c in COLUMNS})
    assert len(BY_FIELD) == len(COLUMNS)


def test_layout_every_column_says_what_it_means() -> None:
    assert all(c.meaning and c.label and c.synonyms for c in COLUMNS)


def test_layout_every_form_has_a_reader() -> None:
    coded = {c.form.removeprefix("~") for c in COLUMNS if c.kind is Kind.CODE} - {"nhs_number", "ppid"}
    assert coded == set(codes.READERS)
    assert set(SHAPES) <= coded


def test_layout_dates_say_whether_they_may_lie_ahead() -> None:
    assert {c.form for c in COLUMNS if c.kind is Kind.DATE} == {"past", "any"}


def test_layout_key_is_required() -> None:
    assert all(BY_FIELD[field].need is Need.REQUIRED for field in KEY)


def test_layout_names_each_rule_and_no_other() -> None:
    assert {rule for c in COLUMNS for rule in c.rules} == set(RULES)


def test_rules_are_numbered_without_a_gap() -> None:
    assert list(RULES) == [f"WL-{number}" for number in range(1, len(RULES) + 1)]
