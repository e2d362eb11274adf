"""What equipment, trained staff and infection pathway does an operation ask of a site, and what of it is wanting there?

What a site says that it lacks, or that has run out, is a no; what nobody there recorded is not known (AL-4). Basis:
HSIB, 28 October 2021, on capability that was not checked before surgery; read November 2026. What is asked is the
board's to say. Rules ELG-5 to ELG-9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.domain.reasons import Reason, Severity
from alongside.domain.site_capability import (
    EQUIPMENT,
    PATHWAY_LABELS,
    SKILLS,
    STAFF_GROUPS,
    Capability,
    Competence,
    Pathway,
)

# The sections of a site's word that an operation may ask about, by what they are called there.
EQUIPMENT_SECTION, STAFF_SECTION, INFECTION_SECTION = "equipment", "staff", "infection"
SECTION_NAMES = {
    EQUIPMENT_SECTION: "equipment",
    STAFF_SECTION: "staff competence",
    INFECTION_SECTION: "infection pathway",
}
# A pathway does for an operation that asks for it, and a stricter one does too.
GOOD_ENOUGH = {"green": (Pathway.GREEN,), "amber": (Pathway.GREEN, Pathway.AMBER)}
PATHWAY_NEEDS = {
    "green": "a green infection pathway",
    "amber": "a green or amber infection pathway",
}
ASK_TO_RECORD = "Mended by: the services manager or medical director of this site, who records it"
ASK_TO_ATTEST = "Mended by: the services manager or medical director of this site, who attests it"


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """So many people trained in a skill; with a staff group, so many of that group."""

    skill: str
    staff_group: str = ""
    fewest: int = 1

    @property
    def name(self) -> str:
        """
        >>> StaffNeed("transfusion", "nurses").name, StaffNeed("sepsis", "", 3).name
        ('registered nurses trained in blood transfusion', '3 staff trained in sepsis')
        """
        who = STAFF_GROUPS.get(self.staff_group, self.staff_group) or "staff"
        words = f"{who} trained in {SKILLS.get(self.skill, self.skill)}"
        return words if self.fewest == 1 else f"{self.fewest} {words}"

    def among(self, competences: Iterable[Competence]) -> tuple[Competence, ...]:
        """Those that speak of this skill and group."""
        return tuple(c for c in competences if c.skill == self.skill and self.staff_group in ("", c.staff_group))


@dataclass(frozen=True, slots=True)
class SiteNeeds:
    """One version of what an operation asks of every site; `pathway` is "", "green" or "amber"."""

    version: int = 0
    equipment: tuple[str, ...] = ()
    staff: tuple[StaffNeed, ...] = ()
    pathway: str = ""

    @property
    def sections(self) -> dict[str, list[str]]:
        """The sections that it asks about, and what it asks there, in words.

        >>> SiteNeeds(1, ("c_arm",), (StaffNeed("sepsis"),)).sections
        {'equipment': ['image intensifier (C-arm)'], 'staff': ['staff trained in sepsis']}
        """
        asked = {
            EQUIPMENT_SECTION: [EQUIPMENT.get(kind, kind) for kind in self.equipment],
            STAFF_SECTION: [need.name for need in self.staff],
            INFECTION_SECTION: [PATHWAY_NEEDS[self.pathway]] if self.pathway else [],
        }
        return {section: names for section, names in asked.items() if names}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is wanting at a site; `missing` names the fact to find out, "" when the answer is known."""

    name: str
    reason: Reason
    missing: str = ""


def gaps(needs: SiteNeeds, found: Capability, first: date, last: date) -> tuple[Gap, ...]:
    """What a site lacks for care on the days from `first` to `last`, in the order asked.

    >>> nurses = Competence("nurses", "transfusion", 8, date(2026, 3, 31))
    >>> needs, march = SiteNeeds(1, ("c_arm",), (StaffNeed("transfusion"),)), date(2026, 3, 1)
    >>> [gap.reason.rule for gap in gaps(needs, Capability({"c_arm": 0}, (nurses,)), march, date(2026, 4, 1))]
    ['ELG-5', 'ELG-7']
    >>> gaps(needs, Capability({"c_arm": 1}, (nurses,)), march, date(2026, 3, 31))
    ()
    """
    asked = [equipment_gap(kind, found) for kind in needs.equipment]
    asked += [staff_gap(need, found, first, last) for need in needs.staff]
    asked.append(pathway_gap(needs.pathway, found, first))
    return tuple(gap for gap in asked if gap)


def equipment_gap(kind: str, found: Capability) -> Gap | None:
    count, name = found.equipment.get(kind), EQUIPMENT.get(kind, kind)
    if count is None:
        return unknown(name, f"equipment.{kind}")
    if count:
        return None
    return absent(name, "this site says that it has none", "this site, when it has one and records it")


def staff_gap(need: StaffNeed, found: Capability, first: date, last: date) -> Gap | None:
    """Enough of them must count on every day; where they run out before, the last day on which they are enough is told.

    >>> nurses, doctors = (Competence(group, "sepsis", 2, date(2026, 3, 31)) for group in ("nurses", "doctors"))
    >>> three, march, april = StaffNeed("sepsis", "", 3), date(2026, 3, 31), date(2026, 4, 1)
    >>> staff_gap(three, Capability(competences=(nurses,)), march, march).reason.message.partition(". ")[0]
    'This operation needs 3 staff trained in sepsis; this site has 2 whose training counts'
    >>> both = Capability(competences=(nurses, doctors))
    >>> staff_gap(three, both, march, march), staff_gap(three, both, april, april).reason.rule
    (None, 'ELG-7')
    """
    known = need.among(found.competences)
    if not known:
        return unknown(need.name, f"staff.{need.skill}")
    until = enough_until(need.fewest, known)
    if until is None:
        return too_few(need, known, last)
    return ran_out(need, until, first, last) if until < last else None


def enough_until(fewest: int, known: Iterable[Competence]) -> date | None:
    """The last day on which so many are trained; None when never. Those of one line end together, on its earliest day.

    >>> known = [Competence("any", "sepsis", 2, date(2026, month, 1)) for month in (4, 3)]
    >>> [str(enough_until(fewest, known)) for fewest in (1, 2, 3, 5)]
    ['2026-04-01', '2026-04-01', '2026-03-01', 'None']
    """
    trained = 0
    ending = ((competence.expires_on, competence.trained) for competence in known if competence.expires_on)
    for ends, number in sorted(ending, reverse=True):
        trained += number
        if trained >= fewest:
            return ends
    return None


def too_few(need: StaffNeed, known: Iterable[Competence], last: date) -> Gap:
    """They were never enough, whatever has run out."""
    recorded = [competence for competence in known if competence.trained and competence.expires_on]
    counted = sum(competence.trained for competence in recorded if competence.counts(last))
    if not recorded:
        mended = "this site, when staff are trained and it is recorded"
        return absent(need.name, "this site says that nobody is", mended)
    here = f"this site has {counted or 'none'} whose training counts"
    return absent(need.name, here, "this site, when more staff are trained and it is recorded")


def pathway_gap(asked: str, found: Capability, first: date) -> Gap | None:
    if not asked:
        return None
    if found.pathway is None or found.pathway_from is None or found.pathway_from > first:
        return unknown(PATHWAY_NEEDS[asked], "infection.pathway")
    if found.pathway in GOOD_ENOUGH[asked]:
        return None
    label = PATHWAY_LABELS[found.pathway]
    here = f"this site’s is {label[0].lower()}{label[1:]}"
    return absent(PATHWAY_NEEDS[asked], here, "this site, when it keeps such a pathway and records it")


def absent(name: str, here: str, mended: str) -> Gap:
    words = f"This operation needs {name}; {here}. Mended by: {mended}"
    return Gap(name, Reason("ELG-5", Severity.BLOCKS, words))


def unknown(name: str, missing: str) -> Gap:
    words = f"This operation needs {name}; this site has not recorded whether it has it. {ASK_TO_RECORD}"
    return Gap(name, Reason("ELG-6", Severity.NEEDS_INFO, words), missing)


def ran_out(need: StaffNeed, ended: date, first: date, last: date) -> Gap:
    """On the days asked about, or before the last of them.

    >>> gap = ran_out(StaffNeed("sepsis"), date(2026, 2, 20), date(2026, 2, 1), date(2026, 5, 3))
    >>> gap.reason.message.partition("; ")[2].partition(",")[0]
    'here the training counts until 20 February 2026'
    """
    here = f"here the training ran out on {ended:%-d %B %Y}"
    if ended >= first:
        here = f"here the training counts until {ended:%-d %B %Y}, and care may be given until {last:%-d %B %Y}"
    mended = "Mended by: this site, when the training is renewed and its new last day recorded"
    words = f"This operation needs {need.name}; {here}. {mended}"
    return Gap(need.name, Reason("ELG-7", Severity.BLOCKS, words))


def not_attested(section: str, names: Sequence[str]) -> Reason:
    """It is recorded, and nobody stands for it as it is now."""
    what = SECTION_NAMES[section]
    words = f"This operation needs {listed(names)}; nobody at this site has attested its {what} as it now stands"
    return Reason("ELG-8", Severity.BLOCKS, f"{words}. {ASK_TO_ATTEST}")


def attested_long_ago(section: str, names: Sequence[str], on: date) -> Reason:
    """An old word is still a word, so it goes to review."""
    what = f"this site last attested its {SECTION_NAMES[section]} on {on:%-d %B %Y}"
    words = f"This operation needs {listed(names)}; {what}, over 90 days ago. {ASK_TO_ATTEST}"
    return Reason("ELG-9", Severity.NEEDS_REVIEW, words)


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
