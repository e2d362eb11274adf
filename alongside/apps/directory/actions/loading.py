"""Places, operations and sites come in bulk: from the register of the area or for a demonstration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.queries import organisations_of_area
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.actions.attesting import shown
from alongside.apps.directory.actions.capability import Row, by_key, write
from alongside.apps.directory.actions.criteria import must_be_sound, next_version
from alongside.apps.directory.facts import WHOLE_SITE, SiteRecord, procedure_groups, record_of, with_everything
from alongside.apps.directory.models import (
    Attestation,
    CriteriaVersion,
    PostcodeDistrict,
    ProcedureGroup,
    Site,
    SiteService,
    SupportService,
)
from alongside.domain.postcodes import read_district
from alongside.domain.site_sections import Section
from alongside.domain.support_services import read_support_need
from alongside.formats.ods.sites import RowProblem, SiteRow


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The person who runs this installation, loading a file in the name of one organisation."""

    organisation: Organisation
    name: str = "Loaded from the command line"
    user: None = None
    role_name: str = "command line"

    @property
    def organisation_id(self) -> UUID:
        return self.organisation.id

    @property
    def area_id(self) -> UUID:
        return self.organisation.area_id

    def may(self, permission: Permission) -> bool:
        return permission is Permission.EDIT_SITE


@dataclass(slots=True)
class LoadReport:
    """What became of the rows of a file."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """A site with all it can do. `criteria` maps a procedure group ("" for the whole site) to rows of rules."""

    site: SiteRow
    services: Sequence[tuple[str, str]] = ()
    support: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    in_depth: Mapping[Section, Sequence[Row]] = field(default_factory=dict)
    attested_by: str = ""
    attested_by_role: str = ""
    attested_on: date | None = None
    source: str = ""


@transaction.atomic
def load_districts(*, rows: Iterable[tuple[str, float, float]], source: str) -> int:
    """Postcode districts with their latitude and longitude: published geography, the same for everybody."""
    made = [PostcodeDistrict(code=read_district(c), latitude=lat, longitude=lon, source=source) for c, lat, lon in rows]
    PostcodeDistrict.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["latitude", "longitude", "source"],
        batch_size=1000,
    )
    return len(made)


@transaction.atomic
def load_procedure_groups(*, groups: Iterable[ProcedureGroup]) -> int:
    """Operations that need the same things of a site; ValueError when a need is not one we know."""
    made = list(groups)
    for group in made:
        group.support_needed = [str(read_support_need(need)) for need in group.support_needed]
    names = ["name", "treatment_function", "opcs_codes", "theatre_minutes", "bed_nights", "support_needed", "source"]
    ProcedureGroup.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["code"], update_fields=names, batch_size=1000
    )
    return len(made)


@transaction.atomic
def load_sites(*, rows: Iterable[SiteRow], by: Acting | CommandLine) -> LoadReport:
    """Sites from a list: one's own, or for the board every site of its area. A row that may not be written is told.

    A site's own word on its critical care level is never overwritten by the board's list.
    """
    report = LoadReport()
    own = {by.organisation.code: by.organisation} if by.may(Permission.EDIT_SITE) else {}
    is_board = by.organisation.kind == Organisation.Kind.BOARD
    allowed = {o.code: o for o in organisations_of_area(by.area_id)} if is_board else own
    for row in rows:
        organisation = allowed.get(row.organisation)
        if organisation is None:
            words = f"{row.organisation} is not an organisation whose sites you may load"
            report.problems.append(RowProblem(row.row, "organisation_code", words))
            continue
        with acting_for(organisation.id):
            problem = _refused(row, organisation)
            outcome = "" if problem else _keep_site(row, organisation, own_word=organisation == by.organisation)
        if problem:
            report.problems.append(problem)
        else:
            setattr(report, outcome, getattr(report, outcome) + 1)
    _record_load(report, by)
    return report


def _record_load(report: LoadReport, by: Acting | CommandLine) -> None:
    refused = [str(problem) for problem in report.problems[:100]]
    counts = {"new": report.new, "changed": report.changed, "same": report.same}
    with acting_for(by.organisation_id):
        record_event("directory.sites_loaded", target=by.organisation, by=by, refused=refused, **counts)


def _refused(row: SiteRow, organisation: Organisation) -> RowProblem | None:
    if Site.objects.filter(code=row.code).exclude(organisation=organisation).exists():
        return RowProblem(row.row, "site_code", f"{row.code} is a site of another organisation already")
    if row.latitude is None and not PostcodeDistrict.objects.filter(code=read_district(row.postcode)).exists():
        return RowProblem(row.row, "latitude", "is empty, and the place of this postcode is not known: fill it in")
    return None


def _facts(row: SiteRow) -> dict[str, object]:
    if row.latitude is None:
        district = PostcodeDistrict.objects.get(code=read_district(row.postcode))
        position = {
            "latitude": district.latitude,
            "longitude": district.longitude,
            "position_source": f"approximate: the middle of postcode district {district.code}",
        }
    else:
        position = {"latitude": row.latitude, "longitude": row.longitude}
        position["position_source"] = row.position_source or "given with the list of sites"
    given = {name: getattr(row, name) for name in ("name", "sector", "postcode", "phone", "source")}
    return {**given, **position}


def _keep_site(row: SiteRow, organisation: Organisation, *, own_word: bool) -> str:
    """Make the site or bring it up to date: "new", "changed" or "same"."""
    facts = _facts(row)
    site = Site.objects.filter(code=row.code).first()
    if site is None:
        facts |= {"critical_care_level": row.critical_care_level, "level_source": row.source}
        Site.objects.create(code=row.code, organisation=organisation, area_id=organisation.area_id, **facts)
        return "new"
    said = row.critical_care_level is not None and row.critical_care_level != site.critical_care_level
    if said and (own_word or site.critical_care_level is None):
        facts |= {"critical_care_level": row.critical_care_level, "level_source": row.source}
    if not row.phone:
        facts.pop("phone")
    if all(getattr(site, name) == value for name, value in facts.items()):
        return "same"
    for name, value in facts.items():
        setattr(site, name, value)
    site.save(update_fields=list(facts))
    return "changed"


@transaction.atomic
def load_places(*, places: Iterable[GivenPlace], organisations: Mapping[str, Organisation], by_name: str) -> int:
    """New sites whole, each in the name of its own organisation: for a new area or a demonstration.

    Every place must be new. ValueError, BadRulesError or a database error when one is not sound: all or none.
    """
    groups = procedure_groups()
    count = 0
    for place in places:
        organisation = organisations[place.site.organisation]
        with acting_for(organisation.id):
            _load_place(place, organisation, groups, by_name)
        count += 1
    return count


def _load_place(
    place: GivenPlace, organisation: Organisation, groups: Mapping[str, ProcedureGroup], by_name: str
) -> None:
    source = place.source or place.site.source
    _keep_site(place.site, organisation, own_word=True)
    site = Site.objects.get(code=place.site.code)
    SiteService.objects.bulk_create(
        SiteService(
            site=site, organisation=organisation, treatment_function=fn, procedure_group_id=code or None, source=source
        )
        for fn, code in place.services
    )
    SupportService.objects.bulk_create(
        SupportService(
            site=site, organisation=organisation, kind=kind, cover=SupportService.Cover(cover), source=source
        )
        for kind, cover in place.support.items()
    )
    for section, rows in place.in_depth.items():
        write(section, site, by_key(section, rows), source)
    _load_criteria(place, site, groups, by_name)
    if place.attested_on:
        Attestation.objects.create(
            site=site,
            organisation=organisation,
            on=place.attested_on,
            by_name=place.attested_by,
            by_role=place.attested_by_role,
            note=source,
            covers=shown(_record(site, groups)),
            at=_noon(place.attested_on),
        )


def _load_criteria(place: GivenPlace, site: Site, groups: Mapping[str, ProcedureGroup], by_name: str) -> None:
    """The whole site's rules first, so that a group's cannot take their names."""
    whole = {str(row.get("rule_id")) for row in place.criteria.get(WHOLE_SITE, ())}
    versions = []
    for number, code in enumerate(sorted(place.criteria), start=next_version(site)):
        rows = [dict(row) for row in place.criteria[code]]
        must_be_sound(rows, whole if code else ())
        version = CriteriaVersion(
            site=site,
            organisation=site.organisation,
            procedure_group=groups[code] if code else None,
            version=number,
            criteria=rows,
            made_by_name=by_name,
            made_at=_noon(place.attested_on) if place.attested_on else timezone.now(),
            source=place.source or place.site.source,
        )
        versions.append(version)
    CriteriaVersion.objects.bulk_create(versions)


def _record(site: Site, groups: Mapping[str, ProcedureGroup]) -> SiteRecord:
    return record_of(with_everything(Site.objects.filter(pk=site.pk), date.max).get(), groups)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
