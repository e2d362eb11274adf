"""The pages on which a site's own people change and attest it, as a browser without JavaScript meets them."""

import re

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions, queries
from alongside.domain.criteria import Criterion
from tests import factories
from tests.apps.directory.conftest import TODAY

NEW_RULE = {"field": "on_dialysis", "op": "==", "value": "no", "kind": "hard", "if_missing": "unknown"}

ALL = ["level", "services", "support", "versions"]


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


@pytest.fixture
def at(area):
    return lambda name, *args: reverse(f"directory:{name}", args=[area.clinic.id, *args])


def seen(client, address):
    return re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode()).group(1)


def record(area):
    act_for(area.hospital.id)
    return queries.find_site(area.manager, area.clinic.id, TODAY)


def test_level_is_changed_and_attesting_comes_next(area, manager, at):
    address = at("edit-site")
    response = manager.post(address, {"seen": seen(manager, address), "critical_care_level": "2", "phone": "01233 1"})
    assert (response.status_code, response["Location"]) == (302, at("attest-site"))
    assert record(area).site.critical_care_level == 2
    html = manager.get(at("attest-site")).content.decode()
    assert "Critical care level: Level 1: enhanced ward or outreach, now Level 2: high dependency" in html


def test_second_editor_keeps_what_was_typed_and_may_save_again(area, manager, at):
    address = at("edit-site")
    old = seen(manager, address)
    manager.post(address, {"seen": old, "critical_care_level": "2", "phone": ""})
    response = manager.post(address, {"seen": old, "critical_care_level": "3", "phone": "mine"})
    html = response.content.decode()
    assert "Somebody else changed this while you were editing" in html
    assert 'value="mine"' in html
    assert record(area).site.critical_care_level == 2
    again = re.search(r'name="seen" value="(\w+)"', html).group(1)
    assert manager.post(address, {"seen": again, "critical_care_level": "3", "phone": "mine"}).status_code == 302
    assert record(area).site.critical_care_level == 3


@pytest.mark.parametrize("level", ["7", "'; --", "-1"])
def test_level_that_does_not_exist_is_refused(area, manager, at, level):
    response = manager.post(at("edit-site"), {"seen": "x", "critical_care_level": level})
    assert b"Select critical care level from the list" in response.content


def test_services_and_support_are_saved(area, manager, at):
    address = at("edit-services")
    manager.post(address, {"seen": seen(manager, address), "f_110": ["hip"], "f_130": ["clinic"]})
    assert record(area).services == (("110", "hip"), ("130", ""))
    address = at("edit-support")
    manager.post(address, {"seen": seen(manager, address), "xray": "hours", "ct": "none"})
    assert {kind: str(cover) for kind, cover in record(area).support.items()} == {"xray": "hours", "ct": "none"}


@pytest.mark.row("M-16")
def test_attesting_unchanged_facts_takes_one_button(area, manager, at):
    html = manager.get(at("attest-site")).content.decode()
    assert "Nothing has changed since then" in html
    assert "BMI must be 40 kg/m² or below" in html
    response = manager.post(at("attest-site"), {"seen": seen(manager, at("attest-site")), "sections": ALL})
    assert response["Location"] == at("show-site")
    assert record(area).attestation.by_name == area.manager.name


@pytest.mark.row("M-16")
def test_rule_is_added_changed_removed_reviewed_and_saved_as_a_version(area, manager, at):
    manager.post(at("add-rule", "hip"), NEW_RULE)
    assert b"1 change not saved yet" in manager.get(at("edit-criteria", "hip")).content
    assert record(area).versions["hip"].version == 2
    manager.post(at("change-rule", "hip", 2), {**NEW_RULE, "rule_id": "dialysis", "reason": "No unit here"})
    manager.post(at("edit-criteria", "hip"), {"remove": "bmi_hi"})
    review = manager.get(at("review-criteria", "hip")).content.decode()
    assert "Does not take a patient who is on dialysis (No unit here)" in review
    assert "Removed" in review
    response = manager.post(at("review-criteria", "hip"), {"why": "Moved"})
    assert response["Location"] == at("attest-site")
    latest = record(area).versions["hip"]
    assert (latest.version, latest.why, [rule["rule_id"] for rule in latest.criteria]) == (3, "Moved", ["dialysis"])
    assert manager.post(at("review-criteria", "hip"), {"why": "Pressed twice"}).status_code == 302
    assert record(area).versions["hip"].version == 3
    assert "See what changed" in manager.get(at("attest-site")).content.decode()
    assert b"Hip replacement,1,3," in manager.get(at("list-criteria"), {"format": "csv"}).content


def test_somebody_elses_version_is_taken_up_and_nothing_is_lost(area, manager, at):
    manager.post(at("add-rule", "hip"), NEW_RULE)
    act_for(area.hospital.id)
    theirs = [Criterion("bmi_hi", "bmi", "<=", 35)]
    actions.save_criteria(site=area.clinic, group=area.hip, rules=theirs, based_on=2, by=area.director, today=TODAY)
    told = manager.post(at("review-criteria", "hip"), {"why": ""}).content.decode()
    assert "Somebody else saved while you were working" in told
    assert f"{area.director.name} saved version 3" in told
    assert record(area).versions["hip"].version == 3
    assert manager.post(at("review-criteria", "hip"), {"why": ""}).status_code == 302
    latest = record(area).versions["hip"]
    assert [(rule["rule_id"], rule["value"]) for rule in latest.criteria] == [("bmi_hi", 35), ("on_dialysis", False)]


def test_draft_can_be_thrown_away(area, manager, at):
    manager.post(at("add-rule", "hip"), NEW_RULE)
    manager.post(at("edit-criteria", "hip"), {"discard": "1"})
    assert b"not saved yet" not in manager.get(at("edit-criteria", "hip")).content
    assert manager.get(at("review-criteria", "hip")).status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": ""}, "Say which value"),
        ({"field": "bmi", "op": "<=", "value": "4000"}, "is not a BMI we can believe"),
        ({"field": "ethnicity"}, "Select fact about the patient from the list"),
        ({"op": "<="}, "is a yes or no"),
        ({"kind": "review"}, "“route” is empty"),
        ({"if_missing": "pass"}, "A hard rule never passes when the value is missing"),
        ({"rule_id": "bmi_hi"}, "Another rule is called"),
        ({"rule_id": "asa"}, "Another rule is called"),
        ({"field": "needs_reasonable_adjustments", "value": "no"}, "may never exclude a patient"),
        ({"reason": "x" * 301}, "Reason must be 300 characters or fewer"),
        ({"reason": "As for 999 000 0018"}, "This looks like an NHS number"),
    ],
)
@pytest.mark.promise("AL-4")
def test_unsound_rule_is_refused_beside_its_field(manager, at, given, words):
    html = manager.post(at("add-rule", "hip"), {**NEW_RULE, **given}).content.decode()
    assert words in html
    assert "There is a problem" in html


@pytest.mark.parametrize("address", [("change-rule", "hip", 99), ("edit-criteria", "no-such"), ("add-rule", "no-such")])
def test_rule_that_is_not_there_is_not_found(manager, at, address):
    assert manager.get(at(*address)).status_code == 404


def test_words_of_a_rule_are_never_markup(area, manager, at):
    manager.post(at("add-rule", "hip"), {**NEW_RULE, "reason": "<script>alert(1)</script>"})
    manager.post(at("review-criteria", "hip"), {"why": "<b>x</b>"})
    html = manager.get(at("show-site")).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
