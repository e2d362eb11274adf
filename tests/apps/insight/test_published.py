"""The published figures on a page are those of the extract, and another board's are told apart."""

import datetime

import pytest
from django.urls import reverse

from alongside.apps.insight import queries
from alongside.apps.insight.models import PublishedCount
from tests import factories

pytestmark = pytest.mark.django_db
MONTH = datetime.date(2026, 1, 1)


@pytest.fixture
def person():
    return factories.person("coordinator", factories.board(code="QXX"))


def count(provider, function, bands, board="QXX", part="2", unknown=0):
    weekly = bands + [0] * (105 - len(bands))
    PublishedCount.objects.create(
        month=MONTH, provider_code=provider, provider_name=f"Hospital {provider}", board_code=board,
        treatment_function=function, part=part, bands=weekly, unknown_start=unknown, total=sum(bands) + unknown,
    )  # fmt: skip


def get(person, **asked):
    return factories.client_of(person).get(reverse("insight:published"), asked)


@pytest.mark.row("M-30")
def test_total_row_never_counts_anybody_twice(person):
    count("RAA", "110", [100, 80, 60, 40, 20])
    count("RAA", "999", [100, 80, 60, 40, 20])
    line = queries.whole("QXX", MONTH, "2")
    assert (line.figures.total, line.figures.median_weeks) == (300, 1.625)


def test_unknown_starts_are_in_the_total_and_not_in_the_waits(person):
    count("RAA", "110", [1] * 105, unknown=5)
    figures = queries.whole("QXX", MONTH, "2").figures
    assert (figures.total, figures.over_52) == (110, 53)


def test_page_shows_providers_and_then_one_provider_by_function(person):
    count("RAA", "110", [5])
    count("RBB", "130", [7])
    page = get(person).content.decode()
    assert "Hospital RAA" in page
    assert "Hospital RBB" in page
    one = get(person, provider="RBB").content.decode()
    assert "Ophthalmology" in one
    assert "Hospital RAA" not in one


def test_part_three_has_new_pathways_and_no_waits(person):
    count("RAA", "110", [3])
    count("RAA", "110", [], part="3", unknown=9)
    assert get(person, part="3").status_code == 200


@pytest.mark.parametrize("asked", [{"board": "QZZ"}, {"provider": "ZZZ"}])
def test_unknown_code_is_not_found(person, asked):
    count("RAA", "110", [3])
    assert get(person, **asked).status_code == 404


def test_without_figures_the_page_says_how_to_load_them(person):
    assert "alongside load rtt FILE" in get(person).content.decode()


@pytest.mark.promise("AL-12")
def test_file_says_where_it_is_from(person):
    count("RAA", "110", [3])
    assert get(person, format="csv").content.decode("utf-8-sig").startswith("Code,")
    assert get(person, format="xlsx").status_code == 200
