"""The statements that write a list: each takes a whole table at once, inside the transaction of the caller."""

from typing import Any

import polars as pl

from alongside.apps.waiting.actions.copying import fill_temporary, rows, run
from alongside.apps.waiting.comparison import FACTS, FILLED, PERSON, REFUSED, REPLACED
from alongside.domain.rtt_codes import START_CODES

COLUMNS = (*REPLACED, *FILLED)
FACT_COLUMNS = tuple(f"fact_{name}" for name in FACTS)
NAMED_FACTS = ", ".join(f"'{name}', i.fact_{name}" for name in FACTS)
JSON_FACTS = f"jsonb_strip_nulls(jsonb_build_object({NAMED_FACTS}))"
ADD = f"""
INSERT INTO waiting_pathway (
    id, patient_id, provider_id, area_id, upload_id, pathway_identifier, pathway_issuer, clock_start, state,
    {", ".join(COLUMNS)}, clinical_facts, corrections, changed_at, source)
SELECT i.id::uuid, i.patient_id::uuid, %(provider)s, %(area)s, %(upload)s, i.pathway_identifier, i.pathway_issuer,
       i.clock_start, 'open', {", ".join(f"i.{name}" for name in COLUMNS)}, {JSON_FACTS}, '{{}}', now(), %(source)s
FROM incoming_new i
ON CONFLICT DO NOTHING
"""  # noqa: S608 names of our own columns
# A row that the database did not take clashes with one that this organisation may not see.
NOT_TAKEN = """
SELECT i.source_row FROM incoming_new i
WHERE NOT EXISTS (SELECT FROM waiting_pathway p WHERE p.id = i.id::uuid)
"""
ELSEWHERE = (
    "An open pathway has one list, and this pathway identifier is already on another organisation's (AL-1). "
    "Agree with your board's coordinator whose it is, then send this row again [LST-1]"
)
CHANGE = f"""
UPDATE waiting_pathway p SET
    {", ".join(f"{name} = i.{name}" for name in COLUMNS)},
    clock_start = coalesce(p.clock_start, i.clock_start), clinical_facts = p.clinical_facts || {JSON_FACTS},
    corrections = p.corrections - (
        SELECT coalesce(array_agg(key), '{{}}') FROM jsonb_object_keys(p.corrections) key
        WHERE key = ANY(string_to_array(i.settled, ','))),
    upload_id = %(upload)s, source = %(source)s, changed_at = now()
FROM incoming_changed i WHERE p.id = i.held_id::uuid
"""  # noqa: S608
EVENTS = """
INSERT INTO waiting_clockevent (id, pathway_id, provider_id, area_id, code, "on", recorded_at, by_id, by_name, reason,
                                attended, administrative)
SELECT gen_random_uuid(), pathway_id::uuid, %(provider)s, %(area)s, code, "on", now(), %(by)s, %(by_name)s, reason,
       false, false
FROM incoming_events
"""
ADD_PEOPLE = """
INSERT INTO waiting_patient (id, holder_id, local_patient_identifier, nhs_number, family_name, given_name, birth_date,
                             postcode, phone, needs_interpreter, adjustments)
SELECT patient_id::uuid, %(provider)s, local_patient_identifier, nhs_number, coalesce(family_name, ''),
       coalesce(given_name, ''), birth_date, coalesce(postcode, ''), coalesce(phone, ''),
       coalesce(needs_interpreter, ''), '[]'
FROM incoming_people WHERE is_new
"""
CHANGE_PEOPLE = """
UPDATE waiting_patient p SET
    local_patient_identifier = coalesce(p.local_patient_identifier, i.local_patient_identifier),
    nhs_number = i.nhs_number, family_name = coalesce(i.family_name, ''), given_name = coalesce(i.given_name, ''),
    birth_date = i.birth_date, postcode = coalesce(i.postcode, ''), phone = coalesce(i.phone, ''),
    needs_interpreter = coalesce(i.needs_interpreter, '')
FROM incoming_people i WHERE p.id = i.patient_id::uuid AND NOT i.is_new
"""


def add_pathways(new: pl.DataFrame, asked: dict[str, Any]) -> pl.DataFrame:
    """Add new pathways; gives the rows that are on another organisation's list, with the reason."""
    if new.is_empty():
        return pl.DataFrame(schema=REFUSED)
    keys = ("id", "patient_id", "source_row", "pathway_identifier", "pathway_issuer", "clock_start")
    fill_temporary("incoming_new", new.select(*keys, *COLUMNS, *FACT_COLUMNS))
    if run(ADD, asked) == new.height:
        return pl.DataFrame(schema=REFUSED)
    elsewhere = [(row, ELSEWHERE) for (row,) in rows(NOT_TAKEN)]
    return pl.DataFrame(elsewhere, schema=REFUSED, orient="row")


def write_people(people: pl.DataFrame, asked: dict[str, Any]) -> None:
    if people.is_empty():
        return
    fill_temporary("incoming_people", people.select("patient_id", "local_patient_identifier", "is_new", *PERSON))
    run(ADD_PEOPLE, asked)
    if not people["is_new"].all():
        run(CHANGE_PEOPLE, asked)


def add_starts(added: pl.DataFrame, asked: dict[str, Any]) -> None:
    """The first line of each new clock. A list does not say when the present status began, only that it stands."""
    write_events(
        added.select(
            pl.col("id").alias("pathway_id"),
            start_code().alias("code"),
            pl.col("clock_start").alias("on"),
            reported(asked).alias("reason"),
        ),
        asked,
    )


def change_pathways(changed: pl.DataFrame, asked: dict[str, Any]) -> None:
    """Change what is held and add a line where the status moved on or an unknown start became known."""
    if changed.is_empty():
        return
    fill_temporary(
        "incoming_changed",
        changed.with_columns(settled(changed).alias("settled")).select(
            "held_id", "clock_start", "settled", *COLUMNS, *FACT_COLUMNS
        ),
    )
    run(CHANGE, asked)
    learned = changed.filter(pl.col("held_clock_start").is_null())
    moved = changed.filter(pl.col("held_status_code") != pl.col("status_code"))
    reason = reported(asked).alias("reason")
    starts = learned.select(pathway_id="held_id", code=start_code(), on="clock_start")
    statuses = moved.select(pl.col("held_id").alias("pathway_id"), pl.col("status_code").alias("code")).with_columns(
        pl.lit(asked["as_of"]).alias("on")
    )
    lines = pl.concat([starts.join(learned.select("held_id", "status_code"), left_on="pathway_id", right_on="held_id"),
                       statuses.with_columns(pl.col("code").alias("status_code"))])  # fmt: skip
    write_events(lines.with_columns(reason).drop("status_code"), asked)


def start_code() -> pl.Expr:
    status = pl.col("status_code")
    return pl.when(status.is_in(sorted(START_CODES))).then(status).otherwise(pl.lit("10"))


def reported(asked: dict[str, Any]) -> pl.Expr:
    return pl.format("Reported with status {}: {}", "status_code", pl.lit(str(asked["source"])))


def write_events(lines: pl.DataFrame, asked: dict[str, Any]) -> None:
    if not lines.is_empty():
        fill_temporary("incoming_events", lines)
        run(EVENTS, asked)


def settled(changed: pl.DataFrame) -> pl.Series:
    """The corrected facts on which the file now says something new: their marks go."""
    marks = changed.select(
        pl.concat_str(
            [
                pl.when(
                    pl.col("held_corrections").str.contains(f'"{name}":', literal=True)
                    & pl.col(name).ne_missing(pl.col(f"held_{name}"))
                )
                .then(pl.lit(name))
                .otherwise(pl.lit(""))
                for name in FILLED
            ],
            separator=",",
        ).alias("settled")
    )
    return marks["settled"]
