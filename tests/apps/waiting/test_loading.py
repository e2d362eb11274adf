"""A synthetic list goes in whole, and comes out again as the table that a plan reads."""

import json

import polars as pl
import pytest

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import ProcedureGroup
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.models import ClockEvent, Pathway, Patient, ReportedList
from alongside.demo import people
from alongside.demo.published import AS_OF
from tests import factories

SOURCE = "Synthetic"


@pytest.fixture(scope="module")
def everybody() -> pl.DataFrame:
    return people.synthesise()


@pytest.fixture
def some(everybody) -> pl.DataFrame:
    """A few hundred people of one provider, with and without a decision to admit, and one with an unknown start."""
    rows = everybody.filter(pl.col("provider") == "RVV")
    waiting = rows.filter(~pl.col("decision_to_admit")).head(100)
    unknown = waiting.head(1).with_columns(
        pl.lit("U" * 20).alias("pathway_id"), pl.lit(None, pl.Date).alias("clock_start")
    )
    return pl.concat([rows.filter("decision_to_admit").head(200), waiting, unknown])


@pytest.fixture
def groups(some):
    codes = some["procedure_group"].drop_nulls().unique()
    ProcedureGroup.objects.bulk_create(
        ProcedureGroup(
            code=code, name=code, treatment_function=code[:3], theatre_minutes=77, bed_nights=1.4, source="test"
        )
        for code in codes
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_every_row_becomes_a_pathway_of_a_person_with_a_clock(area, some, groups):
    assert actions.load_pathways(organisation=area.ours, people=some, source=SOURCE) == some.height
    with acting_for(area.ours.id):
        assert Pathway.objects.count() == ClockEvent.objects.count() == some.height
        assert Patient.objects.count() == some["local_patient_id"].n_unique()
        assert set(ClockEvent.objects.values_list("provider_id", "code")) == {(area.ours.id, "10")}
        assert Pathway.objects.filter(clock_start=None).count() == 1
        assert ReportedList.objects.get().source == SOURCE
        assert queries.limbo(area.booking).count() == 0
        sent = some.filter("decision_to_admit").row(5, named=True)
        held = Pathway.objects.select_related("patient").get(pathway_identifier=sent["pathway_id"])
        assert (held.age_years, held.asa, held.priority) == (sent["age_years"], sent["asa"], sent["priority"])
        assert held.patient.nhs_number == sent["nhs_number"]
        known = {name: sent[name] for name in ("has_diabetes", "egfr", "has_carer_at_home") if sent[name] is not None}
        assert known.items() <= held.clinical_facts.items()
        assert None not in held.clinical_facts.values()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.promise("AL-4", "AL-8")
def test_plan_reads_those_with_a_decision_to_admit_and_no_identity(area, some, groups):
    actions.load_pathways(organisation=area.ours, people=some, source=SOURCE, as_of=AS_OF)
    with acting_for(area.board.id):
        assert queries.list_date(area.coordinator) == AS_OF
        table = queries.pathways_to_plan(area.coordinator)
        one = queries.pathways_to_plan(area.coordinator, treatment_functions=["110"], providers=[area.ours.code])
        identifier = {str(pk): ppi for pk, ppi in Pathway.objects.values_list("pk", "pathway_identifier")}
    sent = some.filter("decision_to_admit")
    assert table.height == sent.height
    assert one.height == sent.filter(pl.col("treatment_function") == "110").height
    assert table["asa"].null_count() == sent["asa"].null_count()
    assert table["has_diabetes"].sum() == sent["has_diabetes"].sum()
    # The order is the list's own, so that the same list loaded anew gives the same plan (AL-6).
    assert [identifier[pk] for pk in table["id"]] == sent["pathway_id"].sort().to_list()
    assert not {"nhs_number", "family_name", "birth_date", "postcode", "patient_id"} & set(table.columns)
    assert json.loads(table["clinical_facts"][0]).keys() <= set(table.columns)
    with acting_for(area.theirs.id):
        assert queries.pathways_to_plan(area.their_booking).is_empty()


@pytest.mark.django_db
def test_typical_minutes_stand_in_and_are_marked(area):
    group = ProcedureGroup.objects.create(
        code="110-knee", name="Knee", treatment_function="110", theatre_minutes=95, bed_nights=1.2, source="test"
    )
    known = {"procedure_group": group}
    factories.pathway(area.ours, **known)
    factories.pathway(area.ours, **known, theatre_minutes=None, bed_nights=None)
    factories.pathway(area.ours, **known, theatre_minutes=None, bed_nights=None, intended_management="2")
    factories.pathway(area.ours, theatre_minutes=None, bed_nights=None, priority="")
    with acting_for(area.ours.id):
        table = queries.pathways_to_plan(area.booking)
    found = set(table.select("theatre_minutes", "minutes_are_typical", "bed_nights", "nights_are_typical").iter_rows())
    assert found == {(90, False, 1, False), (95, True, 2, True), (95, True, 0, True), (None, False, None, False)}
    assert table["priority"].null_count() == 1
