"""A patient whom a site would take but for its notice is told so, by the notice (DIR-3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions as directory
from alongside.domain.site_notices import NoticeKind
from tests import factories
from tests.apps.plans.conftest import MONDAY, offers, takes

pytestmark = pytest.mark.django_db
SAID = "The site says: Trauma and Orthopaedics paused from 2 February 2026 to 2 February 2026. The floor is laid again"


def pauses(area, site, *, first=MONDAY, last=MONDAY):
    with acting_for(site.organisation_id):
        directory.add_notice(
            site=site,
            kind=NoticeKind.PAUSED,
            function="110",
            starts_on=first,
            ends_on=last,
            public_words="The floor is laid again",
            by=factories.person("services_manager", site.organisation),
        )


def page_of(area, plan, pathway):
    address = reverse("plans:show-line", args=[plan.pk, pathway.pk])
    return " ".join(factories.client_of(area.coordinator).get(address).content.decode().split())


@pytest.mark.row("M-12")
@pytest.mark.promise("AL-6")
def test_the_line_names_the_notice_that_stopped_the_only_site(area):
    pathway = area.wait()
    open_plan = area.plan()
    pauses(area, area.site)
    plan = area.plan()
    line = area.line(plan, pathway)
    assert line.site is None
    assert line.words.endswith(f"The Hospital could treat this patient but for its notice. {SAID} (DIR-3).")
    page = page_of(area, plan, pathway)
    assert "Paused by the site" in page
    assert page.count("DIR-3") == 2
    assert plan.input_digest != open_plan.input_digest
    assert "DIR-3" not in page_of(area, open_plan, pathway)
    shown = factories.client_of(area.coordinator).get(reverse("plans:show-plan", args=[plan.pk]))
    assert shown.status_code == 200


@pytest.mark.parametrize("bmi", [50, None])
def test_whom_the_site_would_not_take_anyway_is_told_that(area, bmi):
    pauses(area, area.site)
    pathway = area.wait(bmi=bmi)
    line = area.line(area.plan(), pathway)
    assert line.site is None
    assert "DIR-3" not in line.words


def test_another_place_is_taken_and_the_paused_site_is_shown_beside_it(area):
    other = factories.site(area.other, name="Second")
    takes(other)
    offers(other)
    pauses(area, area.site)
    pathway = area.wait()
    plan = area.plan()
    line = area.line(plan, pathway)
    assert line.site == other
    assert "DIR-3" not in line.words
    page = page_of(area, plan, pathway)
    assert "Paused by the site" in page
    assert SAID in page


def test_a_site_that_is_full_beside_its_pause_says_both(area):
    """Two sessions, one of them paused, and three patients for two places."""
    tuesday = MONDAY + timedelta(days=1)
    offers(area.site, days=(tuesday,))
    pauses(area, area.site)
    people = [area.wait(clock_start=date(2025, month, 1)) for month in (1, 2, 3)]
    plan = area.plan()
    (left,) = [one for one in people if area.line(plan, one).site is None]
    page = page_of(area, plan, left)
    assert "Could treat; full" in page
    assert SAID in page


def test_a_pause_of_another_time_is_not_named(area):
    pauses(area, area.site, first=MONDAY + timedelta(days=1), last=MONDAY + timedelta(days=3))
    plan = area.plan()
    assert plan.evidence["notices"] == {}
