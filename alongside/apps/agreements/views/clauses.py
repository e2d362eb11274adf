"""Writing one clause, with the words that came second beside it until somebody settles them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.facts import as_clause
from alongside.apps.agreements.forms import ClauseForm
from alongside.apps.agreements.models import ClauseAside, ClauseEdit
from alongside.apps.agreements.presenters import clauses as presenter
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.agreements.told import WayBack, ways_back
from alongside.apps.agreements.views.base import _OwnAgreementView
from alongside.domain.agreement_clauses import Clause, joined
from alongside.domain.agreement_state import WORDS, Act
from alongside.domain.agreement_topics import TOPICS, Topic
from alongside.web.exports import export
from alongside.web.words import long_date

KEPT_ASIDE = (
    "This clause was written, or its version was signed, ended or sent back, while you were writing. So your words are "
    "kept below beside those that stand. Put yours in, join them, or leave what stands."
)
STOOD_BEFORE = "Version {} says this already. Version {} stands by now: read what it says."


class EditClauseView(_OwnAgreementView):
    permission = Permission.EDIT_AGREEMENTS

    @property
    def topic(self) -> Topic:
        try:
            return Topic(self.kwargs["topic"])
        except ValueError:
            raise Http404 from None

    @property
    def stood(self) -> Clause:
        return self.record.latest.clauses.get(self.topic) or Clause(self.topic, 0)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = self.edit_rows()
        about = {"Source": f"{self.title_of}, version {self.record.latest.number}", "As of": long_date(self.today)}
        name = f"Edits of {TOPICS[self.topic].label}"
        return export(request.GET.get("format"), name, presenter.EDIT_COLUMNS, rows, about) or self.show(self.fresh())

    def fresh(self) -> ClauseForm:
        """The words as they stand; or, when an aside is being settled, as they would be."""
        aside = self.aside(self.request.GET.get("settle", ""))
        held, how = self.stood, self.request.GET.get("how")
        if aside and how == "put":
            held = joined(held, as_clause(aside), keep=False)
        elif aside and how == "join":
            held = joined(held, as_clause(aside), keep=True)
        return self.form(None, self.filled(held), aside)

    @cached_property
    def ways_back(self) -> Sequence[WayBack]:
        """What partnerships of the two keep of unplanned transfers, on the page of that clause."""
        if self.topic is not Topic.TRANSFER_BACK:
            return ()
        return ways_back(self.agreement.guest_id, self.agreement.host_id, self.today)

    def filled(self, held: Clause) -> Clause:
        """Empty parts as a partnership keeps them, to be read before they are saved."""
        kept = self.ways_back[0].facts if self.ways_back else {}
        return replace(held, facts=kept | {key: value for key, value in held.facts.items() if value})

    def form(self, data: Any, held: Clause, aside: ClauseAside | None = None) -> ClauseForm:
        chosen: set[str] = set()
        if self.topic is Topic.SERVICES:
            chosen = {str(code) for code in held.facts.get("services") or ()}  # type: ignore[attr-defined]
        services = queries.services_at(self.agreement.host_id, chosen) if self.topic is Topic.SERVICES else []
        return ClauseForm(
            data,
            topic=self.topic,
            held=held,
            version=self.record.latest.number,
            settles=aside.pk if aside else None,
            services=services,
        )

    def aside(self, given: str) -> ClauseAside | None:
        return next((one for one in queries.open_asides(self.agreement)[self.topic] if str(one.pk) == given), None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        aside = self.aside(request.POST.get("settles", ""))
        form = self.form(request.POST, self.stood, aside)
        if not form.is_valid():
            return self.show(form)
        try:
            saved = self.save(form, aside)
        except AgreementRefused as refusal:
            form.add_error(None, refusal.words)
            return self.show(form)
        if isinstance(saved, ClauseAside):
            messages.warning(request, KEPT_ASIDE)
            return redirect(self.address("edit-clause", self.topic.value))
        latest = self.record.latest
        if saved.version_id != latest.version.pk:
            messages.warning(request, STOOD_BEFORE.format(saved.version.number, latest.number))
            return redirect(self.address("edit-clause", self.topic.value))
        messages.success(request, f"{TOPICS[self.topic].label}: saved.")
        return redirect(self.address("show-agreement"))

    def save(self, form: ClauseForm, aside: ClauseAside | None) -> ClauseEdit | ClauseAside:
        """On the version that the form was opened on; words of none are based on no edit of the newest."""
        opened_on, words = self.record.numbered(form.cleaned_data["version"]), form.words
        if opened_on is None:
            opened_on, words = self.record.latest, replace(words, number=0)
        return actions.save_clause(version=opened_on.version, words=words, settles=aside, by=self.by, today=self.today)

    def show(self, form: ClauseForm) -> HttpResponseBase:
        rule = TOPICS[self.topic]
        asides = queries.open_asides(self.agreement)[self.topic]
        names = queries.group_names()
        settling = self.aside(str(form["settles"].value() or ""))
        open_for_words = self.may(Act.EDIT, Permission.EDIT_AGREEMENTS)
        context = self.frame(
            rule.label,
            question=rule.question,
            form=form,
            fields=[field for field in form if not field.is_hidden],
            slug=self.topic.value,
            open_for_words=open_for_words,
            number=self.record.latest.number,
            stands_because=WORDS[self.record.latest.state(self.today)],
            may_send_back=self.may(Act.SEND_BACK, Permission.SIGN_AGREEMENTS),
            gaps=[gap.reason for gap in self.gaps if gap.topic is self.topic] if open_for_words else [],
            asides=presenter.aside_cards(asides, {aside.pk: as_clause(aside) for aside in asides}, names),
            settling=f"{settling.by_name}, {settling.by_organisation.name}" if settling else "",
            stands=[
                {"key": key, "value": presenter.lines(text)}
                for key, text in presenter.in_words(self.stood, names).items()
            ],
            edits=self.edit_rows(),
            edit_columns=presenter.EDIT_COLUMNS,
            cancel_href=self.address("show-agreement"),
            ways_back=[presenter.way_back_words(way) for way in self.ways_back],
            filled=open_for_words and self.filled(self.stood) != self.stood,
        )
        return render(self.request, "agreements/clause.jinja", context)

    def edit_rows(self) -> list[dict[str, Any]]:
        edits = queries.history_of(self.record.latest.version, self.topic)
        return presenter.edit_rows(edits, [as_clause(edit) for edit in edits], queries.group_names())
