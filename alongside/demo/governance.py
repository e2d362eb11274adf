"""Whose policy applies and whom to ring in the demonstration area: modelled words, and numbers that no telephone has.

The numbers are of the range 01632 960, which the regulator keeps for drama.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.governance.facts import policy_digest
from alongside.apps.governance.models import (
    Barrier,
    BarrierStep,
    Contact,
    Policy,
    PolicyConfirmation,
    Responsibility,
    SystemUse,
    TestCall,
)
from alongside.apps.regulations.models import Difference

MODELLED = "Modelled for the demonstration; no hospital has said this"
HOST, GUEST = "AVQ01", "RVV"


class Post(NamedTuple):
    """Who is rung; `days_ago` is when it was last tried, None for never."""

    name: str
    owner: str
    topic: str
    phone: str
    night: str
    days_ago: int | None
    answered: bool


POSTS = (
    Post("Site coordinator on call", HOST, "", "01632 960101", "01632 960102", 12, True),
    Post("Resident doctor on call", HOST, "deterioration", "01632 960103", "", 30, True),
    Post("Critical care outreach nurse", GUEST, "sepsis", "01632 960201", "01632 960202", 20, True),
    Post("Clinical site manager", GUEST, "", "01632 960203", "01632 960204", 80, True),
    Post("Transfer desk", GUEST, "transfer-back", "01632 960205", "", 5, False),
    Post("Clinical site manager", "RWF", "", "01632 960301", "", 120, True),
    Post("Clinical site manager", "RPA", "", "01632 960401", "01632 960402", None, True),
)
# Topic, whose patients ("" for the host's own), whose policy, name, post to ring, and whether the partner said yes.
POLICIES: tuple[tuple[str, str, str, str, str, bool], ...] = (
    ("sepsis", "", "host", "Recognising and treating sepsis", "Resident doctor on call", True),
    ("sepsis", GUEST, "guest", "Sepsis in adults: screening and treatment", "Critical care outreach nurse", True),
    ("sepsis", "RWF", "host", "Recognising and treating sepsis", "Resident doctor on call", False),
    ("deterioration", GUEST, "host", "The patient who gets worse", "Resident doctor on call", True),
    ("cardiac-arrest", GUEST, "host", "Resuscitation", "Resident doctor on call", True),
    ("transfer-back", GUEST, "joint", "Unplanned transfer to East Kent", "Clinical site manager", True),
    ("medicines", GUEST, "host", "Medicines on the ward", "Site coordinator on call", True),
    ("incidents", GUEST, "joint", "Incidents reported and learnt from together", "Site coordinator on call", True),
)


SYSTEMS = (
    (
        "imaging",
        "Shared picture archive of the area",
        "Surgeons and ward of the hospital",
        "Imaging desk, one working day",
    ),
    (
        "results",
        "East Kent results viewer, read only",
        "Pre-operative nurses and resident doctor",
        "Transfer desk, two days",
    ),
    ("prescribing", "The hospital's own charts", "The hospital's staff alone", ""),
)
STEPS = (
    ("02-clock", "East Kent booking office", "East Kent chief operating officer", "", "One Ashford booking office"),
    ("03-preop", "One Ashford pre-operative nurse", "One Ashford anaesthetist", "East Kent surgeon", "Patient's GP"),
    ("07-operation", "Operating surgeon", "Operating surgeon", "", ""),
    (
        "09-worse",
        "One Ashford resident doctor",
        "One Ashford consultant",
        "East Kent outreach nurse",
        "East Kent surgeon",
    ),
    ("11-follow-up", "East Kent clinic", "East Kent surgeon", "One Ashford physiotherapist", "Patient's GP"),
)
NOTED_ON, RAISED_ON = date(2025, 11, 3), date(2025, 12, 1)
BARRIERS = (
    (
        "Home oxygen cannot be prescribed here", "Patients on home oxygen",
        "An independent hospital cannot order portable oxygen, so these patients wait for an NHS theatre",
        "The NHS respiratory team orders it before the day", "Integrated care board", "raised", "oxygen",
    ),
    (
        "Suspected cancer stays with the cancer team", "Patients on a cancer pathway",
        "Contracts of independent sites leave out suspected cancer", "", "", "noted", "cancer",
    ),
)  # fmt: skip


def load(*, organisations: Mapping[str, Organisation], oxygen: Difference, today: date) -> None:
    contacts = {(post.owner, post.name): load_contact(organisations[post.owner], post, today) for post in POSTS}
    for topic, guest, follows, title, post, confirmed in POLICIES:
        owner = HOST if (HOST, post) in contacts else GUEST
        partner = organisations[guest] if guest else None
        policy = load_policy(organisations[HOST], partner, topic, follows, title, contacts[owner, post])
        if partner and confirmed:
            confirm(policy, partner, today)
    load_registers(organisations, oxygen)


def load_registers(organisations: Mapping[str, Organisation], oxygen: Difference) -> None:
    """Systems and steps at the host for the guest's patients, and two barriers that plans count."""
    host, guest = organisations[HOST], organisations[GUEST]
    given = {"organisation": host, "area_id": host.area_id, "source": MODELLED}
    with acting_for(host.id):
        for purpose, system, access, how in SYSTEMS:
            SystemUse.objects.create(
                **given, partner=guest, purpose=purpose, system=system, who_has_access=access, how_to_get=how
            )
        for step, responsible, accountable, consulted, informed in STEPS:
            Responsibility.objects.create(
                **given, partner=guest, pathway="Hip replacement", function="110", group="110-hip", step=step,
                responsible=responsible,
                accountable=accountable, consulted=consulted, informed=informed,
            )  # fmt: skip
        for rule, blocks, effect, workaround, raised_with, status, counted_by in BARRIERS:
            barrier = Barrier.objects.create(
                **given, rule=rule, blocks=blocks, effect=effect, workaround=workaround, raised_with=raised_with,
                status=status, counted_by=counted_by, difference=oxygen if counted_by == "oxygen" else None,
            )  # fmt: skip
            steps = [("noted", "", NOTED_ON), *([(status, raised_with, RAISED_ON)] if raised_with else [])]
            for state, with_whom, on in steps:
                BarrierStep.objects.create(
                    **given, barrier=barrier, status=state, raised_with=with_whom, on=on, by_name="Modelled"
                )


def load_contact(owner: Organisation, post: Post, today: date) -> Contact:
    given = {"organisation": owner, "area_id": owner.area_id, "source": MODELLED}
    with acting_for(owner.id):
        contact = Contact.objects.create(
            **given, topic=post.topic, post=post.name, phone=post.phone, night_phone=post.night,
            hours="8am to 6pm" if post.night else "",
        )  # fmt: skip
        for number in filter(None, (post.phone, post.night)):
            if post.days_ago is not None:
                TestCall.objects.create(
                    **given, contact=contact, phone=number, answered=post.answered,
                    on=today - timedelta(days=post.days_ago), seconds=25 if post.answered else None,
                    by_name="Modelled", note="" if post.answered else "Rang out twice",
                )  # fmt: skip
    return contact


def load_policy(
    host: Organisation, partner: Organisation | None, topic: str, follows: str, title: str, contact: Contact
) -> Policy:
    with acting_for(host.id):
        return Policy.objects.create(
            organisation=host, area_id=host.area_id, partner=partner, topic=topic, follows=follows, title=title,
            version="3", link=f"https://policies.kent.example/{topic}", contact=contact, starts_on=date(2025, 4, 1),
            said_on=date(2025, 3, 1), source=MODELLED,
        )  # fmt: skip


def confirm(policy: Policy, partner: Organisation, today: date) -> None:
    with acting_for(partner.id):
        PolicyConfirmation.objects.create(
            policy=policy, organisation=partner, area_id=partner.area_id, digest=policy_digest(policy),
            on=today - timedelta(days=60), by_name="Modelled", source=MODELLED,
        )  # fmt: skip
