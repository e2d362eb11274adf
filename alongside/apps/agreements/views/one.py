"""One agreement: its clauses and what they lack, its versions, and what the partner may see."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import queries
from alongside.apps.agreements.presenters import clauses, states
from alongside.apps.agreements.views.base import _AgreementView
from alongside.domain.agreement_clauses import differences
from alongside.domain.agreement_force import Permit
from alongside.domain.agreement_sharing import MOMENT_WORDS, Moment, Sharing, partner_sees, read_sharing
from alongside.domain.agreement_state import Act
from alongside.domain.agreement_topics import Topic
from alongside.web.exports import export
from alongside.web.words import long_date


class ShowAgreementView(_AgreementView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        writing = self.record.is_written(self.today)
        gaps = self.gaps if writing else ()
        asides = queries.open_asides(self.agreement)
        cards = clauses.cards(
            self.shown.clauses,
            queries.edits(self.shown.version),
            gaps,
            asides,
            queries.group_names(),
            self.agreement.pk,
        )
        may_write = queries.may_write(self.by, self.agreement) and writing
        side = self.side if may_write else None
        rows = clauses.gap_rows(gaps, self.record.names, self.agreement.pk, side)
        file = self.file(cards, rows)
        return file or render(request, "agreements/show.jinja", self.context(cards, rows, may_write, writing))

    def file(self, cards: list[dict[str, Any]], rows: list[dict[str, Any]]) -> HttpResponseBase | None:
        about = {
            "Source": f"{self.title_of}, version {self.shown.number}",
            "State": states.STATES[self.shown.state(self.today)][0],
            "As of": long_date(self.today),
        }
        asked, table = self.request.GET.get("format"), self.request.GET.get("table")
        if table == "gaps":
            return export(asked, "What is missing", clauses.GAP_COLUMNS, rows, about)
        if table == "versions":
            made = [
                row | {"tag": states.STATES[one.state(self.today)][0]}
                for row, one in zip(
                    states.version_rows(self.record, self.today), reversed(self.record.versions), strict=True
                )
            ]
            return export(asked, "Versions", states.VERSION_COLUMNS, made, about)
        return export(asked, "Clauses", clauses.CLAUSE_FILE, cards, about)

    def context(
        self, cards: list[dict[str, Any]], rows: list[dict[str, Any]], may_write: bool, writing: bool
    ) -> dict[str, Any]:
        shown = self.shown
        own = {
            Act.AGREE: "agree",
            Act.SIGN: "sign",
            Act.SEND_BACK: "send-back",
            Act.RENEW: "renew",
            Act.TERMINATE: "terminate",
        }
        allowed = {
            name
            for act, name in own.items()
            if self.may(act, Permission.EDIT_AGREEMENTS if act is Act.RENEW else Permission.SIGN_AGREEMENTS)
        }
        return self.frame(
            self.title_of,
            cards=cards,
            writing=writing,
            may_write=may_write,
            allowed=allowed,
            number=shown.number,
            sentence=states.sentence(self.record, self.today),
            steps=states.next_steps(self.record, self.today, self.side, len(rows)),
            lapsed=states.lapsed(self.record, self.today) if writing else [],
            gaps=rows,
            gap_columns=clauses.GAP_COLUMNS,
            versions=states.version_rows(self.record, self.today),
            version_columns=states.VERSION_COLUMNS,
            history=states.history(self.record),
            ready=shown.ready_after,
            open_for=(self.today - shown.version.opened_on).days,
            newer=writing and len(self.record.versions) > 1,
            coming=states.coming(self.record, self.today),
            went_back=states.went_back(self.record, self.today),
            asides=sum(card["asides"] for card in cards),
            all_open=self.request.GET.get("words") == "all",
        )


class CompareVersionsView(_AgreementView):
    """What this version changed in the words of the one before it."""

    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, number: int, **kwargs: Any) -> HttpResponseBase:
        by_number = {version.number: version for version in self.record.versions}
        if number not in by_number:
            raise Http404
        before = by_number[number - 1].clauses if number > 1 else {}
        names = queries.group_names()
        changes = differences(before, by_number[number].clauses, lambda clause: clauses.in_words(clause, names))
        title = f"What version {number} changed" if number > 1 else "What version 1 says"
        about = {"Source": self.title_of, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), title, clauses.CHANGE_COLUMNS, clauses.change_rows(changes), about)
        context = self.frame(title, number=number, blocks=clauses.change_blocks(changes))
        return file or render(request, "agreements/compare.jinja", context)


class ShowSharingView(_AgreementView):
    """What the host sees of the guest's patient at each moment, derived from the words in force."""

    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        permit = queries.in_force(self.agreement.guest_id, self.agreement.host_id, None, self.today)
        version = self.record.at(self.today)
        clause = version.clauses.get(Topic.SHARING)
        sharing = read_sharing(clause.facts) if clause else Sharing(frozenset())
        seen = {moment: partner_sees(sharing, version.standings, permit, moment, self.today) for moment in MOMENT_WORDS}
        rows = clauses.seen_rows(seen)
        about = {
            "Source": f"{self.title_of}, sharing clause of version {version.number}",
            "As of": long_date(self.today),
            "First moment": MOMENT_WORDS[Moment.PLANNED],
        }
        file = export(request.GET.get("format"), "What the partner sees", clauses.SEEN_COLUMNS, rows, about)
        facts = [
            {"key": "Of patients for", "value": clauses.services_in_words(version.clauses, queries.group_names())},
            {"key": "Purpose", "value": sharing.purpose},
            {"key": "Lawful basis", "value": sharing.lawful_basis},
            {"key": "Condition for health data", "value": sharing.article_9},
            {"key": "Controllers", "value": sharing.controllers},
            {"key": "Kept for", "value": sharing.retention},
            {"key": "A breach is told to", "value": sharing.breach_route},
            *(
                {"key": f"Toolkit, {name}", "value": f"{standing.status}, published {long_date(standing.on)}"}
                for name, standing in zip(self.record.names, version.standings, strict=True)
            ),
        ]
        refused = None if isinstance(permit, Permit) else permit
        context = self.frame(
            "What the partner sees",
            rows=rows,
            columns=clauses.SEEN_COLUMNS,
            facts=facts,
            refused=refused,
            number=version.number,
        )
        return file or render(request, "agreements/sharing.jinja", context)
