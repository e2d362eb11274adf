"""A list that was sent becomes the list that is held: new, changed, the same, returned, missing."""

from datetime import date

import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting import actions, comparison, queries
from alongside.apps.waiting.models import ClockEvent, Pathway, Patient, ReportedList
from alongside.domain.clinical_fields import FIELDS, Kind
from alongside.formats.wlmds.layout import BY_FIELD
from tests import factories
from tests.apps.waiting.conftest import AS_OF, row

pytestmark = pytest.mark.django_db


def counts(outcome):
    return outcome.new, outcome.changed, outcome.same, outcome.bad.height


def reason(outcome) -> str:
    return outcome.bad["problems"][0]


def test_new_rows_become_pathways_people_and_clocks(area, load):
    outcome = load(area.ours, row(area.ours, 1), row(area.ours, 2, REFERRAL_TO_TREATMENT_PERIOD_STATUS="12"))
    assert counts(outcome) == (2, 0, 0, 0)
    with acting_for(area.ours.id):
        first, second = Pathway.objects.order_by("pathway_identifier")
        assert (first.clock_start, first.priority, first.asa, float(first.bmi)) == (date(2025, 6, 2), "P4", 2, 27.5)
        assert (first.state, first.age_years, first.area_id) == ("open", 65, area.board.id)
        assert first.patient.family_name == "FAMILY1"
        lines = ClockEvent.objects.order_by("pathway__pathway_identifier").values_list("code", "on", "provider_id")
        assert list(lines) == [("10", date(2025, 6, 2), area.ours.id), ("12", date(2025, 6, 2), area.ours.id)]
        assert ReportedList.objects.get().as_of == AS_OF
    assert second.status_code == "12"


def test_same_file_again_changes_nothing(area, load):
    rows = [row(area.ours, n) for n in range(5)]
    load(area.ours, *rows)
    with acting_for(area.ours.id):
        before = list(Pathway.objects.order_by("pk").values())
    assert counts(load(area.ours, *rows)) == (0, 0, 5, 0)
    with acting_for(area.ours.id):
        assert list(Pathway.objects.order_by("pk").values()) == before
        assert (Patient.objects.count(), ClockEvent.objects.count()) == (5, 5)


def test_changed_row_changes_and_keeps_what_it_was(area, load):
    load(area.ours, row(area.ours, 1), row(area.ours, 2))
    changed = row(area.ours, 1, Procedure_Priority_Code="P2", TCI_Date="2026-02-10", ALONGSIDE_FAMILY_NAME="NEW")
    outcome = load(area.ours, changed, row(area.ours, 2))
    assert counts(outcome) == (0, 1, 1, 0)
    with acting_for(area.ours.id):
        pathway = Pathway.objects.get(pathway_identifier=f"PW{1:018}")
        assert (pathway.priority, pathway.to_come_in_on, pathway.patient.family_name) == (
            "P2",
            date(2026, 2, 10),
            "NEW",
        )
    assert counts(load(area.ours, changed, row(area.ours, 2))) == (0, 0, 2, 0)


def test_change_of_a_name_alone_counts_as_changed(area, load):
    load(area.ours, row(area.ours, 1))
    assert counts(load(area.ours, row(area.ours, 1, ALONGSIDE_GIVEN_NAME="Other"))) == (0, 1, 0, 0)


def test_blank_keeps_a_clinical_fact_but_takes_a_date_away(area, load):
    load(area.ours, row(area.ours, 1, TCI_Date="2026-02-10"))
    blank = {"ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE": None, "TCI_Date": None}
    load(area.ours, row(area.ours, 1, **blank))
    with acting_for(area.ours.id):
        pathway = Pathway.objects.get()
        assert (pathway.asa, pathway.to_come_in_on) == (2, None)


@pytest.mark.promise("AL-1")
def test_missing_pathway_is_listed_and_kept(area, load):
    rows = [row(area.ours, number) for number in range(1, 6)]
    load(area.ours, *rows)
    bad = row(area.ours, 2, REFERRAL_TO_TREATMENT_PERIOD_STATUS="77")
    outcome = load(area.ours, bad, *rows[2:], row(area.ours, 6))
    with acting_for(area.ours.id):
        missing = Pathway.objects.get(pathway_identifier=f"PW{1:018}")
        assert (outcome.absent, missing.state) == ([missing.pk], "open")


@pytest.mark.promise("AL-1", "AL-8")
def test_pathway_on_another_list_goes_back_without_a_word_about_whose(area, load):
    issuer = {"ORGANISATION_CODE_PPI_ISSUER": "X09"}
    load(area.theirs, row(area.theirs, 1, **issuer))
    outcome = load(area.ours, row(area.ours, 1, **issuer), row(area.ours, 2))
    assert counts(outcome) == (1, 0, 0, 1)
    assert "[LST-1]" in reason(outcome)
    assert area.theirs.code not in reason(outcome)
    assert area.theirs.name not in reason(outcome)
    with acting_for(area.ours.id):
        assert list(Patient.objects.values_list("local_patient_identifier", flat=True)) == ["H00002"]
        assert ClockEvent.objects.count() == 1


@pytest.mark.promise("AL-2")
def test_clock_start_never_changes_by_a_file(area, load):
    load(area.ours, row(area.ours, 1))
    outcome = load(area.ours, row(area.ours, 1, REFERRAL_TO_TREATMENT_PERIOD_START_DATE="2025-05-01"))
    assert counts(outcome) == (0, 0, 0, 1)
    assert "2025-06-02" in reason(outcome)
    assert "[LST-2]" in reason(outcome)
    assert outcome.absent == []
    with acting_for(area.ours.id):
        assert Pathway.objects.get().clock_start == date(2025, 6, 2)


def test_two_clocks_of_one_pathway_both_go_back(area, load):
    second = row(area.ours, 1, REFERRAL_TO_TREATMENT_PERIOD_START_DATE="2025-07-01")
    outcome = load(area.ours, row(area.ours, 1), second)
    assert counts(outcome) == (0, 0, 0, 2)
    assert outcome.bad["problems"].str.contains("LST-2").all()


def test_unknown_start_may_be_learned_once(area, load):
    person = factories.patient(area.ours, local_patient_identifier="H00001", nhs_number=None)
    factories.pathway(
        area.ours, patient=person, clock_start=None, pathway_identifier=f"PW{1:018}", pathway_issuer=area.ours.code
    )
    assert counts(load(area.ours, row(area.ours, 1))) == (0, 1, 0, 0)
    assert counts(load(area.ours, row(area.ours, 1))) == (0, 0, 1, 0)
    with acting_for(area.ours.id):
        assert Pathway.objects.get().clock_start == date(2025, 6, 2)
        assert ClockEvent.objects.get().on == date(2025, 6, 2)


def test_one_local_number_with_two_nhs_numbers_goes_back(area, load):
    other = row(area.ours, 2, LOCAL_PATIENT_IDENTIFIER="H00001")
    outcome = load(area.ours, row(area.ours, 1), other, row(area.ours, 3))
    assert counts(outcome) == (1, 0, 0, 2)
    assert "LST-3" in reason(outcome)


def test_pathway_of_another_patient_goes_back(area, load):
    load(area.ours, row(area.ours, 1), row(area.ours, 2))
    swapped = row(area.ours, 1, LOCAL_PATIENT_IDENTIFIER="H00002", NHS_NUMBER=row(area.ours, 2)["NHS_NUMBER"])
    outcome = load(area.ours, swapped, row(area.ours, 2))
    assert counts(outcome) == (0, 0, 1, 1)
    assert "LST-6" in reason(outcome)


def test_person_without_a_local_number_is_found_again_by_nhs_number(area, load):
    bare = row(area.ours, 1, LOCAL_PATIENT_IDENTIFIER=None)
    assert counts(load(area.ours, bare)) == (1, 0, 0, 0)
    assert counts(load(area.ours, bare)) == (0, 0, 1, 0)
    assert counts(load(area.ours, row(area.ours, 1))) == (0, 1, 0, 0)
    with acting_for(area.ours.id):
        assert Patient.objects.get().local_patient_identifier == "H00001"


def test_two_pathways_of_one_person_share_one_identity(area, load):
    second = row(area.ours, 1, PATIENT_PATHWAY_IDENTIFIER="PW" + "9" * 18, ACTIVITY_TREATMENT_FUNCTION_CODE="130")
    assert counts(load(area.ours, row(area.ours, 1), second)) == (2, 0, 0, 0)
    with acting_for(area.ours.id):
        assert Patient.objects.count() == 1


def test_text_too_long_for_its_place_goes_back(area, load):
    outcome = load(area.ours, row(area.ours, 1, ALONGSIDE_PHONE="0" * 41))
    assert counts(outcome) == (0, 0, 0, 1)
    assert "LST-4" in reason(outcome)


def test_stopped_clock_does_not_start_again_by_a_file(area, load):
    load(area.ours, row(area.ours, 1))
    with acting_for(area.ours.id):
        pathway = Pathway.objects.get()
        actions.record_clock_event(
            pathway_id=pathway.pk, code="30", on=date(2026, 1, 10), reason="Operated", by=area.booking, today=AS_OF
        )
    outcome = load(area.ours, row(area.ours, 1))
    assert "LST-5" in reason(outcome)
    later = {"REFERRAL_TO_TREATMENT_PERIOD_START_DATE": "2025-12-01", "DECISION_TO_ADMIT_DATE": None}
    again = load(area.ours, row(area.ours, 1, **later))
    assert "RTT-5" in reason(again)


def test_status_goes_forward_by_the_rules_and_never_back(area, load):
    load(area.ours, row(area.ours, 1, REFERRAL_TO_TREATMENT_PERIOD_STATUS="10"))
    assert counts(load(area.ours, row(area.ours, 1))) == (0, 1, 0, 0)
    back = load(area.ours, row(area.ours, 1, REFERRAL_TO_TREATMENT_PERIOD_STATUS="10"))
    assert "RTT-5" in reason(back)
    with acting_for(area.ours.id):
        assert list(ClockEvent.objects.order_by("recorded_at").values_list("code", "on")) == [
            ("10", date(2025, 6, 2)),
            ("20", AS_OF),
        ]


def test_file_undoes_a_correction_only_when_it_says_something_new(area, load):
    load(area.ours, row(area.ours, 1))
    with acting_for(area.ours.id):
        pathway = Pathway.objects.get()
        actions.correct_pathway(
            pathway_id=pathway.pk,
            values={"priority": "P2", "bmi": 31},
            facts={"has_carer_at_home": False},
            reason="Seen in clinic",
            by=area.booking,
        )
    assert counts(load(area.ours, row(area.ours, 1, ALONGSIDE_CARER_AT_HOME="Y"))) == (0, 0, 1, 0)
    load(area.ours, row(area.ours, 1, Procedure_Priority_Code="P3"))
    with acting_for(area.ours.id):
        pathway.refresh_from_db()
        assert (pathway.priority, float(pathway.bmi), pathway.clinical_facts) == (
            "P3",
            31,
            {"has_carer_at_home": False},
        )
        assert set(pathway.corrections) == {"bmi", "has_carer_at_home"}


def test_columns_of_last_time_are_remembered(area, write):
    local = {("Spalte 7" if name == "Procedure_Priority_Code" else name): v for name, v in row(area.ours, 1).items()}
    with acting_for(area.ours.id):
        ReportedList.objects.create(
            organisation=area.ours,
            area_id=area.board.id,
            as_of=AS_OF,
            source="x",
            mapping={"procedure_priority": "Spalte 7"},
        )
    actions.import_file(path=write(local), organisation=area.ours, as_of=AS_OF)
    with acting_for(area.ours.id):
        assert Pathway.objects.get().priority == "P4"


@pytest.mark.promise("AL-4")
def test_every_fact_of_the_criteria_can_come_in_the_file_and_reach_the_plan(area, load):
    """A list that fills every column leaves no fact of the acceptance criteria unknown."""
    facts = [field for field in FIELDS.values() if field.name in comparison.FACTS]
    said = {}
    for field in facts:
        name = BY_FIELD[field.name].name
        said[name] = "N" if field.kind is Kind.YES_NO else str(field.highest)
    said["ALONGSIDE_HAS_HAD_MI"] = "Y"
    assert counts(load(area.ours, row(area.ours, 1, **said))) == (1, 0, 0, 0)
    assert counts(load(area.ours, row(area.ours, 1, **said))) == (0, 0, 1, 0)
    with acting_for(area.ours.id):
        held = Pathway.objects.get().clinical_facts
        plan = queries.pathways_to_plan(area.booking)
    assert held.keys() == {field.name for field in facts}
    assert (held["has_had_mi"], held["on_dialysis"], held["egfr"]) == (True, False, 200)
    assert all(field.read(held[field.name]) is not None for field in facts)
    assert plan.select(held.keys()).null_count().sum_horizontal().item() == 0
    changed = said | {"ALONGSIDE_EGFR": "61.5", "ALONGSIDE_ON_DIALYSIS": None}
    assert counts(load(area.ours, row(area.ours, 1, **changed))) == (0, 1, 0, 0)
    with acting_for(area.ours.id):
        held = Pathway.objects.get().clinical_facts
    assert (held["egfr"], held["on_dialysis"]) == (61.5, False)
