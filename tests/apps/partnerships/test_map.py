"""The map of the area: a line for what stands, a row for each pair, and nothing of others' agreements."""

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance import actions
from tests import factories
from tests.apps.partnerships.conftest import TODAY, complete

MAP = "/partnerships/map/"


def read(by, **params):
    response = factories.client_of(by).get(MAP, params)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def agreed(area, partnership):
    complete(area, partnership)
    factories.agreement(area.trust, area.host)
    factories.agreement(area.other, area.host, signed_on=None)


@pytest.mark.row("M-42")
def test_board_sees_every_pair_with_its_state_route_and_gaps(area, agreed):
    html = read(area.coordinator)
    assert "Agreements in force" in html
    assert html.count("East Infirmary") >= 2, "an end of the line of the partnership and of the agreement"
    assert "East Trust, at Ashford Hospital" in html
    assert "In force" in html
    assert "Acute medical unit" in html
    assert "Draft" in html
    text = read(area.coordinator, format="csv")
    assert "West Trust,Ashford Hospital,Draft,none,Trauma and Orthopaedics,not said" in text.replace('"', "")
    line = next(line for line in text.splitlines() if line.startswith("East Trust"))
    assert line.endswith(",43"), "the score stands beside what it is of"
    assert reverse("partnerships:show-readiness", args=[area.trust.pk, area.host.pk]) in html


@pytest.mark.promise("AL-8")
def test_third_organisation_sees_the_partnership_and_not_the_agreement(area, agreed):
    line = next(line for line in read(area.third, format="csv").splitlines() if line.startswith("East Trust"))
    assert "known to its two sides and the board" in line
    assert "Ashford Site: complete" in line
    assert "In force" not in line
    assert line.endswith(",,")


def test_filters_find_gaps_and_those_with_neither(area, partnership):
    assert "East Trust" in read(area.coordinator, show="gaps", format="csv")
    assert "West Trust" not in read(area.coordinator, format="csv")
    none = read(area.coordinator, show="none", format="csv")
    assert "West Trust,Ashford Hospital,None" in none
    assert "East Trust" not in none
    assert "No pair to show" in read(area.coordinator, q="nobody")
    alone = "An independent site without a line has no partner"
    assert alone in read(area.coordinator)
    assert alone not in read(area.coordinator, q="Ashford"), "a narrowed map cannot say that"
    assert factories.client_of(area.coordinator).get(MAP, {"format": "xlsx"}).content.startswith(b"PK")


def test_empty_area_says_so(area):
    assert "No pair to show" in read(area.coordinator)


def test_map_asks_the_database_no_more_for_more_pairs(area, agreed, django_assert_max_num_queries):
    for _ in range(4):
        factories.agreement(factories.trust(area.board), area.host)
    browser = factories.client_of(area.coordinator)
    with django_assert_max_num_queries(40):
        assert browser.get(MAP).content.decode().count("at Ashford Hospital") >= 6


@pytest.mark.row("M-42")
def test_systems_of_the_register_stand_on_the_map_and_in_its_file(area, agreed):
    with acting_for(area.host.id):
        words = actions.SystemWords("booking", "Bluebird", "The ward", "Ask", area.trust)
        actions.add_row(words=words, by=area.manager, today=TODAY)
    html = read(area.coordinator)
    assert "IT systems named" in html
    assert "Booking" in html
    lines = read(area.coordinator, format="csv").splitlines()
    assert ["Booking: Bluebird" in line for line in lines if line.startswith("East Trust")] == [True]
    assert ["Bluebird" in line for line in lines if line.startswith("West Trust")] == [False], "for another guest"
