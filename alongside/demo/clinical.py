"""How well are the made-up people: ASA, BMI, frailty, illnesses that acceptance rules ask about, and what is not known?

All of it is modelled: no published table gives these for people who wait. One hidden measure of poor health (age,
deprivation, chance) drives every fact, so that the facts of one person agree with each other.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from alongside.domain.clinical_fields import INFECTION

ASA_STEPS = (-0.35, 1.15, 2.75)
INDEPENDENT_LIST_HEALTH = -0.45
NOT_KNOWN = {
    "asa": 0.06,
    "bmi": 0.05,
    "frailty": 0.06,
    "months_since_mi": 0.05,
    "months_since_stroke": 0.05,
    "hba1c": 0.08,
    "haemoglobin": 0.10,
    "egfr": 0.08,
    "has_had_mi": 0.02,
    "has_had_stroke": 0.02,
    "has_diabetes": 0.01,
    "on_dialysis": 0.01,
    "has_sleep_apnoea": 0.03,
    "has_carer_at_home": 0.04,
}
# Share of adults at average health, and how much poor health, age over 55 (per 10 years) and BMI over 28 multiply it.
ILLNESSES = {
    "has_had_mi": (0.030, 0.45, 0.35, 0.0),
    "has_had_stroke": (0.018, 0.40, 0.40, 0.0),
    "has_diabetes": (0.085, 0.35, 0.15, 0.05),
    "on_dialysis": (0.002, 0.60, 0.10, 0.0),
    "on_anticoagulant": (0.045, 0.35, 0.45, 0.0),
    "on_home_oxygen": (0.0015, 0.70, 0.25, 0.0),
    "has_sleep_apnoea": (0.030, 0.20, 0.0, 0.10),
    "has_pacemaker_or_icd": (0.010, 0.30, 0.60, 0.0),
    "has_uncontrolled_hypertension": (0.025, 0.30, 0.15, 0.03),
    "has_uncontrolled_asthma": (0.015, 0.45, 0.0, 0.02),
    "has_severe_blood_disorder": (0.005, 0.20, 0.0, 0.0),
    "has_unstable_mental_illness": (0.008, 0.20, -0.20, 0.0),
    "has_difficult_airway": (0.008, 0.15, 0.0, 0.04),
    "has_latex_allergy": (0.006, 0.0, 0.0, 0.0),
    "has_malignant_hyperthermia_risk": (0.0005, 0.0, 0.0, 0.0),
    "has_dementia_or_learning_disability": (0.012, 0.25, 0.35, 0.0),
    "needs_reasonable_adjustments": (0.050, 0.20, 0.20, 0.0),
    "needs_interpreter": (0.025, 0.0, 0.0, 0.0),
}
# Of every forty who need adjustments, by their number, one has each of these access needs recorded.
EVERY = 40
RECORDED = (
    "needs_hoist",
    "needs_large_print",
    "needs_hearing_loop",
    "needs_step_free",
    "needs_carer_to_stay",
    "needs_easy_read",
    "needs_sign_language",
)
# Of those who wait for no admission, one in so many has a known infection.
EVERY_INFECTED = 400


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of every person before their health is drawn; arrays of one length."""

    age: np.ndarray
    is_female: np.ndarray
    imd_decile: np.ndarray
    health_shift: np.ndarray
    usual_bmi: np.ndarray


def health_facts(profile: Profile, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Facts by the names of the eligibility rules, complete: `hide_some` says afterwards what is not known."""
    count = len(profile.age)
    child = profile.age < 18
    poor = (
        rng.standard_normal(count)
        + 0.06 * (5.5 - profile.imd_decile)
        + 0.024 * (np.maximum(profile.age, 18) - 55)
        + profile.health_shift
    )
    bmi = np.where(
        child,
        15 + 0.4 * profile.age + 2.2 * rng.standard_normal(count),
        profile.usual_bmi * np.exp(0.16 * rng.standard_normal(count) - 0.013) + 0.8 * poor,
    )
    facts: dict[str, np.ndarray] = {
        "asa": 1 + np.searchsorted(ASA_STEPS, poor).astype(np.int8),
        "bmi": np.clip(bmi, 13, 62).round(1),
        "frailty": np.clip(np.round(2.3 + 0.75 * poor + (profile.age - 72) / 14), 1, 8).astype(np.int8),
    }
    for name, (share, by_health, by_age, by_bmi) in ILLNESSES.items():
        more = by_health * poor + by_age * (profile.age - 55) / 10 + by_bmi * (facts["bmi"] - 28)
        facts[name] = rng.random(count) < np.clip(np.where(child, share / 4, share * np.exp(more)), 0, 0.6)
    facts["on_dialysis"] &= facts["asa"] >= 3
    return facts | _measurements(profile, facts, poor, rng)


def _measurements(
    profile: Profile, facts: dict[str, np.ndarray], poor: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Numbers that go with the illnesses; months since an event are capped by the age."""
    count = len(poor)
    adult_months = np.maximum(12 * (profile.age - 16), 12)
    egfr = 112 - 0.75 * np.maximum(profile.age - 25, 0) - 6 * poor + 12 * rng.standard_normal(count)
    alone = np.where(profile.age >= 75, 0.24, 0.10)
    return {
        "months_since_mi": np.minimum(rng.exponential(60, count).astype(np.int32), adult_months),
        "months_since_stroke": np.minimum(rng.exponential(55, count).astype(np.int32), adult_months),
        "hba1c": np.clip(57 + 13 * rng.standard_normal(count), 38, 125).astype(np.int32),
        "haemoglobin": np.clip(
            np.where(profile.is_female, 131, 144) - 3 * poor + 11 * rng.standard_normal(count), 70, 185
        ).astype(np.int32),
        "egfr": np.where(facts["on_dialysis"], 8, np.clip(egfr, 12, 130)).astype(np.int32),
        "has_carer_at_home": (rng.random(count) >= alone) | (profile.age < 18),
    }


def needs_by_number() -> list[pl.Expr]:
    """Access needs and known infections of a few, taken from their local numbers, so that nothing is drawn for them."""
    number = pl.col("local_patient_id").str.slice(3).cast(pl.Int64)
    adjusted, is_planned = (
        pl.col("needs_reasonable_adjustments"),
        pl.col("decision_to_admit").any().over("local_patient_id"),
    )
    needs = [pl.when(adjusted & (number % EVERY == at)).then(True).alias(name) for at, name in enumerate(RECORDED)]
    return [*needs, pl.when(~is_planned & (number % EVERY_INFECTED == 0)).then(True).alias(INFECTION)]


def hide_some(facts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Take away numbers without their illness, frailty under 65, and the shares of NOT_KNOWN."""
    facts = facts.with_columns(
        pl.when("has_had_mi").then("months_since_mi").alias("months_since_mi"),
        pl.when("has_had_stroke").then("months_since_stroke").alias("months_since_stroke"),
        pl.when("has_diabetes").then("hba1c").alias("hba1c"),
        pl.when(pl.col("age_years") >= 65).then("frailty").alias("frailty"),
    )
    hidden = {name: pl.Series(rng.random(len(facts)) < share) for name, share in NOT_KNOWN.items()}
    return facts.with_columns(pl.when(~hide).then(name).alias(name) for name, hide in hidden.items())
