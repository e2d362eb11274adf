"""Every picture is named, described, safe under a strict policy, and stands over its own figures."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.web import charts, maps
from alongside.web.charts import svg

HOSTILE = "<script>\"&'</script>"
FIGURES: dict[str, Callable[[str], charts.Figure]] = {
    "bars": lambda label: charts.bars("T", [charts.Bar(label, 3), charts.Bar("b", None)]),
    "stacked": lambda label: charts.stacked("T", ["a", label], {label: [1, 0], "y": [2, 3]}),
    "grouped": lambda label: charts.grouped("T", ["a", label], {"x": [1, 0], label: [2, 3]}),
    "dumbbell": lambda label: charts.dumbbell("T", [charts.Change(label, 9, 3)]),
    "waits": lambda label: charts.waits("T", ["0", "1"], {"x": [1, 4], label: [2, 0]}, marks={1: label}),
    "heat": lambda label: charts.heat("T", [label], ["w1", "w2"], [[None, 4]]),
    "map": lambda label: maps.map_figure(
        "T", [maps.Point(label, 51, 1), maps.Point("b", 51.2, 1.1)], [maps.Flow(label, "b", 4)]
    ),
    "empty bars": lambda label: charts.bars(label, []),
    "empty stack": lambda label: charts.stacked(label, [], {"x": []}),
    "empty dumbbell": lambda label: charts.dumbbell(label, []),
    "empty waits": lambda label: charts.waits(label, [], {"x": []}),
    "empty heat": lambda label: charts.heat(label, [], [], []),
    "empty map": lambda label: maps.map_figure(label, []),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_safe_named_and_described(name: str) -> None:
    figure = FIGURES[name](HOSTILE)
    root = ElementTree.fromstring(figure.svg)  # noqa: S314 our own drawing
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    assert set(str(root.get("aria-labelledby")).split()) <= ids
    assert "<script" not in figure.svg
    assert not re.search(r"\sstyle=|<style|nan|inf\b", figure.svg)


@pytest.mark.parametrize("name", ["bars", "stacked", "grouped", "dumbbell", "waits", "heat", "map"])
def test_figure_has_a_table(name: str) -> None:
    figure = FIGURES[name]("a label")
    assert figure.rows
    assert all(column.shown(row) for column in figure.columns for row in figure.rows)


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_ticks_reach_the_largest_and_are_few(largest: float) -> None:
    marks = svg.ticks(largest)
    assert marks[0] == 0
    assert marks[-1] >= largest * 0.999
    assert 2 <= len(marks) <= 11


def test_bars_are_in_proportion() -> None:
    figure = charts.bars("T", [charts.Bar("a", 100), charts.Bar("b", 50)])
    widths = [float(width) for width in re.findall(r'<rect[^>]*width="([\d.]+)"[^>]*stroke', figure.svg)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)


def test_series_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="After has 1 figures for 2 labels"):
        charts.waits("T", ["0", "1"], {"Before": [1, 2], "After": [1]})


@given(st.lists(st.tuples(st.floats(50.9, 51.5), st.floats(0, 1.45)), min_size=1, max_size=25))
def test_map_names_never_overlap(spots: list[tuple[float, float]]) -> None:
    points = [maps.Point(f"Hospital number {index}", lat, lon) for index, (lat, lon) in enumerate(spots)]
    view = maps.projection(points, [])
    where = {point.label: view.place(point.lon, point.lat) for point in points}
    drawn, numbered = maps.labels(points, where, dict.fromkeys(where, 6.0))
    drawn = [words for words in drawn if "Hospital" in words]
    assert len(drawn) + len(numbered) == len(points)
    boxes = []
    for words in drawn:
        x, y = (float(found) for found in re.findall(r' [xy]="(-?[\d.]+)"', words))
        boxes.append((x, y - 11, x + svg.width_of("Hospital number 1", 12), y + 3))
    assert not any(maps.overlap(a, b) for index, a in enumerate(boxes) for b in boxes[index + 1 :])


def test_map_leaves_out_a_place_far_away_and_says_so() -> None:
    near = [maps.Point(f"Place {index}", 51.1 + index / 20, 0.4 + index / 10) for index in range(6)]
    figure = maps.map_figure("T", [*near, maps.Point("Norfolk", 52.6, 0.7)], [maps.Flow("Place 1", "Norfolk", 7)])
    without = maps.map_figure("T", near)
    assert "Not on the map: Norfolk, 150 km north." in figure.note
    assert "Norfolk" not in re.sub("<desc.*</desc>", "", figure.svg)
    assert without.note == ""
    assert figure.rows[0]["destination"] == "Norfolk"


def test_map_numbers_the_names_that_find_no_room_and_its_table_says_which() -> None:
    points = [maps.Point(f"A hospital with quite a long name {index}", 51.2, 0.5, "NHS", index) for index in range(14)]
    figure = maps.map_figure("T", [*points, maps.Point("Far", 51.4, 1.2, "NHS", 1)])
    assert figure.numbered
    assert figure.rows[points.index(next(p for p in points if p.label == figure.numbered[0]))]["mark"] == "number 1"
    assert ">1</text>" in figure.svg


def test_what_is_left_over_is_drawn_pale_and_named_in_the_key() -> None:
    figure = charts.stacked("T", ["a"], {"Placed": [5], "Not placed": [95]})
    assert svg.ORANGE not in figure.svg
    assert f'fill="{svg.REST}" stroke="{svg.REST_EDGE}"' in figure.svg
    assert [item.text for item in figure.key] == ["Placed", "Not placed"]


def test_heat_writes_long_names_whole() -> None:
    name = "Spencer Private Hospitals, Tunbridge Wells"
    figure = charts.heat("T", [name], ["w1"], [[3]])
    assert " ".join(re.findall(r'text-anchor="end"[^>]*>([^<]+)<', figure.svg)) == name


def test_map_refuses_a_flow_to_nowhere() -> None:
    with pytest.raises(ValueError, match="no point called Dover"):
        maps.map_figure("T", [maps.Point("a", 51, 1)], [maps.Flow("a", "Dover", 1)])
