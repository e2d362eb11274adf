"""The directory itself: all sites of the area, one site, and the history of its rules."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries
from alongside.apps.directory.facts import SiteRecord
from alongside.apps.directory.forms.asking import SiteFilterForm
from alongside.apps.directory.presenters import capability, sections
from alongside.apps.directory.presenters import rules as words
from alongside.apps.directory.presenters import sites as presenter
from alongside.apps.directory.views.base import _DirectoryView, _SiteView
from alongside.domain.site_capability import Capability
from alongside.domain.site_notices import sentence
from alongside.web.exports import export
from alongside.web.maps import map_figure
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

SORTS = {
    "name": "name",
    "organisation": "organisation",
    "sector": "sector",
    "operations": "operations",
    "level": "level_number",
    "attested": "attested_on",
    "km": "km",
}


class ListSitesView(_DirectoryView):
    permission = Permission.SEE_DIRECTORY
    reminders: list[dict[str, Any]]
    lapsing: list[dict[str, Any]]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        records = queries.site_records(self.by, self.today)
        self.reminders = sections.reminders(records, self.by, self.today)
        self.lapsing = capability.lapsing(records, self.by, self.today)
        form = SiteFilterForm(
            request.GET,
            districts=queries.districts(),
            functions={function for record in records for function in record.functions},
            states=[(state.value, text) for state, (text, _) in presenter.STANDINGS.items()],
        )
        asked = form.cleaned_data if form.is_valid() else {}
        found = [record for record in records if matches(record, asked, self.today)]
        rows = [
            presenter.site_row(record, self.today, form.place) | capability.in_a_word(record.capability, self.today)
            for record in found
        ]
        rows = [row for row in rows if asked.get("state") in ("", None, row["state"])]
        order = Order.read(request.GET, SORTS, default="km" if form.place else "name")
        rows = order.sort(rows, lambda row: row[SORTS[order.key]])
        columns = [*presenter.FILE_COLUMNS, *capability.LIST_COLUMNS]
        file = export(request.GET.get("format"), "Sites", columns, rows, self.about(asked))
        return file or render(request, "directory/list.jinja", self.context(form, order, rows, len(records)))

    def context(self, form: SiteFilterForm, order: Order, rows: list[dict[str, Any]], total: int) -> dict[str, Any]:
        columns = [*presenter.COLUMNS, presenter.KM_COLUMN] if form.place else presenter.COLUMNS
        points = presenter.points(rows)
        return {
            "title": "Directory",
            "filter_form": form,
            "order": order,
            "columns": columns,
            "page": page_of(rows, self.request.GET.get("page")),
            "total": total,
            "reminders": self.reminders,
            "lapsing": self.lapsing,
            "may_check": self.by.may(Permission.TAKE_CHECK),
            "figure": map_figure("Where these sites are", points, what="Procedure groups") if points else None,
        }

    def about(self, asked: dict[str, Any]) -> dict[str, str]:
        filters = ", ".join(f"{name} {value}" for name, value in asked.items() if value)
        return {
            "Source": "What each site says of itself; the source of each row is in its last columns",
            "As of": long_date(self.today),
            "Filters": filters or "none",
            "Distance": "Straight line from the middle of the postcode district",
        }


def matches(record: SiteRecord, asked: dict[str, Any], on: date) -> bool:
    """Does this site satisfy every filter that was set?"""
    site = record.site
    told = f"{site.name} {site.organisation.name} {site.code} {site.organisation.code} {site.postcode}".lower()
    compact = site.postcode.replace(" ", "").lower()
    wanted = asked.get("q", "").lower().split()
    tests = (
        all(word in told for word in wanted) or "".join(wanted) in compact,
        asked.get("function", "") in ("", *record.functions),
        asked.get("sector", "") in ("", site.sector),
        asked.get("run_by", "") in ("", presenter.run_by(site)),
        not asked.get("level") or (site.critical_care_level or -1) >= int(asked["level"]),
    )
    return all(tests) and has_in_depth(record.capability, asked, on)


def has_in_depth(found: Capability, asked: dict[str, Any], on: date) -> bool:
    """Is it recorded as there? What nobody recorded, or what has run out, is not found."""
    equipment, skill, feature = (asked.get(name) for name in ("equipment", "skill", "feature"))
    return (
        (not equipment or found.equipment.get(equipment, 0) > 0)
        and (not skill or found.has_skill(skill, on))
        and (not feature or found.features.get(feature, False))
        and asked.get("pathway", "") in ("", found.pathway)
    )


class ShowSiteView(_SiteView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        services, support = presenter.service_rows(self.record), presenter.support_rows(self.record)
        rule_sets = words.rule_sets(self.record)
        tables = {
            "services": (presenter.SERVICE_COLUMNS, services),
            "support": (presenter.SUPPORT_COLUMNS, support),
            "rules": ([*words.RULE_COLUMNS, *words.SET_COLUMNS], words.all_rules(rule_sets)),
            "sections": (sections.COLUMNS, sections.rows(self.record, self.today)),
        }
        depth = capability.parts(self.record, self.today)
        tables |= {part.key: (part.columns, part.rows) for part in depth}
        columns, rows = tables.get(request.GET.get("table", ""), tables["services"])
        about = {"Site": f"{self.site.name} ({self.site.code})", "As of": long_date(self.today)}
        file = export(
            request.GET.get("format"), f"{self.site.name} {request.GET.get('table', '')}", columns, rows, about
        )
        return file or render(
            request, "directory/site.jinja", self.context(services, support, rule_sets) | {"depth": depth}
        )

    def context(self, services: list[Any], support: list[Any], rule_sets: list[Any]) -> dict[str, Any]:
        standing = presenter.standing(self.record, self.today)
        own = self.site.organisation_id == self.by.organisation_id
        section_rows = sections.rows(self.record, self.today)
        return self.frame(
            self.site.name,
            facts=presenter.fact_rows(self.record),
            kind=presenter.provenance(self.record),
            standing=standing,
            standing_tag=presenter.standing_tag(standing),
            attested=presenter.last_attested(self.record.attestation),
            changed=words.since_attested(self.record),
            services=services,
            support=support,
            rule_sets=rule_sets,
            services_table=presenter.one_source(services, presenter.SERVICE_COLUMNS),
            support_table=presenter.one_source(support, presenter.SUPPORT_COLUMNS),
            rule_columns=words.RULE_COLUMNS,
            rule_count=sum(len(each["rows"]) for each in rule_sets),
            sections=section_rows,
            sections_words=sections.in_a_word(section_rows),
            section_columns=sections.COLUMNS,
            notices=[sentence(notice) for notice in self.record.notices],
            history=sections.history(
                queries.attestations(self.by, self.site.id), queries.section_attestations(self.by, self.site.id)
            ),
            may_edit=own and self.by.may(Permission.EDIT_SITE),
            may_attest=own and self.by.may(Permission.ATTEST),
        )


class ListCriteriaVersionsView(_SiteView):
    """Every version of a site's rules for one group, with what each changed."""

    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        code = "" if kwargs["group"] == "all" else kwargs["group"]
        if code and code not in self.record.groups:
            raise Http404
        versions = words.version_rows(queries.criteria_versions(self.by, self.site.id, code))
        scope = words.scope_name(self.record.groups.get(code))
        file = export(
            request.GET.get("format"),
            f"{self.site.name} versions",
            [*words.VERSION_COLUMNS, *words.CHANGE_COLUMNS],
            words.all_changes(versions),
            {"Site": self.site.name, "Rules for": scope, "As of": long_date(self.today)},
        )
        context = self.frame(
            "Versions of the rules", scope=scope, versions=versions, columns=words.CHANGE_COLUMNS, group=kwargs["group"]
        )
        return file or render(request, "directory/versions.jinja", context)
