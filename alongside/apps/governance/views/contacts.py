"""Whom to ring, which numbers nobody has tried lately, and the log of test calls."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import actions, queries
from alongside.apps.governance.facts import light_of, numbers_of
from alongside.apps.governance.forms.asking import ContactFilterForm
from alongside.apps.governance.forms.keeping import CallForm, ContactForm
from alongside.apps.governance.models import Contact
from alongside.apps.governance.presenters import contacts as presenter
from alongside.apps.governance.presenters import light_tag
from alongside.apps.governance.views.base import _GovernanceView
from alongside.domain.care_topics import topic_name
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

CRUMB = ("Contacts and test calls", "list-contacts")


class ListContactsView(_GovernanceView):
    """Red first."""

    permission = Permission.SEE_AGREEMENTS
    page = "list-contacts"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = ContactFilterForm(request.GET, organisations=queries.organisations_of_area(self.by))
        said = form.cleaned_data if form.is_valid() else {}
        rows = [presenter.contact_row(contact, self.today) for contact in queries.contacts(self.by, self.today)]
        rows = [row for row in rows if presenter.asked(row, said)]
        order = Order.read(request.GET, presenter.SORTS, default="tag")
        rows = order.sort(rows, lambda row: row[presenter.SORTS[order.key]])
        about = {"Source": "Each organisation’s own contacts; calls as logged", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Contacts", presenter.FILE_COLUMNS, rows, about)
        context = {
            "filter_form": form,
            "order": order,
            "columns": presenter.COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_keep": self.by.may(Permission.KEEP_GOVERNANCE),
        }
        return file or render(request, "governance/contacts.jinja", self.frame("Contacts and test calls", **context))


class ShowContactView(_GovernanceView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        contact = self.contact(contact_id)
        rows = list(presenter.call_rows(queries.calls_to(self.by, contact)))
        about = {"Contact": f"{contact.post}, {contact.organisation.name}", "As of": long_date(self.today)}
        title = f"Test calls to {contact.post}"
        file = export(request.GET.get("format"), title, presenter.CALL_COLUMNS, rows, about)
        ours = contact.organisation_id == self.by.organisation_id
        context = {
            "contact": contact,
            "facts": presenter.contact_facts(contact, self.today),
            "topic": topic_name(contact.topic) if contact.topic else "Everything",
            "tag": light_tag(light_of(contact, self.today)),
            "columns": presenter.CALL_COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_change": ours and self.by.may(Permission.KEEP_GOVERNANCE),
            "may_log": self.by.may(Permission.RAISE),
        }
        return file or render(request, "governance/contact.jinja", self.frame(contact.post, CRUMB, **context))


class _ContactFormView(_GovernanceView):
    permission = Permission.KEEP_GOVERNANCE
    title = "Add a contact"

    def form(self, data: Any = None, contact: Contact | None = None) -> ContactForm:
        return ContactForm(data, sites=queries.sites_of(self.by, self.by.organisation), contact=contact)

    def show(self, form: ContactForm) -> HttpResponseBase:
        return render(self.request, "governance/form.jinja", self.frame(self.title, CRUMB, form=form))


class AddContactView(_ContactFormView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        contact = actions.add_contact(words=form.words, by=self.by, today=self.today)
        messages.success(request, "Saved. It stays red until somebody has rung it.")
        return redirect("governance:show-contact", contact.pk)


class ChangeContactView(_ContactFormView):
    permission = Permission.KEEP_GOVERNANCE
    title = "Change a contact"

    def get(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        return self.show(self.form(contact=self.own_contact(contact_id)))

    def post(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        contact = self.own_contact(contact_id)
        form = self.form(request.POST, contact)
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                actions.change_contact(contact=contact, words=form.words, seen=seen, by=self.by, today=self.today)
            except actions.ChangedMeanwhileError as changed:
                form.add_error(None, str(changed))
            else:
                messages.success(request, "Saved.")
                return redirect("governance:show-contact", contact.pk)
        return self.show(form)


class EndContactView(_GovernanceView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        context = {
            "contact": self.own_contact(contact_id),
            "submit": "End it today",
            "text": "From today nobody is shown these numbers.",
        }
        return render(request, "governance/confirm.jinja", self.frame("End this contact?", CRUMB, **context))

    def post(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        contact = self.own_contact(contact_id)
        try:
            actions.end_contact(contact=contact, by=self.by, today=self.today)
        except actions.Refused as refused:
            messages.error(request, str(refused))
            return redirect("governance:show-contact", contact.pk)
        messages.success(request, f"{contact.post} has ended.")
        return redirect("governance:list-contacts")


class LogCallView(_GovernanceView):
    """Anybody of the area may ring a number and say what happened."""

    permission = Permission.RAISE

    def form(self, contact: Contact, data: Any = None) -> CallForm:
        numbers = [(one.phone, f"{one.phone} ({one.when})") for one in numbers_of(contact, self.today)]
        return CallForm(data, numbers=numbers)

    def get(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        contact = self.contact(contact_id)
        return self.show(self.form(contact), contact)

    def post(self, request: HttpRequest, contact_id: UUID) -> HttpResponseBase:
        contact = self.contact(contact_id)
        form = self.form(contact, request.POST)
        if not form.is_valid():
            return self.show(form, contact)
        said = form.cleaned_data
        actions.log_call(
            contact=contact,
            phone=said["phone"],
            answered=said["answered"] == "yes",
            seconds=said["seconds"],
            note=said["note"],
            by=self.by,
            today=self.today,
        )
        messages.success(request, "Logged. Thank you.")
        return redirect("governance:show-contact", contact.pk)

    def show(self, form: CallForm, contact: Contact) -> HttpResponseBase:
        caption = f"{contact.post}, {contact.organisation.name}"
        frame = self.frame("Log a test call", CRUMB, form=form, caption=caption)
        return render(self.request, "governance/form.jinja", frame)
