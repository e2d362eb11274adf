"""Which operations does the demonstration area do, how long do they take and whom are they for?

Minutes include turnaround. Cases per four-hour session are planning defaults; `source` in the table says which figures
are published and which are modelled.
"""

import numpy as np
import polars as pl

from alongside.demo.published import alike, table

SESSION_MINUTES = 240
NEEDS_MORE_THAN_A_WARD = 0.1
MOSTLY_DAY_CASE = 0.8
DAY_ONLY = frozenset({"NTP16", "NYR"})
EYE_CLINICS = frozenset({"M0N7E", "X1M4L", "Z4F8Y", "U0K8N"})


def procedure_groups() -> pl.DataFrame:
    """One row for each procedure group; every function with a decision to admit has at least an "other" group.

    >>> procedure_groups().filter(procedure_group="130-cataract")["minutes"].item()
    20
    """
    return table("procedures").rename({"code": "procedure_group"})


def chosen_here(provider: str) -> pl.DataFrame:
    """The groups that a provider lists, with shares that add up to 1 in each function.

    Independent hospitals send major surgery elsewhere, day centres what needs a night, and eye clinics list cataracts
    (modelled).
    """
    groups = procedure_groups()
    if not provider.startswith("R"):
        groups = groups.filter(
            (pl.col("hdu_share") < NEEDS_MORE_THAN_A_WARD) | (pl.len().over("treatment_function") == 1)
        )
    if provider in DAY_ONLY:
        groups = groups.filter(pl.col("day_case_share") >= MOSTLY_DAY_CASE)
    if provider in EYE_CLINICS:
        groups = groups.filter(pl.col("procedure_group") == "130-cataract")
    return groups.with_columns(pl.col("share") / pl.col("share").sum().over("treatment_function"))


def average_minutes() -> dict[tuple[str, str], float]:
    """Theatre minutes of an average case, by provider and treatment function."""
    providers = table("organisations").filter(pl.col("kind") != "board")["organisation_code"]
    return {
        (provider, function): minutes
        for provider in providers
        for function, minutes in chosen_here(provider)
        .group_by("treatment_function")
        .agg((pl.col("share") * pl.col("minutes")).sum())
        .iter_rows()
    }


def assign_groups(frame: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """A row number of `procedure_groups()` for each pathway, drawn by the provider's shares."""
    order = {code: row for row, code in enumerate(procedure_groups()["procedure_group"])}
    chosen = np.full(len(frame), -1)
    for (provider, function), here in alike(frame, "provider", "treatment_function"):
        groups = chosen_here(provider).filter(pl.col("treatment_function") == function)
        rows = np.array([order[code] for code in groups["procedure_group"]])
        chosen[here] = rng.choice(rows, len(here), p=groups["share"].to_numpy())
    return chosen
