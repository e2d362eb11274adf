"""Two organisations write together, each in its own name; nobody else reads, and what was minuted stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.audit.models import Event
from alongside.apps.governance.actions import ContactWords, add_contact
from alongside.apps.meetings import actions, queries
from alongside.apps.meetings.actions import Refused
from alongside.apps.meetings.actions.ownership import kept_by
from alongside.apps.meetings.facts import pair_of
from alongside.apps.meetings.models import AgendaItem, Decision, JointAction, Meeting, Rhythm
from alongside.apps.plans.models import Plan, PlanLine
from tests import factories
from tests.apps.meetings.conftest import TODAY, held, lets_know, opened, taken_on

Kind = AgendaItem.Kind


def plan_of(area, counts):
    """A finished plan in which so many patients of the trust have no place, by reason."""
    with acting_for(area.board.id):
        plan = Plan.objects.create(
            organisation=area.board, name="Winter plan", as_of=TODAY, starts_on=TODAY, weeks=4, nearest=5,
            state=Plan.State.READY, made_by_name="test",
        )  # fmt: skip
    rows = [
        PlanLine(plan=plan, organisation=area.board, provider=provider, code=code, treatment_function="110",
                 pathway_id=factories.pathway(provider).pk)
        for provider, code, count in counts
        for _ in range(count)
    ]  # fmt: skip
    with acting_for(area.board.id):
        PlanLine.objects.bulk_create(rows)
    return plan


def agenda(meeting, kind):
    act_for(meeting.trust_id)
    return [(item.text, item.count) for item in meeting.items.filter(kind=kind)]


@pytest.mark.row("M-69")
@pytest.mark.promise("AL-12")
def test_agenda_holds_what_is_known_that_day_with_source(area):
    plan_of(area, [(area.trust, "full", 6), (area.trust, "too_far", 5), (area.other, "full", 3)])
    lets_know(area)
    with acting_for(area.host.id):
        add_contact(words=ContactWords(post="Doctor on call", phone="01632 960103"), by=area.manager, today=TODAY)
    before = held(area, on=date(2026, 1, 10))
    taken_on(area, before, due_on=date(2026, 1, 20), today=date(2026, 1, 12))
    meeting = opened(area)
    assert agenda(meeting, Kind.WITHOUT_PLACE) == [
        ("East Trust: offered time at suitable sites is full", 6),
        ("East Trust: too far to travel", 5),
    ]
    assert agenda(meeting, Kind.ACTIONS) == [
        ("Agree one theatre list (Head of booking, Ashford Hospital): overdue by 11 days", None)
    ]
    assert agenda(meeting, Kind.CONTACTS) == [("Doctor on call, Ashford Hospital: nobody has tried this number", None)]
    assert "Patients of East Trust at Ashford Hospital" in agenda(meeting, Kind.CLAUSES)[0][0]
    sources = set(meeting.items.values_list("source", flat=True))
    assert "“Winter plan”, list as of 31 January 2026; services of the agreement; modelled" in sources
    assert all(sources)


@pytest.mark.row("M-69")
def test_agenda_stays_when_the_world_moves_on(area):
    before = held(area, on=date(2026, 1, 20))
    action = taken_on(area, before)
    meeting = opened(area)
    was = agenda(meeting, Kind.ACTIONS)
    with acting_for(area.host.id):
        actions.finish_action(action=action, by=area.manager, today=TODAY)
    assert agenda(meeting, Kind.ACTIONS) == was
    act_for(area.trust.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        meeting.items.update(text="something else")


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((9, 4, 1), [("offered time at suitable sites is full", 9), ("for other reasons together", 5)]),
        ((9, 4, 0), [("for other reasons together", 13)]),
        ((3, 1, 0), [("fewer than 5 patients without a place", None)]),
    ],
)
def test_count_of_fewer_than_five_is_neither_kept_nor_to_be_had_by_subtraction(area, counts, told):
    plan_of(area, [(area.trust, code, count) for code, count in zip(("full", "too_far", "x"), counts, strict=True)])
    lets_know(area)
    meeting = opened(area)
    assert agenda(meeting, Kind.WITHOUT_PLACE) == [(f"East Trust: {words}", count) for words, count in told]


@pytest.mark.promise("AL-8")
def test_only_patients_of_services_that_the_agreement_names_are_counted(area):
    plan_of(area, [(area.trust, "full", 6), (area.trust, "too_far", 7)])
    lets_know(area)
    with acting_for(area.board.id):
        PlanLine.objects.filter(code="too_far").update(treatment_function="300")
    assert agenda(opened(area), Kind.WITHOUT_PLACE) == [("East Trust: offered time at suitable sites is full", 6)]


@pytest.mark.promise("AL-8")
def test_database_refuses_a_count_of_fewer_than_five(area):
    meeting = opened(area)
    act_for(area.trust.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            **kept_by(area.pair, area.director, TODAY), meeting=meeting, number=99, kind=Kind.WITHOUT_PLACE,
            text="Four", count=4, about=area.trust, on=TODAY,
        )  # fmt: skip


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("who", ["director", "manager"])
@pytest.mark.parametrize("agreed", [None, ("identity",)], ids=["no agreement", "shares no counts"])
def test_without_an_agreement_that_shares_them_no_number_is_written(area, who, agreed):
    """Neither in the row, which the host may read, nor in its words."""
    plan_of(area, [(area.trust, "full", 6)])
    if agreed is not None:
        lets_know(area, agreed)
    ((words, count),) = agenda(opened(area, by=getattr(area, who)), Kind.WITHOUT_PLACE)
    assert count is None
    assert "does not share its numbers" in words
    assert "full" not in words
    assert ("AGR-9" if agreed is None else "AGR-6") in words


@pytest.mark.promise("AL-8")
def test_host_that_opens_the_meeting_brings_no_count_of_the_trust(area):
    plan_of(area, [(area.trust, "full", 6)])
    lets_know(area)
    ((words, count),) = agenda(opened(area, by=area.manager), Kind.WITHOUT_PLACE)
    assert (count, "when it opens the meeting" in words) == (None, True)


def test_plan_of_a_part_of_the_list_does_not_speak_for_the_whole(area):
    plan = plan_of(area, [(area.trust, "full", 6)])
    lets_know(area)
    with acting_for(area.board.id):
        Plan.objects.filter(pk=plan.pk).update(treatment_functions=["110"])
    ((words, count),) = agenda(opened(area), Kind.WITHOUT_PLACE)
    assert (words, count) == ("East Trust: no plan of the whole list has been made yet", None)


def test_agreement_in_force_and_what_it_lacks_stand_on_the_agenda(area):
    factories.agreement(area.trust, area.host)
    (words, _), *none = agenda(opened(area), Kind.CLAUSES)
    assert not none
    assert "missing in" in words


@pytest.mark.row("M-19", "M-72")
def test_held_once_somebody_of_both_sides_was_there(area):
    meeting = opened(area)
    act_for(area.trust.id)
    one = [(area.trust, "Dr Ruth Adeyemi, medical director")]
    actions.record_attendance(meeting=meeting, people=one * 2, by=area.director, today=TODAY)
    assert not queries.find_meeting(area.director, meeting.pk).was_held
    with pytest.raises(Refused, match="not yet recorded"):
        actions.record_attendance(meeting=meeting, people=one, by=area.director, today=TODAY)
    act_for(area.host.id)
    people = [(area.host, "Mr Colin Hart, medical director")]
    actions.record_attendance(meeting=meeting, people=people, by=area.manager, today=TODAY)
    assert queries.find_meeting(area.manager, meeting.pk).was_held


@pytest.mark.parametrize(("days", "good"), [(-15, False), (-14, True), (31, True), (32, False)])
def test_meeting_is_opened_near_its_day(area, days, good):
    on = TODAY + timedelta(days=days)
    if good:
        assert opened(area, on=on).on == on
    else:
        with pytest.raises(Refused, match="MTG-2"):
            opened(area, on=on)


def test_second_meeting_of_the_same_day_is_refused(area):
    opened(area)
    with pytest.raises(Refused, match="MTG-3"):
        opened(area, by=area.manager)


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (14, True), (15, False)])
def test_minutes_are_open_from_the_day_for_a_fortnight(area, days, good):
    meeting = opened(area)
    today = TODAY + timedelta(days=days)
    act_for(area.trust.id)
    if good:
        actions.decide(meeting=meeting, text="One list", by=area.director, today=today)
    else:
        with pytest.raises(Refused, match="MTG-4"):
            actions.decide(meeting=meeting, text="One list", by=area.director, today=today)


def test_agenda_takes_what_a_side_raises_until_the_day(area):
    meeting = opened(area)
    act_for(area.host.id)
    item = actions.add_item(meeting=meeting, text="Parking for visiting staff", by=area.manager, today=TODAY)
    assert item.number == meeting.items.count()
    with pytest.raises(Refused, match="MTG-5"):
        actions.add_item(meeting=meeting, text="Late", by=area.manager, today=TODAY + timedelta(days=1))


@pytest.mark.row("M-69")
def test_action_is_done_by_its_owner_once_and_never_deleted(area):
    action = taken_on(area, held(area))
    act_for(area.trust.id)
    with pytest.raises(PermissionDenied):
        actions.finish_action(action=action, by=area.director, today=TODAY)
    act_for(area.host.id)
    actions.finish_action(action=action, note="Agreed", by=area.manager, today=TODAY)
    with pytest.raises(Refused, match="already"):
        actions.finish_action(action=action, by=area.manager, today=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        JointAction.objects.all().delete()
    assert Event.objects.filter(kind="meetings.action_done", target_id=str(action.pk)).exists()


@pytest.mark.parametrize(("due", "owner"), [(TODAY - timedelta(days=1), "host"), (TODAY, "other")])
def test_unsound_action_is_refused(area, due, owner):
    meeting = held(area)
    with pytest.raises(Refused):
        taken_on(area, meeting, owner=getattr(area, owner), due_on=due)


@pytest.mark.row("M-72")
def test_meeting_is_due_when_none_is_arranged(area):
    act_for(area.trust.id)
    actions.set_rhythm(pair=area.pair, every_days=28, by=area.director, today=TODAY - timedelta(days=20))
    assert [record.pair.name for record in queries.pairs_to_meet(area.director, TODAY)] == [area.pair.name]
    opened(area, on=TODAY + timedelta(days=5))
    act_for(area.host.id)
    assert queries.pairs_to_meet(area.manager, TODAY) == []


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize("who", ["third", "stranger"])
def test_third_organisation_reads_nothing_and_writes_nothing(area, who):
    meeting = held(area)
    by = getattr(area, who)
    act_for(by.organisation_id)
    assert queries.find_meeting(by, meeting.pk) is None
    assert queries.pair(by, area.trust.pk, area.host.pk) is None
    assert queries.records(by) == []
    assert not any(model.objects.exists() for model in (Meeting, AgendaItem, Decision, JointAction, Rhythm))
    with pytest.raises(PermissionDenied):
        actions.decide(meeting=meeting, text="Ours", by=by, today=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(
            meeting=meeting, trust=area.trust, host=area.host, area_id=area.board.id, organisation=by.organisation,
            text="Ours", source="test",
        )  # fmt: skip


@pytest.mark.parametrize("who", ["clinician", "coordinator"])
def test_board_and_other_roles_read_and_do_not_write(area, who):
    meeting, by = held(area), getattr(area, who)
    act_for(by.organisation_id)
    assert queries.find_meeting(by, meeting.pk) is not None
    with pytest.raises(PermissionDenied):
        actions.decide(meeting=meeting, text="One list", by=by, today=TODAY)


def test_nobody_writes_in_the_partners_name(area):
    meeting = held(area)
    act_for(area.host.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(
            meeting=meeting, trust=area.trust, host=area.host, area_id=area.board.id, organisation=area.trust,
            text="Theirs", source="test",
        )  # fmt: skip


def test_pair_is_the_same_whoever_asks(area):
    assert pair_of(area.trust, area.host) == pair_of(area.host, area.trust)
    assert pair_of(area.host, area.trust).trust == area.trust
    assert pair_of(area.trust, area.other) == pair_of(area.other, area.trust)
