"""What of our waiting list and our capacity needs this person?"""

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity import queries as capacity
from alongside.apps.insight.today.need import Need
from alongside.apps.waiting import queries as waiting
from alongside.web.today import today
from alongside.web.words import plural


def files_to_look_at(acting: Acting) -> Need | None:
    count = waiting.uploads(acting).filter(confirmed=False).exclude(state="failed").count()
    text = "Say which column is which, and the list is loaded"
    return Need("Files to look at", text, reverse("waiting:list-uploads"), count) if count else None


def files_not_loaded(acting: Acting) -> Need | None:
    """Files of this organisation that failed and that no later file has made good."""
    sent = waiting.uploads(acting)
    newest = sent.filter(state="done").order_by("-received_at").values_list("received_at", flat=True).first()
    failed = sent.filter(state="failed")
    count = (failed.filter(received_at__gt=newest) if newest else failed).count()
    text = "Each says what is wrong and what to do"
    return Need("Files that could not be loaded", text, reverse("waiting:list-uploads"), count) if count else None


def pathways_in_limbo(acting: Acting) -> Need | None:
    count = waiting.count_limbo(acting)
    text = "Open pathways that no list speaks for. Each must be on exactly one"
    return Need("Pathways on no list", text, reverse("waiting:list-limbo"), count) if count else None


def pathways_without_facts(acting: Acting) -> Need | None:
    """Patients to be planned with a gap in what sites ask; whether a site's rule turns on it, the plan says."""
    count = waiting.headline(acting, waiting.Criteria(needs_information=True), as_of=waiting.list_date(acting)).total
    href = reverse("waiting:list-pathways") + "?needs=yes"
    text = "Patients with a decision to admit with a fact missing that sites ask for"
    return Need("Facts to record", text, href, count) if count else None


def longest_waits(acting: Acting) -> Need | None:
    as_of = waiting.list_date(acting)
    count = waiting.headline(acting, waiting.Criteria(over_weeks=52), as_of=as_of).total
    href = reverse("waiting:list-pathways") + "?wait=over-52"
    return Need("Over 52 weeks", "Pathways that have waited more than a year", href, count) if count else None


def bookings_where_paused(acting: Acting) -> Need | None:
    """Ours, as guest or as host, on days of which the site has since said that it does nothing of the kind (DIR-3)."""
    found = capacity.stopped_bookings(acting, today())
    beds = f", {plural(found.nights, 'bed night')} among them" if found.nights else ""
    text = f"Held or booked where the site has paused or moved the service since{beds}. Find another day or give back"
    href = reverse("capacity:list-sessions") + "?stopped=on&first=" if found.sessions else reverse("capacity:list-beds")
    return Need("Bookings at a service that has paused", text, href, found.total) if found.total else None


def capacity_to_offer(acting: Acting) -> Need:
    text = "Sessions and beds of your sites: what is offered, taken and left"
    return Need("Our capacity", text, reverse("capacity:list-sessions"))
