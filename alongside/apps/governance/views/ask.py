"""Whose policy applies? From a ward, in two clicks or one search."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.models import Site
from alongside.apps.governance import queries
from alongside.apps.governance.forms.asking import SearchForm, WhereForm
from alongside.apps.governance.presenters import policies as presenter
from alongside.apps.governance.views.base import _GovernanceView
from alongside.domain.care_topics import BY_CODE, TOPICS, CareTopic, find_topics
from alongside.web.exports import export
from alongside.web.query import query
from alongside.web.words import long_date

KEPT = ("host", "site", "guest")


class AskView(_GovernanceView):
    """Every topic as a link; a search that finds one topic goes straight to it."""

    permission = Permission.SEE_AGREEMENTS
    page = "ask"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        where = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
        form = SearchForm(request.GET)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        found = find_topics(text)
        if text.strip() and len(found) == 1:
            return redirect(self.address(found[0], where))
        code = where.get("host", self.by.organisation.code)
        host = next((each for each in queries.hosts(self.by) if each.code == code), None)
        said = queries.topics_said(self.by, host) if host else set()
        topics = [
            {"text": topic.name, "href": self.address(topic, where), "is_said": topic.code in said}
            for topic in (found or TOPICS)
        ]
        context = {"form": form, "q": text, "nothing": bool(text.strip()) and not found, "host": host, "where": where}
        context["topics"] = sorted(topics, key=lambda topic: not topic["is_said"])
        return render(request, "governance/ask.jinja", self.frame("Whose policy applies?", **context))

    def address(self, topic: CareTopic, where: dict[str, str]) -> str:
        return reverse("governance:show-topic", args=[topic.code]) + (query(where) if where else "")


class ShowTopicView(_GovernanceView):
    """One topic at one host, for whose patients it may be, with the number to tap."""

    permission = Permission.SEE_AGREEMENTS
    template = "governance/topic.jinja"

    @cached_property
    def topic(self) -> CareTopic:
        if self.kwargs["topic"] not in BY_CODE:
            raise Http404
        return BY_CODE[self.kwargs["topic"]]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form, host = self.asked()
        answers = self.answers(form, host) if host else []
        name = f"{self.topic.name} at {host.name}" if host else self.topic.name
        asked = self.sites(form, host)
        rows = [presenter.answer_row(answer, host, asked, self.today) for answer in answers if host]
        about = {"Source": "What each organisation says and its partner confirmed", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), name, presenter.ANSWER_COLUMNS, rows, about)
        return file or render(request, self.template, self.context(form, host, answers))

    def asked(self) -> tuple[WhereForm, Organisation | None]:
        """Where the patient is: at one's own organisation, unless another was chosen."""
        self.topic  # noqa: B018 (an unknown topic is not found, whatever else was asked)
        hosts = list(queries.hosts(self.by))
        code = self.request.GET.get("host", self.by.organisation.code)
        host = next((each for each in hosts if each.code == code), None)
        given = self.request.GET.copy()
        given.setdefault("host", host.code if host else "")
        sites = queries.sites_of(self.by, host) if host else []
        form = WhereForm(given, hosts=hosts, guests=queries.organisations_of_area(self.by), sites=sites)
        form.is_valid()
        return form, host

    def answers(self, form: WhereForm, host: Organisation) -> list[queries.Answer]:
        return queries.answers(
            self.by, self.topic.code, host, site=form.chosen("site"), guest=form.chosen("guest"), on=self.today
        )

    def sites(self, form: WhereForm, host: Organisation | None) -> list[Site]:
        """Those of the host that are asked about: one, or all."""
        kept = queries.sites_of(self.by, host) if host else []
        return [site for site in kept if form.chosen("site") in ("", site.code)]

    def context(self, form: WhereForm, host: Organisation | None, answers: list[queries.Answer]) -> dict[str, Any]:
        asked = self.sites(form, host)
        facts = [presenter.answer_facts(answer, host, asked, self.today) for answer in answers] if host else []
        return self.frame(
            self.topic.name,
            ("Whose policy?", "ask"),
            topic=self.topic,
            form=form,
            host=host,
            facts=facts,
            asked=asked,
            where=query({name: form.chosen(name) for name in KEPT if form.chosen(name)}),
            today=self.today,
        )


class PrintCardView(ShowTopicView):
    """The same answers as cards for the wall of a ward, with the day on which they were printed."""

    permission = Permission.SEE_AGREEMENTS
    template = "governance/card.jinja"

    def context(self, form: WhereForm, host: Organisation | None, answers: list[queries.Answer]) -> dict[str, Any]:
        found = super().context(form, host, answers)
        cards = [{"title": fact["patients"], "rows": presenter.card_rows(fact)} for fact in found["facts"]]
        return found | {"cards": cards}
