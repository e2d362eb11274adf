"""What does the directory hold of one site, as the pure rules of eligibility want it, and who vouches for it?

A word covers what was held when it was given, section by section: after a change to the level, the support or the
rules, the site's answer is "need information" until a named person has attested that section again, and so is its
answer for an operation that it has listed since (AL-4).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from alongside.apps.accounts.access import Acting
from alongside.apps.directory.models import (
    Attestation,
    CriteriaVersion,
    GroupNeeds,
    ProcedureGroup,
    SectionAttestation,
    ServiceNotice,
    Site,
    SiteService,
    SupportService,
)
from alongside.domain.criteria import Attestation as State
from alongside.domain.criteria import CriteriaSet, Criterion, SiteFacts, attestation_state
from alongside.domain.criteria_reading import Problem, read_criteria
from alongside.domain.differences import INDEPENDENT
from alongside.domain.patient_needs import rules_for, takes_infection
from alongside.domain.reasons import Reason, Severity
from alongside.domain.site_capability import Capability, Competence, Hours, Pathway
from alongside.domain.site_needs import SiteNeeds, StaffNeed
from alongside.domain.site_notices import Notice, NoticeKind, closing
from alongside.domain.site_sections import ALWAYS, DECIDING, Section, Standing, Word, due, standings
from alongside.domain.support_services import Cover, SupportNeed, read_support_need
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.maps import Point, distance_km

WHOLE_SITE = ""
# The role under which a stand-in for a hospital's word is kept.
MODELLED = "Modelled"
Place = tuple[float, float]
Rules = tuple[Criterion, ...]
ReadRules = tuple[Rules, tuple[Problem, ...]]
SECTIONS = {section.value: section for section in Section}
CAPABILITY = ("equipment", "competences", "access_features", "opening_hours")
Saying = Attestation | SectionAttestation


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """Everything the directory holds of a site. `versions` is the latest of each procedure group, by its code.

    `rules` is what was read of each of them, with what could not be read. `regulations` are the rules that every
    hospital of its kind has, whatever it says itself; `needs` is what each operation asks of every site.
    """

    site: Site
    services: tuple[tuple[str, str], ...]
    support: Mapping[str, Cover]
    versions: Mapping[str, CriteriaVersion]
    rules: Mapping[str, ReadRules]
    words: Mapping[Section, Saying]
    notices: tuple[Notice, ...]
    capability: Capability
    groups: Mapping[str, ProcedureGroup]
    regulations: Rules = ()
    needs: Mapping[str, SiteNeeds] = field(default_factory=dict)

    @property
    def attestation(self) -> Saying | None:
        """The word by which the site is judged: the oldest of those that decide about a patient."""
        deciding = [self.words[section] for section in DECIDING if section in self.words]
        return min(deciding, key=lambda word: word.on) if len(deciding) == len(DECIDING) else None

    @property
    def id(self) -> UUID:
        return self.site.id

    @property
    def offered(self) -> list[ProcedureGroup]:
        """The procedure groups that the site does. A treatment function alone promises no operation (AL-4)."""
        named = {code for _, code in self.services}
        return [group for group in self.groups.values() if group.code in named]

    def does(self, group: ProcedureGroup) -> bool:
        return any(code == group.code for _, code in self.services)

    @property
    def functions(self) -> set[str]:
        return {function for function, _ in self.services}


def with_everything(sites: QuerySet[Site], on: date) -> QuerySet[Site]:
    """Sites with all that `record_of` needs, in ten more queries; words are the latest up to `on`."""
    each = ("site_id", "procedure_group_id")
    latest = CriteriaVersion.objects.order_by(*each, "-version").distinct(*each)
    attested = Attestation.objects.filter(on__lte=on).order_by("site_id", "-on", "-at").distinct("site_id")
    one = ("site_id", "section")
    by_section = SectionAttestation.objects.filter(on__lte=on).order_by(*one, "-on", "-at").distinct(*one)
    return sites.select_related("infection_pathway").prefetch_related(
        *CAPABILITY,
        Prefetch("services", SiteService.objects.all(), "held_services"),
        Prefetch("support", SupportService.objects.order_by("kind"), "held_support"),
        Prefetch("criteria", latest, "held_versions"),
        Prefetch("attestations", attested, "held_attestations"),
        Prefetch("section_attestations", by_section, "held_sections"),
        Prefetch("notices", notices_from(on), "held_notices"),
    )


def notices_from(on: date) -> QuerySet[ServiceNotice]:
    """Notices that hold on this day or later."""
    found = ServiceNotice.objects.filter(ends=None).select_related("to_site", "ended_by")
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=on)).exclude(ended_by__starts_on__lte=on)


def notice_of(row: ServiceNotice) -> Notice:
    """A row as the rules want it: it holds no longer than to the day before it was ended."""
    last, end = row.ends_on, getattr(row, "ended_by", None)
    if end is not None:
        before = end.starts_on - timedelta(days=1)
        last = before if last is None else min(last, before)
    to_site = row.to_site.name if row.to_site else ""
    return Notice(NoticeKind(row.kind), row.treatment_function, row.starts_on, last, to_site, row.public_words)


def drawn_for(by: Acting, on: date) -> str:
    """One person's day, so that an answer is given once; nobody reads from it whose it was."""
    return str(salted_hmac("directory.check", f"{by.user.pk} {on}").hexdigest())


def needs_of(row: GroupNeeds) -> SiteNeeds:
    """A kept version of what an operation asks, as the rules want it."""
    return SiteNeeds(row.version, tuple(row.equipment), tuple(StaffNeed(*need) for need in row.staff), row.pathway)


def procedure_groups() -> dict[str, ProcedureGroup]:
    return {group.code: group for group in ProcedureGroup.objects.all()}


def record_of(
    site: Site,
    groups: Mapping[str, ProcedureGroup],
    independent: Rules = (),
    needs: Mapping[str, SiteNeeds] | None = None,
) -> SiteRecord:
    """From a site that came through `with_everything`; `independent` are the rules of every independent hospital and
    `needs` what each operation asks of a site.

    Who only changes or attests what a site says itself needs none of these.
    """
    of: Any = site
    versions = {version.procedure_group_id or WHOLE_SITE: version for version in of.held_versions}
    return SiteRecord(
        site,
        tuple(sorted((s.treatment_function, s.procedure_group_id or WHOLE_SITE) for s in of.held_services)),
        {service.kind: Cover(service.cover) for service in of.held_support},
        versions,
        {code: read_criteria(version.criteria) for code, version in versions.items()},
        words_of(of.held_attestations, of.held_sections),
        tuple(notice_of(row) for row in of.held_notices),
        capability_of(of),
        groups,
        independent if independent and site.organisation.kind == INDEPENDENT else (),
        needs or {},
    )


def capability_of(site: Any) -> Capability:
    pathway = getattr(site, "infection_pathway", None)
    return Capability(
        {row.kind: row.count for row in site.equipment.all()},
        competences_of(site),
        Pathway(pathway.colour) if pathway else None,
        pathway.from_day if pathway else None,
        {row.feature: row.has for row in site.access_features.all()},
        tuple(Hours(row.weekday, row.opens, row.closes) for row in site.opening_hours.all()),
    )


def competences_of(site: Any) -> tuple[Competence, ...]:
    return tuple(Competence(c.staff_group, c.skill, c.trained, c.expires_on) for c in site.competences.all())


def words_of(whole: list[Attestation], by_section: list[SectionAttestation]) -> dict[Section, Saying]:
    """The latest word on each section. A word on the whole site is one on every section that it covers."""
    found: dict[Section, Saying] = {section: whole[0] for section in Section if whole and section in whole[0].covers}
    for row in by_section:
        section = SECTIONS.get(row.section)
        if section and (section not in found or (row.on, row.at) >= (found[section].on, found[section].at)):
            found[section] = row
    return found


def covered(word: Saying, section: Section) -> Any:
    """What this section held when this was said."""
    return word.covers if isinstance(word, SectionAttestation) else word.covers.get(section)


def evidence_of(word: Saying, section: Section) -> str:
    return word.evidence_link if isinstance(word, SectionAttestation) else word.evidence.get(section, "")


def held(record: SiteRecord) -> dict[str, Any]:
    """What an attestation covers, ready for JSON."""
    return {
        "level": record.site.critical_care_level,
        "services": [list(service) for service in record.services],
        "support": {kind: str(cover) for kind, cover in sorted(record.support.items())},
        "versions": {code: version.version for code, version in sorted(record.versions.items())},
        **record.capability.content,
    }


def fingerprint(record: SiteRecord, part: str = "") -> str:
    """The same for the same content: tells an editor that somebody else has changed it meanwhile.

    `part` is the value of a section, "level" with the telephone number; without it, all that can be attested.
    """
    content: object = held(record)[part] if part else held(record)
    if part == "level":
        content = [content, record.site.phone]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def vouches(record: SiteRecord, group: str = WHOLE_SITE) -> bool:
    """Does a word cover what decides about this group: level, support and rules as now, and that it is done?"""
    if record.attestation is None or is_newly_listed(record, group):
        return False
    now = held(record)
    then = {section: covered(record.words[section], section) for section in DECIDING if section != Section.SERVICES}
    rules = then.pop(Section.RULES) or {}
    same_rules = all(rules.get(code) == now["versions"].get(code) for code in {WHOLE_SITE, group})
    return same_rules and all(content == now[section] for section, content in then.items())


def is_newly_listed(record: SiteRecord, group: str) -> bool:
    """Does the site list this operation though nobody has attested that? One that went or came changes no other."""
    word = record.words.get(Section.SERVICES)
    attested = {code for _, code in covered(word, Section.SERVICES) or ()} if word else set()
    return group != WHOLE_SITE and group not in attested


def is_modelled(attestation: Saying | None) -> bool:
    """Does this stand in for a word that nobody at the hospital has given?"""
    return attestation is not None and attestation.by_role == MODELLED


def whose_word(attestation: Saying | None) -> str:
    if attestation is None:
        return ""
    if is_modelled(attestation):
        return "nobody at this hospital (modelled)"
    return f"{attestation.by_name}, {attestation.by_role}"


def domain_words(record: SiteRecord) -> dict[Section, Word | None]:
    return {section: Word(word.on, covered(word, section)) for section, word in record.words.items()}


def sections_standing(record: SiteRecord, on: date) -> dict[Section, Standing]:
    """How each section that says something stands today."""
    return standings(domain_words(record), held_by_section(record), on)


def sections_due(record: SiteRecord, on: date) -> tuple[Reason, ...]:
    """What somebody at the site should attest, and why (ATT-1 to ATT-4)."""
    return due(domain_words(record), held_by_section(record), on)


def held_by_section(record: SiteRecord) -> dict[Section, object]:
    return {Section(part): content for part, content in held(record).items()}


def sections_shown(record: SiteRecord) -> list[Section]:
    """The sections that there is something to say about, in the order of the page."""
    return list(sections_standing(record, date.max))


def is_attested(record: SiteRecord) -> bool:
    """Is every section of this site as it was when it was attested?"""
    found = sections_standing(record, date.max)
    return set(record.words) >= ALWAYS and not {Standing.CHANGED, Standing.NEVER} & set(found.values())


def state_of(record: SiteRecord, on: date) -> State:
    return attestation_state(record.attestation.on if record.attestation else None, on)


def facts_of(record: SiteRecord, on: date) -> SiteFacts:
    site, standing = record.site, as_attested(record)
    infection = takes_infection(record.capability, standing, on)
    return SiteFacts(
        site.code, site.critical_care_level, record.support, record.capability, standing, takes_infection=infection
    )


def as_attested(record: SiteRecord) -> dict[str, date]:
    """The sections that stand as they were attested, each with the day of that word."""
    now = held(record)
    return {section.value: word.on for section, word in record.words.items() if covered(word, section) == now[section]}


def criteria_of(record: SiteRecord, group: ProcedureGroup | None) -> CriteriaSet:
    """What regulation asks, the whole-site rules and those of the group, with what the operation asks of any site.

    Then what infection and access needs of a patient ask (ELG-10 to ELG-13). Each adds to those before it and never
    takes one away. Rules that cannot be read, or that nobody has attested as they stand, come without an attestation,
    so that they never answer "yes".
    """
    code = group.code if group else WHOLE_SITE
    used = [key for key in dict.fromkeys((WHOLE_SITE, code)) if key in record.versions]
    sound = bool(used) and not any(record.rules[key][1] for key in used)
    attestation = record.attestation if sound and vouches(record, code) else None
    own = tuple(rule for key in used for rule in record.rules[key][0])
    return CriteriaSet(
        site=record.site.code,
        procedure_group=code,
        version=max((record.versions[key].version for key in used), default=0),
        criteria=record.regulations + own + rules_for(record.capability, as_attested(record)),
        support_needed=support_needed(group),
        attested_by=whose_word(attestation),
        attested_on=attestation.on if attestation else None,
        needs=record.needs.get(code, SiteNeeds()),
        newly_listed=is_newly_listed(record, code) and record.attestation is not None,
    )


def support_needed(group: ProcedureGroup | None) -> tuple[SupportNeed, ...]:
    return tuple(read_support_need(need) for need in group.support_needed) if group else ()


def distance(site: Site, place: Place | None) -> float | None:
    """Straight line in kilometres from the middle of a postcode district."""
    if place is None:
        return None
    return distance_km(Point("", *place), Point("", site.latitude, site.longitude))


def must_do_the_operation(record: SiteRecord, group: ProcedureGroup) -> Reason | None:
    if record.does(group):
        return None
    name = treatment_function_name(group.treatment_function)
    words = f"This site does not list {group.name} ({name}) among what it does"
    return Reason("DIR-1", Severity.BLOCKS, words)


def must_be_given(record: SiteRecord, group: ProcedureGroup, on: date) -> Reason | None:
    return closing(record.notices, group.treatment_function, on)


def must_be_near_enough(km: float | None, most: float | None) -> Reason | None:
    if most is None or km is None or km <= most:
        return None
    words = f"This site is {km:.0f} km away in a straight line, further than the {most:g} km asked for"
    return Reason("DIR-2", Severity.BLOCKS, words)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What happened to one rule: `before` is None when it was added, `after` when it was removed."""

    before: Criterion | None
    after: Criterion | None


def changes(before: Rules, after: Rules) -> list[RuleChange]:
    """How one version of the rules differs from another, in the order of the later, then those that went."""
    old, new = by_id(before), by_id(after)
    found = [RuleChange(old.get(rule.rule_id), rule) for rule in after if old.get(rule.rule_id) != rule]
    return found + [RuleChange(rule, None) for rule in before if rule.rule_id not in new]


def rebase(base: Rules, theirs: Rules, mine: Rules) -> Rules:
    """My changes since `base` made again upon what somebody else has saved meanwhile: nothing is lost.

    Where both changed one rule, mine stands in the proposal and the review page shows it against theirs.
    """
    mine_now = by_id(mine)
    removed = set(by_id(base)) - set(mine_now)
    changed = {change.after.rule_id: change.after for change in changes(base, mine) if change.after}
    kept = {rule_id: rule for rule_id, rule in by_id(theirs).items() if rule_id not in removed}
    return tuple((kept | changed).values())


def by_id(rules: Rules) -> dict[str, Criterion]:
    return {rule.rule_id: rule for rule in rules}


def read_rules(version: CriteriaVersion | None) -> ReadRules:
    return read_criteria(version.criteria) if version else ((), ())
