"""Are the committed tables whole, and do they add up to what NHS England published?"""

import polars as pl
import pytest

from alongside.demo.places import districts, function_sites, organisations, sites
from alongside.demo.procedures import chosen_here, procedure_groups
from alongside.demo.published import cells, table, totals


@pytest.mark.parametrize(
    ("part", "published"), [("1A", 10_646), ("1B", 40_065), ("2", 208_653), ("2A", 39_568), ("3", 50_927)]
)
def test_totals_are_the_published_ones(part: str, published: int) -> None:
    assert totals().filter(pl.col("part") == part)["total"].sum() == published


@pytest.mark.parametrize("part", ["1A", "1B", "2", "2A"])
def test_cells_add_up_to_the_totals(part: str) -> None:
    """Every provider and function's weekly bands with its unknown starts make its published total."""
    key = ["provider", "treatment_function"]
    added = cells(part).group_by(key).agg(pl.col("n").sum())
    both = totals().filter(pl.col("part") == part).join(added, on=key, how="left")
    assert both.filter(pl.col("total") != pl.col("n").fill_null(0)).is_empty()


def test_a_decision_to_admit_is_part_of_the_list_in_every_cell() -> None:
    both = cells("2A").join(cells("2"), on=["provider", "treatment_function", "band"], how="left", suffix="_all")
    assert both.filter(pl.col("n_all").is_null() | (pl.col("n") > pl.col("n_all"))).is_empty()


def test_eighteen_providers_and_the_board_each_with_a_site() -> None:
    codes = set(organisations()["organisation_code"])
    assert len(codes) == 19
    assert codes == {"QKS", *totals()["provider"], *sites()["provider_code"]}
    assert sites()["site_code"].is_unique().all()


def test_sites_lie_in_the_south_east_except_the_one_that_serves_norfolk() -> None:
    at = sites().filter(pl.col("site_code") != "NYR")
    assert at["x_km"].is_between(530, 645).all()
    assert at["y_km"].is_between(120, 185).all()
    assert sites().filter(pl.col("position_found_by").str.starts_with("approx_")).height == 5


def test_every_site_has_its_modelled_row() -> None:
    assert table("modelled_sites")["site_code"].sort().equals(sites()["site_code"].sort())
    assert set(table("modelled_sites")["profile"]) <= set(table("modelled_services").columns)


def test_districts_hold_the_people_of_their_deciles() -> None:
    people = districts().select(pl.sum_horizontal(f"imd_{d}" for d in range(1, 11)) - pl.col("people"))
    assert people.to_series().abs().max() <= 5


def test_every_listed_function_has_procedure_groups_whose_shares_add_up() -> None:
    listed = set(totals().filter(pl.col("part") == "2A")["treatment_function"])
    groups = procedure_groups()
    assert listed <= set(groups["treatment_function"])
    assert all(f"{function}-other" in set(groups["procedure_group"]) for function in listed)
    for provider in organisations().filter(pl.col("kind") != "board")["organisation_code"]:
        sums = chosen_here(provider).group_by("treatment_function").agg(pl.col("share").sum())["share"]
        assert ((sums - 1).abs() < 1e-9).all()


def test_a_provider_s_work_is_shared_out_whole() -> None:
    shared = function_sites().group_by("provider", "treatment_function").agg(pl.col("share").sum())
    assert ((shared["share"] - 1).abs() < 1e-9).all()
