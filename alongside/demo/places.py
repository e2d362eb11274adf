"""Where are the hospitals and the people of the demonstration area, in kilometres on one plane?

The plane is the British National Grid's transverse Mercator (Airy 1830, true origin 49 N 2 W) without the datum shift:
distances are right to 0.1%, positions differ from Ordnance Survey's by about 0.1 km.
"""

import numpy as np
import polars as pl

from alongside.demo.published import table, totals

_A, _B, _SCALE = 6377.563396, 6356.256909, 0.9996012717
_ORIGIN_NORTH, _ORIGIN_EAST = np.radians(49.0), np.radians(-2.0)
_FALSE_EAST, _FALSE_NORTH = 400.0, -100.0


def grid_km(latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kilometres east and north on the plane of the British National Grid, from degrees.

    The worked example of Ordnance Survey's guide to coordinate systems:

    >>> x, y = grid_km(np.array([52.6575703]), np.array([1.7179216]))
    >>> round(float(x[0]), 2), round(float(y[0]), 2)
    (651.41, 313.18)
    """
    north, east = np.radians(np.asarray(latitude, float)), np.radians(np.asarray(longitude, float))
    square = 1 - (_B / _A) ** 2
    sine, cosine, tangent = np.sin(north), np.cos(north), np.tan(north)
    across = _A * _SCALE / np.sqrt(1 - square * sine**2)
    along = _A * _SCALE * (1 - square) / (1 - square * sine**2) ** 1.5
    ratio = across / along - 1
    turn = (east - _ORIGIN_EAST) * cosine
    x = _FALSE_EAST + across * (
        turn + turn**3 / 6 * (across / along - tangent**2) + turn**5 / 120 * (5 - 18 * tangent**2 + tangent**4)
    )
    y = _FALSE_NORTH + _meridian(north)
    y += across * tangent * (turn**2 / 2 + turn**4 / 24 * (5 - tangent**2 + 9 * ratio))
    return x, y


def _meridian(north: np.ndarray) -> np.ndarray:
    """Distance along the meridian from the true origin, km."""
    n = (_A - _B) / (_A + _B)
    apart, total = north - _ORIGIN_NORTH, north + _ORIGIN_NORTH
    first = (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
    second = (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(apart) * np.cos(total)
    third = 15 / 8 * (n**2 + n**3) * np.sin(2 * apart) * np.cos(2 * total)
    along: np.ndarray = _B * _SCALE * (first - second + third)
    return along


def organisations() -> pl.DataFrame:
    """The board and its 18 providers: organisation_code, name, sector, kind."""
    return table("organisations")


def treatment_functions() -> pl.DataFrame:
    """The functions that the area reports: treatment_function, name."""
    return table("treatment_functions")


def sites() -> pl.DataFrame:
    """The providers' real sites: code, name, sector, kind, postcode, position, how it was found, x_km, y_km.

    A `position_found_by` that begins with `approx_` is approximate (a town's centre, or the middle of the people it
    serves: median error 7 km) and pages say so.
    """
    sector = organisations().select(pl.col("organisation_code").alias("provider_code"), "sector")
    return _on_plane(table("places").join(sector, on="provider_code", maintain_order="left"))


def districts() -> pl.DataFrame:
    """Postcode districts: area (commissioner), outcode, position, spread_km, people, people by deprivation decile."""
    return _on_plane(table("outcodes"))


def function_sites() -> pl.DataFrame:
    """Where a provider operates in each function it reports: provider, treatment_function, site_code, share (modelled).

    A provider with one site does all of it there; community hospitals that only see outpatients have no row.
    """
    split = table("modelled_split")
    pairs = totals().select("provider", "treatment_function").unique(maintain_order=True)
    named = pairs.join(split, on=["provider", "treatment_function"], maintain_order="left")
    rest = pairs.join(named, on=["provider", "treatment_function"], how="anti", maintain_order="left")
    general = split.filter(pl.col("treatment_function") == "*").drop("treatment_function")
    single = (
        sites()
        .filter(pl.len().over("provider_code") == 1)
        .select(pl.col("provider_code").alias("provider"), "site_code", pl.lit(1.0).alias("share"))
    )
    columns = ("provider", "treatment_function", "site_code", "share")
    found = (named, *(rest.join(frame, on="provider", maintain_order="left") for frame in (general, single)))
    return pl.concat(frame.select(columns).cast({"share": pl.Float64}) for frame in found).sort(columns)


def _on_plane(frame: pl.DataFrame) -> pl.DataFrame:
    x, y = grid_km(frame["latitude"].to_numpy(), frame["longitude"].to_numpy())
    return frame.with_columns(pl.Series("x_km", x.round(3)), pl.Series("y_km", y.round(3)))
