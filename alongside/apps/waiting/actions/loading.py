"""How does a whole synthetic list get in at once? Rows of one organisation, in its own name, in one transaction."""

from datetime import date

import polars as pl

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting.actions.copying import fill_temporary, new_ids, run
from alongside.apps.waiting.models import ReportedList
from alongside.domain.clinical_fields import FIELDS
from alongside.web.today import today

OWN_COLUMNS = ("age_years", "asa", "bmi", "frailty")
WANTED = (
    "id", "patient_id", "pathway_id", "pathway_issuer", "treatment_function", "clock_start", "decision_to_admit_date",
    "age_years", "nhs_number", "local_patient_id", "family_name", "given_name", "sex", "birth_date", "ethnic_category",
    "outcode", "postcode", "imd_decile", "site_code", "asa", "bmi", "frailty", "needs_interpreter", "procedure_group",
    "opcs", "priority", "theatre_minutes", "bed_nights", "max_km", "clinical_facts",
)  # fmt: skip
TEXT = ("site_code", "treatment_function", "opcs", "priority", "ethnic_category", "outcode", "postcode")

PATIENTS = """
INSERT INTO waiting_patient (id, holder_id, nhs_number, local_patient_identifier, family_name, given_name, birth_date,
                             postcode, phone, needs_interpreter, adjustments)
SELECT DISTINCT ON (local_patient_id) patient_id::uuid, %(provider)s, nhs_number, local_patient_id, family_name,
       given_name, birth_date, postcode, '',
       CASE WHEN needs_interpreter THEN 'Yes; language not recorded' ELSE '' END, '[]'
FROM incoming_people
"""
PATHWAYS = """
INSERT INTO waiting_pathway (
    id, patient_id, provider_id, area_id, pathway_identifier, pathway_issuer, clock_start, status_code, state,
    site_code, treatment_function, referral_identifier, consultant_code, decision_to_admit_on, intended_management,
    procedure_code, procedure_group_id, priority, theatre_minutes, bed_nights, age_years, sex, ethnic_category,
    deprivation_decile, postcode_district, asa, bmi, frailty, clinical_facts, travel_limit_km,
    requires_alternative_capacity, corrections, changed_at, source)
SELECT id::uuid, patient_id::uuid, %(provider)s, %(area)s, pathway_id, pathway_issuer, clock_start, '20', 'open',
       site_code, treatment_function, '', '', decision_to_admit_date, '', opcs, procedure_group, priority,
       theatre_minutes, bed_nights, age_years, sex, ethnic_category, imd_decile, outcode, asa, bmi, frailty,
       jsonb_strip_nulls(clinical_facts::jsonb), max_km, '', '{}', now(), %(source)s
FROM incoming_people
"""
EVENTS = """
INSERT INTO waiting_clockevent (id, pathway_id, provider_id, area_id, code, "on", recorded_at, by_id, by_name, reason,
                                attended, administrative)
SELECT gen_random_uuid(), id::uuid, %(provider)s, %(area)s, '10', clock_start, now(), %(by)s, %(by_name)s, %(source)s,
       false, false
FROM incoming_people
"""


def load_pathways(
    *,
    organisation: Organisation,
    people: pl.DataFrame,
    source: str,
    by: Acting | None = None,
    as_of: date | None = None,
) -> int:
    """Add every row of `people` (columns as the demonstration area makes them) to this organisation's empty list.

    `as_of` is the day on which the list was taken; without it, the newest day that a row speaks of.
    """
    asked = {
        "provider": organisation.id,
        "area": organisation.area_id,
        "source": source,
        "by": by.user.pk if by else None,
        "by_name": by.name if by else "Loaded by command",
    }
    with acting_for(organisation.id):
        fill_temporary("incoming_people", prepared(people))
        run(PATIENTS, asked)
        count = run(PATHWAYS, asked)
        run(EVENTS, asked)
        ReportedList.objects.update_or_create(
            organisation=organisation,
            defaults={"area_id": organisation.area_id, "as_of": as_of or newest_day(people), "source": source},
        )
    return count


def prepared(people: pl.DataFrame) -> pl.DataFrame:
    """Codes as the database writes them, and the other clinical facts as one JSON column."""
    facts = [name for name in FIELDS if name in people.columns and name not in OWN_COLUMNS]
    sex = pl.col("sex").replace_strict({"male": "1", "female": "2"}, default="")
    persons = people.select("local_patient_id").unique(maintain_order=True)
    persons = persons.with_columns(new_ids(persons.height).alias("patient_id"))
    whole = people.with_columns(
        new_ids(people.height).alias("id"),
        pl.struct(facts).struct.json_encode().alias("clinical_facts"),
        sex.alias("sex"),
        pl.col(TEXT).fill_null(""),
    ).join(persons, on="local_patient_id", how="left", maintain_order="left")
    return whole.select(WANTED)


def newest_day(people: pl.DataFrame) -> date:
    newest = people.select(pl.max_horizontal(pl.col("clock_start", "decision_to_admit_date").max())).item()
    return newest if isinstance(newest, date) else today()
