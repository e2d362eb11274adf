"""Where do the made-up people live, and which of their own hospital's sites is nearest?

Areas are shared out as published (commissioner of the pathway), districts by people and distance (modelled). A postcode
is a real district with a made-up unit.
"""

import numpy as np
import polars as pl

from alongside.demo.places import districts, function_sites, sites
from alongside.demo.published import alike, table

CATCHMENT_KM = {"NHS": 9.0, "independent": 16.0}
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def homes(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """District, postcode, deprivation and position, by the published commissioner of the pathway.

    Inside a commissioner's area people come from near the provider: weight is people x exp(-km / catchment).
    """
    where, own = districts(), sites()
    count = len(frame)
    district = np.empty(count, dtype=np.int64)
    for (name,), here in alike(frame, "provider"):
        district[here] = rng.choice(len(where), len(here), p=_catchment(name, where, own))
    spread = np.clip(where["spread_km"].to_numpy()[district], 0.3, 4.0)
    x = where["x_km"].to_numpy()[district] + spread * rng.standard_normal(count)
    y = where["y_km"].to_numpy()[district] + spread * rng.standard_normal(count)
    by_decile = np.cumsum(where.select(f"imd_{d}" for d in range(1, 11)).to_numpy(), axis=1)[district]
    decile = 1 + (rng.random(count)[:, None] * by_decile[:, -1:] > by_decile).sum(axis=1)
    inward = pl.Series([f"{d}Z{c}" for d in range(1, 10) for c in INWARD_LETTERS])
    outcode = where["outcode"].gather(district)
    return pl.DataFrame(
        {
            "outcode": outcode,
            "postcode": outcode + " " + inward.gather(rng.integers(0, len(inward), count)),
            "imd_decile": decile.astype(np.int8),
            "x_km": x.round(2),
            "y_km": y.round(2),
        }
    )


def _catchment(provider: str, where: pl.DataFrame, own: pl.DataFrame) -> np.ndarray:
    """Chance of each district for a provider's patients."""
    mine = own.filter(pl.col("provider_code") == provider)
    gap = np.hypot(
        where["x_km"].to_numpy()[:, None] - mine["x_km"].to_numpy(),
        where["y_km"].to_numpy()[:, None] - mine["y_km"].to_numpy(),
    ).min(axis=1)
    weight = where["people"].to_numpy() * np.exp(-gap / CATCHMENT_KM[mine["sector"][0]])
    areas = where["area"].to_numpy()
    chance = np.zeros(len(where))
    for area, pathways in table("residence").filter(pl.col("provider") == provider)["area", "pathways"].iter_rows():
        inside = areas == area
        chance[inside] += pathways * weight[inside] / weight[inside].sum()
    chance /= chance.sum()
    return chance


def own_site(frame: pl.DataFrame) -> tuple[pl.Series, np.ndarray]:
    """The nearest site where the pathway's provider does the function, for a child one that takes children, and km.

    Where no site of the provider fits, any of its sites counts.
    """
    own = sites().join(table("modelled_sites").select("site_code", "takes_children"), on="site_code")
    does = function_sites()
    frame = frame.with_columns((pl.col("age_years") < 16).alias("child"))
    x, y = frame["x_km"].to_numpy(), frame["y_km"].to_numpy()
    codes, km = np.empty(len(frame), dtype="<U5"), np.empty(len(frame))
    for (name, part, young), here in alike(frame, "provider", "treatment_function", "child"):
        doing = does.filter((pl.col("provider") == name) & (pl.col("treatment_function") == part))["site_code"]
        mine = own.filter(pl.col("provider_code") == name)
        for fits in (pl.col("site_code").is_in(doing.to_list()), pl.col("takes_children") | pl.lit(not young)):
            mine = mine.filter(fits) if len(mine.filter(fits)) else mine
        gap = np.hypot(x[here, None] - mine["x_km"].to_numpy(), y[here, None] - mine["y_km"].to_numpy())
        codes[here] = mine["site_code"].to_numpy().astype(str)[gap.argmin(axis=1)]
        km[here] = gap.min(axis=1)
    return pl.Series("site_code", codes), km
