"""Of which rules does a plan count the refusals? A barrier that names another would show no case for ever.

A plan counts what closed the door of a site to a patient or sent them to a review first. A fact of the patient that is
not recorded is a question and no refusal (AL-4), so the rules that ask for facts are not counted: ELG-2, ELG-4, ELG-6,
PLN-4. The area's own differences (REG-1 and so on) and the criteria of its sites have ids of their own.
"""

from collections.abc import Iterable

COUNTED = {
    "AGR-1": "the two organisations have no agreement",
    "AGR-2": "the agreement does not cover the service",
    "AGR-3": "the agreement was ended",
    "AGR-4": "the agreement expired, or ends within the plan",
    "AGR-5": "the agreement is not signed by both, or begins later",
    "DIR-1": "the site does not list the operation",
    "DIR-3": "the site has paused or moved the service",
    "ELG": "anything that a site lacks for the operation",
    "ELG-1": "a support service is not there",
    "ELG-3": "the site’s word on its criteria is old: reviewed first",
    "ELG-5": "equipment or an infection pathway is not there",
    "ELG-7": "too few trained people",
    "ELG-8": "a section that nobody at the site has attested",
    "ELG-9": "a section whose attestation is old: reviewed first",
    "ELG-10": "a known infection, and the site has no red pathway",
    "ELG-11": "a known infection: reviewed first",
    "ELG-12": "the site lacks what the patient needs: agreed first",
    "ELG-13": "the site has not said or attested whether it has what the patient needs: agreed first",
    "PLN-1": "the site is further than the patient can travel",
    "PLN-2": "the site has not said whom it accepts",
    "PLN-3": "the offered sessions are kept for other operations",
}
FAMILY = "-"


def counted_rules(own: Iterable[str] = ()) -> frozenset[str]:
    """Every id that a plan of an area counts. `own` are its sites' criteria and its differences from the NHS rules.

    >>> sorted(counted_rules(["bmi_max"]) - set(COUNTED)), "ELG-4" in counted_rules()
    (['bmi_max'], False)
    """
    return frozenset(COUNTED) | frozenset(own)


def is_counted(rule: str, own: Iterable[str] = ()) -> bool:
    """Would a plan ever count this? What ends with a hyphen stands for every rule that begins so.

    >>> [is_counted(rule, ["bmi_max"]) for rule in ("AGR-", "bmi_max", "bmi_min", "PLN-4", "")]
    [True, True, False, False, False]
    """
    known = counted_rules(own)
    if rule.endswith(FAMILY):
        return any(one.startswith(rule) for one in known)
    return rule in known
