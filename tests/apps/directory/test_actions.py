"""Who may change a site, what is kept of it, and that two people at once lose nothing."""

import pytest
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import act_for
from alongside.apps.audit.queries import events_of
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.actions import BadRulesError, ChangedMeanwhileError, NotYoursError
from alongside.apps.directory.models import Attestation, CriteriaVersion, Site
from alongside.domain.criteria import Criterion
from alongside.domain.criteria import Kind as RuleKind
from tests.apps.directory.conftest import TODAY

BMI = Criterion("bmi_hi", "bmi", "<=", 45)
AGE = Criterion("age_min", "age_years", ">=", 18)


@pytest.fixture
def own(area):
    """The manager's own site, acting for its organisation."""
    act_for(area.hospital.id)
    return {"site": area.clinic, "by": area.manager, "today": TODAY}


def record(area):
    return queries.find_site(area.manager, area.clinic.id, TODAY)


def kinds(area):
    return [event.kind for event in events_of(area.hospital.id, area.clinic.id)]


WRITES = {
    "change_site": {"critical_care_level": 2, "phone": ""},
    "set_services": {"services": [("110", "hip")]},
    "set_support": {"covers": {"ct": "hours"}},
    "save_criteria": {"group": None, "rules": [AGE], "based_on": 1},
    "attest": {"seen": ""},
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("who", ["clinician", "coordinator", "other_manager"])
def test_only_the_sites_own_people_write(area, name, who):
    by = getattr(area, who)
    act_for(by.organisation_id)
    with pytest.raises(NotYoursError):
        getattr(actions, name)(site=area.clinic, by=by, today=TODAY, **WRITES[name])


def test_database_itself_refuses_another_organisations_site(area):
    act_for(area.trust.id)
    assert Site.objects.filter(pk=area.clinic.pk).update(critical_care_level=3) == 0


@pytest.mark.row("M-61")
def test_level_is_kept_with_who_said_it(area, own):
    actions.change_site(critical_care_level=2, phone="01233 000000", **own)
    site = Site.objects.get(pk=area.clinic.pk)
    assert (site.critical_care_level, site.phone) == (2, "01233 000000")
    assert site.level_source.startswith(f"Entered by {area.manager.name}")
    assert kinds(area) == ["directory.site_changed"]


def test_saving_what_is_held_already_writes_nothing(area, own):
    actions.change_site(critical_care_level=1, phone="", **own)
    actions.set_support(covers=record(area).support, **own)
    actions.set_services(services=record(area).services, **own)
    assert kinds(area) == []


@pytest.mark.row("M-60")
def test_services_are_added_and_taken_away(area, own):
    actions.set_services(services=[("110", "hip"), ("130", "cataract")], **own)
    assert record(area).services == (("110", "hip"), ("130", "cataract"))
    (event,) = events_of(area.hospital.id, area.clinic.id)
    assert (event.detail["added"], event.detail["removed"]) == ([["130", "cataract"]], [["110", "knee"]])


@pytest.mark.parametrize("services", [[("110", "no-such")], [("not a function", "hip")]])
def test_unknown_service_is_refused(own, services):
    with pytest.raises(ValueError, match="is not a"):
        actions.set_services(services=services, **own)


def test_support_left_blank_is_not_recorded(area, own):
    actions.set_support(covers={"xray": "hours", "ct": "", "blood_transfusion": ""}, **own)
    assert {kind: str(cover) for kind, cover in record(area).support.items()} == {"xray": "hours"}


@pytest.mark.parametrize("covers", [{"xray": "sometimes"}, {"wizard": "24x7"}])
def test_unknown_support_is_refused(own, covers):
    with pytest.raises(ValueError, match="is not"):
        actions.set_support(covers=covers, **own)


@pytest.mark.promise("AL-6")
def test_criteria_are_versions_counted_through_the_site(area, own):
    first = actions.save_criteria(group=area.hip, rules=[BMI], based_on=2, why="New table", **own)
    second = actions.save_criteria(group=None, rules=[AGE], based_on=1, **own)
    assert (first.version, second.version, first.why) == (3, 4, "New table")
    assert first.made_by_name == area.manager.name
    assert queries.criteria_in_force(area.manager, TODAY)[area.clinic.id, "hip"].version == 4
    versions = queries.criteria_versions(area.clinician, area.clinic.id, "hip")
    assert [version.version for version in versions] == [3, 2]


def test_versions_and_attestations_are_append_only(area, own):
    for attempt in (
        lambda: CriteriaVersion.objects.update(criteria=[]),
        lambda: Attestation.objects.update(by_name="Somebody else"),
        lambda: Attestation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_second_editor_of_the_rules_is_told(area, own):
    actions.save_criteria(group=area.hip, rules=[BMI], based_on=2, **own)
    with pytest.raises(ChangedMeanwhileError):
        actions.save_criteria(group=area.hip, rules=[], based_on=2, **own)
    assert CriteriaVersion.objects.filter(site=area.clinic).count() == 3


@pytest.mark.parametrize(
    ("write", "part"), [("change_site", "level"), ("set_services", "services"), ("set_support", "support")]
)
def test_second_editor_of_the_same_part_is_told(area, own, write, part):
    seen = facts.fingerprint(record(area), part)
    getattr(actions, write)(seen=seen, **WRITES[write], **own)
    with pytest.raises(ChangedMeanwhileError):
        getattr(actions, write)(seen=seen, **WRITES[write], **own)


def test_editors_of_different_parts_do_not_disturb_each_other(area, own):
    seen = facts.fingerprint(record(area), "support")
    actions.change_site(critical_care_level=2, phone="", **own)
    actions.set_support(covers={"ct": "hours"}, seen=seen, **own)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([AGE, AGE], "Two rules are called"),
        ([Criterion("asa", "asa", "<=", 3)], "Another set of this site's rules has a rule called “asa”"),
        ([Criterion("adjust", "needs_reasonable_adjustments", "==", False)], "may never exclude a patient"),
        ([Criterion("r", "bmi", ">", 40, kind=RuleKind.REVIEW)], "“route” is empty"),
    ],
)
def test_unsound_rules_are_refused(area, own, rules, words):
    with pytest.raises(BadRulesError, match=words):
        actions.save_criteria(group=area.hip, rules=rules, based_on=2, **own)


@pytest.mark.row("M-16")
def test_attestation_names_who_and_covers_what_was_shown(area, own):
    actions.attest(seen=facts.fingerprint(record(area)), note="All checked", **own)
    latest = record(area).attestation
    assert (latest.on, latest.by_name, latest.by_role) == (TODAY, area.manager.name, "NHS services manager")
    held = facts.held(record(area))
    assert latest.covers == {part: held[part] for part in ("level", "services", "support", "versions")}
    assert kinds(area) == ["directory.attested"]


def test_attestation_of_what_has_changed_since_is_refused(area, own):
    seen = facts.fingerprint(record(area))
    actions.change_site(critical_care_level=3, phone="", **own)
    with pytest.raises(ChangedMeanwhileError):
        actions.attest(seen=seen, **own)
