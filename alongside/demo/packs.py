"""Which governance packs have the modelled partnerships? Most lack one thing; nobody has agreed any of it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from alongside.apps.audit.isolation import acting_for
from alongside.apps.partnerships.models import Committee, Partnership, Rung
from alongside.domain.joint_governance import KINDS, Kind

SAID = 120


class Model(NamedTuple):
    """One of the committees that are asked for: what for, seats of the trust and of the host, weeks between."""

    purpose: str
    terms: str
    seats_trust: tuple[str, ...]
    seats_host: tuple[str, ...]
    every_weeks: int


COMMITTEES = {
    Kind.BOARD: Model(
        "Answers to both boards for the safety and quality of what is done together.",
        "It reads the quality figures of both sides, open actions and barriers.\n"
        "It decides what neither side may decide alone, and signs for both.\n"
        "It answers to the quality committee of each side within a week of meeting.",
        ("Medical director", "Director of nursing", "Director of operations"),
        ("Director of clinical services", "Registered manager"),
        13,
    ),
    Kind.DEATHS: Model(
        "Reviews every death, unplanned transfer and return to theatre within 30 days, whichever side it was at.",
        "Every case is read by a clinician of each side before it is discussed.\n"
        "What was learnt is written without names and sent to both wards; actions go to the joint board.",
        ("Lead for mortality reviews", "Consultant anaesthetist", "Critical care outreach nurse"),
        ("Chair of the medical advisory committee", "Matron"),
        8,
    ),
    Kind.OPERATIONS: Model(
        "Keeps lists full and patients ready: bookings, notes, transport, equipment of the coming four weeks.",
        "It settles what can be settled that week, and takes what cannot to the joint board.",
        ("Head of booking", "Theatre manager"),
        ("NHS services manager", "Theatre manager"),
        2,
    ),
}
# By site what its pack lacks; the site whose partnership is unfinished has none.
LACKS: dict[str, dict[str, Any]] = {
    "NN801": {"without": Kind.DEATHS},
    "NT408": {"decides_alone": Kind.DEATHS},
    "NTP16": {},
    "NT312": {"without_chair": Kind.BOARD},
    "ADP02": {"silent": True},
    "NT239": {"trust_alone": True},
    "Z4F8Y": {"without": Kind.OPERATIONS},
}  # fmt: skip


def load(*, partnership: Partnership, of: dict[str, Any], first_number: int, today: date) -> None:
    """`of` is whose rows they are and who wrote them; telephone numbers from `first_number` on."""
    lacks = LACKS.get(partnership.site.code)
    if lacks is None:
        return
    said_on = today - timedelta(days=SAID)
    with acting_for(partnership.trust_id):
        for kind, model in COMMITTEES.items():
            if kind is not lacks.get("without"):
                load_committee(kind, model, partnership, {**of, "on": said_on}, lacks)
        load_ladder(partnership, {**of, "on": said_on}, first_number, lacks)


def load_committee(
    kind: Kind, model: Model, partnership: Partnership, of: dict[str, Any], lacks: dict[str, Any]
) -> None:
    chaired = kind is not lacks.get("without_chair")
    Committee.objects.create(
        **of, kind=kind, name=KINDS[kind], purpose=model.purpose, terms=model.terms,
        seats_trust=list(model.seats_trust), seats_host=list(model.seats_host), every_weeks=model.every_weeks,
        quorum_trust=2, quorum_host=0 if kind is lacks.get("decides_alone") else 1,
        chair=partnership.trust if chaired else None, chair_post=model.seats_trust[0] if chaired else "",
    )  # fmt: skip


def load_ladder(partnership: Partnership, of: dict[str, Any], first_number: int, lacks: dict[str, Any]) -> None:
    trust, host = partnership.trust, partnership.host
    rungs = (
        (host, "Site coordinator", 0, "The trust has not named a bed or a date within 20 minutes"),
        (trust, "Clinical site manager", 20, "Nobody can decide, or the patient gets worse"),
        (trust, "Director on call", 45, "It is not settled within the hour"),
    )
    for number, (side, post, after, go_up) in enumerate(rungs):
        if lacks.get("trust_alone") and side == host:
            side, post = trust, "Transfer desk"
        silent = lacks.get("silent") and after == 45
        Rung.objects.create(
            **of, organisation=side, post=post, after_minutes=after, go_up=go_up,
            phone="" if silent else f"01632 960{first_number + number}",
        )  # fmt: skip
