"""Proposals from real rows: near before far, need only for those who may know it, and a button that opens a pair."""

from uuid import uuid4

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.partnerships import queries
from alongside.apps.plans.models import Plan, PlanLine
from tests import factories
from tests.apps.partnerships.conftest import TODAY

PAGE = "partnerships:list-proposals"


@pytest.fixture
def plan(area):
    with acting_for(area.board.id):
        plan = Plan.objects.create(
            organisation=area.board,
            name="First",
            as_of=TODAY,
            starts_on=TODAY,
            weeks=4,
            nearest=5,
            state=Plan.State.READY,
        )
        places = [(area.trust, None)] * 3 + [(area.trust, area.site)] + [(area.other, None)] * 2
        for provider, site in places:
            PlanLine.objects.create(
                plan=plan, organisation=area.board, provider=provider, pathway_id=uuid4(), treatment_function="110",
                procedure_group="hip", site=site, code="no_room", words="No room",
            )  # fmt: skip
    return plan


def answers(by):
    act_for(by.organisation_id)
    plan, found = queries.proposals(by, TODAY)
    return plan, {(one.trust.name, one.site.name): one.proposal for one in found}


@pytest.mark.row("M-48")
def test_board_is_answered_for_every_pair(area, plan):
    newest, found = answers(area.coordinator)
    assert newest == plan
    near, far = found["East Trust", "Ashford Site"], found["West Trust", "Ashford Site"]
    assert not near.refused
    assert "3 of the trust’s 3 patients without a place" in near.parts[1].words
    assert (far.rule, far.refused.split(" is ")[0]) == ("BUD-1", "84.5 km")


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(("who", "known"), [("director", True), ("manager", False), ("third", None)])
def test_need_of_a_trust_is_told_to_itself_and_the_board_alone(area, plan, who, known):
    _, found = answers(getattr(area, who))
    one = found.get(("East Trust", "Ashford Site"))
    assert (one is None) if known is None else (one.parts[1].points is not None) is known


def test_administrator_who_sees_no_plans_is_told_no_need(area, plan):
    _, found = answers(factories.person("administrator", area.trust))
    assert found["East Trust", "Ashford Site"].parts[1].points is None


def test_partners_are_not_proposed_again(area, plan, partnership):
    _, found = answers(area.director)
    assert found["East Trust", "Ashford Site"].rule == "BUD-5"


@pytest.mark.row("M-48")
def test_page_prints_the_parts_and_its_button_opens_the_pair(area, plan):
    director = factories.client_of(area.director)
    html = director.get(reverse(PAGE)).content.decode()
    for rule in ("BUD-1", "BUD-2", "BUD-3", "BUD-4"):
        assert rule in html
    assert "plan “First”" in html
    new = f"/partnerships/new/?trust={area.trust.pk}&amp;site={area.site.pk}"
    assert new in html
    form = director.get(new.replace("&amp;", "&")).content.decode()
    assert f'value="{area.site.pk}" selected' in form
    text = director.get(reverse(PAGE), {"format": "csv"}).content.decode()
    assert "BUD-4 The site has no partner yet: 10 of 10" in text
    assert "Begin this partnership" not in factories.client_of(area.coordinator).get(reverse(PAGE)).content.decode()


def test_without_a_plan_or_a_match_the_page_says_so(area):
    html = factories.client_of(area.director).get(reverse(PAGE)).content.decode()
    assert "No plan has been made" in html
    html = factories.client_of(area.director).get(reverse(PAGE), {"q": "nobody"}).content.decode()
    assert "No pair is proposed" in html
