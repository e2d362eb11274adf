"""The map of a plan: from the site where a provider's list mostly waits to the site of the place."""

from collections import Counter
from collections.abc import Iterable

from alongside.apps.directory.models import Site
from alongside.apps.plans.models import Plan
from alongside.apps.plans.presenters.figures import source
from alongside.domain.plan_sharing import SMALLEST
from alongside.web.charts import Figure
from alongside.web.maps import Flow, Point, map_figure

DRAWN = 40


def flow_map(plan: Plan, sites: Iterable[Site]) -> Figure:
    """The largest flows; those who stay at the site of their own list are no flow and are counted in the places."""
    by_code = {site.code: site for site in sites}
    homes = plan.summary["homes"]
    counted: Counter[tuple[str, str]] = Counter()
    placed: Counter[str] = Counter()
    for row in plan.summary["flows"]:
        home = homes.get(row["provider"])
        placed[row["site"]] += row["count"]
        if home in by_code and row["site"] in by_code and home != row["site"]:
            counted[home, row["site"]] += row["count"]
    # A flow of few people is not drawn and not told: it could name somebody.
    drawn = [(pair, count) for pair, count in counted.most_common(DRAWN) if count >= SMALLEST]
    flows = [Flow(by_code[a].name, by_code[b].name, count) for (a, b), count in drawn]
    shown = {code for pair, _ in drawn for code in pair}
    points = [point(by_code[code], placed[code]) for code in sorted(shown) if code in by_code]
    title = "From whose list to which site"
    return map_figure(title, points, flows, what="Patients").sourced(
        f"{source(plan)}. Straight lines from the site where most of a provider's list waits"
    )


def point(site: Site, placed: int) -> Point:
    sector = "Independent" if site.organisation.kind == "independent" else "NHS"
    return Point(site.name, site.latitude, site.longitude, sector, placed)
