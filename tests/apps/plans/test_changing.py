"""Changes by hand, planning again, and comparing."""

from datetime import UTC, datetime

import pytest
from django.apps import apps

from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.queries import events_of
from alongside.apps.directory import actions as directory
from alongside.apps.plans import actions, queries
from alongside.apps.plans.facts.changes import of_the_rules
from alongside.apps.plans.models import Adjustment
from tests import factories
from tests.apps.plans.conftest import AS_OF, HIP, MONDAY, offers, takes

pytestmark = pytest.mark.django_db
Kind = Adjustment.Kind


def again(area, plan):
    with acting_for(area.board.id):
        new = actions.plan_again(plan=plan, by=area.coordinator, queue=False)
    return area.work_out(new)


def adjust(area, plan, kind, **given):
    with acting_for(area.board.id):
        return actions.adjust(plan=plan, kind=kind, why="Because", by=area.coordinator, **given)


def test_a_pin_places_before_everybody(area):
    first, last = area.wait(priority="P2"), area.wait(priority="P4", theatre_minutes=200)
    plan = area.plan()
    assert area.line(plan, last).code == "full"
    adjust(area, plan, Kind.PIN, pathway_id=last.pk, site=area.site, week=0)
    new = again(area, plan)
    assert area.line(new, last).code == "placed"
    assert area.line(new, first).code == "full"
    assert new.based_on_id == plan.pk


@pytest.mark.promise("AL-4")
def test_a_pin_does_not_pass_the_rules(area):
    pathway = area.wait(bmi=50)
    plan = area.plan()
    adjust(area, plan, Kind.PIN, pathway_id=pathway.pk, site=area.site)
    assert area.line(again(area, plan), pathway).site is None


def test_a_patient_left_out_gives_the_place_to_the_next(area):
    people = [area.wait(priority=priority, theatre_minutes=200) for priority in ("P2", "P4")]
    plan = area.plan()
    adjust(area, plan, Kind.EXCLUDE_PATIENT, pathway_id=people[0].pk)
    new = again(area, plan)
    assert [area.line(new, one).code for one in people] == ["excluded", "placed"]
    with acting_for(area.board.id):
        found = queries.differences(plan, new)
        kinds = {kind: len(queries.lines_that_differ(plan, new, kind)) for kind in ("", "gained", "lost", "moved")}
        rows = queries.lines_that_differ(plan, new)[0:10]
    assert (found.gained, found.lost, found.moved, found.same) == (1, 1, 0, 0)
    assert kinds == {"": 2, "gained": 1, "lost": 1, "moved": 0}
    assert [row["site_b"] for row in rows] == ["The Hospital", None]


def test_a_site_and_sessions_left_out_place_nobody_there(area):
    other = factories.site(area.other, name="Second")
    takes(other)
    offers(other)
    pathway = area.wait()
    plan = area.plan()
    first = area.line(plan, pathway).site
    adjust(area, plan, Kind.EXCLUDE_SITE, site=first)
    new = again(area, plan)
    second = area.line(new, pathway).site
    assert second != first
    adjust(area, new, Kind.EXCLUDE_SESSIONS, site=second, treatment_function="110", week=0)
    assert area.line(again(area, new), pathway).site is None


def test_a_change_taken_back_does_not_count(area):
    pathway = area.wait()
    plan = area.plan()
    waiting = adjust(area, plan, Kind.EXCLUDE_PATIENT, pathway_id=pathway.pk)
    with acting_for(area.board.id):
        actions.undo_adjustment(adjustment=waiting, by=area.coordinator)
        assert not plan.adjustments.exists()
    adjust(area, plan, Kind.EXCLUDE_PATIENT, pathway_id=pathway.pk)
    new = again(area, plan)
    with acting_for(area.board.id):
        actions.undo_adjustment(adjustment=new.adjustments.get(), by=area.coordinator)
        assert new.adjustments.get().lifted
    assert area.line(again(area, new), pathway).code == "placed"


@pytest.mark.parametrize("why", ["", "   "])
def test_a_change_needs_a_reason(area, why):
    pathway = area.wait()
    plan = area.plan()
    with pytest.raises(actions.Refused, match="Say why"), acting_for(area.board.id):
        actions.adjust(plan=plan, kind=Kind.EXCLUDE_PATIENT, why=why, by=area.coordinator, pathway_id=pathway.pk)


def test_the_same_change_is_not_kept_twice(area):
    pathway = area.wait()
    plan = area.plan()
    adjust(area, plan, Kind.EXCLUDE_PATIENT, pathway_id=pathway.pk)
    with pytest.raises(actions.Refused, match="already"):
        adjust(area, plan, Kind.PIN, pathway_id=pathway.pk, site=area.site)


def test_a_patient_of_another_plan_is_refused(area):
    stranger = factories.pathway(factories.trust(factories.board()))
    plan = area.plan()
    with pytest.raises(actions.Refused, match="not on this plan"):
        adjust(area, plan, Kind.EXCLUDE_PATIENT, pathway_id=stranger.pk)


def test_another_organisation_cannot_change_the_plan(area):
    pathway = area.wait()
    plan = area.plan()
    with pytest.raises(actions.Refused, match="Only the organisation"), acting_for(area.trust.id):
        actions.adjust(plan=plan, kind=Kind.EXCLUDE_PATIENT, why="x", by=area.booker, pathway_id=pathway.pk)


@pytest.mark.row("M-28")
def test_two_different_people_approve(area):
    area.wait()
    plan = area.plan()
    with acting_for(area.board.id):
        actions.approve(plan=plan, by=area.coordinator, today=AS_OF, note="Looked at with the surgeons")
        assert [one.by_name for one in queries.names_under(plan)] == [area.coordinator.name]
        with pytest.raises(actions.Refused, match="different person"):
            actions.approve(plan=plan, by=area.coordinator, today=AS_OF)
        plan.refresh_from_db()
        assert plan.state == "ready"
        assert list(queries.plans_waiting_for_approval(area.second)) == [plan]
        assert not queries.plans_waiting_for_approval(area.coordinator)
        actions.approve(plan=plan, by=area.second, today=AS_OF)
        plan.refresh_from_db()
        assert plan.state == "approved"
        kinds = [event.kind for event in events_of(area.board.id, plan.pk)]
    assert kinds[:3] == ["plan_approved", "plan_approval_given", "plan_approval_given"]


@pytest.mark.row("M-28")
def test_a_first_name_is_taken_back_by_another_row(area):
    plan = area.plan()
    with acting_for(area.board.id):
        actions.approve(plan=plan, by=area.coordinator, today=AS_OF)
        actions.withdraw_approval(plan=plan, by=area.coordinator)
        assert queries.names_under(plan) == []
        assert plan.approvals.count() == 2
        actions.approve(plan=plan, by=area.coordinator, today=AS_OF)
        actions.approve(plan=plan, by=area.second, today=AS_OF)
        with pytest.raises(actions.Refused, match="cannot be taken back"):
            actions.withdraw_approval(plan=plan, by=area.second)
        with pytest.raises(actions.Refused, match="already approved"):
            actions.approve(plan=plan, by=factories.person("medical_director", area.board), today=AS_OF)


def test_what_changed_since_is_told_and_kept_with_the_name(area):
    stays, goes = area.wait(), area.wait()
    plan = area.plan()
    with acting_for(area.board.id):
        assert not queries.changed_since(area.coordinator, plan)
    area.wait()
    factories.session(area.site, on=MONDAY)
    with acting_for(area.trust.id):
        for one, given in ((stays, {"priority": "P2"}), (goes, {"state": "treated", "clock_stop": MONDAY})):
            row = type(one).objects.get(pk=one.pk)
            for name, value in given.items():
                setattr(row, name, value)
            row.save()
    with acting_for(area.board.id):
        counts = queries.changed_since(area.coordinator, plan).counts()
        approval = actions.approve(plan=plan, by=area.coordinator, today=AS_OF)
    assert counts == {"new": 1, "changed": 1, "gone": 1, "sessions": 1}
    assert approval.changed_since == counts


@pytest.mark.row("M-16", "M-28")
def test_what_sites_took_up_or_gave_up_since_is_told(area):
    """Each service once, however often it came and went; one that was given up and taken up again did not change."""
    own, hips = factories.person("services_manager", area.hospital), ("110", HIP)
    with acting_for(area.hospital.id):
        apps.get_model("directory", "SiteServiceEvent").objects.all().delete()

    def told_when_it_does(*services):
        with acting_for(area.hospital.id):
            directory.set_services(site=area.site, services=services, by=own, today=AS_OF)
        with acting_for(area.board.id):
            found = of_the_rules(area.coordinator, datetime(2020, 1, 1, tzinfo=UTC))
        return {f"{change.count} {change.words}" for change in found if change.kind == "services"}

    since = "taken up or given up by a site since"
    assert told_when_it_does(hips) == {f"0 services {since}"}
    assert told_when_it_does(hips, ("130", "")) == {f"1 service {since}"}
    assert told_when_it_does(hips, ("130", ""), ("100", "")) == {f"2 services {since}"}
    assert told_when_it_does(hips, ("100", "")) == {f"1 service {since}"}
    assert told_when_it_does(("100", "")) == {f"2 services {since}"}, "one taken up, one given up"
    assert told_when_it_does(hips) == {f"0 services {since}"}
