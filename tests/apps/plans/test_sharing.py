"""Whose counts of a plan a reader is told apart, on its page, in its files and beside another plan (PLN-5, PLN-6)."""

import csv
import io
import zipfile
from types import SimpleNamespace

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.plans import queries
from alongside.apps.plans.facts.sharing import OTHER_SPECIALTIES, OTHERS
from alongside.apps.plans.models import Plan
from tests import factories
from tests.apps.plans.conftest import AS_OF

pytestmark = [pytest.mark.django_db, pytest.mark.row("M-64"), pytest.mark.promise("AL-8")]


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = AS_OF


def provider(organisation, waiting, placed):
    return {"code": organisation.code, "name": organisation.name, "waiting": waiting, "placed": placed}


def flow(organisation, site, count):
    return {"provider": organisation.code, "site": site.code, "site_name": site.name, "count": count}


@pytest.fixture
def told(area):
    """A plan of four lists at two sites, and who reads it. One trust and a small one share with the hospital."""
    area.wait()
    plan = area.plan()
    partner, tiny = factories.trust(area.board, name="Partner Trust"), factories.trust(area.board, name="Tiny Trust")
    second = factories.site(area.other, name="Second Site")
    lists = (area.trust, area.other, partner, tiny)
    homes = {one.code: factories.site(one, latitude=51.3).code for one in lists}
    figures = {
        "waiting": 990,
        "placed": 203,
        "providers": [
            provider(area.trust, 400, 100), provider(area.other, 300, 60),
            provider(partner, 200, 40), provider(tiny, 90, 3),
        ],
        "flows": [
            flow(area.trust, area.site, 100), flow(area.other, area.site, 60), flow(partner, area.site, 30),
            flow(partner, second, 10), flow(tiny, area.site, 3),
        ],
        "homes": homes,
        "proposed": {area.site.code: [193, 12], second.code: [10, 0]},
        "functions": [
            {"code": "110", "name": "Trauma and Orthopaedics", "waiting": 900, "placed": 180},
            {"code": "120", "name": "Ear, Nose and Throat", "waiting": 60, "placed": 20},
            {"code": "130", "name": "Ophthalmology", "waiting": 30, "placed": 3},
        ],
        "reasons": [{"code": "full", "count": 700}, {"code": "too_far", "count": 84}, {"code": "pinned", "count": 3}],
        "without_agreement": 2,
        "suitable": {
            "weekly": [],
            "demand": [["110", 900, 5400, 800, 3], ["120", 60, 600, 50, 6], ["130", 30, 90, 9, 9]],
        },
    }  # fmt: skip
    with acting_for(area.board.id):
        summary = plan.summary | figures
        Plan.objects.filter(pk=plan.pk).update(summary=summary, waiting=990, placed=203)
    host = factories.person("services_manager", area.hospital)
    found = SimpleNamespace(area=area, plan=plan, partner=partner, tiny=tiny, second=second, host=host, summary=summary)
    found.trust = area.booker
    found.strangers = {area.trust.name, area.other.name}
    return found


def agree(told):
    return [factories.agreement(one, told.area.hospital, shares=("waiting",)) for one in (told.partner, told.tiny)]


def page_of(told, person, **asked):
    address = reverse("plans:show-plan", args=[told.plan.pk])
    return factories.client_of(person).get(address, asked).content.decode()


def table(told, person, figure):
    text = page_of(told, person, figure=figure, format="csv").removeprefix("\ufeff")
    return {tuple(row) for row in csv.reader(text.splitlines()[1:])}


def board(told):
    return told.area.coordinator


def test_the_board_is_told_everything(told):
    names = {row[0] for row in table(told, board(told), "providers")}
    assert names == {told.area.trust.name, told.area.other.name, "Partner Trust", "Tiny Trust"}
    assert ("Pinned where there is no room", "3") in table(told, board(told), "reasons")
    assert ("Ophthalmology", "3", "27") in table(told, board(told), "specialties")
    assert len(table(told, board(told), "flows")) >= 4


def test_a_host_without_an_agreement_is_told_of_nobody_apart(told):
    assert table(told, told.host, "providers") == {(OTHERS, "203", "787")}
    page = page_of(told, told.host)
    for name in (*told.strangers, "Partner Trust", "Tiny Trust"):
        assert name not in page
    assert told.partner.code not in str(table(told, told.host, "flows"))
    assert {row[-1] for row in table(told, told.host, "flows")} & {"100", "60", "30", "10"} == set()


def test_a_host_is_told_of_those_who_share_with_it_but_for_small_counts(told):
    agree(told)
    rows = table(told, told.host, "providers")
    assert rows == {("Partner Trust", "40", "160"), (OTHERS, "163", "627")}
    assert sum(int(row[1]) for row in rows) == 203
    page = page_of(told, told.host)
    assert "Partner Trust" in page
    for name in (*told.strangers, "Tiny Trust"):
        assert name not in page
    assert {row[-1] for row in table(told, told.host, "flows")} & {"100", "60"} == set()


def test_sharing_that_has_ended_is_told_no_longer(told):
    """The pictures are kept in memory: they are another's as soon as the sight is another."""
    one = agree(told)[0]
    assert "Partner Trust" in page_of(told, told.host)
    factories.ended(one, by=told.partner, from_day=AS_OF, on=AS_OF)
    assert "Partner Trust" not in page_of(told, told.host)


def test_a_trust_is_told_its_own_row_and_the_rest(told):
    rows = table(told, told.trust, "providers")
    assert rows == {(told.area.trust.name, "100", "300"), (OTHERS, "103", "487")}


def test_small_specialties_and_reasons_are_told_together(told):
    """The smallest other row goes along, so that nobody takes the one from the whole."""
    assert table(told, told.host, "specialties") == {
        ("Trauma and Orthopaedics", "180", "720"),
        (OTHER_SPECIALTIES, "23", "67"),
    }
    assert table(told, told.host, "reasons") == {
        ("Offered time at suitable sites is full", "700"),
        ("Other reasons", "87"),
    }
    page = page_of(told, told.host)
    assert "Ophthalmology" not in page
    assert "for want of an agreement" not in page
    assert "2 patients could go nowhere for want of an agreement" in page_of(told, board(told))


def test_what_is_ours_is_taken_off_before_a_count_is_called_small(told):
    """Five wait in ophthalmology without a place; one is ours, so that the page would tell us of the four."""
    with acting_for(told.area.board.id):
        told.plan.lines.update(treatment_function="130", code="full", site=None, week=None)
        rows = [one | {"waiting": 5, "placed": 0} if one["code"] == "130" else one for one in told.summary["functions"]]
        Plan.objects.filter(pk=told.plan.pk).update(summary=told.summary | {"functions": rows})
    assert ("Ophthalmology", "0", "5") in table(told, told.host, "specialties")
    assert "Ophthalmology" not in {row[0] for row in table(told, told.trust, "specialties")}


def test_a_spreadsheet_holds_no_more_than_the_page(told):
    agree(told)
    address = reverse("plans:show-plan", args=[told.plan.pk])
    for figure in ("providers", "flows"):
        file = factories.client_of(told.host).get(address, {"figure": figure, "format": "xlsx"}).content
        with zipfile.ZipFile(io.BytesIO(file)) as book:
            words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        for name in told.strangers:
            assert name not in words


def test_two_plans_side_by_side_tell_no_more(told):
    with acting_for(told.area.board.id):
        other = told.area.plan()
        flows = [one | {"count": 3} if one["provider"] == told.partner.code else one for one in told.summary["flows"]]
        lists = [one | {"placed": 6} if one["code"] == told.partner.code else one for one in told.summary["providers"]]
        Plan.objects.filter(pk=other.pk).update(
            summary=told.summary | {"flows": flows, "providers": lists, "placed": 169}, waiting=990, placed=169
        )
    asked = {"a": str(told.plan.pk), "b": str(other.pk)}

    def page(person):
        return factories.client_of(person).get(reverse("plans:compare-plans"), asked).content.decode()

    assert told.area.other.name in page(board(told))
    for agreed in (False, True):
        if agreed:
            agree(told)
        shown = page(told.host)
        for name in (*told.strangers, "Tiny Trust", "Ophthalmology"):
            assert name not in shown
        assert OTHERS in shown
        assert ("Partner Trust" in shown) is agreed
        assert "Second Site" not in shown


def test_capacity_and_demand_tells_no_small_count(told):
    def rows(person):
        file = factories.client_of(person).get(reverse("plans:capacity-and-demand"), {"format": "csv"})
        return {row[0]: row[4:] for row in csv.reader(file.content.decode().splitlines())}

    assert rows(board(told))["Ophthalmology"] == ["2", "30", "9", "9"]
    assert rows(board(told))["Trauma and Orthopaedics"] == ["90", "900", "800", "3"]
    assert rows(told.host)["Trauma and Orthopaedics"] == ["90", "900", "800", "fewer than 5"]
    assert rows(told.host)["Ophthalmology"] == ["not told", *["fewer than 5"] * 3]


def test_a_plan_of_one_list_is_for_those_whom_that_list_shares_with(told):
    """All its totals are that list's."""
    with acting_for(told.area.board.id):
        Plan.objects.filter(pk=told.plan.pk).update(providers=[told.partner.code])

    def sees(person):
        client = factories.client_of(person)
        page = client.get(reverse("plans:show-plan", args=[told.plan.pk])).status_code == 200
        assert (told.plan.name in client.get(reverse("plans:list-plans")).content.decode()) is page
        return page

    of_partner = factories.person("booking_manager", told.partner)
    assert [sees(one) for one in (board(told), of_partner, told.host, told.trust)] == [True, True, False, False]
    agree(told)
    assert sees(told.host)


def test_today_tells_what_the_page_tells(told):
    agree(told)
    with acting_for(told.area.hospital.id):
        plan = queries.find_plan(told.host, told.plan.pk)
        flows = sum(row["count"] for row in plan.summary["flows"] if row["site"] == told.area.site.code)
        found = queries.proposed_at(told.host, queries.latest_plan(told.host), {told.area.site.code})
    assert (flows, found.count, found.review, found.is_all) == (30, 30, None, False)


def test_a_host_reads_a_plan_in_few_queries(told, django_assert_max_num_queries):
    agree(told)
    client = factories.client_of(told.host)
    with django_assert_max_num_queries(40):
        client.get(reverse("plans:show-plan", args=[told.plan.pk]))


@pytest.mark.parametrize("role", ["coordinator", "services_manager"])
def test_patients_can_be_narrowed_by_what_one_has(told, role):
    person = told.host if role == "services_manager" else board(told)
    page = factories.client_of(person).get(reverse("plans:list-lines", args=[told.plan.pk])).content.decode()
    assert ("Tiny Trust" in page) is (role == "coordinator")
