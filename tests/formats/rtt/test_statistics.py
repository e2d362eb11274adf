"""The published figures follow from the week bands, by rules RTT-P1 to RTT-P7."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.formats.rtt import area_table, by_treatment_function, summarise
from alongside.formats.rtt.statistics import statistics_of

EVEN = dict.fromkeys(range(100), 10)
BANDS = st.lists(st.integers(0, 50), min_size=105, max_size=105)


@pytest.mark.row("M-15")
def test_long_waits_are_counted_above_each_mark(writer):
    weeks = {0: 1, 17: 2, 18: 4, 51: 8, 52: 16, 64: 32, 65: 64, 77: 128, 78: 256, 103: 512, 104: 1024}
    figures = summarise(writer.read(writer.both(weeks=weeks)))
    assert figures.total == 2047
    assert figures.within_18_percent == pytest.approx(100 * 3 / 2047)
    assert figures.over_52 == 2047 - 15
    assert figures.over_65 == 2047 - 63
    assert figures.over_78 == 2047 - 255
    assert figures.over_104 == 1024


def test_median_and_percentile_are_interpolated_inside_the_band(writer):
    figures = summarise(writer.read(writer.both(weeks=EVEN)))
    assert (figures.median_weeks, figures.percentile_92_weeks) == (50.0, 92.0)
    assert (figures.median_text, figures.percentile_92_text) == ("50.000", "92.000")


def test_percentile_past_104_weeks_is_said_and_not_guessed(writer):
    figures = summarise(writer.read(writer.both(weeks={3: 60, 104: 40})))
    assert figures.median_weeks == pytest.approx(3 + 50 / 60)
    assert figures.percentile_92_weeks is None
    assert figures.percentile_92_text == "104+"


def test_unknown_clock_starts_are_in_the_total_and_in_no_wait(writer):
    rows = [*writer.both(weeks={1: 1}), *writer.both(weeks={10: 3, 20: 1}, part="Part_1B", unknown=6)]
    figures = summarise(writer.read(rows), part="1B")
    assert (figures.total, figures.unknown_start) == (10, 6)
    assert figures.within_18_percent == 75
    assert figures.median_weeks == pytest.approx(10 + 2 / 3)


def test_total_rows_are_never_added_to_the_functions(writer):
    rows = [
        writer.row(function="C_100", weeks={2: 5}),
        writer.row(function="C_110", weeks={30: 7}),
        writer.row(function="C_999", weeks={2: 5, 30: 7}),
    ]
    extract = writer.read(rows)
    assert summarise(extract).total == 12
    assert [(code, line.total) for code, _, line in by_treatment_function(extract)] == [("100", 5), ("110", 7)]


def test_commissioners_are_summed(writer):
    rows = [*writer.both(weeks={2: 5}), *writer.both(weeks={30: 7}, commissioner="72Q")]
    extract = writer.read(rows)
    ((code, name, line),) = by_treatment_function(extract)
    assert (code, name, line.total, line.over_52) == ("100", "Service C_100", 12, 0)


def test_board_is_its_providers_wherever_their_patients_live(writer):
    rows = [*writer.both("RVV", weeks={2: 5}), *writer.both("RJZ", weeks={2: 7}, board="QKK", commissioner="91Q")]
    assert summarise(writer.read(rows), icb="QKS").total == 5


def test_england_holds_other_countries_patients_unless_left_out(writer):
    rows = [*writer.both(weeks={2: 5}), *writer.both(weeks={104: 7}, commissioner="NONC")]
    extract = writer.read(rows)
    assert (summarise(extract).total, summarise(extract).over_104) == (12, 7)
    assert summarise(extract, commissioned_in_england=True).total == 5


def test_decision_to_admit_is_not_added_to_the_list_it_is_part_of(writer):
    rows = [*writer.both(weeks={2: 5}), *writer.both(weeks={2: 4}, part="Part_2A")]
    extract = writer.read(rows)
    assert (summarise(extract).total, summarise(extract, part="2A").total) == (5, 4)


def test_new_periods_have_a_total_and_no_waits(writer):
    rows = [*writer.both(weeks={2: 5}), *writer.both(part="Part_3", total=9)]
    figures = summarise(writer.read(rows), part="3")
    assert (figures.total, figures.over_52, figures.median_text) == (9, None, "-")


def test_part_that_a_provider_did_not_report_is_nought(writer):
    figures = summarise(writer.read(writer.both(weeks={2: 5})), provider="RVV", part="1A")
    assert (figures.total, figures.within_18_percent, figures.median_text, figures.over_52) == (0, None, "-", 0)


def test_part_that_does_not_exist_is_an_error(writer):
    with pytest.raises(ValueError, match="no part '4'"):
        summarise(writer.read(writer.both(weeks={2: 5})), part="4")


def test_area_table_adds_up_to_the_published_total_of_each_part(writer):
    rows = [
        *writer.both("RVV", "C_100", {2: 5, 104: 1}),
        *writer.both("RVV", "C_100", {2: 3}, commissioner="72Q"),
        *writer.both("AVQ01", "C_110", {60: 2}, part="Part_1A", unknown=4),
        *writer.both("AVQ01", "C_110", part="Part_3", total=9),
        *writer.both("RJZ", "C_110", {0: 90}, board="QKK"),
    ]
    rows[0]["Provider Org Name"] = ""
    extract = writer.read(rows)
    table = area_table(extract, "QKS")
    assert table.select("provider_code", "treatment_function", "part", "band", "pathways").rows() == [
        ("AVQ01", "110", "1A", None, 4),
        ("AVQ01", "110", "1A", 60, 2),
        ("AVQ01", "110", "3", None, 9),
        ("RVV", "100", "2", 2, 8),
        ("RVV", "100", "2", 104, 1),
    ]
    assert table.filter(provider_code="RVV")["provider_name"].unique().to_list() == ["HOSPITAL RVV"]
    for part in ("1A", "2", "3"):
        assert table.filter(part=part)["pathways"].sum() == summarise(extract, icb="QKS", part=part).total


@pytest.mark.slow
@given(BANDS)
def test_figures_are_ordered_whatever_the_list(counts):
    """Longer marks are passed by fewer, and the 92nd percentile is never before the median."""
    figures = statistics_of(counts, total=sum(counts))
    assert figures.total >= figures.over_52 >= figures.over_65 >= figures.over_78 >= figures.over_104 >= 0
    if figures.percentile_92_weeks is not None:
        assert figures.median_weeks is not None
        assert figures.median_weeks <= figures.percentile_92_weeks


@pytest.mark.slow
@given(BANDS, st.integers(0, 103))
def test_waiting_a_week_longer_never_improves_a_figure(counts, week):
    later = [*counts]
    later[week], later[week + 1] = 0, counts[week] + counts[week + 1]
    before, after = (statistics_of(bands, total=sum(bands)) for bands in (counts, later))
    assert (after.within_18_percent or 0) <= (before.within_18_percent or 0)
    assert after.over_52 >= before.over_52
    if before.median_weeks is not None and after.median_weeks is not None:
        assert after.median_weeks >= before.median_weeks
