"""Does the planner's problem hold the days of sessions, the beds of every week and when patients are due?"""

from datetime import date, timedelta

import polars as pl
import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.facts import Facts, read_facts
from alongside.apps.plans.facts.people import due_week
from tests import factories
from tests.apps.plans.conftest import MONDAY, takes

FRIDAY = MONDAY + timedelta(days=4)
STARTS = date(2026, 2, 2)


@pytest.mark.row("M-15")
@pytest.mark.parametrize(
    ("priority", "days_before", "week"),
    [
        ("P2", 14, 1),  # due on the Monday of week 2: week 1 is the last that is wholly in time
        ("P2", 15, 1),  # due on the Sunday of week 1
        ("P2", 16, 0),  # due on its Saturday
        ("P2", 28, -1),  # due on the day the plan starts
        ("P2", 100, -12),
        ("P3", 0, 11),
        ("P3", 84, -1),
        ("P1a", 0, -1),
        ("P2", -21, 6),  # decided after the plan's start
        ("P4", 14, None),
        ("P5", 14, None),
        ("P6", 400, None),
        ("D2", 14, None),
        ("P9", 14, None),
        (None, 14, None),
        ("P2", 200_000, -5_200),
    ],
)
def test_due_week_is_the_last_wholly_within_the_target(priority, days_before, week):
    assert due_week(priority, STARTS - timedelta(days=days_before), STARTS) == week


def test_due_week_needs_a_decision_to_admit():
    assert due_week("P2", None, STARTS) is None


def facts_of(area, **question) -> Facts:
    with acting_for(area.board.id):
        plan = actions.make_plan(question=area.question(**question), by=area.coordinator, queue=False)
        return read_facts(area.coordinator, plan)


def stay(area, *, nights: tuple[date, ...], beds: int = 1) -> None:
    for night in nights:
        factories.bed_night(area.site, night=night, beds=beds)


@pytest.mark.django_db
def test_patients_are_due_by_their_priority_and_decision(bare):
    takes(bare.site)
    factories.session(bare.site, on=MONDAY)
    decided = MONDAY - timedelta(days=14)
    people = {code: bare.wait(priority=code, decision_to_admit_on=decided) for code in ("P2", "P3", "P4", "")}
    facts = facts_of(bare)
    due = dict(facts.people.select("id", "due_week").rows())
    assert [due[str(one.pk)] for one in people.values()] == [1, 9, None, None]
    problem = facts.problem()
    assert problem.patients.due_week is not None
    assert problem.patients.ids.to_list() == facts.people["id"].to_list()


@pytest.mark.django_db
def test_patient_due_sooner_has_the_earlier_session(bare):
    """The other has waited longer for the same operation, and is not due before the third week."""
    takes(bare.site)
    for week in (0, 2):
        factories.session(bare.site, on=MONDAY + timedelta(weeks=week), minutes=90)
    soon = bare.wait(
        priority="P2", bed_nights=0, clock_start=date(2026, 1, 2), decision_to_admit_on=MONDAY - timedelta(days=20)
    )
    later = bare.wait(
        priority="P2", bed_nights=0, clock_start=date(2025, 12, 1), decision_to_admit_on=MONDAY - timedelta(days=2)
    )
    plan = bare.plan(weeks=3)
    assert [bare.line(plan, one).week for one in (soon, later)] == [0, 2]


@pytest.mark.django_db
def test_sessions_keep_their_days_and_the_minutes_of_each(bare):
    for on in (MONDAY, FRIDAY, FRIDAY, FRIDAY + timedelta(weeks=1)):
        factories.session(bare.site, on=on, minutes=120)
    facts = facts_of(bare)
    table = facts.sessions.select("week", "weekday", "theatre_minutes", "sessions")
    assert table.rows() == [(0, 0, 120, 1), (0, 4, 240, 2), (1, 4, 120, 1)]
    assert facts.problem().cells.day.tolist() == [3, 4]


@pytest.mark.django_db
def test_what_is_not_offered_is_no_part_of_the_plan(bare):
    factories.session(bare.site, on=MONDAY, offered_to="own")
    factories.session(bare.site, on=MONDAY, state="withdrawn")
    factories.session(bare.site, on=MONDAY + timedelta(weeks=2))
    assert facts_of(bare).sessions.is_empty()


@pytest.mark.django_db
def test_every_week_of_the_plan_has_its_beds_or_none(bare):
    factories.session(bare.site, on=FRIDAY)
    stay(bare, nights=(FRIDAY, MONDAY + timedelta(weeks=2)), beds=2)
    assert facts_of(bare, weeks=3).beds.select("week", "bed_nights").rows() == [(0, 2), (1, 0), (2, 2)]


@pytest.mark.django_db
@pytest.mark.promise("AL-9")
@pytest.mark.parametrize("monday_nights", [1, 0])
def test_friday_stay_needs_a_bed_on_the_monday_after(bare, monday_nights):
    """Four nights from Friday: the fourth is in the next week of the plan."""
    takes(bare.site)
    factories.session(bare.site, on=FRIDAY)
    stay(bare, nights=tuple(FRIDAY + timedelta(days=day) for day in range(3 + monday_nights)))
    patient = bare.wait(bed_nights=4)
    line = bare.line(bare.plan(), patient)
    assert (line.code == "placed") == bool(monday_nights)


@pytest.mark.django_db
@pytest.mark.promise("AL-6")
def test_site_whose_beds_run_out_in_the_week_after_is_told_as_full(bare):
    """Two stays of four nights from Friday, beds for both until Sunday and for one on the Monday after."""
    takes(bare.site)
    factories.session(bare.site, on=FRIDAY)
    stay(bare, nights=tuple(FRIDAY + timedelta(days=day) for day in range(3)), beds=2)
    stay(bare, nights=(FRIDAY + timedelta(days=3),))
    people = [bare.wait(bed_nights=4) for _ in range(2)]
    plan = bare.plan()
    lines = sorted((bare.line(plan, one) for one in people), key=lambda line: line.code != "placed")
    assert [site[2] for line in lines for site in line.considered] == ["p", "f"]
    assert lines[1].code == "full"


@pytest.mark.django_db
def test_empty_area_has_tables_of_the_same_columns(bare):
    facts = facts_of(bare)
    assert facts.sessions.is_empty()
    assert facts.beds.is_empty()
    assert facts.people.is_empty()
    assert facts.people.schema["due_week"] == pl.Int32
    assert len(facts.problem().options) == 0
