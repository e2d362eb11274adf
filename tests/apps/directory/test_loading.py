"""Sites from a list: who may load whose, and what a second load does."""

from dataclasses import replace

import pytest

from alongside.apps.audit.isolation import act_for
from alongside.apps.audit.queries import events
from alongside.apps.directory import actions
from alongside.apps.directory.actions import BadRulesError
from alongside.apps.directory.models import CriteriaVersion, Site
from alongside.formats.ods.sites import SiteRow
from tests import factories
from tests.apps.directory.conftest import place


def row(code, organisation, **given):
    values = {"latitude": 51.1, "longitude": 0.9, **given}
    return SiteRow(code, organisation.code, "New site", "community", "TN24 0LZ", "published: list", **values)


def counts(report):
    return report.new, report.changed, report.same, len(report.problems)


def test_board_loads_every_site_of_its_area_and_again_changes_nothing(area):
    act_for(area.board.id)
    rows = [row("NEW01", area.trust), row("NEW02", area.hospital)]
    assert counts(actions.load_sites(rows=rows, by=area.coordinator)) == (2, 0, 0, 0)
    assert counts(actions.load_sites(rows=rows, by=area.coordinator)) == (0, 0, 2, 0)
    assert counts(actions.load_sites(rows=[replace(rows[0], name="Renamed")], by=area.coordinator)) == (0, 1, 0, 0)
    assert Site.objects.get(code="NEW01").name == "Renamed"
    assert events(area.board.id).filter(kind="directory.sites_loaded").count() == 3


def test_rows_of_others_are_told_by_row(area):
    elsewhere = factories.trust(factories.board())
    act_for(area.hospital.id)
    rows = [row("NEW01", area.trust, row=2), row("NEW02", elsewhere, row=3), row("AAA01", area.hospital, row=4)]
    report = actions.load_sites(rows=rows, by=area.manager)
    assert [str(problem) for problem in report.problems] == [
        f"Row 2, organisation_code: {area.trust.code} is not an organisation whose sites you may load",
        f"Row 3, organisation_code: {elsewhere.code} is not an organisation whose sites you may load",
        "Row 4, site_code: AAA01 is a site of another organisation already",
    ]
    assert not Site.objects.filter(code__startswith="NEW").exists()


def test_person_who_may_not_edit_loads_nothing(area):
    act_for(area.trust.id)
    assert counts(actions.load_sites(rows=[row("NEW01", area.trust)], by=area.clinician)) == (0, 0, 0, 1)


def test_board_never_overwrites_a_sites_own_word_on_its_level(area):
    act_for(area.board.id)
    given = row("BBB01", area.hospital, critical_care_level=3)
    actions.load_sites(rows=[given], by=area.coordinator)
    assert Site.objects.get(code="BBB01").critical_care_level == 1
    act_for(area.hospital.id)
    actions.load_sites(rows=[given], by=area.manager)
    assert Site.objects.get(code="BBB01").critical_care_level == 3


def test_site_without_a_position_stands_in_the_middle_of_its_district(area):
    act_for(area.board.id)
    rows = [row("NEW01", area.trust, latitude=None, longitude=None)]
    actions.load_sites(rows=rows, by=area.coordinator)
    site = Site.objects.get(code="NEW01")
    assert (site.latitude, site.position_source) == (51.15, "approximate: the middle of postcode district TN24")
    nowhere = [replace(rows[0], code="NEW02", postcode="ZZ1 1ZZ", row=7)]
    assert actions.load_sites(rows=nowhere, by=area.coordinator).problems[0].column == "latitude"


def test_places_with_unsound_rules_are_not_loaded(area):
    bad = place("BAD01", area.trust, "Bad", (51.1, 0.9), criteria={"": [{"rule_id": "x", "field": "ethnicity"}]})
    with pytest.raises(BadRulesError, match="field"):
        actions.load_places(places=[bad], organisations={area.trust.code: area.trust}, by_name="Test loader")
    clash = place("BAD02", area.trust, "Bad", (51.1, 0.9), criteria={"": [BMI_RULE], "hip": [BMI_RULE]})
    with pytest.raises(BadRulesError, match="Another set"):
        actions.load_places(places=[clash], organisations={area.trust.code: area.trust}, by_name="Test loader")
    assert not Site.objects.filter(code__startswith="BAD").exists()
    assert not CriteriaVersion.objects.filter(site__code__startswith="BAD").exists()


BMI_RULE = {"rule_id": "bmi", "field": "bmi", "op": "<=", "value": 40}
