"""The own trust and the independent hospital are partners, with numbers, leads, a drill and a visit."""

from typing import Any

from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import Site
from alongside.apps.partnerships import actions
from alongside.apps.partnerships.actions import CommitteeWords, PartnershipWords, RungWords
from tests.access import actors as who
from tests.access.actors import Actor


def make_partnership(
    organisations: dict[str, Organisation], things: dict[str, Any], acting: dict[Actor, Acting]
) -> None:
    today, by = timezone.localdate(), acting[Actor("medical_director", who.OWN)]
    with acting_for(by.organisation_id):
        site = Site.objects.filter(organisation=organisations[who.INDEPENDENT]).select_related("organisation")[0]
        kept = actions.open_partnership(trust=by.organisation, site=site, by=by, today=today)
        words = PartnershipWords(route="Acute unit", phone="01632 960666")
        actions.settle(partnership=kept, words=words, seen=None, by=by, today=today)
        ring = {"post": "Director", "phone": "01233 633331"}
        actions.name_lead(partnership=kept, name="Dr Lead", **ring, by=by, today=today)
        actions.log_drill(partnership=kept, on=today, kind="call", passed=True, by=by, today=today)
        committee = CommitteeWords("board", "Joint board", "Wombat governance", terms="It decides")
        one = actions.keep_committee(partnership=kept, words=committee, by=by, today=today)
        rung = RungWords(by.organisation, "Site manager", 0, phone="01632 960667")
        other = actions.keep_rung(partnership=kept, words=rung, by=by, today=today)
        said = {"who": "Two nurses", "learned": "Wombat visit", "visitors": by.organisation}
        actions.log_visit(partnership=kept, on=today, **said, by=by, today=today)
    things["partnership"] = things["governance pack"] = kept.pk
    things["committee"], things["rung"] = one.line, other.line
