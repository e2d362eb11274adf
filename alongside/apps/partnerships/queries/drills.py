"""What have partnerships drilled of the unplanned transfer, for the agreements of the same pairs?"""

from collections import defaultdict
from collections.abc import Collection

from alongside.apps.agreements.told import Drills, Pair
from alongside.apps.partnerships.models import Drill as Logged
from alongside.domain.agreement_clauses import Drill


def drills_logged(pairs: Collection[Pair]) -> Drills:
    """Of partnerships that go on, in the order of their days and, on one day, as they were logged."""
    guests, hosts = {guest for guest, _ in pairs}, {host for _, host in pairs}
    rows = Logged.objects.filter(trust__in=guests, host__in=hosts, partnership__ended_on=None).order_by("on", "at")
    found: dict[Pair, list[Drill]] = defaultdict(list)
    for trust, host, site, on, passed in rows.values_list(
        "trust_id", "host_id", "partnership__site__name", "on", "passed"
    ):
        found[trust, host].append(Drill(site, on, passed))
    return found
