"""What a partnership lacks is named part by part, and nothing that is settled adds a gap."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.buddies import (
    DRILL_DAYS,
    NUMBERS,
    Drill,
    Partnered,
    Promised,
    contradictions,
    drill_standing,
    missing,
)
from alongside.domain.call_tests import Light

DAY = date(2026, 1, 31)
WHOLE = Partnered(
    "A Trust", "B Hospital", lead_trust="Dr C", lead_host="Ms D", rings_trust=True, rings_host=True,
    services=("110",), meets_every_days=30,
    route="Acute medical unit", alternates=("Emergency department", "Another"), numbers=NUMBERS, escalate_minutes=60,
    last_drill=Drill(DAY, True),
)  # fmt: skip
WITHOUT = [
    ({"lead_trust": "", "rings_trust": False}, "PAR-1", "A Trust"),
    ({"lead_host": "", "rings_host": False}, "PAR-2", "B Hospital"),
    ({"rings_trust": False}, "PAR-1", "A Trust"),
    ({"rings_host": False}, "PAR-2", "B Hospital"),
    ({"services": ()}, "PAR-3", "A Trust or B Hospital"),
    ({"meets_every_days": None}, "PAR-4", "A Trust or B Hospital"),
    ({"route": ""}, "PAR-5", "A Trust or B Hospital"),
    ({"alternates": ("", "Another")}, "PAR-5", "A Trust or B Hospital"),
    ({"alternates": ("One", "")}, "PAR-5", "A Trust or B Hospital"),
    ({"escalate_minutes": None}, "PAR-5", "A Trust or B Hospital"),
    ({"numbers": 2}, "PAR-6", "A Trust or B Hospital"),
    ({"last_drill": None}, "PAR-7", "A Trust and B Hospital together"),
    ({"last_drill": Drill(DAY, False)}, "PAR-7", "A Trust and B Hospital together"),
    ({"last_drill": Drill(DAY - timedelta(DRILL_DAYS + 1), True)}, "PAR-7", "A Trust and B Hospital together"),
]


@pytest.mark.row("M-48")
def test_whole_partnership_lacks_nothing():
    assert missing(WHOLE, DAY) == ()


@pytest.mark.row("M-48")
@pytest.mark.parametrize(("change", "rule", "who"), WITHOUT)
def test_each_missing_part_is_named_with_who_can_mend_it(change, rule, who):
    (gap,) = missing(replace(WHOLE, **change), DAY)
    assert (gap.rule, gap.mended_by) == (rule, who)


@pytest.mark.parametrize(
    ("ago", "passed", "light"),
    [
        (0, True, Light.GREEN), (150, True, Light.GREEN), (151, True, Light.AMBER), (180, True, Light.AMBER),
        (181, True, Light.RED), (0, False, Light.RED),
    ],
)  # fmt: skip
def test_drill_turns_red_after_180_days_and_after_a_failure(ago, passed, light):
    standing = drill_standing(Drill(DAY - timedelta(ago), passed), DAY)
    assert (standing.light, standing.rule) == (light, "PAR-7")


@given(st.sets(st.sampled_from(range(len(WITHOUT)))), st.integers(0, len(WITHOUT) - 1))
def test_settling_one_part_never_adds_a_gap(broken, mended):
    lacking, fewer = WHOLE, WHOLE
    for place in sorted(broken):
        lacking = replace(lacking, **WITHOUT[place][0])
    for place in sorted(broken - {mended}):
        fewer = replace(fewer, **WITHOUT[place][0])
    assert {gap.rule for gap in missing(fewer, DAY)} <= {gap.rule for gap in missing(lacking, DAY)}


SAID = DAY - timedelta(days=60)


@pytest.mark.row("M-48")
@pytest.mark.parametrize(
    ("drills", "words"),
    [
        ([], "no drill is logged here"),
        ([Drill(DAY, False), Drill(SAID, True)], "the last drill here, on 31 January 2026, failed"),
        ([Drill(SAID - timedelta(days=1), True)], "the last drill logged here was on 1 December 2025"),
        ([Drill(SAID, True)], None),
        ([Drill(DAY, True)], None),
    ],
)
def test_drill_of_the_agreement_that_the_record_does_not_bear_out_is_named(drills, words):
    found = contradictions(Promised(SAID), drills, "")
    assert found == ((f"The agreement says drilled on 2 December 2025; {words}",) if words else ())
    assert contradictions(Promised(), drills, "") == (), "an agreement that says nothing contradicts nothing"


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("01632 960001", "01632960001", True), ("+44 1632 960001", "01632 960001", True), ("", "01632 960001", True),
        ("01632 960001", "", True), ("Modelled: telephone", "01632 960001", True),
        ("01632 960001", "01632 960002", False),
    ],
)  # fmt: skip
def test_number_of_the_agreement_is_compared_by_its_digits(theirs, ours, same):
    assert (contradictions(Promised(phone=theirs), [], ours) == ()) is same
