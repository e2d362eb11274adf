"""What does each decision to admit ask for: operation, priority, theatre minutes, nights, level of care?

Minutes, nights and shares come from the procedure table; how patients differ from the average is modelled.
"""

import numpy as np
import polars as pl

from alongside.demo.procedures import procedure_groups

INDEPENDENT_P2 = 0.15
CARE_BY_ASA = (1.0, 0.5, 0.8, 2.2, 5.0)
CANCER_SHARE_OF_P2 = 0.35


def operations(frame: pl.DataFrame, facts: pl.DataFrame, group: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """One row for each pathway; all null where there is no decision to admit."""
    table = procedure_groups()
    usual = {c: table[c].to_numpy()[group] for c in table.columns if table[c].dtype.is_numeric()}
    asa = facts["asa"].fill_null(0).to_numpy()
    level = _care_level(usual, asa, rng)
    nights = _nights(usual, level, asa, facts["has_carer_at_home"].fill_null(value=True).to_numpy(), rng)
    priority = _priority(frame, usual, rng)
    codes = table["opcs"].str.split(";").gather(np.maximum(group, 0))
    pick = pl.Series(rng.integers(0, 60, len(group)))
    drawn = pl.DataFrame(
        {
            "procedure_group": table["procedure_group"].gather(np.maximum(group, 0)),
            "opcs": codes.list.get(pick % codes.list.len()),
            "priority": pl.Series(np.char.add("P", priority.astype(str))),
            "theatre_minutes": _minutes(usual, facts["bmi"].fill_null(28).to_numpy(), rng),
            "bed_nights": nights,
            "expected_critical_care_level": level,
            "needs_hdu": level >= 2,
            "is_suspected_cancer": (priority == 2) & (rng.random(len(group)) < CANCER_SHARE_OF_P2),
        }
    )
    return drawn.select(pl.when(pl.Series(group >= 0)).then(pl.col(c)).alias(c) for c in drawn.columns)


def _priority(frame: pl.DataFrame, usual: dict[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """2, 3 or 4: the urgent are treated first, so their share falls with the time waited."""
    weeks = frame["days_waited"].to_numpy() / 7
    independent = ~frame["provider"].str.starts_with("R").to_numpy()
    urgent = usual["p2_share"] * np.exp(-weeks / 20) * np.where(independent, INDEPENDENT_P2, 2.5)
    soon = usual["p3_share"] * np.exp(-weeks / 60) * 2.0
    chance = rng.random(len(weeks))
    return np.select([chance < urgent, chance < urgent + soon], [2, 3], 4)


def _minutes(usual: dict[str, np.ndarray], bmi: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Gamma with the group's mean and spread, 6% more from BMI 35; whole minutes, at least 10."""
    mean, spread = usual["minutes"], usual["minutes_sd"]
    drawn = rng.gamma((mean / spread) ** 2, spread**2 / mean) * np.where(bmi >= 35, 1.06, 1.0)
    minutes: np.ndarray = np.maximum(drawn.round(), 10).astype(np.int32)
    return minutes


def _care_level(usual: dict[str, np.ndarray], asa: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Expected critical care level: 3 and 2 by the group's shares, more in higher ASA grades; 1 for long operations."""
    more = np.array(CARE_BY_ASA)[asa]
    chance = rng.random(len(asa))
    intensive = usual["icu_share"] * more
    high = intensive + usual["hdu_share"] * more
    enhanced = high + np.where((asa >= 3) & (usual["minutes"] >= 90), 0.25, 0.0)
    return np.select([chance < intensive, chance < high, chance < enhanced], [3, 2, 1], 0).astype(np.int8)


def _nights(
    usual: dict[str, np.ndarray], level: np.ndarray, asa: np.ndarray, carer: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """None for a day case; else 1 + Poisson, two more in critical care. Nobody at home means a night in hospital."""
    day_case = (rng.random(len(level)) < usual["day_case_share"] * np.where(asa >= 3, 0.9, 1.0)) & (level == 0)
    awake = usual["day_case_share"] >= 0.998
    stay = 1 + rng.poisson(np.maximum(usual["nights"] - 1, 0.05)) + np.where(level >= 2, 2, 0)
    return np.where(day_case & (carer | awake), 0, stay).astype(np.int32)
