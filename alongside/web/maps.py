"""Where are the places, and who goes from where to where? A map of points, with lines as thick as the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sqrt
from statistics import median
from typing import Any

from markupsafe import Markup

from alongside.web.charts import svg
from alongside.web.charts.figure import Figure, KeyItem
from alongside.web.tables import Column
from alongside.web.words import number

WIDTH, MARGIN, TALLEST = 720.0, 56.0, 560.0
KM_PER_DEGREE = 111.2
# A place so many times further from the middle than half of the places are would squash all others.
TOO_FAR, FEWEST = 3, 5
WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
LAND, SHORE = "#e8edee", "#768692"
KINDS = {"NHS": svg.BLUE, "Independent": svg.ORANGE}
Ring = Sequence[Sequence[float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees. `kind` is NHS (a disc) or Independent (a square); `value` sets its size."""

    label: str
    lat: float
    lon: float
    kind: str = "NHS"
    value: int | float | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """So many go from one labelled point to another."""

    origin: str
    destination: str
    count: int


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to the picture, true to scale near the middle (no more than a county should be asked of it)."""

    west: float
    north: float
    stretch: float
    scale: float
    height: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = MARGIN + (lon - self.west) * KM_PER_DEGREE * self.stretch * self.scale
        return x, MARGIN / 2 + (self.north - lat) * KM_PER_DEGREE * self.scale


def map_figure(
    title: str, points: Sequence[Point], flows: Sequence[Flow] = (), outlines: Sequence[Ring] = (), *, what: str = ""
) -> Figure:
    """Points, flows between them and outlines given as GeoJSON rings of [lon, lat]. `what` heads the figures."""
    name = svg.name_of(title)
    by_label = {point.label: point for point in points}
    for flow in flows:
        for end in (flow.origin, flow.destination):
            if end not in by_label:
                raise ValueError(f"The map has no point called {end}")
    far = far_away(points)
    drawn = [point for point in points if point.label not in far]
    view = projection(drawn, outlines)
    spots = {point.label: view.place(point.lon, point.lat) for point in drawn}
    radius = {point.label: radius_of(point, drawn) for point in drawn}
    ways = [flow for flow in flows if flow.origin in spots and flow.destination in spots]
    named, numbers = labels(drawn, spots, radius)
    body = [outline(ring, view) for ring in outlines]
    body += [curve(flow, spots, max(item.count for item in flows)) for flow in ways]
    body += [marker(point, *spots[point.label], radius[point.label]) for point in by_size(drawn)]
    body += [*named, *scale_bar(view)]
    picture = svg.picture(name, title, describe(points, flows), WIDTH, view.height, body)
    kinds = [kind for kind in KINDS if any(point.kind == kind for point in drawn)]
    key = tuple(KeyItem(swatch(kind), kind) for kind in kinds)
    table = flow_table(flows, by_label, what) if flows else point_table(points, what, numbers, far)
    note = f"Not on the map: {'; '.join(f'{label}, {where}' for label, where in far.items())}." if far else ""
    return Figure(name, title, picture, **table, key=key, size="wide", numbered=tuple(numbers), note=note)


def far_away(points: Sequence[Point]) -> dict[str, str]:
    """The places that a picture of the others leaves out, each with how far it is from their middle and which way."""
    if len(points) < FEWEST:
        return {}
    middle = Point("", median(point.lat for point in points), median(point.lon for point in points))
    distances = {point.label: distance_km(middle, point) for point in points}
    limit = TOO_FAR * median(distances.values())
    return {
        point.label: f"{number(round(distances[point.label]))} km {wind(middle, point)}"
        for point in points
        if distances[point.label] > limit
    }


def wind(start: Point, end: Point) -> str:
    """Which way from one place to another.

    >>> wind(Point("Ashford", 51.147, 0.874), Point("Norwich", 52.628, 1.3)), wind(Point("a", 51, 1), Point("b", 51, 0))
    ('north', 'west')
    """
    stretch = cos(radians((start.lat + end.lat) / 2))
    turned = degrees(atan2((end.lon - start.lon) * stretch, end.lat - start.lat))
    return WINDS[round(turned / 45) % len(WINDS)]


def projection(points: Sequence[Point], outlines: Sequence[Ring]) -> Projection:
    lons = [point.lon for point in points] + [spot[0] for ring in outlines for spot in ring]
    lats = [point.lat for point in points] + [spot[1] for ring in outlines for spot in ring]
    west, east, south, north = min(lons, default=0), max(lons, default=1), min(lats, default=0), max(lats, default=1)
    stretch = cos(radians((north + south) / 2))
    wide = max((east - west) * KM_PER_DEGREE * stretch, 1.0)
    tall = max((north - south) * KM_PER_DEGREE, 1.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - MARGIN) / tall)
    west -= ((WIDTH - 2 * MARGIN) / scale - wide) / 2 / (KM_PER_DEGREE * stretch)
    return Projection(west, north, stretch, scale, tall * scale + MARGIN + 24)


def outline(ring: Ring, view: Projection) -> Markup:
    spots = [view.place(lon, lat) for lon, lat, *_ in ring]
    path = " L".join(f"{svg.figure(x)} {svg.figure(y)}" for x, y in spots)
    return svg.element("path", d=f"M{path} Z", fill=LAND, stroke=SHORE, stroke_width=1)


def radius_of(point: Point, points: Sequence[Point]) -> float:
    """Area in proportion to the value."""
    largest = max((each.value or 0 for each in points), default=0)
    return 6.0 if not largest else 5 + 9 * sqrt(max(point.value or 0, 0) / largest)


def by_size(points: Sequence[Point]) -> list[Point]:
    """Largest first: it is named first, and smaller ones are drawn over it."""
    return sorted(points, key=lambda point: -(point.value or 0))


def marker(point: Point, x: float, y: float, radius: float) -> Markup:
    paint = {"fill": KINDS.get(point.kind, svg.GREY), "stroke": svg.WHITE, "stroke_width": 1.5}
    if point.kind == "Independent":
        return svg.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, **paint)
    return svg.element("circle", cx=x, cy=y, r=radius, **paint)


def swatch(kind: str) -> Markup:
    return svg.element("svg", marker(Point("", 0, 0, kind), 9, 9, 7), viewBox="0 0 18 18", aria_hidden="true")


def curve(flow: Flow, spots: dict[str, tuple[float, float]], most: int) -> Markup:
    """A bow to the left of its way, so that there and back are apart; it narrows towards its end."""
    (x1, y1), (x2, y2) = spots[flow.origin], spots[flow.destination]
    length = hypot(x2 - x1, y2 - y1)
    if not length:
        return Markup("")
    thick = 1 + 9 * flow.count / max(most, 1)
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.18, (y1 + y2) / 2 - (x2 - x1) * 0.18
    across_x, across_y = (y2 - y1) / length * thick / 2, -(x2 - x1) / length * thick / 2
    corners = (x1 + across_x, y1 + across_y, bend_x + across_x, bend_y + across_y, x2, y2)
    back = (bend_x - across_x, bend_y - across_y, x1 - across_x, y1 - across_y)
    a, b, c, d, e, f, g, h, i, j = (svg.figure(float(value)) for value in corners + back)
    return svg.element("path", d=f"M{a} {b} Q{c} {d} {e} {f} Q{g} {h} {i} {j} Z", fill=svg.PURPLE, fill_opacity=0.62)


def labels(
    points: Sequence[Point], spots: dict[str, tuple[float, float]], radius: dict[str, float]
) -> tuple[list[Markup], list[str]]:
    """Each name beside its point where nothing stands yet; what fits nowhere has a number, in the order returned."""
    taken: list[Box] = [
        (x - radius[label], y - radius[label], x + radius[label], y + radius[label]) for label, (x, y) in spots.items()
    ]
    drawn, unnamed = [], []
    for point in by_size(points):
        box = room_for(point.label, *spots[point.label], radius[point.label], taken)
        if box:
            taken.append(box)
            drawn.append(name_at(box, point.label))
        else:
            unnamed.append(point.label)
    numbered = [point.label for point in points if point.label in unnamed]
    for place, label in enumerate(numbered, start=1):
        x, y = spots[label]
        wide = svg.width_of(str(place), 12) + 2
        on_it = (x - wide / 2, y - 7.5, x + wide / 2, y + 7.5)
        box = room_for(str(place), x, y, radius[label], taken) or on_it
        taken.append(box)
        drawn.append(name_at(box, str(place)))
    return drawn, numbered


def room_for(words: str, x: float, y: float, radius: float, taken: Sequence[Box]) -> Box | None:
    """The first place beside the point that is free."""
    boxes = places(x, y, radius, svg.width_of(words, 12) + 2)
    return next((box for box in boxes if inside(box) and not any(overlap(box, other) for other in taken)), None)


def places(x: float, y: float, radius: float, width: float) -> list[Box]:
    """Right, left, above, below and the corners, in that order."""
    gap, tall = radius + 3, 15.0
    corners = [
        (x + gap, y - tall / 2),
        (x - gap - width, y - tall / 2),
        (x - width / 2, y - gap - tall),
        (x - width / 2, y + gap),
        (x + gap * 0.7, y - gap - tall + 2),
        (x + gap * 0.7, y + gap - 2),
        (x - gap * 0.7 - width, y - gap - tall + 2),
        (x - gap * 0.7 - width, y + gap - 2),
    ]
    return [(left, top, left + width, top + tall) for left, top in corners]


def inside(box: Box) -> bool:
    return box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def name_at(box: Box, words: str) -> Markup:
    """White edges keep the name readable over lines."""
    return svg.text(
        box[0] + 1,
        box[1] + 11.5,
        words,
        size=12,
        stroke=svg.WHITE,
        stroke_width=3,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def scale_bar(view: Projection) -> list[Markup]:
    km = next(size for size in (100, 50, 20, 10, 5, 2, 1, 0) if size * view.scale <= WIDTH / 4)
    y, right = view.height - 10, WIDTH - 12
    left = right - km * view.scale
    return [
        svg.line(left, y, right, y, stroke=svg.INK, stroke_width=2),
        svg.line(left, y - 4, left, y + 4, stroke=svg.INK, stroke_width=2),
        svg.line(right, y - 4, right, y + 4, stroke=svg.INK, stroke_width=2),
        svg.text(left - 6, y + 4, f"{km} km", anchor="end", size=12),
    ]


def distance_km(one: Point, other: Point) -> float:
    """Straight line, good to 1% across a county.

    >>> round(distance_km(Point("Ashford", 51.147, 0.874), Point("Margate", 51.378, 1.389)))
    44
    """
    stretch = cos(radians((one.lat + other.lat) / 2))
    return KM_PER_DEGREE * hypot(one.lat - other.lat, (one.lon - other.lon) * stretch)


def point_table(points: Sequence[Point], what: str, numbers: Sequence[str], far: dict[str, str]) -> dict[str, Any]:
    columns = [Column("label", "Place"), Column("kind", "Kind")]
    if any(point.value is not None for point in points):
        columns.append(Column("value", what or "Figure", "number"))
    if numbers or far:
        columns.append(Column("mark", "On the map"))
    marks = {label: f"number {place}" for place, label in enumerate(numbers, start=1)}
    marks |= {label: f"not drawn, {where}" for label, where in far.items()}
    rows = [{"label": p.label, "kind": p.kind, "value": p.value, "mark": marks.get(p.label, "by name")} for p in points]
    return {"columns": columns, "rows": rows}


def flow_table(flows: Sequence[Flow], points: dict[str, Point], what: str) -> dict[str, Any]:
    columns = [
        Column("origin", "From"),
        Column("destination", "To"),
        Column("count", what or "Patients", "number"),
        Column("distance", "Straight line", "km"),
    ]
    rows = [
        {
            "origin": flow.origin,
            "destination": flow.destination,
            "count": flow.count,
            "distance": distance_km(points[flow.origin], points[flow.destination]),
        }
        for flow in sorted(flows, key=lambda each: (-each.count, each.origin, each.destination))
    ]
    return {"columns": columns, "rows": rows}


def describe(points: Sequence[Point], flows: Sequence[Flow]) -> str:
    most = sorted(flows, key=lambda flow: -flow.count)[:5]
    ways = ". ".join(f"{flow.origin} to {flow.destination}: {number(flow.count)}" for flow in most)
    return f"{len(points)} places. " + (f"Largest flows: {ways}." if ways else "")
