"""A site's own people say what it has and does, and attest it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions
from alongside.apps.directory.facts import fingerprint, is_attested
from alongside.apps.directory.forms.editing import AttestForm, SeenForm, ServicesForm, SiteForm, SupportForm
from alongside.apps.directory.presenters import capability, sections
from alongside.apps.directory.presenters import rules as words
from alongside.apps.directory.presenters import sites as presenter
from alongside.apps.directory.views.base import _OwnSiteView


class _EditView(_OwnSiteView):
    """One form about the own site. `save` writes it; the rest is the same for each."""

    form_class: type[SeenForm]
    title: str
    lead = ""
    template = "directory/edit.jinja"
    done = "Saved. Until somebody attests it, patients may wait for an answer from this site."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form_class(record=self.record))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST, record=self.record)
        if not form.is_valid():
            return self.show(form)
        try:
            self.save(form)
        except actions.ChangedMeanwhileError:
            return self.show(self.with_both(form))
        messages.success(request, self.done)
        return redirect(self.after())

    def with_both(self, form: SeenForm) -> SeenForm:
        """What this person typed, kept, over what is held now."""
        form.record = self.find_again()
        form.see_again()
        words = (
            "Somebody else changed this while you were editing. Your answers are kept below: check them and save again"
        )
        form.add_error(None, words)
        return form

    def show(self, form: SeenForm) -> HttpResponseBase:
        return render(self.request, self.template, self.context(form))

    def context(self, form: SeenForm) -> dict[str, Any]:
        return self.frame(self.title, form=form, lead=self.lead, cancel_href=self.address("show-site"))

    def after(self) -> str:
        return self.address("attest-site" if self.may_attest else "show-site")

    def save(self, form: Any) -> None:
        raise NotImplementedError


class EditSiteView(_EditView):
    permission = Permission.EDIT_SITE
    form_class = SiteForm
    title = "Critical care level and telephone"

    def save(self, form: Any) -> None:
        actions.change_site(
            site=self.site,
            critical_care_level=form.cleaned_data["critical_care_level"],
            phone=form.cleaned_data["phone"],
            seen=form.cleaned_data["seen"],
            by=self.by,
            today=self.today,
        )


class EditServicesView(_EditView):
    permission = Permission.EDIT_SITE
    form_class = ServicesForm
    title = "What this site does"
    lead = (
        "Tick each operation that is done here. Patients are matched only to what is ticked, and to one that is added "
        "once somebody attests it."
    )
    done = "Saved. An operation that was added answers “need information” until somebody attests it."

    def save(self, form: Any) -> None:
        actions.set_services(
            site=self.site, services=form.services, seen=form.cleaned_data["seen"], by=self.by, today=self.today
        )


class EditSupportView(_EditView):
    permission = Permission.EDIT_SITE
    form_class = SupportForm
    template = "directory/support.jinja"
    title = "Support services"
    lead = "“Not recorded” is not “not here”: an operation that needs a service nobody recorded waits for information."

    def save(self, form: Any) -> None:
        actions.set_support(
            site=self.site, covers=form.covers, seen=form.cleaned_data["seen"], by=self.by, today=self.today
        )


class AttestSiteView(_EditView):
    """Everything that is attested on one page, what changed first, and one button."""

    permission = Permission.ATTEST
    form_class = AttestForm
    template = "directory/attest.jinja"
    title = "Attest what this site can do"
    done = "Attested. Thank you: it counts for 90 days, or until something changes."

    def save(self, form: Any) -> None:
        given = {"site": self.site, "evidence": form.evidence, "by": self.by, "today": self.today}
        given |= {name: form.cleaned_data[name] for name in ("seen", "note")}
        if form.is_whole:
            actions.attest(**given)
        else:
            actions.attest_sections(sections=form.chosen, **given)

    def after(self) -> str:
        return self.address("show-site")

    def context(self, form: SeenForm) -> dict[str, Any]:
        standing = presenter.standing(self.record, self.today)
        section_rows = sections.rows(self.record, self.today)
        return super().context(form) | {
            "standing_tag": presenter.standing_tag(standing),
            "attested": presenter.last_attested(self.record.attestation),
            "changed": words.since_attested(self.record),
            "unchanged": self.record.attestation is not None and is_attested(self.record),
            "sections": section_rows,
            "sections_words": sections.in_a_word(section_rows),
            "facts": presenter.fact_rows(self.record),
            "services": presenter.service_rows(self.record),
            "support": presenter.support_rows(self.record),
            "depth": capability.parts(self.record, self.today),
            "rule_sets": words.rule_sets(self.record),
            "seen": fingerprint(self.record),
            "by": self.by,
            "columns": {
                "services": presenter.SERVICE_COLUMNS[:3],
                "support": presenter.SUPPORT_COLUMNS[:2],
                "rules": words.RULE_COLUMNS,
                "sections": sections.COLUMNS,
            },
        }
