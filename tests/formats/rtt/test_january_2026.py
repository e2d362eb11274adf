"""The figures of the real January 2026 extract come out to the last published digit."""

from pathlib import Path

import pytest

from alongside.formats.rtt import Extract, area_table, by_treatment_function, read_extract, summarise

BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[4] / "shared" / "data" / "rtt"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def extract() -> Extract:
    files = sorted(BESIDE_THE_CHECKOUT.glob("Full-CSV-data-file-Jan26*.zip"))
    if not files:
        pytest.skip("the January 2026 extract is not beside the checkout (shared/data/rtt)")
    return read_extract(files[0])


HEADLINES = {
    "England": ({}, 7_187_677, "61.385", "13.635", "40.425", 137_320, 576),
    "Kent and Medway": ({"icb": "QKS"}, 208_653, "60.215", "14.122", "39.834", 3_509, 2),
    "East Kent": ({"provider": "RVV"}, 75_205, "51.312", "17.464", "44.130", 2_006, 2),
    "One Ashford": ({"provider": "AVQ01"}, 1_098, "75.501", "10.603", "29.462", 23, 0),
}


@pytest.mark.parametrize(
    ("whose", "total", "percent", "median", "percentile", "over_52", "over_104"),
    HEADLINES.values(),
    ids=HEADLINES.keys(),
)
def test_headline_figures_are_the_published_ones(extract, whose, total, percent, median, percentile, over_52, over_104):
    figures = summarise(extract, **whose)
    assert figures.total == total
    assert f"{figures.within_18_percent:.3f}" == percent
    assert (figures.median_text, figures.percentile_92_text) == (median, percentile)
    assert (figures.over_52, figures.over_104) == (over_52, over_104)


PARTS = {"1A": 10_646, "1B": 40_065, "2": 208_653, "2A": 39_568, "3": 50_927}


@pytest.mark.parametrize(("part", "total"), PARTS.items())
def test_parts_of_kent_and_medway_are_the_published_ones(extract, part, total):
    assert summarise(extract, icb="QKS", part=part).total == total
    assert area_table(extract, "QKS").filter(part=part)["pathways"].sum() == total


def test_file_is_whole_and_without_oddities(extract):
    assert extract.frame.height == 183_417
    assert extract.notes == ()


def test_treatment_functions_add_up_to_england(extract):
    functions = by_treatment_function(extract)
    assert len(functions) == 23
    assert sum(line.total for _, _, line in functions) == 7_187_677
