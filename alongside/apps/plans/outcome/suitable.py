"""What of the offered capacity could somebody on the list use under the sites' criteria, and what does the list need?

An hour that no waiting patient may have is not capacity for the list (M-77).
"""

from typing import Any

import numpy as np
import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.planner.eligibility import NEED_INFO, REVIEW
from alongside.planner.nearest import chunks

PAIRS = {"site_id": pl.String, "treatment_function": pl.String}


def suitable(facts: Facts) -> dict[str, Any]:
    """`weekly`: [function, week, minutes that somebody may use]; `demand`: what each function's list needs."""
    index = {site.code: at for at, site in enumerate(facts.sites)}
    functions = facts.people["treatment_function"].to_numpy()
    pairs: list[tuple[str, str]] = []
    demand = []
    for (function,), part in facts.listed.group_by("treatment_function", maintain_order=True):
        codes = facts.sessions.filter(pl.col("treatment_function") == function)["site_id"].unique().sort().to_list()
        places = np.array([index[code] for code in codes], np.int64)
        takes, could, unknown = ask(facts, np.flatnonzero(functions == function), places)
        pairs += [(code, str(function)) for code, takes_one in zip(codes, takes, strict=True) if takes_one]
        minutes = int(part["theatre_minutes"].fill_null(0).sum())
        demand.append([str(function), part.height, minutes, could, unknown])
    usable = facts.sessions.join(pl.DataFrame(pairs, schema=PAIRS, orient="row"), on=list(PAIRS), how="inner")
    weekly = usable.group_by("treatment_function", "week").agg(pl.col("theatre_minutes").sum())
    return {"weekly": [list(row) for row in weekly.sort("treatment_function", "week").rows()], "demand": sorted(demand)}


def ask(facts: Facts, people: Any, places: Any) -> tuple[list[bool], int, int]:
    """Which places accept anybody; how many people are accepted somewhere, and how many nowhere for want of facts."""
    takes = np.zeros(len(places), bool)
    could = unknown = 0
    for rows in chunks(people, len(places)) if len(places) else ():
        bits = facts.eligibility.refusals(rows, places) & ~REVIEW
        accepted = bits == 0
        takes |= accepted.any(0)
        could += int(accepted.any(1).sum())
        unknown += int((~accepted.any(1) & ((bits & NEED_INFO) > 0).any(1)).sum())
    return takes.tolist(), could, unknown
