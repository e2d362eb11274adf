"""What one site said to one patient, as the ids of the rules that a barrier counts."""

import pytest

from alongside.apps.plans.outcome.refused import refusals
from alongside.domain.counted_rules import COUNTED
from alongside.planner.eligibility import MOST_RULES, TOO_FAR

KIND = ("RVV", "110", "110-hip")
GENERAL = 1 << (MOST_RULES - 1)
SAID = {
    "rules": [["bmi_max", "BMI 40 or below", "BMI"], ["oxygen", "Oxygen: no", "Oxygen"]],
    "general": [
        ["ELG-1", "No HDU", "blocks"],
        ["ELG-2", "HDU not recorded", "needs_info"],
        ["ELG-9", "Old", "needs_review"],
    ],
}
PROOF = {
    "doors": {"RVV|110|110-hip|0": ["AGR-2", "Not covered"], "RVV|110|110-hip|1": ["PLN-3", "Kept"]},
    "which": {"0|": 0, "1|": 0},
    "sets": [SAID],
}


@pytest.mark.row("M-38")
@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ([0, 5.0, "a", 0], {"AGR-2"}),
        ([1, 5.0, "k", 0], {"PLN-3"}),
        ([0, 5.0, "d", 0], {"DIR-1"}),
        ([0, 5.0, "s", 0], {"DIR-3"}),
        ([0, 50.0, "t", int(TOO_FAR)], {"PLN-1"}),
        ([0, 5.0, "x", 0b01], {"bmi_max"}),
        ([0, 50.0, "x", 0b11 | int(TOO_FAR)], {"bmi_max", "oxygen", "PLN-1"}),
        ([0, 5.0, "x", GENERAL], {"ELG", "ELG-1"}),
        ([0, 5.0, "p", 0b10], {"oxygen", "ELG-9"}),
        ([0, 5.0, "n", 0b01], set()),
        ([0, 5.0, "n", GENERAL], set()),
        ([2, 5.0, "n", GENERAL], {"PLN-2"}),
        ([0, 5.0, "o", 0], set()),
    ],
)
def test_one_site_names_the_rules_that_closed_it(entry, rules):
    """A fact that is not recorded is a question; who is left out by hand was refused by nobody."""
    found = set(refusals(entry, KIND, PROOF))
    assert found == rules
    assert found <= set(COUNTED) | {"bmi_max", "oxygen"}
