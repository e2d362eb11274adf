"""A problem is stated with a figure that Alongside holds, where both sides may know it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from alongside.apps.audit.isolation import act_for
from alongside.apps.meetings.models import Problem
from tests import factories
from tests.apps.meetings.conftest import TODAY, lets_know
from tests.apps.meetings.test_actions import plan_of
from tests.apps.meetings.test_pages import address


def offered(client, area, **sent):
    """The form for this partner, and the figures on offer by their words."""
    given = {"partner": str(area.host.pk)} | sent
    html = client.get(address("raise-problem"), given).content.decode()
    found = re.findall(r'name="held"[^>]*value="(\w{16})"[^>]*>\s*<label[^>]*>\s*([^<]+?)\s*</label>', html)
    return {unescape(words): key for key, words in found}


@pytest.mark.row("M-71")
def test_figures_that_alongside_holds_are_offered_and_fill_source_and_day(area):
    plan_of(area, [(area.trust, "full", 6)])
    lets_know(area)
    director = factories.client_of(area.director)
    ((words, key),) = offered(director, area).items()
    assert words == (
        "6 patients of East Trust without a place: offered time at suitable sites is full "
        "(“Winter plan”, list as of 31 January 2026; services of the agreement; modelled, 31 January 2026)"
    )
    sent = {"statement": "No theatre time", "owner": "Head of theatres", "partner": str(area.host.pk)}
    refused = director.post(address("raise-problem"), sent).content.decode()
    assert "choose one that Alongside holds" in refused
    assert director.post(address("raise-problem"), sent | {"held": key}).status_code == 302
    act_for(area.trust.id)
    kept = Problem.objects.get()
    assert kept.figure == "6 patients of East Trust without a place: offered time at suitable sites is full"
    assert (kept.figure_source, kept.figure_on) == (
        "“Winter plan”, list as of 31 January 2026; services of the agreement; modelled",
        TODAY,
    )


@pytest.mark.promise("AL-8")
def test_figure_that_the_partner_may_not_know_is_neither_offered_nor_taken(area):
    plan_of(area, [(area.trust, "full", 6), (area.other, "full", 7)])
    director = factories.client_of(area.director)
    assert offered(director, area) == {}, "no agreement shares it"
    lets_know(area)
    (key,) = offered(director, area).values()
    assert offered(factories.client_of(area.manager), area, partner=str(area.trust.pk)) == {}, "the host counts none"
    sent = {"statement": "No theatre time", "owner": "Head of theatres", "partner": str(area.other.pk), "held": key}
    assert director.post(address("raise-problem"), sent).status_code == 200, "shared with the hospital alone"
    act_for(area.trust.id)
    assert not Problem.objects.exists()


def test_minutes_that_nobody_took_and_sessions_withdrawn_are_offered(area):
    site = factories.site(area.host)
    for days, state in ((3, "open"), (5, "withdrawn"), (40, "open")):
        on = TODAY - timedelta(days=days)
        factories.session(site, on=on, minutes=240, state=state)
    source = "(Sessions offered to the area, as kept in Alongside, 31 January 2026)"
    assert list(offered(factories.client_of(area.director), area)) == [
        f"240 of 240 offered minutes of Ashford Hospital not taken in 4 weeks {source}",
        f"1 session of Ashford Hospital withdrawn in 4 weeks, 240 minutes {source}",
    ]
