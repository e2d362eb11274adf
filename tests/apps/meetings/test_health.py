"""The page of a pair shows its health with the working; Today tells when it fell."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions
from alongside.apps.partnerships import actions as partnerships
from tests import factories
from tests.apps.meetings.conftest import TODAY, held
from tests.apps.meetings.test_pages import page


def since(area, days):
    with acting_for(area.trust.id):
        actions.set_rhythm(pair=area.pair, every_days=28, by=area.director, today=TODAY - timedelta(days=days))


@pytest.mark.row("M-73")
@pytest.mark.promise("AL-4")
def test_too_little_known_is_said_in_words(area):
    since(area, 30)
    html = page(factories.client_of(area.director), "show-pair", *area.pair.key)
    assert "Fewer than two meetings fell due" in html
    assert "not known" in page(factories.client_of(area.director), "list-pairs", format="csv")


@pytest.mark.row("M-73")
def test_score_shows_its_working_and_a_fall_is_told_on_today(area):
    since(area, 170)
    for days in (150, 120, 95):
        held(area, on=TODAY - timedelta(days=days))
    director = factories.client_of(area.director)
    html = page(director, "show-pair", *area.pair.key)
    assert "3 of 6 meetings that fell due in 26 weeks were held by both" in html
    assert "It fell by" in html
    assert "3 of 6" in page(director, "show-pair", *area.pair.key, format="csv", table="working")
    assert "2025-11-01" in page(director, "show-pair", *area.pair.key, format="csv", table="health")
    told = director.get(reverse("insight:today")).content.decode()
    assert "Partners to tend to" in told
    assert "Partners to tend to" not in factories.client_of(area.third).get(reverse("insight:today")).content.decode()


@pytest.mark.row("M-35", "M-73")
def test_visits_that_partners_keep_count_in_their_health_with_the_working(area):
    """Kept by partnerships, told here: one side went, once."""
    since(area, 170)
    held(area, on=TODAY - timedelta(days=150))
    site, began = factories.site(area.host), TODAY - timedelta(days=200)
    with acting_for(area.trust.id):
        kept = partnerships.open_partnership(trust=area.trust, site=site, by=area.director, today=began)
        said = {"visitors": area.trust, "who": "Two nurses", "learned": "The way in at night"}
        day = TODAY - timedelta(days=30)
        partnerships.log_visit(partnership=kept, on=day, **said, by=area.director, today=TODAY)
    director = factories.client_of(area.director)
    assert "one side visited the other, visits: 1" in page(director, "show-pair", *area.pair.key)
    assert "one side visited the other" in page(director, "show-pair", *area.pair.key, format="csv", table="working")
