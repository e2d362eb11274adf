"""Can the modelled sessions and bed-nights exist, and do they follow the published completions?"""

import polars as pl
import pytest

from alongside.demo.capacity import OWN, SHARED, bed_nights, own_sessions, sessions, working_days
from alongside.demo.criteria import site_services
from alongside.demo.figures import capacity_against_demand
from alongside.demo.people import synthesise


@pytest.fixture(scope="module")
def dated() -> pl.DataFrame:
    return sessions()


def overlapping(dated: pl.DataFrame) -> pl.DataFrame:
    """Sessions that begin before the one before them in the same room has ended."""
    begins = pl.col("date").dt.combine(pl.col("start"))
    room = ["site_code", "room"]
    timed = dated.with_columns(begins.alias("begins"), (begins + pl.duration(minutes="minutes")).alias("ends"))
    return timed.sort(*room, "begins").filter(pl.col("begins") < pl.col("ends").shift().over(room))


def test_no_sessions_overlap_in_a_room(dated: pl.DataFrame) -> None:
    assert overlapping(dated).is_empty()
    assert dated["session_id"].is_unique().all()


def test_overlapping_sees_one_longer_session(dated: pl.DataFrame) -> None:
    """The check can fail: a morning session that lasts six hours runs into the afternoon."""
    busy = dated.filter((pl.col("site_code") == "RVV01") & (pl.col("room") == "Theatre 1")).sort("date", "start")
    assert not overlapping(busy.with_columns(pl.lit(360).alias("minutes"))).is_empty()


def test_sessions_fall_on_working_days_of_thirteen_weeks(dated: pl.DataFrame) -> None:
    assert set(dated["date"]) <= set(working_days())
    assert len(working_days()) == 13 * 5 - 2
    assert 3_000 < len(dated) < 15_000


def test_own_sessions_hold_the_published_completions_of_thirteen_weeks(dated: pl.DataFrame) -> None:
    """Rounded to whole sessions, the calendar has what the completions need."""
    needed = own_sessions()["sessions"].sum()
    assert abs(len(dated.filter(pl.col("use") == OWN)) - needed) < 0.01 * needed


def test_only_shared_sessions_may_be_used_by_the_area(dated: pl.DataFrame) -> None:
    assert (dated.filter(pl.col("use") == SHARED)["who_may_use"] == "QKS").all()
    own = dated.filter(pl.col("use") == OWN)
    assert (own["who_may_use"] == own["owner"]).all()


def test_a_site_has_sessions_only_for_what_it_does(dated: pl.DataFrame) -> None:
    done = site_services().drop_nulls("procedure_group").select("site_code", "treatment_function").unique()
    idle = dated.join(done, on=["site_code", "treatment_function"], how="anti")
    assert idle.is_empty(), idle.select("site_code", "treatment_function").unique()


def test_offered_beds_are_beds_that_exist() -> None:
    nights = bed_nights()
    assert nights.select("site_code", "date", "level").is_unique().all()
    assert nights.filter((pl.col("offered") > pl.col("beds")) | (pl.col("offered") < 0)).is_empty()
    assert nights["date"].n_unique() == 91


@pytest.mark.slow
def test_offered_minutes_are_a_part_of_the_demand_with_tight_and_easy_functions() -> None:
    """A plan of the area has something to decide: 15 to 35% over all, ENT tight, oral surgery with none at all."""
    share = dict(capacity_against_demand(synthesise()).select("treatment_function", "offered_percent").iter_rows())
    assert 15 <= share["all"] <= 35
    assert share["120"] < 5
    assert share["140"] == 0
    assert share["130"] > 50
