"""What each person is shown first: what they may act on, and nothing else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from alongside.apps.accounts.roles import ROLES
from alongside.apps.agreements import actions as agreements
from alongside.apps.agreements.queries import find as agreements_record
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import Competence, ProcedureGroup
from alongside.apps.insight import today
from alongside.apps.plans.models import Plan
from alongside.apps.waiting.models import WaitingListUpload
from alongside.web.today import today as this_day
from tests import factories
from tests.apps.agreements.conftest import TODAY as SIGNED_ON
from tests.apps.agreements.conftest import signed, two_of, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return factories.board()


def needs(person):
    with acting_for(person.organisation_id):
        return {need.title: need for need in today.needs(person)}


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_role_has_a_page_for_today(area, role):
    page = factories.client_of(factories.person(role, area)).get(reverse("insight:today"))
    assert page.status_code == 200
    assert "Today" in page.content.decode()


def test_coordinator_of_an_area_without_a_plan_is_asked_to_make_one(area):
    assert "Make the first plan" in needs(factories.person("coordinator", area))


def test_long_waits_are_counted_over_the_area_for_the_board_and_over_the_list_for_a_trust(area):
    ours, theirs = factories.trust(area), factories.trust(area)
    for trust in (ours, theirs, theirs):
        factories.pathway(trust, clock_start="2020-01-01")
    assert needs(factories.person("coordinator", area))["Over 52 weeks"].count == 3
    assert needs(factories.person("booking_manager", ours))["Over 52 weeks"].count == 1


@pytest.mark.promise("AL-4")
def test_patient_whose_facts_are_missing_is_somebodys_work(area):
    ours = factories.trust(area)
    group = ProcedureGroup.objects.create(
        code="110-hip", name="Hip", treatment_function="110", theatre_minutes=90, bed_nights=2, source="test"
    )
    factories.pathway(ours, procedure_group=group, asa=None)
    factories.pathway(ours, procedure_group=group)
    assert needs(factories.person("booking_manager", ours))["Facts to record"].count == 1


def test_file_that_failed_is_shown_until_a_later_one_is_loaded(area):
    ours = factories.trust(area)
    person = factories.person("booking_manager", ours)

    def sent(state):
        with acting_for(ours.id):
            given = {"organisation": ours, "by_name": "Test", "name": "list.csv", "size": 1, "as_of": "2026-01-31"}
            WaitingListUpload.objects.create(state=state, confirmed=True, **given)

    sent("failed")
    assert needs(person)["Files that could not be loaded"].count == 1
    sent("done")
    assert "Files that could not be loaded" not in needs(person)


def planned(two, place, flows, review):
    """The newest plan of the area: how many of each provider are placed here, and how many to be reviewed."""
    flows = [{"provider": provider.code, "site": place.code, "count": count} for provider, count in flows]
    with acting_for(two.board.id):
        Plan.objects.create(
            organisation=two.board, name="Plan", state="ready", as_of="2026-01-31", starts_on="2026-02-02", weeks=13,
            nearest=5, made_by_name="Test", summary={"proposed": {place.code: [0, review]}, "flows": flows},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "review", "told", "words"),
    [(40, 7, 40, "7 of them to be reviewed"), (40, 4, 40, "newest plan. Nobody"), (4, 4, None, "")],
)
def test_director_is_told_how_many_are_proposed_for_own_sites_and_no_small_number(settings, count, review, told, words):
    settings.FIXED_DAY = SIGNED_ON
    two = two_of()
    signed(two)
    planned(two, factories.site(two.hospital), [(two.trust, count)], review)
    found = needs(two.host_director).get("Proposed for your sites")
    assert (found and found.count) == told
    assert words in (found.text if found else "")
    assert "Proposed for your sites" not in needs(two.other_director)


@pytest.mark.promise("AL-3")
@pytest.mark.promise("AL-8")
def test_host_is_told_of_no_patient_whose_trust_does_not_share_that_it_waits(settings):
    """The third trust has signed nothing: its 300 are not in the figure, nor is how many are to be reviewed."""
    settings.FIXED_DAY = SIGNED_ON
    two = two_of()
    planned(two, factories.site(two.hospital), [(two.trust, 40), (two.other, 300)], 30)
    assert "Proposed for your sites" not in needs(two.host_director)
    agreement = signed(two).agreement
    found = needs(two.host_director)["Proposed for your sites"]
    assert (found.count, "reviewed" in found.text) == (40, False)
    factories.ended(agreement, by=two.trust, from_day=SIGNED_ON, on=SIGNED_ON)
    assert "Proposed for your sites" not in needs(two.host_director)


@pytest.mark.row("M-16")
def test_site_that_nobody_attested_is_shown_to_its_manager_and_counted_for_the_board(area):
    from alongside.apps.directory.models import SiteService

    owner = factories.independent(area)
    place = factories.site(owner)
    with acting_for(owner.id):
        SiteService.objects.create(site=place, organisation=owner, treatment_function="110", source="test")
    own = needs(factories.person("services_manager", owner))["Sites to attest"]
    assert (own.count, str(place.pk) in own.href) == (1, True)
    assert needs(factories.person("coordinator", area))["Sites nobody vouches for"].count == 1


@pytest.mark.row("M-62")
@pytest.mark.parametrize(("days", "shown"), [(31, False), (30, True), (-1, True)])
def test_training_that_runs_out_is_shown_to_the_own_people_of_the_site(area, days, shown):
    owner = factories.independent(area)
    place = factories.site(owner)
    with acting_for(owner.id):
        Competence.objects.create(
            site=place, organisation=owner, staff_group="nurses", skill="sepsis", trained=4,
            expires_on=this_day() + timedelta(days), source="test",
        )  # fmt: skip
    found = needs(factories.person("services_manager", owner)).get("Training that runs out")
    assert (found is not None) is shown
    assert found is None or (found.count, str(place.pk) in found.href) == (1, True)
    for other in (factories.person("services_manager", factories.trust(area)), factories.person("clinician", owner)):
        assert "Training that runs out" not in needs(other)


@pytest.mark.row("M-12")
@pytest.mark.parametrize(("days", "count"), [(0, 1), (14, 1), (15, None)])
def test_service_changes_of_the_next_two_weeks_are_shown(area, days, count):
    from alongside.apps.directory.actions import add_notice
    from alongside.domain.site_notices import NoticeKind

    owner = factories.independent(area)
    place, manager = factories.site(owner), factories.person("services_manager", owner)
    with acting_for(owner.id):
        first = this_day() + timedelta(days=days)
        add_notice(site=place, kind=NoticeKind.PAUSED, function="", starts_on=first, ends_on=None, by=manager)
    told = needs(factories.person("coordinator", area)).get("Service changes")
    assert (told and told.count) == count


@pytest.mark.promise("AL-3")
def test_directors_are_told_what_their_agreements_need(area, settings):
    """One lacks words, one is to be signed, one ends soon; a third organisation hears of none of them."""
    settings.FIXED_DAY = day = date(2026, 1, 31)
    ours, *hosts = [factories.trust(area) for _ in range(4)]
    director = factories.person("medical_director", ours)
    factories.agreement(ours, hosts[0], signed_on=None)
    factories.agreement(ours, hosts[1], ends_on=date(2026, 3, 14))
    for by in (director, factories.person("medical_director", hosts[2])):
        with acting_for(by.organisation_id):
            agreements.state_security(status="Standards met", year="2025", on=day, by=by, today=day)
    with acting_for(ours.id):
        whole = agreements.open_agreement(guest=ours, host=hosts[2], by=director, today=day)
        write_all(whole, director, day)
    found = needs(director)
    assert [(title, found[title].count) for title in found if title.startswith("Agreements")] == [
        ("Agreements to sign", 1),
        ("Agreements to write", 1),
        ("Agreements to renew", 1),
    ]
    assert str(whole.agreement_id) in found["Agreements to sign"].href
    for other in (factories.person("medical_director", area), factories.person("clinician", ours)):
        assert not any(title.startswith("Agreements") for title in needs(other))


@pytest.mark.promise("AL-3")
def test_the_toolkit_that_is_missing_waits_for_the_side_it_is_of(area, settings):
    """Whole but for the host's toolkit: both are asked to agree, and the host's director alone to state it (CLA-8)."""
    settings.FIXED_DAY = day = date(2026, 1, 31)
    ours, host = factories.trust(area), factories.trust(area)
    director, other = factories.person("medical_director", ours), factories.person("medical_director", host)
    with acting_for(ours.id):
        agreements.state_security(status="Standards met", year="2025", on=day, by=director, today=day)
        whole = agreements.open_agreement(guest=ours, host=host, by=director, today=day)
        write_all(whole, director, day)
    assert "Our security toolkit" not in needs(director)
    assert needs(other)["Our security toolkit"].count == 1
    for each in (director, other):
        assert needs(each)["Agreements to sign"].count == 1
        assert "Agreements to write" not in needs(each)
        give_once(agreements.agree_clinically, whole, each, day)
        assert "Agreements to sign" not in needs(each), "the toolkit has to come first"
    assert "Our security toolkit" not in needs(factories.person("services_manager", host))
    with acting_for(host.id):
        agreements.state_security(status="Standards met", year="2025", on=day, by=other, today=day)
    assert "Our security toolkit" not in needs(other)
    for each in (director, other):
        assert needs(each)["Agreements to sign"].count == 1
        give_once(agreements.sign, whole, each, day)
    settings.FIXED_DAY = date(2027, 5, 31)
    assert "Our security toolkit" not in needs(director), "nothing holds any more"


def give_once(act, version, by, day):
    with acting_for(by.organisation_id):
        digest = agreements_record(by, version.agreement_id).latest.facts.digest
        act(agreement=version.agreement, digest=digest, by=by, today=day)


def test_a_toolkit_that_runs_out_under_an_agreement_in_force_is_told(area, settings):
    ours, host = factories.trust(area), factories.trust(area)
    director = factories.person("medical_director", ours)
    factories.agreement(ours, host)
    settings.FIXED_DAY = day = date(2026, 1, 31)
    with acting_for(ours.id):
        agreements.state_security(status="Standards met", year="2025", on=date(2025, 1, 31), by=director, today=day)
    assert "Our security toolkit" not in needs(director)
    settings.FIXED_DAY = date(2026, 5, 1)
    assert needs(director)["Our security toolkit"].count == 1


def test_administrator_sees_no_patient_figure(area):
    factories.pathway(factories.trust(area), clock_start="2020-01-01")
    assert set(needs(factories.person("administrator", area))) == {
        "Who near here can do this?",
        "People without a second factor",
    }


def test_page_asks_the_database_few_questions(area, django_assert_max_num_queries):
    client = factories.client_of(factories.person("coordinator", area))
    with django_assert_max_num_queries(30):
        client.get(reverse("insight:today"))
