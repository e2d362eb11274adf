"""What can every site of the area do, and who near here can do this operation for a patient like this?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.directory.facts import (
    WHOLE_SITE,
    Place,
    SiteRecord,
    competences_of,
    criteria_of,
    distance,
    drawn_for,
    facts_of,
    is_attested,
    must_be_given,
    must_be_near_enough,
    must_do_the_operation,
    needs_of,
    notice_of,
    notices_from,
    procedure_groups,
    record_of,
    state_of,
    with_everything,
)
from alongside.apps.directory.models import (
    Attestation,
    CheckAnswer,
    CriteriaVersion,
    GroupNeeds,
    PostcodeDistrict,
    ProcedureGroup,
    SectionAttestation,
    ServiceNotice,
    Site,
    SiteService,
)
from alongside.apps.regulations.queries import independent_rules
from alongside.domain.clinician_check import PATIENTS, Answered, Asked, Option, drawn, patient, tells_apart
from alongside.domain.criteria import Attestation as State
from alongside.domain.criteria import CriteriaSet, SiteFacts
from alongside.domain.eligibility import Decision, Outcome, decide
from alongside.domain.reasons import Reason
from alongside.domain.site_capability import running_out
from alongside.domain.site_needs import SiteNeeds
from alongside.domain.site_notices import Notice, closing, told

MOST_DRAWN, MOST_OPTIONS = 30, 5


def sites_of_area(acting: Acting) -> QuerySet[Site]:
    """Every site in the area of the organisation acted for."""
    return Site.objects.filter(area_id=acting.area_id).select_related("organisation")


def site_records(acting: Acting, on: date) -> list[SiteRecord]:
    """Every site of the area with all that is held of it, in twelve queries; attestations up to `on`."""
    groups, rules, needs = procedure_groups(), independent_rules(acting.area_id), needs_in_force(acting)
    return [record_of(site, groups, rules, needs) for site in with_everything(sites_of_area(acting), on)]


def find_site(acting: Acting, site_id: UUID, on: date) -> SiteRecord | None:
    """One site of the area, or None when there is none to be seen."""
    site = with_everything(sites_of_area(acting), on).filter(id=site_id).first()
    if site is None:
        return None
    return record_of(site, procedure_groups(), independent_rules(acting.area_id), needs_in_force(acting))


def sites_losing_training(acting: Acting, on: date) -> list[Site]:
    """Our own sites where a training has run out or does within 30 days (DIR-5, DIR-6), in two queries."""
    own = sites_of_area(acting).filter(organisation_id=acting.organisation_id).prefetch_related("competences")
    return [site for site in own if running_out(competences_of(site), on)]


def latest_needs(acting: Acting) -> dict[str, GroupNeeds]:
    """The latest version of what the area's board says that each operation asks of a site, by its code."""
    rows = GroupNeeds.objects.filter(area_id=acting.area_id).order_by("procedure_group_id", "-version")
    return {row.procedure_group_id: row for row in rows.distinct("procedure_group_id")}


def needs_in_force(acting: Acting) -> dict[str, SiteNeeds]:
    """The same, as the rules want it. The latest version always holds, as with a site's own rules."""
    return {code: needs_of(row) for code, row in latest_needs(acting).items()}


def needs_versions(acting: Acting, code: str) -> list[GroupNeeds]:
    """Every version of what one operation asks, newest first."""
    rows = GroupNeeds.objects.filter(area_id=acting.area_id, procedure_group_id=code)
    return list(rows.order_by("-version"))


def services_of(acting: Acting) -> dict[UUID, frozenset[str]]:
    """The codes of the procedure groups that each site does."""
    found: dict[UUID, set[str]] = {site_id: set() for site_id in sites_of_area(acting).values_list("id", flat=True)}
    for service in SiteService.objects.filter(site__area_id=acting.area_id, procedure_group__isnull=False):
        found[service.site_id].add(service.procedure_group_id or "")
    return {site_id: frozenset(codes) for site_id, codes in found.items()}


def site_facts(acting: Acting, on: date) -> dict[UUID, SiteFacts]:
    """The facts that rules may use of each site of the area, with the words given up to `on`."""
    return {record.id: facts_of(record, on) for record in site_records(acting, on)}


def criteria_in_force(acting: Acting, on: date) -> dict[tuple[UUID, str | None], CriteriaSet]:
    """The rules of each site for each procedure group that it does, and for the whole site under None.

    The latest version always holds, whatever `on` says, because a rule that a site has given up must not decide
    again; `on` chooses the attestation. A site that has stated nothing has version 0, which nobody has attested.
    """
    found: dict[tuple[UUID, str | None], CriteriaSet] = {}
    for record in site_records(acting, on):
        found[record.id, None] = criteria_of(record, None)
        codes = {group.code for group in record.offered} | (set(record.versions) - {WHOLE_SITE})
        for code in sorted(codes):
            found[record.id, code] = criteria_of(record, record.groups[code])
    return found


def districts() -> dict[str, Place]:
    """The middle of each postcode district: latitude and longitude in degrees."""
    return {
        code: (lat, lon) for code, lat, lon in PostcodeDistrict.objects.values_list("code", "latitude", "longitude")
    }


@dataclass(frozen=True, slots=True)
class Question:
    """The clinician's question. `patient` maps names of FIELDS to values; it holds no identity."""

    group: ProcedureGroup
    patient: Mapping[str, object | None] = field(default_factory=dict)
    place: Place | None = None
    furthest_km: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one site answers, with all its reasons (AL-6)."""

    record: SiteRecord
    decision: Decision
    km: float | None
    does_it: bool
    near_enough: bool
    attestation: State
    unchanged: bool

    @property
    def site(self) -> Site:
        return self.record.site


def who_can(acting: Acting, question: Question, on: date) -> list[AnswerRow]:
    """Every site of the area, nearest first: yes, review by whom, need which information, or no and why."""
    return answers(site_records(acting, on), question, on)


def answers(records: Iterable[SiteRecord], question: Question, on: date) -> list[AnswerRow]:
    rows = [answer_of(record, question, on) for record in records]
    return sorted(rows, key=lambda row: (row.km is None, row.km or 0.0, row.site.name))


def answer_of(record: SiteRecord, question: Question, on: date) -> AnswerRow:
    criteria, facts = criteria_of(record, question.group), facts_of(record, on)
    km = distance(record.site, question.place)
    absent = must_do_the_operation(record, question.group)
    far = must_be_near_enough(km, question.furthest_km)
    decision = decide(criteria, question.patient, facts, on)
    ahead = told(record.notices, question.group.treatment_function, on)
    closed = must_be_given(record, question.group, on)
    if absent:
        decision = Decision(Outcome.REJECT, (absent,), (), (), criteria.version)
    elif refused := [reason for reason in (closed, far) if reason]:
        decision = Decision(Outcome.REJECT, (*refused, *decision.reasons), (), (), criteria.version)
    elif ahead:
        decision = replace(decision, reasons=(*decision.reasons, *ahead))
    return AnswerRow(record, decision, km, not absent, not far, state_of(record, on), is_attested(record))


def criteria_versions(acting: Acting, site_id: UUID, group: str) -> list[CriteriaVersion]:
    """Every version of a site's rules for one group (or for the whole site, ""), newest first."""
    versions = CriteriaVersion.objects.filter(site_id=site_id, site__area_id=acting.area_id)
    return list(versions.filter(procedure_group=group or None).order_by("-version"))


def section_attestations(acting: Acting, site_id: UUID) -> list[SectionAttestation]:
    """Everybody who ever attested a section of this site alone, newest first."""
    found = SectionAttestation.objects.filter(site_id=site_id, site__area_id=acting.area_id)
    return list(found.order_by("-on", "-at"))


def notices(acting: Acting, on: date) -> list[ServiceNotice]:
    """What the sites of the area have announced that holds on this day or later, soonest first."""
    found = notices_from(on).filter(site__area_id=acting.area_id).select_related("site__organisation")
    return list(found.order_by("starts_on", "site__name"))


def notices_by_site(acting: Acting, on: date) -> dict[UUID, list[Notice]]:
    """The same, as the rules want them."""
    found: dict[UUID, list[Notice]] = {}
    for row in notices(acting, on):
        found.setdefault(row.site_id, []).append(notice_of(row))
    return found


def why_closed(site_id: UUID, function: str, on: date) -> Reason | None:
    """The notice by which this site does nothing of a treatment function on a day; function "" asks for all it does."""
    announced = map(notice_of, notices_from(on).filter(site_id=site_id))
    return closing(announced, function, on)


def area_code(acting: Acting) -> str:
    """The code of the board whose area this is."""
    return acting.organisation.board.code if acting.organisation.board else acting.organisation.code


def find_notice(acting: Acting, site_id: UUID, notice_id: UUID) -> ServiceNotice | None:
    found = ServiceNotice.objects.filter(site_id=site_id, site__area_id=acting.area_id, ends=None)
    return found.select_related("site__organisation", "to_site").filter(pk=notice_id).first()


def attestations(acting: Acting, site_id: UUID) -> list[Attestation]:
    """Everybody who ever attested this site, newest first."""
    return list(Attestation.objects.filter(site_id=site_id, site__area_id=acting.area_id).order_by("-on", "-at"))


def question_of_today(acting: Acting, on: date) -> Asked | None:
    """The question drawn for this person and day out of what who-can answers; None when no question tells apart."""
    seed, groups, places = f"{acting.user.pk} {on}", procedure_groups(), districts()
    records = site_records(acting, on)
    doing = {code: [record for record in records if record.does(group)] for code, group in groups.items()}
    codes = sorted(code for code, sites in doing.items() if len(sites) > 1)
    towns = nearest_districts(records, places)
    for number in drawn(seed, len(codes) * len(PATIENTS))[:MOST_DRAWN] if towns else ():
        group = groups[codes[number // len(PATIENTS)]]
        town = towns[drawn(f"{seed} {number}", len(towns))[0]]
        question = Question(group, patient(number % len(PATIENTS)), places[town])
        options = tuple(option_of(row) for row in answers(doing[group.code], question, on)[:MOST_OPTIONS])
        if tells_apart({option.site: option.outcome for option in options}):
            told = {**PATIENTS[number % len(PATIENTS)]}
            return Asked(group.code, group.treatment_function, told, town, options)
    return None


def nearest_districts(records: Iterable[SiteRecord], places: Mapping[str, Place]) -> list[str]:
    """The postcode district nearest to each site: where its neighbours live."""
    if not places:
        return []
    near = {min(places, key=lambda code: (distance(record.site, places[code]) or 0.0, code)) for record in records}
    return sorted(near)


def option_of(row: AnswerRow) -> Option:
    reasons = tuple(f"{reason.message} ({reason.rule})" for reason in row.decision.reasons)
    return Option(row.site.code, row.site.name, row.km, row.decision.outcome, row.decision.version, reasons)


def answer_of_today(acting: Acting, on: date) -> CheckAnswer | None:
    """What this person answered today, with what the rules said then."""
    found = CheckAnswer.objects.filter(drawn_for=drawn_for(acting, on), on=on)
    return found.select_related("procedure_group", "site").first()


def checks_of_area(acting: Acting) -> list[Answered]:
    """Every answer of the area, without who gave it."""
    rows = CheckAnswer.objects.filter(area_id=acting.area_id)
    return [Answered(*row) for row in rows.values_list("treatment_function", "is_right", "question__district")]
