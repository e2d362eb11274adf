"""Which pairs are partners since when, and who visited whom? For the health of a relationship, which meetings tell."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from alongside.apps.meetings.facts.visits import Visited
from alongside.apps.partnerships.models import Partnership, Visit
from alongside.domain import relationship

Key = tuple[UUID, UUID]


def visited(pairs: Collection[Key]) -> dict[Key, Visited]:
    """Over all the sites that a trust shares with a host; the database gives each reader its own area alone."""
    trusts, hosts = zip(*pairs, strict=True)
    within = {"trust__in": trusts, "host__in": hosts}
    partners: dict[Key, list[relationship.Partners]] = defaultdict(list)
    for key_and_days in Partnership.objects.filter(**within).values_list("trust", "host", "started_on", "ended_on"):
        trust, host, since, ended_on = key_and_days
        partners[trust, host].append(relationship.Partners(since, ended_on))
    visits: dict[Key, list[relationship.Visit]] = defaultdict(list)
    for trust, host, on, side in Visit.objects.filter(**within).values_list("trust", "host", "on", "visitors"):
        visits[trust, host].append(relationship.Visit(on, str(side)))
    return {key: Visited(tuple(partners[key]), tuple(visits[key])) for key in partners}
