"""What anybody reads without an account: who does what, what is paused, and nothing of a patient."""

import csv
import re

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions
from alongside.apps.directory.models import ServiceNotice
from alongside.apps.insight.models import PublishedCount
from alongside.apps.public import presenters
from alongside.domain.site_notices import NoticeKind
from alongside.formats.rtt.statistics import statistics_of
from tests import factories
from tests.apps.directory.conftest import TODAY


@pytest.fixture
def services(area):
    return reverse("public:list-services", args=[area.board.code])


@pytest.fixture
def paused(area):
    """The clinic pauses all it does, in its own words."""
    with acting_for(area.hospital.id):
        given = {"kind": NoticeKind.PAUSED, "function": "", "starts_on": TODAY, "ends_on": None}
        words = "The theatre floor is laid again"
        actions.add_notice(site=area.clinic, by=area.manager, public_words=words, **given)


def read(client, address, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def rows(client, address, **asked):
    """The file of the page: its columns, and a row for each service at each site."""
    text = read(client, address, **asked, format="csv")
    lines = list(csv.reader(text.lstrip("\ufeff").splitlines()))
    head = next(index for index, line in enumerate(lines) if "Run by" in line)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if len(line) == len(lines[head])]


@pytest.mark.row("M-79")
def test_nhs_and_independent_stand_in_one_list_with_the_same_columns(client, services):
    found = {row["Where"]: row for row in rows(client, services)}
    assert [(name, row["Run by"]) for name, row in found.items()] == [
        ("Ashford General", "NHS"),
        ("Canterbury Clinic", "Independent"),
    ]
    assert found["Ashford General"].keys() == found["Canterbury Clinic"].keys()
    page = read(client, services)
    assert page.index("Ashford General") < page.index("Canterbury Clinic")
    assert "It promises no place and no waiting time" in page


@pytest.mark.row("M-12", "M-79")
def test_what_a_site_pauses_is_read_in_the_next_request_and_what_it_ends_is_gone(area, client, services, request):
    assert "paused" not in read(client, services)
    request.getfixturevalue("paused")
    clinic = next(row for row in rows(client, services) if row["Where"] == "Canterbury Clinic")
    assert "The theatre floor is laid again" in clinic["Changes announced"]
    assert [row["Where"] for row in rows(client, services, changed="on")] == ["Canterbury Clinic"]
    with acting_for(area.hospital.id):
        actions.end_notice(notice=ServiceNotice.objects.get(ends=None), by=area.manager, today=TODAY)
    assert "The theatre floor is laid again" not in read(client, services)


@pytest.mark.row("M-79")
@pytest.mark.promise("AL-12")
def test_published_waits_stand_beside_both_in_the_same_words_and_say_where_none_is_published(area, client, services):
    assert "Published waits" not in rows(client, services)[0], "nothing is loaded, so nothing is claimed"
    count = {"month": "2026-01-01", "provider_name": "x", "board_code": area.board.code, "part": "2"}
    bands = [100, 80, 60, 40, 20] + [0] * 100
    for function in ("110", "130"):
        PublishedCount.objects.create(
            **count, provider_code=area.trust.code, treatment_function=function, bands=bands, total=300
        )
    elsewhere = {**count, "board_code": "QZZ"}
    PublishedCount.objects.create(
        **elsewhere, provider_code=area.hospital.code, treatment_function="110", bands=bands, total=300
    )
    found = {
        row["Where"]: next(value for key, value in row.items() if "waits" in key) for row in rows(client, services)
    }
    words = "300 wait, 100.0% of them up to 18 weeks; half over 1.6 weeks"
    assert found == {"Ashford General": words, "Canterbury Clinic": "No published figure"}
    page = read(client, services)
    assert "NHS England, Consultant-led Referral to Treatment Waiting Times, full CSV extract, January 2026" in page
    assert "at the whole organisation, not at this site alone" in page


@pytest.mark.promise("AL-8")
def test_no_patient_no_rule_and_no_person_is_in_it(area, client, services):
    """The file is the same whoever waits; nothing that only the area reads is on the page."""
    before = rows(client, services)
    for _ in range(3):
        factories.pathway(area.trust, procedure_group_id="hip", clock_start="2020-01-01")
    assert rows(client, services) == before
    page = read(client, services)
    for secret in ("Dr A Director", "BMI", "bmi_hi", "52 weeks", area.manager.name):
        assert secret not in page, secret


@pytest.mark.parametrize("asked", [{"function": "<script>"}, {"function": "999"}, {"run_by": "'; --"}, {"page": "x"}])
def test_what_no_list_offers_is_answered_with_every_service(client, services, asked):
    page = read(client, services, **asked).split("<main")[1].split("</main>")[0]
    assert "<script>" not in page
    assert re.search("Ashford General|Nothing matches", page)


def test_front_door_leads_to_each_area_and_the_other_pages_stand(area, client, services):
    assert f'href="{services}"' in read(client, reverse("public:home"))
    assert "open-source" in read(client, reverse("public:about"))
    assert "keyboard" in read(client, reverse("public:accessibility"))
    assert client.get(reverse("public:list-services", args=["NONE"])).status_code == 404


def test_page_asks_few_queries_however_many_sites(area, client, services, django_assert_max_num_queries):
    for _ in range(20):
        factories.site(area.trust)
    read(client, services)
    with django_assert_max_num_queries(13):
        read(client, services)


def test_one_who_waits_is_told_as_one():
    assert presenters.waits(statistics_of([0, 0, 1], total=1)).startswith("1 waits, ")
    assert presenters.waits(statistics_of([0, 2], total=2)).startswith("2 wait, ")
