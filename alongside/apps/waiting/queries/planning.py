"""Who is to be planned: every open pathway with a decision to admit, as a table without identity?"""

import io
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db import connection

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.domain.clinical_fields import FIELDS, Kind

OWN_COLUMNS = ("age_years", "asa", "bmi", "frailty")
OTHER_FIELDS = {
    field.name: pl.Boolean if field.kind is Kind.YES_NO else pl.Float64
    for field in FIELDS.values()
    if field.name not in OWN_COLUMNS
}
SCHEMA = {
    "id": pl.String,
    "provider_id": pl.String,
    "provider": pl.String,
    "site_code": pl.String,
    "treatment_function": pl.String,
    "procedure_group": pl.String,
    "procedure_code": pl.String,
    "priority": pl.String,
    "clock_start": pl.Date,
    "decision_to_admit_on": pl.Date,
    "to_come_in_on": pl.Date,
    "theatre_minutes": pl.Int32,
    "minutes_are_typical": pl.Boolean,
    "bed_nights": pl.Int32,
    "nights_are_typical": pl.Boolean,
    "age_years": pl.Int16,
    "sex": pl.String,
    "deprivation_decile": pl.Int8,
    "ethnic_category": pl.String,
    "postcode_district": pl.String,
    "asa": pl.Int8,
    "bmi": pl.Float64,
    "frailty": pl.Int8,
    "clinical_facts": pl.String,
    "travel_limit_km": pl.Int32,
}
# Empty text is "not recorded". Where minutes or nights are not known, the operation's typical ones stand in, marked.
ROWS = """
COPY (
    SELECT p.id, p.provider_id, o.code, nullif(p.site_code, ''), p.treatment_function, p.procedure_group_id,
           nullif(p.procedure_code, ''), nullif(p.priority, ''), p.clock_start, p.decision_to_admit_on, p.to_come_in_on,
           coalesce(p.theatre_minutes, g.theatre_minutes), p.theatre_minutes IS NULL AND g.code IS NOT NULL,
           coalesce(p.bed_nights, CASE WHEN p.intended_management = '2' THEN 0 ELSE ceil(g.bed_nights)::int END),
           p.bed_nights IS NULL AND g.code IS NOT NULL,
           p.age_years, nullif(p.sex, ''), p.deprivation_decile, nullif(p.ethnic_category, ''),
           nullif(p.postcode_district, ''), p.asa, p.bmi, p.frailty, p.clinical_facts, p.travel_limit_km
    FROM waiting_pathway p
    JOIN accounts_organisation o ON o.id = p.provider_id
    LEFT JOIN directory_proceduregroup g ON g.code = p.procedure_group_id
    WHERE p.state = 'open' AND p.decision_to_admit_on IS NOT NULL AND {scope}
      AND (%(functions)s::text[] IS NULL OR p.treatment_function = ANY(%(functions)s::text[]))
      AND (%(providers)s::text[] IS NULL OR o.code = ANY(%(providers)s::text[]))
    ORDER BY p.pathway_identifier, p.pathway_issuer, p.clock_start
) TO STDOUT (FORMAT csv)
"""


def pathways_to_plan(
    acting: Acting, *, treatment_functions: Sequence[str] | None = None, providers: Sequence[str] | None = None
) -> pl.DataFrame:
    """One row for each, in the order of the id, with one further column for each fact of the acceptance criteria.

    Null is "not known" in every column. `minutes_are_typical` and `nights_are_typical` mark what is the operation's
    usual and not the patient's own. `ethnic_category` is for measuring alone (AL-11).
    """
    is_board = acting.organisation.kind == Organisation.Kind.BOARD
    scope = "p.area_id = %(me)s" if is_board else "p.provider_id = %(me)s"
    asked = {
        "me": acting.area_id if is_board else acting.organisation_id,
        "functions": list(treatment_functions) if treatment_functions else None,
        "providers": list(providers) if providers else None,
    }
    frame = read_copy(ROWS.format(scope=scope), asked)
    facts = pl.col("clinical_facts").str.json_decode(pl.Struct(OTHER_FIELDS))
    return frame.with_columns(facts.alias("facts")).unnest("facts")


def read_copy(statement: str, asked: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor, cursor.cursor.copy(statement, asked) as copy:
        content = b"".join(bytes(block) for block in copy)
    if not content:
        return pl.DataFrame(schema=SCHEMA)
    typed = {name: pl.String if kind == pl.Boolean else kind for name, kind in SCHEMA.items()}
    frame = pl.read_csv(io.BytesIO(content), has_header=False, schema=typed)
    return frame.with_columns(pl.col("minutes_are_typical", "nights_are_typical") == "t")
