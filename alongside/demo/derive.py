"""How are the committed tables of the demonstration area made from the published files?

Run `python -m alongside.demo.derive SHARED_DATA_DIR [OUT_DIR]` with the folder that holds the published
files (rtt, ods, geo, codes). Every table written is small, holds no person, and is named in ATTRIBUTION.md.
"""

import sys
import zipfile
from pathlib import Path

import fastexcel
import polars as pl

from alongside.demo.published import BOARD

DATA = Path(__file__).parent / "data"
RTT_ZIP = "rtt/Full-CSV-data-file-Jan26-ZIP-4M-WL5BiP.zip"
DEMOGRAPHICS = "rtt/WLMDS-Demographics-Summary-to-25-January-2026.xlsx"
BANDS = [f"Gt {w:02d} To {w + 1:02d} Weeks SUM 1" for w in range(104)] + ["Gt 104 Weeks SUM 1"]
UNKNOWN = "Patients with unknown clock start date"
PEOPLE_IN_A_SMALL_AREA = 1600
SMALLEST_DISTRICT = 300
RESIDENCE = ("91Q", "72Q", "97R", "26A", "07G", "A3A8R", "70F", "92A")


def derive(published: Path, out: Path = DATA) -> None:
    """Write every derived table from the published files into `out`."""
    extract = read_extract(published / RTT_ZIP)
    counts_table(extract).write_csv(out / "published_counts.csv")
    organisations_table(extract).write_csv(out / "organisations.csv")
    functions_table(extract).write_csv(out / "treatment_functions.csv")
    residence_table(extract).write_csv(out / "residence.csv")
    districts = outcodes_table(published)
    districts.write_csv(out / "outcodes.csv")
    places_table(published, out).write_csv(out / "places.csv")
    demographics_table(published / DEMOGRAPHICS, functions_table(extract)).write_csv(out / "demographics.csv")


def read_extract(path: Path) -> pl.DataFrame:
    """The board's providers in the RTT full CSV extract, counts as integers, no total rows."""
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".csv"))
        frame = pl.read_csv(archive.read(name), infer_schema_length=0)
    return (
        frame.filter((pl.col("Provider Parent Org Code") == BOARD) & (pl.col("Treatment Function Code") != "C_999"))
        .with_columns(pl.col(c).cast(pl.Int64).fill_null(0) for c in [*BANDS, UNKNOWN, "Total All"])
        .with_columns(
            pl.col("RTT Part Type").str.strip_prefix("Part_").alias("part"),
            pl.col("Treatment Function Code").str.strip_prefix("C_").alias("treatment_function"),
            pl.col("Provider Org Code").alias("provider"),
        )
    )


def counts_table(extract: pl.DataFrame) -> pl.DataFrame:
    """One row for each provider, part and function; `bands` is the 105 weekly counts, trailing zeros dropped."""
    bands = pl.concat_list(BANDS).list.eval(pl.element().cast(pl.String)).list.join(" ").str.replace(r"( 0|^0)+$", "")
    return (
        extract.group_by("provider", "part", "treatment_function")
        .agg(
            pl.col("Total All").sum().alias("total"), pl.col(UNKNOWN).sum().alias("unknown_start"), pl.col(BANDS).sum()
        )
        .with_columns(bands.alias("bands"))
        .select("provider", "part", "treatment_function", "total", "unknown_start", "bands")
        .sort("provider", "part", "treatment_function")
    )


def organisations_table(extract: pl.DataFrame) -> pl.DataFrame:
    """The board and its providers, under the names of the extract."""
    providers = extract.select(
        pl.col("provider").alias("organisation_code"), pl.col("Provider Org Name").str.strip_chars().alias("name")
    ).unique()
    nhs = pl.col("organisation_code").str.contains("^R[A-Z0-9]{2}$")
    community = pl.when(pl.col("organisation_code") == "RYY").then(pl.lit("community"))
    kind = community.when(pl.col("organisation_code") == "NYR").then(pl.lit("diagnostic")).otherwise(pl.lit("acute"))
    providers = providers.with_columns(
        pl.when(nhs).then(pl.lit("NHS")).otherwise(pl.lit("independent")).alias("sector"), kind.alias("kind")
    )
    board = pl.DataFrame(
        {
            "organisation_code": [BOARD],
            "name": ["NHS KENT AND MEDWAY INTEGRATED CARE BOARD"],
            "sector": ["NHS"],
            "kind": ["board"],
        }
    )
    return pl.concat([board, providers.sort("organisation_code")])


def functions_table(extract: pl.DataFrame) -> pl.DataFrame:
    """The treatment functions that the board's providers report, under their published names."""
    return (
        extract.select("treatment_function", pl.col("Treatment Function Name").str.strip_chars().alias("name"))
        .unique()
        .sort("treatment_function")
    )


def residence_table(extract: pl.DataFrame) -> pl.DataFrame:
    """Incomplete pathways by provider and the commissioner's area; other commissioners count as the largest one."""
    incomplete = extract.filter(pl.col("part") == "2").group_by(
        "provider", pl.col("Commissioner Org Code").alias("area")
    )
    rows = incomplete.agg(pl.col("Total All").sum().alias("pathways"))
    largest = (
        rows.sort("pathways", "area").group_by("provider", maintain_order=True).agg(pl.col("area").last().alias("main"))
    )
    return (
        rows.join(largest, on="provider")
        .with_columns(pl.when(pl.col("area").is_in(RESIDENCE)).then("area").otherwise("main").alias("area"))
        .group_by("provider", "area")
        .agg(pl.col("pathways").sum())
        .sort("provider", "pathways", "area", descending=[False, True, False])
    )


def outcodes_table(published: Path) -> pl.DataFrame:
    """Postcode districts by commissioner area: position, people (1,600 a small area), people by 2025 IMD decile."""
    postcodes = pl.read_parquet(published / "geo/postcodes_england.parquet").filter(
        pl.col("sub_icb_ods").is_in(RESIDENCE)
    )
    deprivation = pl.read_csv(published / "geo/imd2025_england_lsoa21.csv.gz").select(
        pl.col("lsoa21_code").alias("lsoa11cd"), pl.col("IMD_decile").cast(pl.Int64).alias("decile")
    )
    # A small area that was redrawn in 2021 has no 2025 decile under its old code; its own 2019 decile stands in.
    homes = (
        postcodes.with_columns(
            pl.col("postcode").str.split(" ").list.first().alias("outcode"),
            (PEOPLE_IN_A_SMALL_AREA / pl.len().over("lsoa11cd")).alias("people"),
        )
        .join(deprivation, on="lsoa11cd", how="left")
        .with_columns(pl.coalesce("decile", pl.col("imd2019_decile").cast(pl.Int64)).alias("decile"))
    )
    key = [pl.col("sub_icb_ods").alias("area"), "outcode"]
    by_decile = [
        pl.col("people").filter(pl.col("decile") == d).sum().round(0).cast(pl.Int64).alias(f"imd_{d}")
        for d in range(1, 11)
    ]
    weighted = [(pl.col(c) * pl.col("people")).sum() / pl.col("people").sum() for c in ("latitude", "longitude")]
    spread = ((pl.col("latitude") - pl.col("latitude").mean()) ** 2).mean().sqrt() * 111.2
    return (
        homes.group_by(key)
        .agg(
            *(w.cast(pl.Float64).round(5) for w in weighted),
            spread.round(2).alias("spread_km"),
            pl.len().alias("postcodes"),
            pl.col("people").sum().round(0).cast(pl.Int64),
            *by_decile,
        )
        .filter(pl.col("people") >= SMALLEST_DISTRICT)
        .sort("area", "outcode")
    )


def places_table(published: Path, out: Path) -> pl.DataFrame:
    """The sites of `site_list.csv` with postcode, position and how the position was found."""
    sites = pl.read_csv(out / "site_list.csv")
    hospitals = pl.read_csv(
        published / "ods/nhsuk_hospitals_2020.csv.gz", infer_schema_length=0, truncate_ragged_lines=True
    )
    estates = pl.read_csv(published / "ods/eric_nhs_sites.csv.gz", infer_schema_length=0)
    providers = pl.read_csv(published / "ods/provider_locations_2026-04.csv", infer_schema_length=0)
    homes = pl.read_parquet(published / "geo/postcodes_england.parquet")
    rows = [locate(site, hospitals, estates, providers, homes) for site in sites.iter_rows(named=True)]
    return pl.DataFrame(rows, infer_schema_length=None)


def locate(
    site: dict[str, str], hospitals: pl.DataFrame, estates: pl.DataFrame, providers: pl.DataFrame, homes: pl.DataFrame
) -> dict[str, str | float | None]:
    """One site's postcode and position by the method that the list names for it."""
    method, _, district = site["position_from"].partition(":")
    postcode: str | None = None
    if method == "nhsuk_hospital_code":
        row = hospitals.row(by_predicate=pl.col("OrganisationCode") == site["site_code"], named=True)
        postcode, latitude, longitude = row["Postcode"], float(row["Latitude"]), float(row["Longitude"])
    elif method == "approx_town_in_name":
        town = homes.filter(pl.col("postcode").str.starts_with(f"{district} "))
        latitude, longitude = town.select(pl.col("latitude", "longitude").cast(pl.Float64).mean()).row(0)
    elif method == "estates_return_postcode":
        row = estates.row(by_predicate=pl.col("Site Code") == site["site_code"], named=True)
        postcode = " ".join(row["Post Code"].split())
        _, latitude, longitude = homes.row(by_predicate=pl.col("postcode") == postcode)[:3]
    else:
        row = providers.row(by_predicate=pl.col("Provider Org Code") == site["provider_code"], named=True)
        postcode, latitude, longitude = row["postcode"] or None, float(row["latitude"]), float(row["longitude"])
    return {
        "site_code": site["site_code"],
        "provider_code": site["provider_code"],
        "site_name": site["site_name"],
        "kind": site["kind"],
        "postcode": postcode,
        "latitude": round(latitude, 5),
        "longitude": round(longitude, 5),
        "position_found_by": method,
    }


def demographics_table(path: Path, functions: pl.DataFrame) -> pl.DataFrame:
    """Waiting list by age, sex (national, by function) and ethnic category, IMD decile (by provider), as published."""
    book = fastexcel.read_excel(path)
    codes = dict(functions.select("name", "treatment_function").iter_rows())
    codes["Trauma and Orthopaedics Service"] = codes["Trauma and Orthopaedic Service"]
    providers = {code: code for code in ("ENG", "RVV", "RWF", "RPA", "RN7", "RYY")}
    sheets = [
        summary_sheet(book, "Treatment-Function-Age", codes),
        summary_sheet(book, "Treatment-Function-Sex", codes),
        summary_sheet(book, "Provider-Ethnicity", providers),
        summary_sheet(book, "Provider-Deprivation", providers),
    ]
    # England stands three times in the provider sheets; the first row is all organisations.
    return pl.concat(sheets).unique(["measure", "of", "category"], keep="first", maintain_order=True)


def summary_sheet(book: fastexcel.ExcelReader, sheet: str, codes: dict[str, str]) -> pl.DataFrame:
    """One sheet of the demographics summary as rows of measure, of, category, waiting."""
    rows = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars().rows()
    top = next(i for i, row in enumerate(rows) if any(str(v).startswith("Incomplete Pathways - ") for v in row))
    starts = {i: v.split(" - ", 1)[1] for i, v in enumerate(rows[top]) if v and v.startswith("Incomplete Pathways - ")}
    found = [
        (sheet.rsplit("-", 1)[1].lower(), codes[row[0]], category, int(float(row[column])))
        for row in rows[top + 2 :]
        if row[0] in codes
        for column, category in starts.items()
        if row[column] not in (None, "", "*", "-")
    ]
    return pl.DataFrame(found, schema=["measure", "of", "category", "waiting"], orient="row")


if __name__ == "__main__":
    arguments = [Path(a) for a in sys.argv[1:]]
    if not arguments or not (arguments[0] / RTT_ZIP).is_file():
        sys.exit(f"Name the folder that holds the published files: {RTT_ZIP} was not found there.")
    derive(*arguments[:2])
