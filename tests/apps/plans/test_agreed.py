"""A plan places nobody outside an agreement in force on all its days, and says under which it places (AL-3)."""

from datetime import date, timedelta

import pytest

from alongside.apps.agreements.models import Agreement
from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions, queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.models import Adjustment
from alongside.apps.plans.presenters.sites import sites_said
from alongside.apps.plans.presenters.words import because
from tests import factories
from tests.apps.plans.conftest import AS_OF, HIP, MONDAY, Area, offers, takes

pytestmark = [pytest.mark.django_db, pytest.mark.promise("AL-3"), pytest.mark.row("M-47", "M-49")]
LAST = MONDAY + timedelta(days=13)
BEFORE = date(2026, 1, 30)


@pytest.fixture
def alone(bare: Area) -> Area:
    """A third trust waits; it has no agreement with anybody."""
    bare.trust = factories.trust(bare.board)
    takes(bare.site)
    offers(bare.site)
    return bare


def told(area, **given):
    """The line of one waiting patient, what each site said, and the plan."""
    pathway = area.wait()
    plan = area.plan(**given)
    line = area.line(plan, pathway)
    with acting_for(area.board.id):
        return line, sites_said(line, plan.evidence), plan


def test_no_agreement_no_place(alone):
    line, said, plan = told(alone)
    assert (line.code, line.site) == ("not_eligible", None)
    words = f"{alone.trust.name} and {alone.hospital.name} have no agreement. Mended by: the medical directors of both"
    assert said[0].reasons == (("AGR-1", words),)
    assert said[0].verdict == "No agreement"
    assert said[0].pair == (str(alone.trust.id), str(alone.hospital.id))
    assert words in line.words
    assert plan.summary["without_agreement"] == 1
    assert because(plan).endswith(
        "1 patient could go nowhere for want of an agreement with a site that does their operation."
    )


def test_the_plan_places_under_an_agreement_and_names_its_version(alone):
    made = factories.agreement(alone.trust, alone.hospital)
    line, said, plan = told(alone)
    assert (line.code, line.site) == ("placed", alone.site)
    words = f"{alone.trust.name} and {alone.hospital.name}, version 1, in force until 31 March 2027"
    assert said[0].agreement == (str(made.pk), words)
    assert plan.summary["without_agreement"] == 0


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"signed_on": None}, "AGR-5"),
        ({"functions": ("130",)}, "AGR-2"),
        ({"functions": ("110/110-knee",)}, "AGR-2"),
        ({"starts_on": MONDAY + timedelta(days=1)}, "AGR-5"),
        ({"ends_on": BEFORE}, "AGR-4"),
        ({"ends_on": LAST - timedelta(days=1)}, "AGR-4"),
    ],
)
def test_an_agreement_that_does_not_cover_it_places_nobody(alone, given, rule):
    factories.agreement(alone.trust, alone.hospital, **given)
    line, said, _ = told(alone)
    assert line.code == "not_eligible"
    assert said[0].reasons[0][0] == rule


@pytest.mark.parametrize("given", [{"functions": (f"110/{HIP}",)}, {"starts_on": MONDAY}, {"ends_on": LAST}])
def test_an_agreement_on_just_this_is_enough(alone, given):
    factories.agreement(alone.trust, alone.hospital, **given)
    assert told(alone)[0].code == "placed"


def test_an_agreement_that_ends_in_mid_plan_says_in_which_week(alone):
    factories.agreement(alone.trust, alone.hospital, ends_on=MONDAY + timedelta(days=10))
    words = told(alone)[1][0].reasons[0][1]
    assert "the agreement ends on 12 February 2026, before 15 February 2026" in words
    assert "That is in week 2 of this plan: renew it, or plan 1 week." in words
    assert told(alone, weeks=1)[0].code == "placed"


def test_an_ended_agreement_places_nobody_and_says_who_ended_it_and_why(area):
    """The plan before it placed; the next does not, and each says so."""
    before = told(area)
    assert before[0].code == "placed"
    with acting_for(area.board.id):
        made = Agreement.objects.get(guest=area.trust, host=area.hospital)
    factories.ended(made, by=area.hospital, from_day=BEFORE, on=BEFORE, reason="No anaesthetist at night")
    line, said, plan = told(area)
    assert line.code == "not_eligible"
    rule, words = said[0].reasons[0]
    assert rule == "AGR-3"
    assert f"ended from 30 January 2026 by {area.hospital.name}: No anaesthetist at night" in words
    assert plan.input_digest != before[2].input_digest


def test_a_pin_does_not_pass_the_gate(alone):
    pathway = alone.wait()
    first = alone.plan()
    with acting_for(alone.board.id):
        pin = {"kind": Adjustment.Kind.PIN, "pathway_id": pathway.pk, "site": alone.site, "why": "Asked for it"}
        actions.adjust(plan=first, by=alone.coordinator, **pin)
        again = actions.plan_again(plan=first, by=alone.coordinator, queue=False)
    line = alone.line(alone.work_out(again), pathway)
    assert line.site is None


def test_own_site_needs_no_agreement(alone):
    own = factories.site(alone.trust, name="Own site")
    takes(own)
    offers(own)
    line, said, _ = told(alone)
    assert line.site == own
    assert next(site for site in said if site.placed).agreement is None


def test_an_agreement_that_changes_is_another_input(area):
    """Same people, same sites, same places: the fingerprint tells all the same that the permit is another."""
    pathway = area.wait()
    first = area.plan()
    with acting_for(area.board.id):
        made = Agreement.objects.get(guest=area.trust, host=area.hospital)
    factories.ended(made, by=area.trust, from_day=LAST + timedelta(days=1), on=BEFORE)
    second = area.plan()
    assert [area.line(plan, pathway).code for plan in (first, second)] == ["placed", "placed"]
    assert first.input_digest != second.input_digest
    permits = [list(plan.evidence["permits"].values()) for plan in (first, second)]
    assert permits == [[[str(made.pk), 1, "2027-03-31"]], [[str(made.pk), 1, str(LAST)]]]


def approve(area, plan, today=AS_OF):
    with acting_for(area.board.id):
        actions.approve(plan=plan, by=area.coordinator, today=today)


def test_a_plan_whose_agreement_has_ended_is_not_approved(area):
    plan = told(area)[2]
    with acting_for(area.board.id):
        made = Agreement.objects.get(guest=area.trust, host=area.hospital)
    factories.ended(made, by=area.trust, from_day=MONDAY, on=AS_OF, reason="Two incidents")
    with pytest.raises(Refused, match=r"1 patient of .* is placed at The Hospital .* Two incidents \(AGR-3\).* again"):
        approve(area, plan)
    with acting_for(area.board.id):
        assert not plan.approvals.exists()
        changes = queries.changed_since(area.coordinator, plan)
    assert changes.counts()["agreements"] == 1
    assert "agreement signed or ended since" in [change.words for change in changes.found]


def test_a_plan_that_is_still_agreed_is_approved(area):
    plan = told(area)[2]
    approve(area, plan)
    with acting_for(area.board.id):
        assert plan.approvals.count() == 1
