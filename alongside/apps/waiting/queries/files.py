"""What does a file of the list hold? Every row at once, as a table, because a list has hundreds of thousands."""

import io
from datetime import date

import polars as pl
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from alongside.apps.waiting.facts import PLANNING_FIELDS
from alongside.apps.waiting.models import Pathway
from alongside.domain.treatment_functions import treatment_function_name

FIELDS = {
    "reference": ("pathway_identifier", pl.String),
    "issuer": ("pathway_issuer", pl.String),
    "provider": ("provider__name", pl.String),
    "site": ("site_code", pl.String),
    "tfc": ("treatment_function", pl.String),
    "group": ("procedure_group__name", pl.String),
    "procedure_code": ("procedure_code", pl.String),
    "priority": ("priority", pl.String),
    "clock_start": ("clock_start", pl.Date),
    "clock_stop": ("clock_stop", pl.Date),
    "decided_on": ("decision_to_admit_on", pl.Date),
    "coming_on": ("to_come_in_on", pl.Date),
    "decile": ("deprivation_decile", pl.Int64),
    "source": ("source", pl.String),
    "procedure_group_id": ("procedure_group_id", pl.String),
    "age_years": ("age_years", pl.Int64),
    "asa": ("asa", pl.Int64),
    "bmi": ("bmi", pl.Float64),
    "postcode_district": ("postcode_district", pl.String),
}
DECIDED = pl.col("decided_on").is_not_null()
NOT_KNOWN = pl.when(DECIDED).then(pl.lit("Not known"))


def file_table(found: QuerySet[Pathway], as_of: date) -> pl.DataFrame:
    """The rows of `found` in its order, with the columns of a file of the list; null is an empty cell."""
    table = copied(found)
    last = pl.min_horizontal(pl.col("clock_stop").fill_null(as_of), pl.lit(as_of))
    days = (last - pl.col("clock_start")).dt.total_days()
    names = {code: treatment_function_name(code) for code in table["tfc"].unique().drop_nulls()}
    return table.with_columns(
        specialty=pl.col("tfc").replace_strict(names, default=None, return_dtype=pl.String),
        operation=pl.coalesce("group", "procedure_code", NOT_KNOWN),
        days=pl.when(pl.col("clock_start") <= last).then(days),
        needs=pl.when(DECIDED).then(needs()).replace("", None),
        priority=pl.coalesce("priority", NOT_KNOWN),
    ).with_columns(weeks=pl.col("days") // 7)


def needs() -> pl.Expr:
    """The words for what a plan would ask for, of a row whose `priority` is still as it is held."""
    missing = [pl.when(pl.col(name).is_null()).then(pl.lit(words)) for name, words in PLANNING_FIELDS.items()]
    return pl.concat_str(missing, separator=", ", ignore_nulls=True)


def copied(found: QuerySet[Pathway]) -> pl.DataFrame:
    """The rows by COPY; empty text, which is "not recorded", becomes null."""
    chosen = found.select_related(None).values_list(*(field for field, _ in FIELDS.values()))
    schema = {name: kind for name, (_, kind) in FIELDS.items()}
    try:
        statement, asked = chosen.query.sql_with_params()
    except EmptyResultSet:  # the filters can match nothing, so there is nothing to ask
        return pl.DataFrame(schema=schema)
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", asked) as copy:
        content = b"".join(bytes(block) for block in copy)
    if not content:
        return pl.DataFrame(schema=schema)
    table = pl.read_csv(io.BytesIO(content), has_header=False, schema=schema)
    return table.with_columns(pl.col(pl.String).replace("", None))
