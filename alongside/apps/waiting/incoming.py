"""How does a good row of the national layout become the columns of a pathway and of a person?"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from alongside.apps.waiting.comparison import FACTS
from alongside.domain.code_lists import SEXES
from alongside.formats.wlmds.layout import SOURCE_ROW

# Our column and the fields of the layout it is made of: a column is "in the file" when one of its fields is mapped.
MADE_OF: Mapping[str, tuple[str, ...]] = {
    "site_code": ("site",),
    "treatment_function": ("treatment_function",),
    "referral_identifier": ("referral_identifier",),
    "consultant_code": ("consultant",),
    "decision_to_admit_on": ("decision_to_admit",),
    "to_come_in_on": ("tci_date",),
    "intended_management": ("intended_management",),
    "procedure_code": ("procedure",),
    "procedure_group_id": ("procedure",),
    "requires_alternative_capacity": ("requires_alternative_capacity",),
    "status_code": ("rtt_status",),
    "priority": ("procedure_priority", "diagnostic_priority"),
    "theatre_minutes": ("expected_minutes",),
    "bed_nights": ("expected_nights",),
    "age_years": ("birth_date",),
    "sex": ("gender",),
    "ethnic_category": ("ethnic_category",),
    "postcode_district": ("postcode",),
    "asa": ("asa",),
    "bmi": ("bmi",),
    "frailty": ("frailty",),
    "travel_limit_km": ("max_travel_km",),
    "nhs_number": ("nhs_number",),
    "family_name": ("family_name",),
    "given_name": ("given_name",),
    "birth_date": ("birth_date",),
    "postcode": ("postcode",),
    "phone": ("phone",),
    "needs_interpreter": ("interpreter",),
}


def mapped_columns(fields: Mapping[str, str]) -> list[str]:
    """Our columns of which the file says something.

    >>> mapped_columns({"procedure": "OPCS", "asa": "ASA"})
    ['procedure_code', 'procedure_group_id', 'asa']
    """
    return [name for name, made_of in MADE_OF.items() if any(field in fields for field in made_of)]


def incoming(good: pl.DataFrame, groups: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Rows ready to be compared. `groups` has `opcs`, `treatment_function`, `procedure_group_id`."""
    text = {"site_code": "site", "referral_identifier": "referral_identifier", "consultant_code": "consultant"}
    text |= {"intended_management": "intended_management", "procedure_code": "procedure"}
    text |= {name: name for name in ("requires_alternative_capacity", "ethnic_category")}
    rows = good.select(
        SOURCE_ROW,
        "local_patient_identifier",
        "nhs_number",
        "family_name",
        "given_name",
        "birth_date",
        "postcode",
        "phone",
        "treatment_function",
        pl.col("interpreter").alias("needs_interpreter"),
        pl.col("ppid").alias("pathway_identifier"),
        pl.col("ppid_issuer").alias("pathway_issuer"),
        pl.col("rtt_start").alias("clock_start"),
        pl.col("rtt_status").alias("status_code"),
        pl.col("decision_to_admit").alias("decision_to_admit_on"),
        pl.col("tci_date").alias("to_come_in_on"),
        *(pl.col(field).fill_null("").alias(name) for name, field in text.items()),
        pl.coalesce("procedure_priority", "diagnostic_priority").fill_null("").alias("priority"),
        pl.col("expected_minutes").alias("theatre_minutes"),
        pl.col("expected_nights").alias("bed_nights"),
        age(as_of).alias("age_years"),
        pl.when(pl.col("gender").is_in(list(SEXES))).then("gender").otherwise(pl.lit("")).alias("sex"),
        pl.col("postcode").str.split(" ").list.first().fill_null("").alias("postcode_district"),
        pl.col("asa").cast(pl.Int64, strict=False),
        pl.col("bmi").round(1),
        "frailty",
        pl.col("max_travel_km").floor().cast(pl.Int64).alias("travel_limit_km"),
        *(fact(name, kind) for name, kind in FACTS.items()),
    )
    return with_group(rows, groups)


def fact(name: str, kind: type[pl.DataType]) -> pl.Expr:
    value = pl.col(name)
    if kind is pl.Boolean:
        return value.replace_strict({"Y": True, "N": False}, default=None, return_dtype=kind).alias(f"fact_{name}")
    return value.cast(kind).alias(f"fact_{name}")


def age(as_of: date) -> pl.Expr:
    """Whole years on the day of the list."""
    born = pl.col("birth_date")
    before = (born.dt.month() > as_of.month) | ((born.dt.month() == as_of.month) & (born.dt.day() > as_of.day))
    years = pl.lit(as_of.year) - born.dt.year() - before.cast(pl.Int32)
    return pl.when(years >= 0).then(years).cast(pl.Int64)


def with_group(rows: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The operation by its code: that of the row's own specialty, else the only one there is."""
    bare = pl.col("procedure_code").str.replace_all(".", "", literal=True)
    only = (
        groups.group_by("opcs")
        .agg(pl.col("procedure_group_id").unique())
        .filter(pl.col("procedure_group_id").list.len() == 1)
    )
    only = only.select("opcs", pl.col("procedure_group_id").list.first().alias("only"))
    own = groups.unique(["opcs", "treatment_function"], keep="first", maintain_order=True)
    joined = rows.with_columns(bare.alias("opcs"))
    joined = joined.join(own, on=["opcs", "treatment_function"], how="left", maintain_order="left")
    joined = joined.join(only, on="opcs", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("procedure_group_id", "only").alias("procedure_group_id")).drop(
        "opcs", "only"
    )
