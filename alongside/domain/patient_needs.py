"""What do a patient's known infection and access needs ask of a site, and what follows where it is not there?

A known infection goes only where infected patients are nursed apart; an access need never refuses, it is agreed with
the site before the patient goes. Who is not known to have an infection is screened before admission, as everybody is.
Basis: infection pathways as green, amber and red; Equality Act 2010, section 20; Accessible Information Standard
(DCB1605); read November 2026. Rules ELG-10 to ELG-13.
"""

from collections.abc import Collection, Iterable
from datetime import date

from alongside.domain.clinical_fields import ACCESS_NEEDS, INFECTION, Field
from alongside.domain.criteria import TAKES_INFECTION, Criterion, IfMissing, Kind
from alongside.domain.site_capability import Capability, Pathway
from alongside.domain.site_sections import Section

# What answers an access need, as a sentence names it after "has".
THERE = {
    "step_free": "a step-free way from street to ward",
    "accessible_toilet": "a wheelchair-accessible toilet",
    "changing_place": "a Changing Places toilet",
    "hoist": "a hoist for transfers",
    "wide_chairs": "chairs and wheelchairs for larger patients",
    "hearing_loop": "a hearing loop",
    "sign_language": "British Sign Language",
    "large_print": "letters in large print",
    "easy_read": "easy-read information",
    "quiet_room": "a quiet place to wait",
    "carer_stays": "room for a carer to stay day and night",
}
AGREE = "agree with the site, before this patient goes, how they will be cared for"
APART = "infected patients are nursed there apart from others: tell the ward before this patient comes"
RED_ALONE = (
    "a red infection pathway is needed, so that others are kept from it. "
    "Mended by: the services manager or medical director of this site, should it open one and attest it"
)
GOES_WHERE_APART = Criterion(
    "ELG-10", INFECTION, "<=", None, Kind.HARD, RED_ALONE, None, IfMissing.PASS, TAKES_INFECTION
)
IS_NURSED_APART = Criterion("ELG-11", INFECTION, "==", True, Kind.REVIEW, APART, "infection_team", IfMissing.PASS)
OURS = ("ELG-10", "ELG-11", "ELG-12", "ELG-13")


def takes_infection(found: Capability, attested: Collection[str], on: date) -> bool | None:
    """Are patients with a known infection nursed there apart? None when nobody stands for the pathway of this day.

    >>> red = Capability(pathway=Pathway.RED, pathway_from=date(2026, 3, 1))
    >>> march, february = date(2026, 3, 1), date(2026, 2, 28)
    >>> takes_infection(red, {"infection"}, march), takes_infection(red, {"infection"}, february)
    (True, None)
    >>> print(takes_infection(red, (), march))
    None
    """
    if found.pathway is None or found.pathway_from is None or found.pathway_from > on:
        return None
    return found.pathway is Pathway.RED if Section.INFECTION in attested else None


def rules_for(found: Capability, attested: Collection[str]) -> tuple[Criterion, ...]:
    """The rules that every site has by what it says of its infection pathway and its access for patients.

    `attested` names the sections of its word that stand as they were attested. What the site has makes no rule.

    >>> features = {**dict.fromkeys(THERE, True), "hoist": False}
    >>> [rule.rule_id for rule in rules_for(Capability(features=features), {"access"})]
    ['ELG-10', 'ELG-12']
    """
    apart = (IS_NURSED_APART,) if found.pathway is Pathway.RED else ()
    asked = (access_rule(need, found, is_attested=Section.ACCESS in attested) for need in ACCESS_NEEDS.values())
    return (GOES_WHERE_APART, *apart, *(rule for rule in asked if rule))


def access_rule(need: Field, found: Capability, *, is_attested: bool) -> Criterion | None:
    """What the site lacks (ELG-12) or has not said or attested (ELG-13) is agreed first; None for what is there."""
    has, thing = found.features.get(need.feature), THERE[need.feature]
    if has and is_attested:
        return None
    rule_id, said = "ELG-13", f"this site has not said whether it has {thing}: ask it, and {AGREE}"
    if has is False:
        rule_id, said = "ELG-12", f"this site says that it does not have {thing}: {AGREE}"
    elif has:
        said = f"nobody at this site has attested that it has {thing}: ask it, and {AGREE}"
    return Criterion(rule_id, need.name, "==", True, Kind.REVIEW, said, "adjustments_lead", IfMissing.PASS)


def that_can_bite(rules: Iterable[Criterion], recorded: Collection[str]) -> tuple[Criterion, ...]:
    """Without the rules from here about a need or an infection that nobody is `recorded` to have.

    >>> rules = rules_for(Capability(), ())
    >>> [rule.field for rule in that_can_bite(rules, {"needs_hoist"})]
    ['needs_hoist']
    """
    return tuple(rule for rule in rules if rule.field in recorded or not bites_if_recorded(rule))


def bites_if_recorded(rule: Criterion) -> bool:
    """Is it one from here, which can say something of a patient alone whose fact is recorded as yes?

    A site may give its own rule any name, so the name does not decide alone.
    """
    ours = rule.rule_id in OURS and rule.if_missing is IfMissing.PASS and rule.field in (INFECTION, *ACCESS_NEEDS)
    return ours and (rule.op, rule.value) in (("<=", None), ("==", True))
