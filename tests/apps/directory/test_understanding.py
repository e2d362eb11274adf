"""The page of how well the area knows itself."""

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions, facts
from tests import factories
from tests.apps.directory.conftest import TODAY

ADDRESS = "directory:show-understanding"


def page(area, **params):
    return factories.client_of(area.clinician).get(reverse(ADDRESS), params).content.decode()


@pytest.mark.row("M-43")
def test_measure_falls_when_a_site_changes_and_names_the_specialty(area):
    assert "100.0%" in page(area)
    act_for(area.hospital.id)
    actions.set_support(site=area.clinic, covers={"ct": "hours"}, by=area.manager, today=TODAY)
    assert "50.0%" in page(area)
    act_for(area.trust.id)
    factories.site(area.trust, name="Silent")
    text = page(area, format="csv")
    assert "Orthop" in text
    assert "Silent" not in text


@pytest.mark.promise("AL-12")
def test_modelled_word_counts_for_nothing(area, monkeypatch):
    monkeypatch.setattr(facts, "MODELLED", "Medical director")
    html = page(area)
    assert "0.0%" in html
    assert "Canterbury Clinic" in html


def test_page_asks_few_queries_however_many_sites(area, django_assert_max_num_queries):
    for _ in range(30):
        factories.site(area.trust)
    client = factories.client_of(area.clinician)
    with django_assert_max_num_queries(21):
        client.get(reverse(ADDRESS))
