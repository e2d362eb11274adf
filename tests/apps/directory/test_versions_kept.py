"""A site changes whom it takes: decisions already made keep their version and words; new ones use the new."""

from datetime import date

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions as directory
from alongside.apps.directory import facts, queries
from alongside.apps.directory.models import CriteriaVersion
from alongside.apps.directory.queries import Question
from alongside.apps.plans import actions
from alongside.domain.criteria import Criterion
from alongside.domain.eligibility import Outcome
from tests import factories
from tests.apps.directory.conftest import TODAY

pytestmark = pytest.mark.slow
MONDAY = date(2026, 11, 23)
HEAVY = {"age_years": 66, "asa": 2, "bmi": 42, "expected_critical_care_level": 1}
LIGHT = HEAVY | {"bmi": 30}
NEW_RULES = [Criterion("bmi_hi", "bmi", "<=", 45), Criterion("bmi_lo", "bmi", ">=", 35)]


def plan_of(area):
    """A plan of the trust's own list at the trust's own site, worked out today."""
    question = actions.Question(as_of=TODAY, starts_on=MONDAY, weeks=1)
    with acting_for(area.board.id):
        plan = actions.make_plan(question=question, by=area.coordinator, queue=False)
    actions.work_out(plan.pk, plan.organisation_id)
    return plan


def change_the_rules(area):
    """The site takes other patients from now on, and attests it."""
    with acting_for(area.trust.id):
        given = {"site": area.ashford, "by": area.other_manager, "today": TODAY}
        directory.save_criteria(group=area.hip, rules=NEW_RULES, based_on=2, why="A new table", **given)
        record = queries.find_site(area.other_manager, area.ashford.id, TODAY)
        directory.attest(seen=facts.fingerprint(record), **given)


def lines_of(area, plan, people):
    """What the page of each of these patients says of the sites."""
    client = factories.client_of(area.coordinator)
    addresses = [reverse("plans:show-line", args=[plan.pk, one.pk]) for one in people]
    pages = [" ".join(client.get(address).content.decode().split()) for address in addresses]
    return [page.split("Every site that was considered")[1].split("</ol>")[0] for page in pages]


def who_can(area, patient):
    rows = queries.who_can(area.clinician, Question(area.hip, patient), TODAY)
    return next(row.decision for row in rows if row.site == area.ashford)


@pytest.mark.row("M-16", "M-60")
@pytest.mark.promise("AL-6")
def test_decisions_keep_the_version_they_were_made_under(area):
    # given a site with a session, a patient whom its rules refuse, and one whom they take
    factories.session(area.ashford, on=MONDAY)
    factories.bed_night(area.ashford, night=MONDAY)
    level = {"clinical_facts": {"expected_critical_care_level": 1}, "travel_limit_km": 40}
    people = [factories.pathway(area.trust, procedure_group_id="hip", bmi=bmi, **level) for bmi in (42, 30)]
    first = plan_of(area)
    before = lines_of(area, first, people)
    assert "Not met: BMI 40 kg/m² or below" in before[0]
    assert "Placed here" in before[1]
    assert all("Criteria: Version 2, attested 1 November 2026" in page for page in before)
    assert [who_can(area, one).outcome for one in (HEAVY, LIGHT)] == [Outcome.REJECT, Outcome.ACCEPT]
    # when the site changes its rules to the opposite and attests them
    change_the_rules(area)
    # then the plan that was made says what it said, under the version that it was made under
    assert lines_of(area, first, people) == before
    with acting_for(area.board.id):
        old = {line.pathway_id: line.site_id for line in first.lines.all()}
    assert old == {people[0].pk: None, people[1].pk: area.ashford.pk}
    # and the question asked now, and a new plan, use the new version
    with acting_for(area.trust.id):
        decisions = [who_can(area, one) for one in (HEAVY, LIGHT)]
    assert [(one.outcome, one.version) for one in decisions] == [(Outcome.ACCEPT, 3), (Outcome.REJECT, 3)]
    second = plan_of(area)
    after = lines_of(area, second, people)
    assert all("Criteria: Version 3, attested 21 November 2026" in page for page in after)
    assert "Not met: BMI 35 kg/m² or above" in after[1]
    with acting_for(area.board.id):
        new = {line.pathway_id: line.site_id for line in second.lines.all()}
    assert new == {people[0].pk: area.ashford.pk, people[1].pk: None}
    # and the version that decided first can still be read
    with acting_for(area.trust.id):
        assert CriteriaVersion.objects.get(site=area.ashford, version=2).criteria[0]["value"] == 40
