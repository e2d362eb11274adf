"""What becomes of each patient: place or reason, in words, and nothing half kept."""

from datetime import date, timedelta

import pytest
from django.db import connection

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.actions import working
from alongside.apps.plans.models import Plan, PlanLine
from alongside.apps.plans.presenters.sites import sites_said
from alongside.domain.criteria import Criterion, Kind
from tests import factories
from tests.apps.plans.conftest import MONDAY, offers, takes

pytestmark = pytest.mark.django_db


@pytest.mark.row("M-11", "M-15")
@pytest.mark.promise("AL-6")
def test_every_pathway_gets_a_place_or_a_reason(area):
    """Two hips of 90 minutes fit into 240; the third has a reason and what would change it."""
    people = [area.wait(priority=priority) for priority in ("P2", "P3", "P4")]
    plan = area.plan()
    lines = [area.line(plan, one) for one in people]
    assert (plan.state, plan.waiting, plan.placed) == ("ready", 3, 2)
    assert [line.code for line in lines] == ["placed", "placed", "full"]
    assert lines[0].site == area.site
    assert lines[0].week == 0
    assert "higher clinical priority" in lines[2].words
    assert "session" in lines[2].would_change


@pytest.mark.promise("AL-6")
def test_same_input_gives_the_same_plan(area):
    for priority in ("P2", "P3", "P4", "P4"):
        area.wait(priority=priority)
    first, second = area.plan(), area.plan()
    with acting_for(area.board.id):
        places = [
            list(p.lines.order_by("pathway_id").values_list("pathway_id", "site", "week", "words"))
            for p in (first, second)
        ]
    assert first.input_digest == second.input_digest
    assert places[0] == places[1]


def test_digest_changes_with_the_list(area):
    area.wait()
    first = area.plan()
    area.wait()
    assert area.plan().input_digest != first.input_digest


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"bmi": None}, "BMI"),
        ({"postcode_district": ""}, "the postcode district"),
        ({"procedure_group_id": None}, "the operation"),
        ({"procedure_group_id": None, "theatre_minutes": None, "bed_nights": None}, "theatre minutes, nights"),
    ],
)
def test_what_is_not_known_never_places(area, given, words):
    pathway = area.wait(**given)
    line = area.line(area.plan(), pathway)
    assert line.code == "need_info"
    assert words in line.words
    assert line.site is None


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({"priority": ""}, "planned as P4"),
        ({"priority": "P6"}, "asked to postpone"),
        ({"clock_start": None}, "clock start is not known"),
        ({"travel_limit_km": None}, "50 km was used"),
    ],
)
def test_what_is_assumed_is_said(area, given, note):
    pathway = area.wait(**given)
    line = area.line(area.plan(), pathway)
    assert line.code == "placed"
    assert note in line.notes


def test_unknown_priority_comes_after_p3(area):
    unknown = area.wait(priority="", clock_start=date(2020, 1, 1))
    others = [area.wait(priority="P3") for _ in range(2)]
    plan = area.plan()
    assert [area.line(plan, one).code for one in [unknown, *others]] == ["full", "placed", "placed"]


@pytest.mark.row("M-16")
def test_a_site_that_does_not_do_the_operation_says_so(bare):
    offers(bare.site)
    pathway = bare.wait()
    plan = bare.plan()
    line = bare.line(plan, pathway)
    with acting_for(bare.board.id):
        said = sites_said(line, plan.evidence)
    assert line.code == "not_eligible"
    assert said[0].reasons[0][0] == "DIR-1"
    assert "Hip replacement" in said[0].reasons[0][1]


def test_sessions_kept_for_other_operations_are_closed(bare):
    from alongside.apps.directory.models import ProcedureGroup

    ProcedureGroup.objects.create(
        code="110-knee", name="Knee", treatment_function="110", theatre_minutes=90, bed_nights=1, source="test"
    )
    takes(bare.site)
    offers(bare.site, procedure_group_id="110-knee")
    pathway = bare.wait()
    plan = bare.plan()
    line = bare.line(plan, pathway)
    with acting_for(bare.board.id):
        said = sites_said(line, plan.evidence)
    assert said[0].reasons == (("PLN-3", "The sessions offered at this site are kept for Knee"),)


@pytest.mark.promise("AL-4")
def test_criteria_nobody_attested_place_nobody(bare):
    takes(bare.site, attested=None)
    offers(bare.site)
    pathway = bare.wait()
    assert bare.line(bare.plan(), pathway).code == "need_info"


def test_every_site_is_listed_with_rule_and_version(area):
    """Nearest first: the site that refuses, then the one that is too far."""
    far = factories.site(area.other, name="Far", latitude=52.5)
    takes(far)
    offers(far)
    pathway = area.wait(bmi=45)
    plan = area.plan()
    line = area.line(plan, pathway)
    with acting_for(area.board.id):
        said = sites_said(line, plan.evidence)
    assert [site.name for site in said] == ["The Hospital", "Far"]
    assert said[0].reasons == (("bmi_max", "Not met: BMI 40 kg/m² or below"),)
    assert said[0].version.startswith("Version 1, attested 31 January 2026 by Jo Pike")
    assert [rule for rule, _ in said[1].reasons] == ["bmi_max", "PLN-1"]


def test_own_trust_offered_sessions_are_places_too(bare):
    own = factories.site(bare.trust, name="Own site")
    takes(own)
    offers(own)
    pathway = bare.wait()
    assert bare.line(bare.plan(), pathway).site == own


def test_own_list_sessions_are_no_part_of_a_plan(bare):
    takes(bare.site)
    offers(bare.site, offered_to="own")
    pathway = bare.wait()
    assert bare.line(bare.plan(), pathway).code == "no_service"


def test_a_date_to_come_in_is_left_alone(area):
    pathway = area.wait(to_come_in_on=MONDAY + timedelta(days=3))
    line = area.line(area.plan(), pathway)
    assert (line.code, line.words) == ("has_date", "Already has a date to come in: 5 February 2026.")


def test_who_must_be_reviewed_first_is_named(bare):
    takes(bare.site, (Criterion("asa_3", "asa", "==", 3, kind=Kind.REVIEW, route="anaesthetist"),))
    offers(bare.site)
    pathway = bare.wait(asa=3)
    line = bare.line(bare.plan(), pathway)
    assert (line.code, line.review_by) == ("placed", "an anaesthetist")


def test_an_empty_list_is_a_plan_with_nobody(area):
    plan = area.plan()
    assert (plan.state, plan.waiting, plan.placed) == ("ready", 0, 0)


def test_no_capacity_is_a_plan_with_reasons(bare):
    pathway = bare.wait()
    plan = bare.plan()
    assert plan.state == "ready"
    assert bare.line(plan, pathway).code == "no_service"


def test_scope_narrows_the_list(area):
    ours, theirs = area.wait(), area.wait(provider=area.other)
    plan = area.plan(providers=[area.other.code])
    with acting_for(area.board.id):
        assert [line.pathway_id for line in plan.lines.all()] == [theirs.pk]
    assert ours.pk != theirs.pk


@pytest.mark.promise("AL-8")
def test_a_provider_sees_the_lines_of_its_own_patients_alone(area):
    area.wait(provider=area.other)
    plan = area.plan()
    with acting_for(area.trust.id):
        assert Plan.objects.filter(pk=plan.pk).exists()
        assert not PlanLine.objects.filter(plan=plan).exists()
    with acting_for(area.hospital.id):
        assert not PlanLine.objects.filter(plan=plan).exists()


def test_failure_is_a_state_with_a_plain_sentence(area, monkeypatch):
    def fault(*args, **kwargs):
        raise RuntimeError("column secret does not exist")

    monkeypatch.setattr(working, "solve", fault)
    plan = area.plan()
    assert plan.state == "failed"
    assert plan.trouble == working.FAULT
    with acting_for(area.board.id):
        assert not plan.lines.exists()


def test_a_stale_worker_changes_nothing(area):
    """The newer attempt has taken over: what the older one found is dropped."""
    area.wait()
    with acting_for(area.board.id):
        plan = actions.make_plan(question=area.question(), by=area.coordinator, queue=False)
    old = working.begin(plan.pk, plan.organisation_id, lambda words: None)
    new = working.begin(plan.pk, plan.organisation_id, lambda words: None)
    with pytest.raises(working.Stopped):
        old.hear(0.5, "Still here")
    new.hear(0.5, "Mine")
    working.answer(new)
    with acting_for(area.board.id):
        plan.refresh_from_db()
        assert (plan.state, plan.lines.count()) == ("ready", 1)
    with pytest.raises(working.Stopped):
        working.answer(old)


def test_work_twice_writes_lines_once(area):
    area.wait()
    plan = area.plan()
    area.work_out(plan)
    with acting_for(area.board.id):
        assert plan.lines.count() == 1


def test_a_cancelled_plan_is_not_worked_out(area):
    area.wait()
    with acting_for(area.board.id):
        plan = actions.make_plan(question=area.question(), by=area.coordinator, queue=False)
        actions.cancel_plan(plan=plan, by=area.coordinator)
    area.work_out(plan)
    assert plan.state == "cancelled"
    with acting_for(area.board.id):
        actions.start_again(plan=plan, by=area.coordinator)
        assert Plan.objects.get(pk=plan.pk).state == "queued"


def test_a_plan_must_start_on_a_monday(area):
    with pytest.raises(actions.Refused, match="Monday"), acting_for(area.board.id):
        actions.make_plan(question=area.question(starts_on=date(2026, 2, 3)), by=area.coordinator)


def test_work_is_queued_without_a_lock_that_a_killed_worker_would_keep(area):
    with acting_for(area.board.id):
        plan = actions.make_plan(question=area.question(), by=area.coordinator)
        working.begin(plan.pk, plan.organisation_id, lambda words: None)
        actions.start_again(plan=plan, by=area.coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock, args->>'plan_id' FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [(None, str(plan.pk))] * 2
