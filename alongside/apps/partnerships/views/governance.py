"""How is this partnership governed: its committees, its escalation ladder, and one pack of everything to print?"""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import NotYoursError
from alongside.apps.partnerships import queries
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.facts.governance import PackRecord
from alongside.apps.partnerships.presenters import governance as presenter
from alongside.apps.partnerships.presenters import pack as pack_presenter
from alongside.apps.partnerships.presenters import pairs
from alongside.apps.partnerships.views.base import _PartnershipView
from alongside.web.exports import export
from alongside.web.words import long_date

SOURCE = "What the two sides of the partnership keep in Alongside"


class _PackView(_PartnershipView):
    """A page of the governance pack: for the two sides and their board."""

    @cached_property
    def of(self) -> Record:
        if not (self.is_party or self.by.organisation_id == self.by.area_id):
            raise NotYoursError("The governance of a partnership is read by its two sides and their board.")
        return self.record

    @cached_property
    def pack(self) -> PackRecord:
        return queries.pack_of(self.by, self.of, self.today)

    @property
    def may_write(self) -> bool:
        ended = self.record.partnership.ended_on is not None
        return self.is_party and self.by.may(Permission.WORK_TOGETHER) and not ended


class ShowGovernanceView(_PackView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, partnership_id: UUID) -> HttpResponseBase:
        pack, gaps = self.pack, self.pack.gaps(self.today)
        missing = list(presenter.gap_rows(pack, gaps, may_write=self.may_write))
        ladder = list(presenter.ladder_rows(pack, may_write=self.may_write))
        history = list(presenter.history_rows(pack))
        files: dict[str, tuple[str, Any, Any]] = {
            "committees": ("Committees", presenter.COMMITTEE_FILE_COLUMNS, presenter.committee_file_rows(pack)),
            "ladder": ("Escalation ladder", presenter.LADDER_FILE_COLUMNS, ladder),
            "gaps": ("What is missing", pairs.GAP_COLUMNS, missing),
            "versions": ("Every version", presenter.HISTORY_COLUMNS, history),
        }
        title, columns, rows = files.get(request.GET.get("table", ""), files["committees"])
        about = {"Source": SOURCE, "Partnership": str(self.record.partnership), "As of": long_date(self.today)}
        file = export(request.GET.get("format"), title, columns, rows, about)
        context = {"gaps": missing, "ladder": ladder, "history": history}
        return file or render(request, "partnerships/governance.jinja", self.context(**context))

    def context(self, **tables: Any) -> dict[str, Any]:
        return self.frame(
            f"Governance of {self.record.partnership}",
            self.crumb(),
            **tables,
            partnership=self.record.partnership,
            is_begun=self.pack.is_begun,
            cards=list(presenter.committee_cards(self.pack, self.pack.gaps(self.today))),
            gap_columns=pairs.GAP_COLUMNS,
            ladder_columns=presenter.LADDER_COLUMNS,
            history_columns=presenter.HISTORY_COLUMNS,
            rungs=[{"post": row.post, "line": row.line} for row in self.pack.rungs],
            may_write=self.may_write,
        )


class ShowPackView(_PackView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, partnership_id: UUID) -> HttpResponseBase:
        record, gaps = self.of, self.pack.gaps(self.today)
        found = queries.beside(self.by, record, self.today)
        context = self.frame(
            f"Governance pack of {record.partnership}",
            self.crumb(),
            partnership=record.partnership,
            gaps=[*record.gaps(self.today), *gaps],
            gap_columns=[column for column in pairs.GAP_COLUMNS if column.key != "mend"],
            cards=list(presenter.committee_cards(self.pack, ())),
            ladder=list(presenter.ladder_rows(self.pack, may_write=False)),
            ladder_columns=presenter.LADDER_COLUMNS,
            leads=list(pack_presenter.lead_rows(record)),
            lead_columns=pack_presenter.LEAD_COLUMNS,
            transfer=pairs.transfer_rows(record),
            drill=record.drill(self.today),
            tables=pack_presenter.tables(found, record, self.today),
            today=self.today,
        )
        return render(request, "partnerships/pack.jinja", context)
