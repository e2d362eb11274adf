"""A problem is stated with a figure, owned on both sides, and closed with what came of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.meetings import actions, queries
from alongside.apps.meetings.actions import ProblemWords, Refused
from alongside.apps.meetings.facts.problems import standing, troubles
from alongside.apps.meetings.models import AgendaItem, JointAction, Problem, ProblemStep
from alongside.domain.relationship import Trouble
from tests import factories
from tests.apps.meetings.conftest import TODAY, opened
from tests.apps.meetings.test_pages import address, day, page

WORDS = ProblemWords("Lists end early", "14 of 40 lists", "Theatre system", date(2026, 1, 20), "Head of theatres")


def raised(area, *, by=None, today=TODAY, **given):
    by = by or area.clinician
    with acting_for(by.organisation_id):
        words = ProblemWords(**{name: getattr(WORDS, name) for name in WORDS.__slots__} | given)
        return actions.raise_problem(pair=area.pair, words=words, by=by, today=today)


def move(area, problem, state, *, by=None, owner="", today=TODAY):
    by = by or area.manager
    with acting_for(by.organisation_id):
        kept = queries.find_problem(by, problem.pk)
        return actions.move_problem(problem=kept, state=state, words="Said so", owner=owner, by=by, today=today)


def found(area, problem):
    act_for(area.trust.id)
    return queries.find_problem(area.director, problem.pk)


@pytest.mark.row("M-71")
def test_problem_is_agreed_once_both_sides_own_it(area):
    problem = raised(area)
    with pytest.raises(Refused, match="PRB-2"):
        move(area, problem, "agreed")
    move(area, problem, "agreed", owner="Theatre manager")
    now = standing(found(area, problem))
    assert now.state == "agreed"
    assert now.owners == {area.trust.id: "Head of theatres", area.host.id: "Theatre manager"}
    assert now.closed_on is None


@pytest.mark.row("M-71")
def test_closed_problem_is_opened_again_before_it_moves(area):
    problem = raised(area, today=TODAY - timedelta(days=50), figure_on=date(2025, 12, 1))
    move(area, problem, "not_ours", today=TODAY - timedelta(days=20))
    with pytest.raises(Refused, match="PRB-3"):
        move(area, problem, "solved", owner="Theatre manager")
    move(area, problem, "open")
    kept = found(area, problem)
    assert troubles(kept) == [Trouble(TODAY - timedelta(days=50), TODAY - timedelta(days=20)), Trouble(TODAY)]
    assert queries.record(area.director, area.pair).together.troubles == tuple(troubles(kept))


def test_figure_of_tomorrow_is_refused(area):
    with pytest.raises(Refused, match="PRB-1"):
        raised(area, figure_on=TODAY + timedelta(days=1))


@pytest.mark.promise("AL-8")
def test_third_organisation_and_board_write_no_problem(area):
    problem = raised(area)
    for by in (area.third, area.coordinator):
        act_for(by.organisation_id)
        with pytest.raises(PermissionDenied):
            actions.move_problem(problem=problem, state="solved", words="Ours", by=by, today=TODAY)
    act_for(area.third.organisation_id)
    assert not Problem.objects.exists()
    assert not ProblemStep.objects.exists()
    assert factories.client_of(area.third).get(address("show-problem", problem.pk)).status_code == 404
    act_for(area.trust.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProblemStep.objects.update(words="Something else")


@pytest.mark.row("M-69", "M-71")
def test_open_problems_stand_on_the_next_agenda_and_closed_ones_do_not(area):
    move(area, raised(area, statement="No parking"), "not_ours")
    raised(area)
    meeting = opened(area)
    act_for(area.trust.id)
    told = [item.text for item in meeting.items.filter(kind=AgendaItem.Kind.PROBLEMS)]
    assert told == ["Lists end early (14 of 40 lists): open, raised 31 January 2026"]


@pytest.mark.row("M-71", "M-31")
def test_problem_is_raised_owned_and_solved_on_pages(area):
    director, manager = factories.client_of(area.director), factories.client_of(area.manager)
    told = {"statement": "Lists end early", "figure": "14 of 40 lists", "figure_source": "Theatre system"}
    sent = {**told, "partner": str(area.host.pk), "owner": "Head of theatres", **day("figure_on", date(2026, 1, 20))}
    assert "There is a problem" in director.post(address("raise-problem"), {}).content.decode()
    assert director.post(address("raise-problem"), sent).status_code == 302
    act_for(area.trust.id)
    problem = Problem.objects.get()
    assert "Nobody owns it on your side yet" in page(manager, "show-problem", problem.pk)
    step = {"state": "solved", "words": "Two more cases a list", "owner": ""}
    assert "PRB-2" in manager.post(address("move-problem", problem.pk), step).content.decode()
    taken = {"what": "Start at 8am", "owner": str(area.host.pk), "post": "Theatre manager", **day("due_on", TODAY)}
    assert director.post(address("take-on", problem.pk), taken).status_code == 302
    act_for(area.trust.id)
    action = JointAction.objects.get()
    assert "Lists end early" in page(director, "show-action", action.pk)
    assert "Start at 8am" in page(director, "show-problem", problem.pk)
    manager.post(address("move-problem", problem.pk), step | {"owner": "Theatre manager"})
    html = page(director, "show-problem", problem.pk)
    for words in ("Solved", "Two more cases a list", "Theatre manager", "Theatre system, 20 January 2026"):
        assert words in html
    assert "PRB-3" in director.post(address("take-on", problem.pk), taken).content.decode()
    for asked, there in (({"state": "solved"}, True), ({"state": "open"}, False), ({"q": "early"}, True)):
        assert ("14 of 40 lists" in page(director, "list-problems", format="csv", **asked)) is there
    assert "No problem matches" in page(director, "list-problems", state="open")
    assert (
        "leave patients out"
        in director.post(address("raise-problem"), sent | {"statement": "about 999 000 0018"}).content.decode()
    )


def test_pair_page_shows_its_problems_and_agreements_lead_there(area):
    raised(area)
    coordinator = factories.client_of(area.coordinator)
    assert "Lists end early" in page(coordinator, "show-pair", *area.pair.key)
    assert "Raise a problem" not in page(coordinator, "list-problems")
    html = coordinator.get(reverse("agreements:list-agreements")).content.decode()
    assert f'href="{address("list-problems")}"' in html
