"""Who waits in the demonstration area? Every published pathway as a made-up patient, counts exactly as published.

The counts by provider, treatment function and week band are NHS England's; everything about the person is synthetic.
"""

import numpy as np
import polars as pl

from alongside.demo import clinical, homes, identity
from alongside.demo.operations import operations
from alongside.demo.procedures import assign_groups, procedure_groups
from alongside.demo.published import AS_OF, UNKNOWN_START, alike, cells, table
from alongside.domain.waits import OPEN_BAND, days_of_band

SEED = 20260131
LONGEST_TAIL_DAYS = 600
WILLING_KM = (15, 25, 40, 60, 100)
WILLING_SHARE = (0.12, 0.28, 0.33, 0.19, 0.08)
WILLING_SHARE_OVER_80 = (0.30, 0.36, 0.24, 0.08, 0.02)


def synthesise(seed: int = SEED) -> pl.DataFrame:
    """All 208,653 incomplete pathways of the area at 31 January 2026, one row each; the same seed gives the same rows.

    Clinical facts stand only where there is a decision to admit. Nulls there mean "not known".
    """
    rng = np.random.default_rng(seed)
    frame = _counted_rows()
    frame = frame.with_columns(*_clock(frame, rng))
    group = _groups(frame, rng)
    frame = frame.with_columns(*_sex_and_age(frame, group, rng))
    person = identity.same_person(frame, rng)
    frame = _people(frame, person, rng)
    site, km_to_it = homes.own_site(frame)
    frame = frame.with_columns(site)
    facts = _facts(frame, group, person, rng)
    frame = pl.concat([frame, facts, operations(frame, facts, group, rng)], how="horizontal")
    frame = frame.with_columns(_farthest(frame, km_to_it, person, rng))
    frame = pl.concat([identity.pathway_identifiers(frame["provider"], rng), frame], how="horizontal")
    clinical_only = [c for c in facts.columns if c not in ALWAYS_KNOWN]
    frame = frame.with_columns(pl.when("decision_to_admit").then(pl.col(c)).alias(c) for c in clinical_only)
    return frame.with_columns(clinical.needs_by_number()).drop("is_female", "days_waited")


ALWAYS_KNOWN = ("needs_interpreter", "needs_reasonable_adjustments")


def _counted_rows() -> pl.DataFrame:
    """One row for each published incomplete pathway, with `decision_to_admit` for as many as part 2A has."""
    key = ["provider", "treatment_function", "band"]
    counts = cells("2").join(cells("2A").rename({"n": "admit"}), on=key, how="left", maintain_order="left")
    admit = pl.int_range(pl.len()).over(key) < pl.col("admit").fill_null(0)
    rows = counts.select(pl.all().repeat_by("n").explode())
    return rows.with_columns(admit.alias("decision_to_admit")).drop("n", "admit")


def _clock(frame: pl.DataFrame, rng: np.random.Generator) -> list[pl.Series | pl.Expr]:
    """Clock start uniform over the days of the band; over 104 weeks an exponential tail; null where unknown."""
    band = frame["band"].to_numpy()
    closed = np.array([days_of_band(b) for b in range(OPEN_BAND)])
    low, high = np.vstack([closed, [729, 729]])[np.maximum(band, 0)].T
    days = rng.integers(low, high + 1)
    tail = np.minimum(rng.exponential(70, len(days)), LONGEST_TAIL_DAYS).astype(int)
    days = np.where(band == OPEN_BAND, days + tail, days)
    decided = np.minimum((days * rng.beta(2, 2.5, len(days))).astype(int), days)
    known = pl.Series(band != UNKNOWN_START)
    back = pl.Series("days_waited", np.where(band == UNKNOWN_START, 0, days))
    start = pl.lit(AS_OF) - pl.duration(days=pl.lit(back))
    return [
        back,
        pl.when(known).then(start).alias("clock_start"),
        pl.when("decision_to_admit")
        .then(start + pl.duration(days=pl.lit(pl.Series(decided))))
        .alias("decision_to_admit_date"),
    ]


def _groups(frame: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Row of the procedure table for each decision to admit, else -1."""
    group = np.full(len(frame), -1)
    admit = frame["decision_to_admit"].to_numpy()
    group[admit] = assign_groups(frame.filter("decision_to_admit"), rng)
    return group


def _sex_and_age(frame: pl.DataFrame, group: np.ndarray, rng: np.random.Generator) -> list[pl.Series]:
    """Sex and age: by the operation where there is one, else as published for the function (England)."""
    shares = _published_shares()
    function = frame["treatment_function"].to_numpy()
    names, number = np.unique(function, return_inverse=True)
    by_function = np.array([shares[name] for name in names])[number]
    operation = procedure_groups().select("female_share", "age", "age_sd", "age_min").to_numpy()[group]
    listed = group >= 0
    is_female = rng.random(len(frame)) < np.where(listed, operation[:, 0], by_function[:, 0])
    adults_only = (~frame["provider"].str.starts_with("R") & (frame["treatment_function"] != "X04")).to_numpy()
    youngest = np.where(adults_only, 18, np.where(listed, operation[:, 3], 0))
    normal = _truncated(operation[:, 1], operation[:, 2], np.where(listed, youngest, 0), rng)
    chance, child, old = rng.random(len(frame)), np.where(adults_only, 0, by_function[:, 1]), by_function[:, 2]
    general = np.select(
        [chance < child, chance > 1 - old],
        [rng.uniform(0, 19, len(frame)), 65 + 33 * rng.beta(1.3, 2.2, len(frame))],
        19 + 46 * rng.beta(1.6, 1.2, len(frame)),
    )
    age = np.where(listed, normal, general).astype(np.int16)
    return [pl.Series("is_female", is_female), pl.Series("age_years", age)]


def _published_shares() -> dict[str, tuple[float, float, float]]:
    """Share of women, of under 19 and of 65 and over on the national list, by function."""
    rows = table("demographics").filter(pl.col("measure").is_in(["age", "sex"]))
    waiting = {(of, category): n for of, category, n in rows.select("of", "category", "waiting").iter_rows()}
    return {
        of: (
            waiting[of, "Female"] / (waiting[of, "Female"] + waiting[of, "Male"]),
            *(waiting[of, c] / sum(waiting[of, a] for a in AGES) for c in (AGES[0], AGES[2])),
        )
        for of in rows["of"].unique()
    }


AGES = ("0 to 18 years", "19 to 64 years", "Over 65 years")


def _truncated(mean: np.ndarray, spread: np.ndarray, low: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Normal ages, drawn again while below `low` or over 100; the last few are clipped."""
    age = rng.normal(mean, spread)
    for _ in range(8):
        out = np.flatnonzero((age < low) | (age >= 101))
        age[out] = rng.normal(mean[out], spread[out])
    return np.clip(age, low, 100)


def _people(frame: pl.DataFrame, person: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """Identity and home, drawn for each row and then taken from the row of the person."""
    count = len(frame)
    family, given = identity.names(frame["is_female"].to_numpy(), rng)
    numbers = identity.nhs_numbers(count, rng)
    lived = (frame["age_years"].to_numpy() * 365.2425).astype(int) + rng.integers(2, 363, count)
    own = frame.select(
        "age_years",
        pl.Series("nhs_number", numbers),
        pl.concat_str(
            pl.col("provider").str.head(3), pl.Series(rng.permutation(count) + 1_000_000).cast(pl.String)
        ).alias("local_patient_id"),
        pl.Series("family_name", family),
        pl.Series("given_name", given),
        pl.when("is_female").then(pl.lit("female")).otherwise(pl.lit("male")).alias("sex"),
        (pl.lit(AS_OF) - pl.duration(days=pl.lit(pl.Series(lived)))).alias("birth_date"),
        pl.Series("ethnic_category", _ethnic_category(frame, rng)),
    )
    at_home = homes.homes(frame, rng)
    theirs = pl.concat([own, at_home], how="horizontal")[person]
    return pl.concat([frame.drop("age_years"), theirs], how="horizontal")


def _ethnic_category(frame: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Ethnic category code as published for the trust; elsewhere as for the area's trusts together."""
    rows = table("demographics").filter((pl.col("measure") == "ethnicity") & (pl.col("of") != "ENG"))
    rows = rows.with_columns(pl.col("category").str.split(":").list.first().alias("code"))
    area = rows.group_by("code").agg(pl.col("waiting").sum()).sort("code")
    found = np.empty(len(frame), dtype="<U2")
    for (name,), here in alike(frame, "provider"):
        known = rows.filter(pl.col("of") == name).sort("code")
        known = known if len(known) else area
        share = known["waiting"].to_numpy() / known["waiting"].sum()
        found[here] = rng.choice(known["code"].to_numpy(), len(here), p=share)
    return found


def _facts(frame: pl.DataFrame, group: np.ndarray, person: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """Clinical facts of each pathway's person, with the gaps that real records have."""
    usual = procedure_groups().select("asa_shift", "bmi").to_numpy()[group]
    usual[group < 0] = (0, 28)
    independent = ~frame["provider"].str.starts_with("R").to_numpy()
    profile = clinical.Profile(
        frame["age_years"].to_numpy(),
        (frame["sex"] == "female").to_numpy(),
        frame["imd_decile"].to_numpy(),
        usual[:, 0] + clinical.INDEPENDENT_LIST_HEALTH * independent,
        usual[:, 1],
    )
    drawn = pl.DataFrame(clinical.health_facts(profile, rng))
    known = clinical.hide_some(drawn.with_columns(frame["age_years"]), rng)
    return known.drop("age_years")[person]


def _farthest(frame: pl.DataFrame, km: np.ndarray, person: np.ndarray, rng: np.random.Generator) -> pl.Series:
    """Straight-line km the person would travel (modelled); never less than to their own hospital."""
    count = len(frame)
    young = rng.choice(WILLING_KM, count, p=WILLING_SHARE)
    old = rng.choice(WILLING_KM, count, p=WILLING_SHARE_OVER_80)
    willing = np.where(frame["age_years"].to_numpy() >= 80, old, young)[person]
    return pl.Series("max_km", np.maximum(willing, np.ceil(km)).astype(np.int16))
