"""Which modelled partnerships stand in the demonstration area? One drill failed, and one partnership is unfinished.

No hospital named here has said any of this. The numbers are of the range 01632 960, which is kept for drama.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import Site, SiteService
from alongside.apps.meetings.models import Rhythm
from alongside.apps.partnerships.models import Drill, Lead, Partnership, TransferNumbers, Visit
from alongside.demo import packs

MODELLED = "Modelled for the demonstration; no hospital has said this"
STARTED = date(2025, 4, 1)
# Said so lately that no first meeting is late.
RHYTHM_DAYS, RHYTHM_SAID = 28, 10


class Pair(NamedTuple):
    """`drilled` is how many days ago; None: never. `lead` False: the site has named none and said no way back."""

    trust: str
    site: str
    unit: str
    drilled: int | None
    passed: bool = True
    lead: bool = True


PAIRS = (
    Pair("RVV", "NN801", "Acute medical unit, Queen Elizabeth The Queen Mother Hospital", 40),
    Pair("RVV", "NT408", "Emergency department, William Harvey Hospital", 95, passed=False),
    Pair("RPA", "NTP16", "Acute medical unit, Medway Maritime Hospital", 60),
    Pair("RPA", "NT312", "Critical care outreach, Medway Maritime Hospital", 165),
    Pair("RWF", "ADP02", "Surgical assessment unit, Maidstone Hospital", 20),
    Pair("RWF", "NT239", "Emergency department, Tunbridge Wells Hospital at Pembury", 75),
    Pair("RWF", "NWF01", "", None, lead=False),
    Pair("RN7", "Z4F8Y", "Emergency department, Darent Valley Hospital", 110),
)


def load(*, organisations: Mapping[str, Organisation], sites: Mapping[str, Site], today: date) -> None:
    for number, pair in enumerate(PAIRS):
        load_pair(pair, organisations[pair.trust], sites[pair.site], 300 + 10 * number, today)


def load_pair(pair: Pair, trust: Organisation, site: Site, first_number: int, today: date) -> None:
    host = site.organisation
    with acting_for(host.id):
        served = SiteService.objects.filter(site=site).values_list("treatment_function", flat=True).distinct()
        kept = Partnership.objects.create(
            trust=trust, host=host, site=site, area_id=site.area_id, services=sorted(served), started_on=STARTED,
            route=f"{pair.unit}, by the trust’s ambulance contract" if pair.unit else "",
            alternate_1="Site manager of the trust" if pair.unit else "",
            alternate_2="Regional critical care transfer service" if pair.unit else "",
            escalate_minutes=60 if pair.unit else None, numbers=3 if pair.unit else 0, source=MODELLED,
        )  # fmt: skip
        of: dict[str, Any] = {
            "partnership": kept, "trust": trust, "host": host, "area_id": kept.area_id, "by_name": "Modelled",
            "source": MODELLED,
        }  # fmt: skip
        if pair.lead:
            ring = {"post": "Modelled lead", "phone": f"01632 960{first_number + 3}"}
            Lead.objects.create(**of, organisation=host, name="Director of clinical services", **ring)
        if pair.unit:
            phones = (f"01632 960{first_number + each}" for each in range(3))
            TransferNumbers.objects.create(**of, **dict(zip(("phone", "phone_1", "phone_2"), phones, strict=True)))
    with acting_for(trust.id):
        ring = {"post": "Modelled lead", "phone": f"01632 960{first_number + 4}"}
        Lead.objects.create(**of, organisation=trust, name="Deputy medical director", **ring)
        if pair.unit:
            mean_to_meet(trust, host, today)
        log(pair, of, today)
    packs.load(partnership=kept, of=of, first_number=first_number + 5, today=today)


def mean_to_meet(trust: Organisation, host: Organisation, today: date) -> None:
    """Kept once, with the meetings of the two, where those may have said it already."""
    if not Rhythm.objects.filter(trust=trust, host=host).exists():
        Rhythm.objects.create(
            trust=trust, host=host, area_id=trust.area_id, organisation=trust, by_name="Modelled", source=MODELLED,
            from_day=today - timedelta(days=RHYTHM_SAID), every_days=RHYTHM_DAYS,
        )  # fmt: skip


def log(pair: Pair, of: dict[str, Any], today: date) -> None:
    if pair.drilled is None:
        return
    Drill.objects.create(
        **of, on=today - timedelta(days=pair.drilled), kind=Drill.Kind.CALL, passed=pair.passed,
        minutes=34 if pair.passed else None,
        learned="The number of the unit was known on every ward" if pair.passed
        else "The unit’s number rang out, and nobody knew the first alternate",
    )  # fmt: skip
    Visit.objects.create(
        **of, on=today - timedelta(days=pair.drilled + 14), visitors=of["host"], who="Two ward nurses and a resident",
        learned="Where patients who come back are received, and by whom",
    )  # fmt: skip
