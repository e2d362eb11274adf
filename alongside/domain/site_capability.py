"""What is there at a site beyond its services: equipment, trained staff, infection pathway, access and opening hours?

Competence that has run out counts as absent (DIR-5), and one about to is told (DIR-6). What nobody recorded is not
known, which is neither yes nor no (AL-4). Basis: HSIB, 28 October 2021, on what differs between independent
hospitals; infection pathways as green, amber and red; the lists are ours to extend. Read November 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from alongside.domain.reasons import Reason, Severity

SOON_DAYS = 30
EQUIPMENT = {
    "c_arm": "image intensifier (C-arm)",
    "laminar_flow": "laminar flow theatre",
    "operating_microscope": "operating microscope",
    "arthroscopy_stack": "arthroscopy stack",
    "laparoscopy_stack": "laparoscopy stack",
    "surgical_robot": "surgical robot",
    "laser": "surgical laser",
    "cell_salvage": "cell salvage machine",
    "bariatric_table": "operating table for 200 kg or more",
    "bariatric_bed": "bed for 200 kg or more",
    "anaesthetic_machine": "anaesthetic machine",
    "ventilator": "ventilator",
    "cpap": "CPAP machine",
    "piped_oxygen": "beds with piped oxygen",
    "cardiac_monitoring": "beds with cardiac monitoring",
    "blood_gas": "blood gas analyser",
    "dexa": "bone density scanner",
    "echo": "echocardiography machine",
}
STAFF_GROUPS = {
    "doctors": "doctors",
    "nurses": "registered nurses",
    "theatre": "theatre practitioners",
    "therapists": "allied health professionals",
    "pharmacists": "pharmacists",
    "assistants": "healthcare assistants",
}
SKILLS = {
    "end_of_life": "end-of-life care",
    "life_support": "advanced life support",
    "immediate_life_support": "immediate life support",
    "paediatric_life_support": "paediatric life support",
    "deterioration": "the deteriorating patient (NEWS2)",
    "sepsis": "sepsis",
    "airway": "tracheostomy and airway",
    "transfusion": "blood transfusion",
    "intravenous": "intravenous therapy",
    "sedation": "conscious sedation",
    "dementia": "dementia care",
    "learning_disability": "learning disability and autism",
    "safeguarding": "safeguarding adults, level 3",
}
FEATURES = {
    "step_free": "step-free from street to ward",
    "lift": "lift to every floor used",
    "accessible_toilet": "wheelchair-accessible toilet",
    "changing_place": "Changing Places toilet",
    "hoist": "hoist for transfers",
    "wide_chairs": "chairs and wheelchairs for larger patients",
    "hearing_loop": "hearing loop",
    "sign_language": "British Sign Language, by request",
    "large_print": "letters in large print",
    "easy_read": "easy-read information",
    "quiet_room": "quiet place to wait",
    "carer_stays": "a carer may stay day and night",
    "blue_badge": "parking for blue badge holders",
    "bus_stop": "bus stop within 400 metres",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Pathway(StrEnum):
    """How far patients with and without infection are kept apart at a site."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


PATHWAY_LABELS = {
    Pathway.GREEN: "Green: planned patients alone, screened before they come",
    Pathway.AMBER: "Amber: planned and emergency patients, kept apart",
    Pathway.RED: "Red: patients with infection are treated here",
}


@dataclass(frozen=True, slots=True)
class Competence:
    """How many of a staff group are trained in a skill; `expires_on` is the earliest last day among them."""

    staff_group: str
    skill: str
    trained: int
    expires_on: date | None

    def counts(self, on: date) -> bool:
        """Is it there on this day? The last day counts whole; without a known last day it does not count (AL-4).

        >>> nurses = Competence("nurses", "end_of_life", 12, date(2026, 3, 31))
        >>> nurses.counts(date(2026, 3, 31)), nurses.counts(date(2026, 4, 1))
        (True, False)
        """
        return self.trained > 0 and self.expires_on is not None and on <= self.expires_on

    @property
    def name(self) -> str:
        return f"{SKILLS.get(self.skill, self.skill)}, {STAFF_GROUPS.get(self.staff_group, self.staff_group)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on one weekday (0 is Monday). Midnight to midnight is the whole day and night."""

    weekday: int
    opens: time
    closes: time

    @property
    def is_whole_day(self) -> bool:
        return self.opens == self.closes == time(0)

    @property
    def is_possible(self) -> bool:
        """Does it close after it opens, on the same day or at midnight?

        >>> [Hours(0, time(8), time(hour)).is_possible for hour in (18, 7, 0)]
        [True, False, True]
        """
        return self.closes > self.opens or self.closes == time(0)


@dataclass(frozen=True, slots=True)
class Capability:
    """All of it for one site. A kind, skill, feature or day that is not named was not recorded."""

    equipment: Mapping[str, int] = field(default_factory=dict)
    competences: tuple[Competence, ...] = ()
    pathway: Pathway | None = None
    pathway_from: date | None = None
    features: Mapping[str, bool] = field(default_factory=dict)
    hours: tuple[Hours, ...] = ()

    def has_skill(self, skill: str, on: date) -> bool:
        """Is somebody here trained in this, with a training that still counts?"""
        return any(found.skill == skill and found.counts(on) for found in self.competences)

    @property
    def content(self) -> dict[str, object]:
        """What an attestation covers, by section, ready for JSON.

        >>> sorted(Capability().content), any(Capability().content.values())
        (['access', 'equipment', 'hours', 'infection', 'staff'], False)
        """
        infection = [str(self.pathway), day(self.pathway_from)] if self.pathway else []
        return {
            "equipment": dict(sorted(self.equipment.items())),
            "staff": sorted([c.staff_group, c.skill, c.trained, day(c.expires_on)] for c in self.competences),
            "infection": infection,
            "access": dict(sorted(self.features.items())),
            "hours": sorted([h.weekday, f"{h.opens:%H:%M}", f"{h.closes:%H:%M}"] for h in self.hours),
        }


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def running_out(competences: tuple[Competence, ...], on: date) -> tuple[Reason, ...]:
    """What has run out (DIR-5) or runs out within 30 days (DIR-6), in the order given.

    >>> nurses = Competence("nurses", "end_of_life", 12, date(2026, 3, 31))
    >>> days = date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1)
    >>> [reason.rule for day in days for reason in running_out((nurses,), day)]
    ['DIR-6', 'DIR-5']
    """
    return tuple(reason for found in competences if (reason := ends(found, on)))


def ends(competence: Competence, on: date) -> Reason | None:
    last = competence.expires_on
    if not competence.trained or last is None or (last - on).days > SOON_DAYS:
        return None
    name = f"{competence.name[0].upper()}{competence.name[1:]}"
    if last < on:
        words = f"{name}: the training ran out on {last:%-d %B %Y} and counts as absent"
        return Reason("DIR-5", Severity.NEEDS_INFO, words)
    return Reason("DIR-6", Severity.WARNS, f"{name}: the first training runs out after {last:%-d %B %Y}")
