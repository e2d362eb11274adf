"""What did every site that was considered say to one patient, in words, nearest first (AL-6)?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from alongside.apps.plans.facts.long_rules import bit_of
from alongside.apps.plans.models import PlanLine
from alongside.domain.reasons import Severity
from alongside.planner.eligibility import MOST_RULES, NEED_INFO, REVIEW, TOO_FAR
from alongside.web.query import query
from alongside.web.words import long_date

# letter: (words, colour of the tag)
VERDICTS = {
    "p": ("Placed here", "green"),
    "r": ("Could treat; not chosen", "blue"),
    "f": ("Could treat; full", "orange"),
    "b": ("Could treat; not among the nearest", "white"),
    "o": ("Left out by hand", "grey"),
    "n": ("Needs information", "yellow"),
    "x": ("Cannot accept", "red"),
    "s": ("Paused by the site", "orange"),
    "a": ("No agreement", "red"),
    "d": ("Does not do this operation", "grey"),
    "k": ("Sessions kept for other operations", "grey"),
    "t": ("Too far", "purple"),
}
TAKES = "prfb"
SUPPORT = ("ELG", "Support services, critical care level or attestation at the site")
FAR = ("PLN-1", "Further than this patient can travel")


@dataclass(frozen=True, slots=True)
class SiteSaid:
    """One row of the explanation. `reasons` are (rule id, words).

    `pair` are the two organisations where no agreement lets the patient go; `agreement` is the id and the words of the
    one under which the patient has the place.
    """

    name: str
    provider: str
    km: float
    verdict: str
    colour: str
    reasons: tuple[tuple[str, str], ...]
    review: bool
    version: str
    placed: bool
    pair: tuple[str, str] | None = None
    agreement: tuple[str, str] | None = None


def sites_said(line: PlanLine, evidence: dict[str, Any]) -> list[SiteSaid]:
    return [site_said(line, evidence, *entry) for entry in line.considered]


def site_said(line: PlanLine, evidence: dict[str, Any], at: int, km: float, verdict: str, bits: int) -> SiteSaid:
    site = evidence["sites"][at]
    rules = rules_of(line, evidence, at)
    words, colour = VERDICTS[verdict]
    version = f"Version {rules['version']}" if rules else "No criteria stated"
    if rules and rules["on"]:
        version += f", attested {long_date(date.fromisoformat(rules['on']))} by {rules['by']}"
    if rules and rules.get("needs"):
        version += f"; what the operation asks of a site: version {rules['needs']}"
    return SiteSaid(
        site["name"],
        site["provider"],
        km,
        words,
        colour,
        reasons(line, evidence, at, verdict, bits, rules),
        bool(bits & int(REVIEW)) and verdict in TAKES,
        version,
        verdict == "p",
        (str(line.provider_id), site["provider_id"]) if verdict == "a" and "provider_id" in site else None,
        agreement(line, evidence, at) if verdict == "p" else None,
    )


def agreement(line: PlanLine, evidence: dict[str, Any], at: int) -> tuple[str, str] | None:
    """None at a hospital's own site, and on a plan made before permits were kept."""
    found = evidence.get("permits", {}).get(key_of(line, at))
    if found is None:
        return None
    which, version, last_day = found
    until = f", in force until {long_date(date.fromisoformat(last_day))}" if last_day else ""
    return which, f"{line.provider.name} and {evidence['sites'][at]['provider']}, version {version}{until}"


def whose_policy(line: PlanLine) -> str:
    """Where to ask whose policy applies to this patient at the site of their place."""
    if line.site is None:
        return ""
    host, guest = line.site.organisation, line.provider
    where = {"host": host.code, "site": line.site.code, "guest": guest.code if guest != host else None}
    return reverse("governance:ask") + query({}, **where)


def key_of(line: PlanLine, at: int) -> str:
    return "|".join((line.provider.code, line.treatment_function, line.procedure_group, str(at)))


def rules_of(line: PlanLine, evidence: dict[str, Any], at: int) -> dict[str, Any] | None:
    which = evidence["which"]
    number = which.get(f"{at}|{line.procedure_group}", which.get(f"{at}|"))
    return None if number is None else evidence["sets"][number]


def reasons(
    line: PlanLine, evidence: dict[str, Any], at: int, verdict: str, bits: int, rules: dict[str, Any] | None
) -> tuple[tuple[str, str], ...]:
    if verdict in "ak":
        rule, words = evidence["doors"].get(key_of(line, at), ("", VERDICTS[verdict][0]))
        return ((rule, words),)
    if verdict == "d":
        name = evidence["groups"].get(line.procedure_group, line.procedure_group)
        return (("DIR-1", f"This site does not list {name} among what it does"),)
    told = notice(line, evidence, at)
    if verdict == "s":
        return told
    if verdict in TAKES:
        return reviewed(bits, rules) + (told if verdict == "f" else ())
    found = clinical(bits, rules) if verdict in "nx" else ()
    return found + ((FAR,) if bits & int(TOO_FAR) else ())


def notice(line: PlanLine, evidence: dict[str, Any], at: int) -> tuple[tuple[str, str], ...]:
    """The site's notice that took days out of this plan; none on a plan made before notices were kept."""
    found = evidence.get("notices", {}).get(f"{at}|{line.treatment_function}")
    return ((found[0], found[1]),) if found else ()


def reviewed(bits: int, rules: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Each rule of a site that would take the patient, and that asks for a look first."""
    named = enumerate(rules["rules"] if rules else ())
    found = [(rule_id, f"Review first. {asks}") for at, (rule_id, asks, _) in named if bits >> bit_of(at) & 1]
    return tuple(found + general(rules, {Severity.NEEDS_REVIEW}))


def clinical(bits: int, rules: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Each rule whose bit is set: not met, or its fact not recorded."""
    if rules is None:
        return (("PLN-2", "This site has not said whom it accepts for this operation"),)
    unknown = bool(bits & int(NEED_INFO))
    found = [
        (rule_id, f"{fact} is not recorded; the site asks: {asks}" if unknown else f"Not met: {asks}")
        for place, (rule_id, asks, fact) in enumerate(rules["rules"])
        if bits >> bit_of(place) & 1
    ]
    if bits >> (MOST_RULES - 1) & 1:
        found += general(rules, {Severity.BLOCKS, Severity.NEEDS_INFO}) or [SUPPORT]
    return tuple(found)


def general(rules: dict[str, Any] | None, weights: set[Severity]) -> list[tuple[str, str]]:
    """What the site says to everybody; nothing on a plan made before this was kept."""
    said = rules.get("general", ()) if rules else ()
    return [(rule_id, words) for rule_id, words, weight in said if weight in weights]
