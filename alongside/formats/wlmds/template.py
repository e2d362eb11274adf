"""What does an empty list look like, for somebody who has to fill one in?"""

from pathlib import Path

import polars as pl

from alongside.formats.wlmds.cells import write_table
from alongside.formats.wlmds.layout import COLUMNS

EXAMPLE = {
    "Week_Ending_Date": "2026-01-25",
    "Waiting_List_Type": "IRTT",
    "NHS_NUMBER": "9990000018",
    "LOCAL_PATIENT_IDENTIFIER": "EXAMPLE-ROW-1",
    "PERSON_BIRTH_DATE": "1960-02-29",
    "PERSON_STATED_GENDER_CODE": "2",
    "ETHNIC_CATEGORY": "Z",
    "REFERRAL_REQUEST_RECEIVED_DATE": "2025-06-02",
    "PATIENT_PATHWAY_IDENTIFIER": "EXAMPLE0000000000001",
    "ORGANISATION_CODE_PPI_ISSUER": "X09",
    "MAIN_SPECIALTY_CODE": "110",
    "ACTIVITY_TREATMENT_FUNCTION_CODE": "110",
    "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": "2025-06-02",
    "REFERRAL_TO_TREATMENT_PERIOD_STATUS": "20",
    "DECISION_TO_ADMIT_DATE": "2025-09-15",
    "Proposed_Procedure_OPCS_Code": "W40.1",
    "INTENDED_MANAGEMENT_CODE": "1",
    "ADMISSION_METHOD_CODE": "11",
    "Procedure_Priority_Code": "P4",
    "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE": "2",
    "Last_PAS_Validation_Comments": "Example row, not a patient: delete it",
    "ALONGSIDE_GIVEN_NAME": "Example",
    "ALONGSIDE_FAMILY_NAME": "NOT-A-PATIENT",
    "ALONGSIDE_BMI": "27.5",
}
"""One invented row. Its NHS number is from the range that is never issued to a person."""


def template(provider_code: str) -> pl.DataFrame:
    """The headings of the layout over one example row of this organisation, all text."""
    row = EXAMPLE | {"ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER": provider_code}
    return pl.DataFrame({c.name: [row.get(c.name)] for c in COLUMNS}, schema={c.name: pl.String for c in COLUMNS})


def write_template(provider_code: str, path: Path | str) -> None:
    """Write the template as .csv or .xlsx."""
    write_table(template(provider_code), path)
