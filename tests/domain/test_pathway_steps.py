"""Every pathway has the standard steps, in order, whoever is named for them."""

import pytest

from alongside.domain.pathway_steps import STEPS, without_anybody


@pytest.mark.row("M-44")
def test_steps_without_anybody_are_named_in_order():
    assert without_anybody([]) == STEPS
    assert without_anybody(step.code for step in STEPS) == ()
    assert without_anybody(["04-consent", "a step of our own"]) == tuple(s for s in STEPS if s.code != "04-consent")


def test_codes_are_in_the_order_in_which_they_are_shown():
    codes = [step.code for step in STEPS]
    assert codes == sorted(set(codes))
