"""What is new, changed, the same or refused when a list that was sent meets the list that is held?

Whole columns at a time, and nothing is written here. Rules LST-1 to LST-6; see docs/journey/4-list.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from alongside.domain import rtt_state
from alongside.domain.clinical_fields import FIELDS, Kind
from alongside.domain.rtt_clock import review_event
from alongside.domain.rtt_codes import START_CODES
from alongside.domain.rtt_state import Clock, ClockState

KEY = ["pathway_identifier", "pathway_issuer"]
# The file is the truth: what it leaves blank is no longer so.
REPLACED = (
    "site_code", "treatment_function", "referral_identifier", "consultant_code", "decision_to_admit_on",
    "to_come_in_on", "intended_management", "procedure_code", "procedure_group_id", "requires_alternative_capacity",
    "status_code",
)  # fmt: skip
# What the file leaves blank is kept: people here may have filled it in.
FILLED = (
    "priority", "theatre_minutes", "bed_nights", "age_years", "sex", "ethnic_category", "postcode_district", "asa",
    "bmi", "frailty", "travel_limit_km",
)  # fmt: skip
FACTS = {
    field.name: pl.Boolean if field.kind is Kind.YES_NO else pl.Float64
    for field in FIELDS.values()
    if field.name not in ("age_years", "asa", "bmi", "frailty")
}
"""The other facts of the acceptance criteria, with the type in which they are compared."""
PERSON = ("nhs_number", "family_name", "given_name", "birth_date", "postcode", "phone", "needs_interpreter")
LONGEST = {
    "local_patient_identifier": 60,
    "referral_identifier": 60,
    "requires_alternative_capacity": 60,
    "family_name": 120,
    "given_name": 120,
    "phone": 40,
    "needs_interpreter": 60,
}
STATES = {
    "treated": ClockState.STOPPED_TREATED,
    "active_monitoring": ClockState.ACTIVE_MONITORING,
    "stopped": ClockState.STOPPED_OTHER,
    "nullified": ClockState.NULLIFIED,
}
REFUSED = {"source_row": pl.Int64, "problem": pl.String}


@dataclass(frozen=True, slots=True)
class Held:
    """What is here now. `pathways` are ours in every state; `patients` are those whose identity we hold."""

    pathways: pl.DataFrame
    patients: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Comparison:
    """`new` and `changed` hold whole rows; `people` the persons to add or change; `refused` a reason for a row."""

    new: pl.DataFrame
    changed: pl.DataFrame
    people: pl.DataFrame
    refused: pl.DataFrame
    same: int


def compare(incoming: pl.DataFrame, held: Held, *, mapped: Iterable[str], provider: str, as_of: date) -> Comparison:
    """`incoming` are good rows with the columns of a pathway and of a person; `mapped` those that the file has."""
    refused = [too_long(incoming), two_numbers_for_one_person(incoming, held.patients)]
    persons = with_patient(incoming, held.patients)
    standing = with_held(persons, held.pathways)
    refused += [starts_that_differ(standing), another_patient(standing), stopped_here(standing, held.pathways)]
    refused.append(clocks_the_rules_refuse(standing, held.pathways, provider, as_of))
    no = pl.concat(refused).group_by("source_row", maintain_order=True).agg(pl.col("problem").str.join("; "))
    standing = standing.join(no, on="source_row", how="anti", maintain_order="left")
    new = standing.filter(pl.col("held_id").is_null())
    judged = with_changes(standing.filter(pl.col("held_id").is_not_null()), set(mapped))
    people = changed_people(standing, held.patients, set(mapped))
    touched = people.filter(~pl.col("is_new"))["patient_id"]
    is_changed = pl.col("is_changed") | pl.col("patient_id").is_in(touched.implode())
    return Comparison(
        new=new,
        changed=judged.filter(pl.col("is_changed")),
        people=people,
        refused=no,
        same=judged.filter(~is_changed).height,
    )


def problem(rows: pl.DataFrame, *words: str | pl.Expr) -> pl.DataFrame:
    parts = [pl.lit(part) if isinstance(part, str) else part for part in words]
    return rows.select("source_row", pl.concat_str(parts, ignore_nulls=True).alias("problem")).cast(REFUSED)  # type: ignore[arg-type]


def too_long(incoming: pl.DataFrame) -> pl.DataFrame:
    found = []
    for name, longest in LONGEST.items():
        rows = incoming.filter(pl.col(name).str.len_chars() > longest)
        label = name.replace("_", " ").capitalize()
        found.append(problem(rows, f"{label} is longer than {longest} characters; shorten it [LST-4]"))
    return pl.concat(found)


def two_numbers_for_one_person(incoming: pl.DataFrame, patients: pl.DataFrame) -> pl.DataFrame:
    """Two people must never be joined: one local number with two NHS numbers goes back."""
    pair = ["local_patient_identifier", "nhs_number"]
    known = pl.concat([incoming.select(pair), patients.select(pair)]).drop_nulls()
    several = known.group_by("local_patient_identifier").agg(pl.col("nhs_number").n_unique().alias("several"))
    rows = incoming.join(several.filter(pl.col("several") > 1), on="local_patient_identifier", how="semi")
    return problem(
        rows, "This local patient identifier stands with two NHS numbers; find out which patient it is [LST-3]"
    )


def with_patient(incoming: pl.DataFrame, patients: pl.DataFrame) -> pl.DataFrame:
    """Each row with `patient_id`: held by local number, else by NHS number where one side has no local number."""
    nhs = patients.drop_nulls("nhs_number").sort("patient_id")
    without = nhs.filter(pl.col("local_patient_identifier").is_null())
    by_local = patients.drop_nulls("local_patient_identifier").select("local_patient_identifier", local="patient_id")
    by_nhs = nhs.group_by("nhs_number").agg(pl.col("patient_id").first().alias("any_nhs"))
    by_bare = without.group_by("nhs_number").agg(pl.col("patient_id").first().alias("bare_nhs"))
    joined = incoming.join(by_local, on="local_patient_identifier", how="left", maintain_order="left")
    for table in (by_nhs, by_bare):
        joined = joined.join(table, on="nhs_number", how="left", maintain_order="left")
    has_local = pl.col("local_patient_identifier").is_not_null()
    found = pl.when(has_local).then(pl.coalesce("local", "bare_nhs")).otherwise("any_nhs").alias("patient_id")
    return joined.with_columns(found).drop("local", "any_nhs", "bare_nhs")


def with_held(incoming: pl.DataFrame, pathways: pl.DataFrame) -> pl.DataFrame:
    """Each row beside the open pathway of the same identifier, its columns named `held_...`."""
    running = pathways.filter(pl.col("state") == "open").drop("state", "clock_stop")
    running = running.rename({name: f"held_{name}" for name in running.columns if name not in KEY})
    return incoming.join(running, on=KEY, how="left", maintain_order="left")


def starts_that_differ(standing: pl.DataFrame) -> pl.DataFrame:
    """AL-2: a clock that runs here keeps its start; and only one clock of a pathway can run."""
    differs = standing.filter(pl.col("held_clock_start") != pl.col("clock_start"))
    twice = standing.filter(pl.col("held_clock_start").is_null() & pl.struct(KEY).is_duplicated())
    return pl.concat(
        [
            problem(
                differs,
                "The clock of this pathway started on ",
                pl.col("held_clock_start").cast(pl.String),
                " here, and no file may change that (AL-2). If the first clock has stopped, record that on the "
                "pathway's page; if its start was entered in error, strike it there; then send this row again [LST-2]",
            ),
            problem(
                twice, "Two clocks of this pathway run in the file; only one can be open: remove the other [LST-2]"
            ),
        ]
    )


def another_patient(standing: pl.DataFrame) -> pl.DataFrame:
    moved = pl.col("held_patient_id").is_not_null() & pl.col("patient_id").ne_missing(pl.col("held_patient_id"))
    return problem(
        standing.filter(moved),
        "This pathway is held here for another patient; find out whose it is before it is sent again [LST-6]",
    )


def stopped_here(standing: pl.DataFrame, pathways: pl.DataFrame) -> pl.DataFrame:
    """A clock that was stopped here does not start again by itself."""
    over = pathways.filter(pl.col("state") != "open").select(*KEY, "clock_start", over_on="clock_stop")
    over = over.unique([*KEY, "clock_start"])
    rows = standing.filter(pl.col("held_id").is_null()).join(over, on=[*KEY, "clock_start"], nulls_equal=True)
    return problem(
        rows,
        "The clock that started on this day was stopped here on ",
        pl.col("over_on").cast(pl.String),
        "; a patient who waits again has a new clock start, and a stop that was wrong is withdrawn on the pathway's "
        "page [LST-5]",
    )


def clocks_the_rules_refuse(standing: pl.DataFrame, pathways: pl.DataFrame, provider: str, as_of: date) -> pl.DataFrame:
    """What the rules of the clock say of each new start and each change of status, in their own words."""
    struck = (pl.col("state") == "nullified") & (pl.col("status_code") != "33")
    last = (
        pathways.filter((pl.col("state") != "open") & ~struck)
        .sort("clock_stop")
        .group_by(KEY)
        .agg(pl.col("state", "clock_stop", "status_code").last().name.prefix("last_"))
    )
    rows = standing.join(last, on=KEY, how="left", maintain_order="left")
    rows = rows.filter(pl.col("held_status_code").ne_missing(pl.col("status_code")))
    asked = ["held_clock_start", "held_status_code", "last_state", "last_clock_stop", "last_status_code"]
    asked += ["status_code", "clock_start"]
    judged = rows.select(asked).unique()
    words = [said_by_the_rules(*row, provider, as_of) for row in judged.iter_rows()]
    judged = judged.with_columns(pl.Series("words", words, dtype=pl.String)).drop_nulls("words")
    return problem(rows.join(judged, on=asked, how="inner", nulls_equal=True), pl.col("words"))


@lru_cache(maxsize=4096)
def said_by_the_rules(
    held_start: date | None, held_code: str | None, state: str | None, stop: date | None, stop_code: str | None,
    code: str, start: date, provider: str, as_of: date,
) -> str | None:  # fmt: skip
    """None when the event may be added. A list may begin after active monitoring that only the sender knows of."""
    ids = {"ppid": "0" * 20, "issuer": provider}
    if held_code is not None:
        clock = Clock(ClockState.OPEN, held_start, owner=provider, held_since=held_start, **ids)  # type: ignore[arg-type]
        event = rtt_state.ClockEvent(code, as_of, provider)
    else:
        known = STATES.get(state or "", ClockState.NO_PERIOD)
        clock = Clock(known, stop=stop, stop_code=stop_code or "", owner=provider, **ids)  # type: ignore[arg-type]
        event = rtt_state.ClockEvent(code if code in START_CODES else "10", start, provider, **ids)  # type: ignore[arg-type]
    reasons = review_event(clock, event, as_of=as_of).reasons
    said = [one for one in reasons if not (one.rule == "RTT-6" and state is None)]
    return "; ".join(f"{one.message} [{one.rule}]" for one in said) or None


def with_changes(standing: pl.DataFrame, mapped: set[str]) -> pl.DataFrame:
    """Rows that are held, with each column as it should be afterwards, and `is_changed`."""
    replaced = [pl.col(name) for name in REPLACED if name in mapped]
    filled = [
        pl.when(is_empty(name) | stays_corrected(name)).then(f"held_{name}").otherwise(name).alias(name)
        for name in FILLED
        if name in mapped
    ]
    kept = [pl.col(f"held_{name}").alias(name) for name in (*REPLACED, *FILLED) if name not in mapped]
    facts = [
        pl.when(pl.col(f"fact_{name}").ne_missing(pl.col(f"held_fact_{name}")) & ~is_corrected(name))
        .then(f"fact_{name}")
        .alias(f"fact_{name}")
        for name in FACTS
    ]
    after = standing.with_columns(*replaced, *filled, *kept, *facts)
    differs = [pl.col(name).ne_missing(pl.col(f"held_{name}")) for name in (*REPLACED, *FILLED)]
    new_facts = [pl.col(f"fact_{name}").is_not_null() for name in FACTS]
    learned = pl.col("held_clock_start").is_null()
    return after.with_columns(pl.any_horizontal(*differs, *new_facts, learned).alias("is_changed"))


def is_empty(name: str) -> pl.Expr:
    return pl.col(name).is_null() | (pl.col(name).cast(pl.String) == "")


def is_corrected(name: str) -> pl.Expr:
    return pl.col("held_corrections").str.contains(f'"{name}":', literal=True)


def stays_corrected(name: str) -> pl.Expr:
    """The file still says what it said when somebody here put it right."""
    said = pl.col("held_corrections").str.json_path_match(f"$.{name}").fill_null("")
    same = said.cast(pl.Float64, strict=False) == pl.col(name).cast(pl.Float64, strict=False)
    return is_corrected(name) & ((said == pl.col(name).cast(pl.String)) | same.fill_null(value=False))


def changed_people(standing: pl.DataFrame, patients: pl.DataFrame, mapped: set[str]) -> pl.DataFrame:
    """One row for each person to add or change: the last row of the file that speaks of them decides."""
    told = [name for name in PERSON if name in mapped]
    latest = standing.group_by("local_patient_identifier", "patient_id", who_is_new(), maintain_order=True).agg(
        pl.col(PERSON).drop_nulls().last()
    )
    here = patients.rename({name: f"held_{name}" for name in (*PERSON, "local_patient_identifier")})
    both = latest.join(here, on="patient_id", how="left", maintain_order="left")
    both = both.with_columns(
        pl.coalesce(name, f"held_{name}").alias(name) if name in told else pl.col(f"held_{name}").alias(name)
        for name in PERSON
    ).with_columns(pl.col("patient_id").is_null().alias("is_new"))
    named = pl.col("held_local_patient_identifier").is_null() & pl.col("local_patient_identifier").is_not_null()
    differs = named | pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"held_{name}")) for name in PERSON)
    return both.filter(pl.col("is_new") | differs).select(
        "patient_id", "local_patient_identifier", "who", "is_new", *PERSON
    )


def who_is_new() -> pl.Expr:
    """What tells people apart within the file: the local number, or the NHS number of a row without one."""
    local = pl.col("local_patient_identifier")
    return pl.when(local.is_not_null()).then("L" + local).otherwise("N" + pl.col("nhs_number")).alias("who")
