"""What of the sites of the area, and of our own, needs this person?"""

from datetime import timedelta

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.directory import queries as directory
from alongside.apps.directory.facts import sections_due, state_of
from alongside.apps.insight.today.need import Need
from alongside.domain.criteria import Attestation
from alongside.web.today import today

AHEAD = timedelta(days=14)


def sites_to_attest(acting: Acting) -> Need | None:
    """Our own sites of which a part is stale, has changed, or will be stale within two weeks (ATT-1 to ATT-4)."""
    own = [r for r in directory.site_records(acting, today()) if r.site.organisation_id == acting.organisation_id]
    due = [r for r in own if r.services and sections_due(r, today())]
    if not due:
        return None
    href = reverse("directory:attest-site", args=[due[0].id]) if len(due) == 1 else reverse("directory:list-sites")
    text = "Somebody’s word on them is missing, overtaken by a change, or runs out within two weeks"
    return Need("Sites to attest", text, href, len(due))


def training_that_runs_out(acting: Acting) -> Need | None:
    """Our own sites where a training has run out, or does within 30 days (DIR-5, DIR-6)."""
    due = directory.sites_losing_training(acting, today())
    href = reverse("directory:edit-staff", args=[due[0].pk]) if len(due) == 1 else reverse("directory:list-sites")
    text = "A skill counts as absent from the day after its last; operations that ask for it are then refused there"
    return Need("Training that runs out", text, href, len(due)) if due else None


def sites_not_vouched_for(acting: Acting) -> Need | None:
    """For the board: sites whose answer to "will you take this patient" nobody vouches for."""
    if acting.organisation_id != acting.area_id:
        return None
    records = [record for record in directory.site_records(acting, today()) if record.services]
    due = [record for record in records if state_of(record, today()) is not Attestation.ATTESTED]
    href = reverse("directory:list-sites") + "?state=stale"
    text = f"of {len(records)} sites in the area have not been attested in the last 90 days"
    return Need("Sites nobody vouches for", text, href, len(due)) if due else None


def service_changes(acting: Acting) -> Need | None:
    """What sites of the area have paused, moved or will."""
    found = [one for one in directory.notices(acting, today()) if one.starts_on <= today() + AHEAD]
    text = "Paused, moved or by video, now or within two weeks. Plans and holds follow them"
    return Need("Service changes", text, reverse("directory:list-notices"), len(found)) if found else None


def who_can(acting: Acting) -> Need:
    text = "Ask for an operation and a patient like yours; every site answers with its reasons"
    return Need("Who near here can do this?", text, reverse("directory:who-can"))


def question_of_the_day(acting: Acting) -> Need | None:
    if not directory.sites_of_area(acting).exists() or directory.answer_of_today(acting, today()):
        return None
    text = "One question a day about a modelled patient, answered without your name."
    return Need("Where would you send this patient?", text, reverse("directory:take-check"))
