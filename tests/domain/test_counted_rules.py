"""A rule that a barrier may name is one that plans count, and no other."""

import pytest

from alongside.domain.counted_rules import COUNTED, counted_rules, is_counted

OWN = ["bmi_max", "REG-1"]


@pytest.mark.row("M-38")
@pytest.mark.parametrize("rule", [*COUNTED, *OWN, "AGR-", "DIR-", "PLN-", "REG-"])
def test_counted(rule: str) -> None:
    assert is_counted(rule, OWN)


@pytest.mark.row("M-38")
@pytest.mark.promise("AL-4")
@pytest.mark.parametrize("rule", ["ELG-2", "ELG-4", "ELG-6", "PLN-4", "AGR-6", "RTT-", "bmi", "bmi_max ", "", "-"])
def test_not_counted(rule: str) -> None:
    """A question for a fact, a rule of another part, and what is no rule at all."""
    assert not is_counted(rule, OWN)


def test_the_area_adds_its_own_rules() -> None:
    assert counted_rules(OWN) == set(COUNTED) | set(OWN)
    assert not is_counted("REG-", [])
