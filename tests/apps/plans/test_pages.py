"""The pages of plans: what they say, whom they refuse, what they never hold."""

import uuid

import pytest
from django.urls import reverse

from alongside.apps.accounts.roles import ROLES, Permission
from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import actions
from alongside.apps.plans.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(area) -> Plan:
    for priority in ("P2", "P3", "P4", "P4"):
        area.wait(priority=priority)
    area.wait(bmi=None)
    return area.plan()


def pathway_ids(area, plan):
    with acting_for(area.board.id):
        return {line.code: line.pathway_id for line in plan.lines.all()}


def addresses(area, plan) -> list[str]:
    one = pathway_ids(area, plan)["placed"]
    return [
        reverse("plans:list-plans"),
        reverse("plans:capacity-and-demand"),
        reverse("plans:compare-plans"),
        *(reverse(f"plans:{name}", args=[plan.pk]) for name in ("show-plan", "list-lines")),
        reverse("plans:show-line", args=[plan.pk, one]),
    ]


def test_the_headline_says_who_gains_and_why_not(area, plan):
    page = factories.client_of(area.coordinator).get(reverse("plans:show-plan", args=[plan.pk])).content.decode()
    assert "2 of 5 patients waiting for an admission get a place in the next 2 weeks" in page
    assert (
        "3 do not: most (67%) because the time offered to the area at the sites that could treat them is full." in page
    )
    assert "Modelled" in page


def test_every_page_opens_for_the_coordinator(area, plan):
    client = factories.client_of(area.coordinator)
    one = pathway_ids(area, plan)["full"]
    names = ("list-changes", "exclude-site", "exclude-sessions", "plan-again", "approve-plan")
    more = [reverse(f"plans:{name}", args=[plan.pk]) for name in names]
    more += [reverse(f"plans:{name}", args=[plan.pk, one]) for name in ("pin-patient", "exclude-patient")]
    for address in [*addresses(area, plan), *more, reverse("plans:new-plan")]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_a_role_sees_what_it_may(area, plan, role):
    person = factories.person(role, area.board)
    client = factories.client_of(person)
    expected = 200 if person.may(Permission.SEE_PLANS) else 403
    for address in addresses(area, plan):
        assert client.get(address).status_code == expected, address
    expected = 200 if person.may(Permission.MAKE_PLANS) else 403
    assert client.get(reverse("plans:new-plan")).status_code == expected
    assert client.get(reverse("plans:list-changes", args=[plan.pk])).status_code == expected
    expected = 200 if person.may(Permission.APPROVE_PLANS) else 403
    assert client.get(reverse("plans:approve-plan", args=[plan.pk])).status_code == expected


@pytest.mark.promise("AL-8")
def test_another_area_finds_nothing(area, plan):
    stranger = factories.client_of(factories.person("coordinator", factories.board()))
    for name in ("show-plan", "list-lines", "list-changes", "approve-plan", "plan-again"):
        page = stranger.get(reverse(f"plans:{name}", args=[plan.pk]))
        assert page.status_code == 404, name
        assert plan.name not in page.content.decode()
    assert plan.name not in stranger.get(reverse("plans:list-plans")).content.decode()


@pytest.mark.promise("AL-8")
def test_a_provider_sees_the_whole_in_figures_and_its_own_patients_alone(area, plan):
    theirs = factories.person("booking_manager", area.other)
    client = factories.client_of(theirs)
    one = pathway_ids(area, plan)["placed"]
    assert client.get(reverse("plans:show-plan", args=[plan.pk])).status_code == 200
    listing = client.get(reverse("plans:list-lines", args=[plan.pk])).content.decode()
    assert str(one) not in listing
    assert client.get(reverse("plans:show-line", args=[plan.pk, one])).status_code == 404
    own = factories.client_of(area.booker)
    assert str(one) in own.get(reverse("plans:list-lines", args=[plan.pk])).content.decode()


def test_a_trusts_director_cannot_approve_the_boards_plan(area, plan):
    director = factories.client_of(factories.person("medical_director", area.trust))
    assert director.get(reverse("plans:approve-plan", args=[plan.pk])).status_code == 404
    assert director.post(reverse("plans:approve-plan", args=[plan.pk])).status_code == 404


@pytest.mark.promise("AL-6")
def test_the_explanation_names_sites_rules_and_version(area, plan):
    client = factories.client_of(area.coordinator)
    one = pathway_ids(area, plan)["need_info"]
    page = client.get(reverse("plans:show-line", args=[plan.pk, one])).content.decode()
    for words in (
        "The Hospital",
        "Needs information",
        "BMI is not recorded",
        "bmi_max",
        "Version 1",
        "What would change",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("placed=yes", 2),
        ("placed=no", 3),
        ("code=need_info", 1),
        ("priority=P2", 1),
        ("waited=18", 5),
        ("waited=104", 0),
        ("search=nonsense", 0),
        ("placed=maybe", 5),
        ("waited=-1&code='--", 5),
        ("sort=-km&page=99", 5),
        ("search=%00", 5),
    ],
)
def test_filters_narrow_the_patients(area, plan, query, count):
    client = factories.client_of(area.coordinator)
    file = client.get(reverse("plans:list-lines", args=[plan.pk]) + f"?{query}&format=csv").content.decode()
    assert len(file.splitlines()) - 1 == count
    assert client.get(reverse("plans:list-lines", args=[plan.pk]) + f"?{query}").status_code == 200


def test_patients_are_found_by_pathway_identifier(area, plan):
    pathway = area.wait(pathway_identifier="00000000000000007777")
    new = area.plan()
    client = factories.client_of(area.coordinator)
    address = reverse("plans:list-lines", args=[new.pk]) + "?search=00000000000000007777"
    assert str(pathway.pk) in client.get(address).content.decode()


def test_a_list_of_patients_takes_few_queries(area, plan, django_assert_max_num_queries):
    client = factories.client_of(area.coordinator)
    for _ in range(20):
        area.wait()
    new = area.plan()
    with django_assert_max_num_queries(16):
        client.get(reverse("plans:list-lines", args=[new.pk]))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_figure_is_a_file(area, plan, kind):
    from alongside.apps.plans.presenters.figures import FIGURES

    client = factories.client_of(area.coordinator)
    for name in [*FIGURES, "flows"]:
        page = client.get(reverse("plans:show-plan", args=[plan.pk]), {"figure": name, "format": kind})
        assert page.status_code == 200, name
        assert "attachment" in page.headers["Content-Disposition"]


def test_an_unknown_figure_is_not_found(area, plan):
    client = factories.client_of(area.coordinator)
    assert client.get(reverse("plans:show-plan", args=[plan.pk]), {"figure": "x", "format": "csv"}).status_code == 404
    assert client.get(reverse("plans:show-plan", args=[plan.pk]), {"figure": "waits"}).status_code == 404


@pytest.mark.promise("AL-11")
def test_small_groups_are_not_shown(area, plan):
    file = factories.client_of(area.coordinator).get(
        reverse("plans:show-plan", args=[plan.pk]), {"figure": "fair-ethnicity", "format": "csv"}
    )
    assert file.content.decode().splitlines()[1] == "Not known,,"


def test_a_plan_is_asked_for_shown_in_progress_and_cancelled(area):
    client = factories.client_of(area.coordinator)
    given = {
        "starts_on_0": "2", "starts_on_1": "2", "starts_on_2": "2026", "weeks": "2", "nearest": "3", "policy": "tiers",
        "effort": "fast", "travel_limit_km": "50",
    }  # fmt: skip
    answer = client.post(reverse("plans:new-plan"), given)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Working the plan out" in page
    assert "Waiting for a worker" in page
    with acting_for(area.board.id):
        plan = Plan.objects.get()
    client.post(reverse("plans:cancel-plan", args=[plan.pk]))
    assert "This plan was cancelled" in client.get(answer.url).content.decode()
    client.post(reverse("plans:start-plan-again", args=[plan.pk]))
    assert "Waiting for a worker" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_on_0": "3"}, "must be a Monday"),
        ({"starts_on_1": "13"}, "must be a real date"),
        ({"weeks": "0"}, "must be 1 or more"),
        ({"weeks": "27"}, "must be 26 or less"),
        ({"nearest": "many"}, "whole number"),
        ({"policy": "mine"}, "Select"),
        ({"providers": ["XXX"]}, "Select"),
        ({"travel_limit_km": "-4"}, "must be 1 or more"),
    ],
)
def test_a_wrong_question_is_said_beside_its_field(area, wrong, words):
    given = {
        "starts_on_0": "2", "starts_on_1": "2", "starts_on_2": "2026", "weeks": "2", "nearest": "3", "policy": "tiers",
        "effort": "fast", "travel_limit_km": "50", **wrong,
    }  # fmt: skip
    page = factories.client_of(area.coordinator).post(reverse("plans:new-plan"), given)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert words in page.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("exclude-site", ["Select a site"]),
        ("exclude-sessions", ["Select a site", "Select a specialty", "Select a week"]),
    ],
)
def test_nothing_is_left_out_that_nobody_has_chosen(area, plan, name, words):
    """The form offers no site of its own accord."""
    client = factories.client_of(area.coordinator)
    address = reverse(f"plans:{name}", args=[plan.pk])
    page = client.post(address, {"why": "Theatre closed", "site": "", "week": "", "treatment_function": ""})
    assert page.status_code == 200
    assert all(page.content.decode().count(one) >= 2 for one in words)
    with acting_for(area.board.id):
        assert not plan.adjustments.exists()


def test_changes_are_made_and_taken_back_on_pages(area, plan):
    client = factories.client_of(area.coordinator)
    one = pathway_ids(area, plan)["full"]
    address = reverse("plans:pin-patient", args=[plan.pk, one])
    assert "Say why" in client.post(address, {"site": str(area.site.pk)}).content.decode()
    assert client.post(address, {"site": str(area.site.pk), "week": "0", "why": "<b>Kind</b>"}).status_code == 302
    listing = client.get(reverse("plans:list-changes", args=[plan.pk])).content.decode()
    assert "Keep patient" in listing
    assert "<b>Kind" not in listing
    with acting_for(area.board.id):
        change = plan.adjustments.get()
    client.post(reverse("plans:undo-change", args=[plan.pk, change.pk]))
    assert "No changes" in client.get(reverse("plans:list-changes", args=[plan.pk])).content.decode()
    assert client.post(reverse("plans:undo-change", args=[plan.pk, uuid.uuid4()])).status_code == 404


def test_two_people_approve_on_pages(area, plan):
    address = reverse("plans:approve-plan", args=[plan.pk])
    first, second = factories.client_of(area.coordinator), factories.client_of(area.second)
    assert first.post(address, {"note": "Seen"}).status_code == 302
    assert "Take my name back" in first.get(address).content.decode()
    assert area.coordinator.name in second.get(address).content.decode()
    second.post(address)
    assert "Approved" in second.get(reverse("plans:show-plan", args=[plan.pk])).content.decode()


def test_plan_again_says_what_moved(area, plan):
    client = factories.client_of(area.coordinator)
    with acting_for(area.board.id):
        actions.adjust(
            plan=plan, kind="exclude_patient", why="Away", by=area.coordinator,
            pathway_id=pathway_ids(area, plan)["placed"],
        )  # fmt: skip
    answer = client.post(reverse("plans:plan-again", args=[plan.pk]))
    new_id = uuid.UUID(answer.url.rstrip("/").rsplit("/", 1)[-1])
    actions.work_out(new_id, area.board.id)
    page = client.get(answer.url).content.decode()
    assert "1 patient gained a place, 1 lost one" in page
    compared = client.get(reverse("plans:compare-plans"), {"a": str(plan.pk), "b": str(new_id)})
    assert "1 patient gains a place in the second plan, 1 loses one" in compared.content.decode()
    for kind in ("gained", "lost", "moved", "nonsense"):
        asked = {"a": str(plan.pk), "b": str(new_id), "kind": kind, "format": "csv"}
        assert client.get(reverse("plans:compare-plans"), asked).status_code == 200
    assert client.get(reverse("plans:compare-plans"), {"a": "x", "b": "y"}).status_code == 404


@pytest.mark.row("M-77")
def test_the_board_shows_gross_offered_suitable_and_need(area, plan):
    factories.session(area.site, offered_to="own", room="Own")
    file = factories.client_of(area.coordinator).get(reverse("plans:capacity-and-demand"), {"format": "csv"})
    heading, first = file.content.decode().splitlines()[:2]
    assert heading.startswith("\ufeffSpecialty,All theatre hours")
    assert first == "Trauma and Orthopaedics,8,4,4,8,5,4,1"


def test_the_equity_tie_break_shows_its_effect(area):
    for decile in (1, 10, 10):
        area.wait(deprivation_decile=decile)
    plan = area.plan(equity_tie_break=True)
    page = factories.client_of(area.coordinator).get(reverse("plans:show-plan", args=[plan.pk])).content.decode()
    assert "What the equity tie-break changed" in page
    assert "The equity tie-break was off" not in page
