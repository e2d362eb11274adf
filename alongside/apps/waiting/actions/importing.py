"""How does a list that was sent become the list that is held? One transaction, one upload of an organisation at a time.

A process that dies half way leaves nothing, because nothing was committed; the same file again changes nothing.
"""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.turns import take_turns
from alongside.apps.directory.models import ProcedureGroup
from alongside.apps.waiting.actions import merging
from alongside.apps.waiting.actions.copying import look_up_by_key, new_ids
from alongside.apps.waiting.comparison import FACTS, KEY, Comparison, Held, compare, who_is_new
from alongside.apps.waiting.incoming import incoming, mapped_columns
from alongside.apps.waiting.models import ReportedList
from alongside.domain.identifiers import E_REFERRAL_ISSUER, PPID_LENGTH
from alongside.formats.wlmds.layout import PROBLEMS, READING_PROBLEM, SOURCE_ROW
from alongside.formats.wlmds.mapping import Mapping
from alongside.formats.wlmds.validate import Checked

PATHWAY_SCHEMA = {
    "id": pl.String, "patient_id": pl.String, "pathway_identifier": pl.String, "pathway_issuer": pl.String,
    "clock_start": pl.Date, "clock_stop": pl.Date, "status_code": pl.String, "state": pl.String, "site_code": pl.String,
    "treatment_function": pl.String, "referral_identifier": pl.String, "consultant_code": pl.String,
    "decision_to_admit_on": pl.Date, "to_come_in_on": pl.Date, "intended_management": pl.String,
    "procedure_code": pl.String, "procedure_group_id": pl.String, "priority": pl.String, "theatre_minutes": pl.Int64,
    "bed_nights": pl.Int64, "age_years": pl.Int64, "sex": pl.String, "ethnic_category": pl.String,
    "postcode_district": pl.String, "asa": pl.Int64, "bmi": pl.Float64, "frailty": pl.Int64,
    "requires_alternative_capacity": pl.String, "travel_limit_km": pl.Int64, "corrections": pl.String,
    **{f"fact_{name}": kind for name, kind in FACTS.items()},
}  # fmt: skip
PATIENT_SCHEMA = {
    "patient_id": pl.String, "local_patient_identifier": pl.String, "nhs_number": pl.String, "family_name": pl.String,
    "given_name": pl.String, "birth_date": pl.Date, "postcode": pl.String, "phone": pl.String,
    "needs_interpreter": pl.String,
}  # fmt: skip
FACT_VALUES = ", ".join(f"clinical_facts ->> '{name}'" for name in FACTS)
WHOLE_LIST = 0.8
"""Below this share of the open list, a file is part of a list: what it lacks says nothing."""
PERSON_TEXT = ("family_name", "given_name", "postcode", "phone", "needs_interpreter")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list.

    `bad` holds the file's own rows with their `problems`. Of the `held` open pathways, `present` are in the file and
    `absent` are ids of the others, unless the file is only a part of the list.
    """

    read: int
    new: int
    changed: int
    same: int
    bad: pl.DataFrame
    held: int
    present: int
    absent: list[UUID]
    warnings: list[dict[str, Any]]

    @property
    def is_whole(self) -> bool:
        return is_whole(self.present, self.held)


def is_whole(present: int, held: int) -> bool:
    """Does the file hold so much of the open list that what it lacks says something?"""
    return present >= WHOLE_LIST * held


def merge_list(
    *,
    organisation: Organisation,
    table: pl.DataFrame,
    checked: Checked,
    mapping: Mapping,
    as_of: date,
    by_id: UUID | None,
    by_name: str,
    upload_id: UUID | None,
) -> Outcome:
    """Bring the good rows of `checked` into the organisation's list. Nothing is ever removed (AL-1)."""
    source = f"Waiting list file of {as_of.day} {as_of:%B %Y}"
    with acting_for(organisation.id):
        take_turns("list of", organisation.id)
        held = Held(held_pathways(organisation.id), held_patients(organisation.id))
        rows = incoming(checked.good, procedure_codes(), as_of=as_of)
        found = compare(rows, held, mapped=mapped_columns(mapping.columns), provider=organisation.code, as_of=as_of)
        people, new = with_ids(found)
        asked = {
            "provider": organisation.id, "area": organisation.area_id, "upload": upload_id, "source": source,
            "by": by_id, "by_name": by_name, "as_of": as_of,
        }  # fmt: skip
        elsewhere = merging.add_pathways(new, asked)
        refused = pl.concat([found.refused, elsewhere])
        added = new.join(refused, on=SOURCE_ROW, how="anti")
        wanted = pl.col("is_new").not_() | pl.col("patient_id").is_in(added["patient_id"].implode())
        merging.write_people(people.filter(wanted), asked)
        merging.add_starts(added, asked)
        merging.change_pathways(found.changed, asked)
        remember(organisation, mapping, as_of, source)
        look_up_by_key()
    bad = returned(table, checked, refused)
    open_here = held.pathways.filter(pl.col("state") == "open")
    gone = absent(open_here, table, mapping)
    present = open_here.height - len(gone)
    return Outcome(
        read=table.height,
        new=added.height,
        changed=table.height - bad.height - added.height - found.same,
        same=found.same,
        bad=bad,
        held=open_here.height,
        present=present,
        absent=gone if is_whole(present, open_here.height) else [],
        warnings=checked.warnings.to_dicts(),
    )


def held_pathways(organisation_id: UUID) -> pl.DataFrame:
    columns = ", ".join(name for name in PATHWAY_SCHEMA if not name.startswith("fact_"))
    return read_rows(
        f"SELECT {columns}, {FACT_VALUES} FROM waiting_pathway WHERE provider_id = %(me)s",  # noqa: S608
        organisation_id,
        PATHWAY_SCHEMA,
    )


def held_patients(organisation_id: UUID) -> pl.DataFrame:
    text = [f"nullif({name}, '')" if name in PERSON_TEXT else name for name in PATIENT_SCHEMA if name != "patient_id"]
    return read_rows(
        f"SELECT id, {', '.join(text)} FROM waiting_patient WHERE holder_id = %(me)s",  # noqa: S608
        organisation_id,
        PATIENT_SCHEMA,
    )


def read_rows(statement: str, me: UUID, schema: dict[str, Any]) -> pl.DataFrame:
    copying = f"COPY ({statement}) TO STDOUT (FORMAT csv)"
    with connection.cursor() as cursor, cursor.cursor.copy(copying, {"me": me}) as copy:
        content = b"".join(bytes(block) for block in copy)
    if not content:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(io.BytesIO(content), has_header=False, schema=schema)


def procedure_codes() -> pl.DataFrame:
    rows = [
        (str(code).replace(".", "").upper(), group.treatment_function, group.code)
        for group in ProcedureGroup.objects.order_by("code")
        for code in group.opcs_codes
    ]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("opcs", "treatment_function", "procedure_group_id"), pl.String), orient="row"
    )


def with_ids(found: Comparison) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People and new pathways with the ids under which they will stand."""
    people = found.people
    fresh = new_ids(people.height)
    people = people.with_columns(pl.coalesce("patient_id", fresh.alias("fresh")).alias("patient_id"))
    who = people.filter("is_new").select("who", fresh_patient="patient_id")
    new = found.new.with_columns(who_is_new()).join(who, on="who", how="left", maintain_order="left")
    new = new.with_columns(
        pl.coalesce("patient_id", "fresh_patient").alias("patient_id"), new_ids(new.height).alias("id")
    )
    return people, new


def remember(organisation: Organisation, mapping: Mapping, as_of: date, source: str) -> None:
    """The newest list and how its columns are named; an older list that is sent later does not turn the clock back."""
    held, _ = ReportedList.objects.get_or_create(
        organisation=organisation, defaults={"area_id": organisation.area_id, "as_of": as_of, "source": source}
    )
    if as_of >= held.as_of:
        held.as_of, held.source = as_of, source
    held.mapping = mapping.columns
    held.save()


def returned(table: pl.DataFrame, checked: Checked, refused: pl.DataFrame) -> pl.DataFrame:
    """Every row that was not taken, as it came, in the order of the file."""
    reasons = refused.rename({"problem": PROBLEMS})
    ours = table.join(reasons, on=SOURCE_ROW, how="inner", maintain_order="left").drop(READING_PROBLEM)
    return pl.concat([checked.bad, ours.select(checked.bad.columns)]).sort(SOURCE_ROW)


def absent(open_here: pl.DataFrame, table: pl.DataFrame, mapping: Mapping) -> list[UUID]:
    """Open here and nowhere in the file, not even in a row that could not be taken."""
    ppid = pl.col(mapping.columns["ppid"]).str.replace_all(r"\s", "")
    issuer = pl.col(mapping.columns["ppid_issuer"]).str.strip_chars().str.to_uppercase()
    reference = (ppid.str.len_chars() < PPID_LENGTH) & (issuer == E_REFERRAL_ISSUER)
    sent = table.select(
        pl.when(reference).then(ppid.str.zfill(PPID_LENGTH)).otherwise(ppid).alias(KEY[0]), issuer.alias(KEY[1])
    )
    gone = open_here.join(sent, on=KEY, how="anti")
    return [UUID(one) for one in gone.sort("clock_start", "id")["id"]]
