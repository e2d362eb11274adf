"""Where do the made-up people live, and which of their own hospital's sites is nearest?

Areas are shared out as published (commissioner of the pathway), districts by people and distance (modelled). A postcode
is a real district with a made-up unit.
"""

import numpy as np
import polars as pl

from alongside.demo.places import districts, sites
from alongside.demo.published import table

CATCHMENT_KM = {"NHS": 9.0, "independent": 16.0}
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def homes(provider: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """District, postcode, deprivation, position and nearest own site, by the published commissioner of the pathway.

    Inside a commissioner's area people come from near the provider: weight is people x exp(-km / catchment).
    """
    where, own = districts(), sites()
    district = np.empty(len(provider), dtype=np.int64)
    for name in np.unique(provider):
        here = np.flatnonzero(provider == name)
        district[here] = rng.choice(len(where), len(here), p=_catchment(name, where, own))
    spread = np.clip(where["spread_km"].to_numpy()[district], 0.3, 4.0)
    x = where["x_km"].to_numpy()[district] + spread * rng.standard_normal(len(provider))
    y = where["y_km"].to_numpy()[district] + spread * rng.standard_normal(len(provider))
    by_decile = np.cumsum(where.select(f"imd_{d}" for d in range(1, 11)).to_numpy(), axis=1)[district]
    decile = 1 + (rng.random(len(provider))[:, None] * by_decile[:, -1:] > by_decile).sum(axis=1)
    inward = pl.Series([f"{d}Z{c}" for d in range(1, 10) for c in INWARD_LETTERS])
    outcode = where["outcode"].gather(district)
    nearest, km = _nearest_own_site(provider, x, y, own)
    return pl.DataFrame(
        {
            "outcode": outcode,
            "postcode": outcode + " " + inward.gather(rng.integers(0, len(inward), len(provider))),
            "imd_decile": decile.astype(np.int8),
            "x_km": x.round(2),
            "y_km": y.round(2),
            "site_code": nearest,
            "own_km": km,
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


def _nearest_own_site(
    provider: np.ndarray, x: np.ndarray, y: np.ndarray, own: pl.DataFrame
) -> tuple[pl.Series, np.ndarray]:
    """The nearest site of the patient's own provider (acute where it has one) and the straight-line km to it."""
    codes = np.empty(len(provider), dtype="<U5")
    km = np.empty(len(provider))
    for name in np.unique(provider):
        mine = own.filter(pl.col("provider_code") == name)
        acute = mine.filter(pl.col("kind") == "acute")
        mine = acute if len(acute) else mine
        here = np.flatnonzero(provider == name)
        gap = np.hypot(x[here, None] - mine["x_km"].to_numpy(), y[here, None] - mine["y_km"].to_numpy())
        codes[here] = mine["site_code"].to_numpy().astype(str)[gap.argmin(axis=1)]
        km[here] = gap.min(axis=1)
    return pl.Series(codes), km
