"""A list comes in: send the file, say which column is which, see what became of every row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.waiting import actions, queries, tasks
from alongside.apps.waiting.forms.uploads import ColumnsForm, UploadForm
from alongside.apps.waiting.models import WaitingListUpload
from alongside.apps.waiting.presenters import uploads as words
from alongside.apps.waiting.presenters.rows import list_columns, rows
from alongside.apps.waiting.views.base import list_file_or_words
from alongside.formats.wlmds.template import template
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.tables import Column
from alongside.web.today import today

State = WaitingListUpload.State


class _UploadView(WorkView):
    permission = Permission.EDIT_LIST

    def upload(self, upload_id: UUID) -> WaitingListUpload:
        found = queries.upload(self.by, upload_id)
        if found is None:
            raise Http404
        return found

    def queue(self, task: Any, sent: WaitingListUpload) -> None:
        """The work starts when this request's transaction has been kept."""
        task.defer(upload_id=str(sent.pk), organisation_id=str(self.by.organisation_id))


class ListUploadsView(_UploadView):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(request, UploadForm(today=today()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES, today=today())
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sent = actions.receive_upload(
                    name=file.name, content=file.read(), as_of=form.cleaned_data["as_of"], by=self.by
                )
            except actions.BadFile as bad:
                form.add_error("file", str(bad))
            else:
                self.queue(tasks.read_headings, sent)
                return redirect("waiting:show-upload", sent.pk)
        return self.show(request, form)

    def show(self, request: HttpRequest, form: UploadForm) -> HttpResponseBase:
        page = page_of(queries.uploads(self.by), request.GET.get("page"), size=20)
        sent = [words.row(one) for one in page.rows]
        file = export(request.GET.get("format"), "Lists sent", words.COLUMNS, map(words.row, queries.uploads(self.by)))
        if file:
            return file
        context = {"title": "Upload a list", "form": form, "page": page, "rows": sent, "columns": words.COLUMNS}
        return render(request, "waiting/uploads.jinja", context)


class ShowUploadView(_UploadView):
    def get(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        needs_columns = words.needs_columns(sent)
        if needs_columns and "HX-Request" not in request.headers:
            return redirect("waiting:confirm-columns", upload_id)
        finished = sent.state in (State.DONE, State.FAILED)
        still_absent = queries.absent_pathways(self.by, sent).count() if finished else 0
        context = {
            "title": "What became of the file",
            "sent": sent,
            "finished": finished,
            "needs_columns": needs_columns,
            "state": words.state_words(sent),
            "colour": words.colour(sent),
            "may_start_again": words.may_start_again(sent),
            "returned_note": words.returned_note(sent),
            "figures": words.figures(sent),
            "still_absent": still_absent,
            "unknown": queries.count_needing_information(self.by) if finished else 0,
            "sentence": words.sentence(sent),
            "warnings": words.warnings(sent),
            "warning_columns": words.WARNINGS,
        }
        return render(request, "waiting/upload.jinja", context)


class ConfirmColumnsView(_UploadView):
    def get(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        if not sent.headings or sent.confirmed:
            return redirect("waiting:show-upload", upload_id)
        return self.show(request, sent, ColumnsForm(upload=sent))

    def post(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        form = ColumnsForm(request.POST, upload=sent)
        if form.is_valid():
            try:
                actions.confirm_columns(upload_id=upload_id, columns=form.columns(), by=self.by)
            except actions.BadFile as bad:
                form.add_error(None, str(bad))
            else:
                self.queue(tasks.load_upload, sent)
                return redirect("waiting:show-upload", upload_id)
        return self.show(request, sent, form)

    def show(self, request: HttpRequest, sent: WaitingListUpload, form: ColumnsForm) -> HttpResponseBase:
        return render(request, "waiting/columns.jinja", {"title": "Which column is which", "sent": sent, "form": form})


class DownloadReturnedView(_UploadView):
    def get(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        if sent.returned is None:
            raise Http404
        response = HttpResponse(words.returned_rows(bytes(sent.returned)), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="returned-rows.csv"'
        response.headers["Cache-Control"] = "no-store"
        return response


class ListAbsentView(_UploadView):
    """Open here, not in the file: each is decided by a person, on its own page."""

    def get(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        found = queries.absent_pathways(self.by, sent)
        as_of = queries.list_date(self.by)
        about = {"What": "Open pathways that were not in the file", "List of": sent.as_of}
        file = list_file_or_words(request, "No longer in the file", found, as_of, about)
        if file:
            return file
        page = page_of(found, request.GET.get("page"))
        shown = {"page": page, "rows": list(rows(page.rows, as_of)), "columns": list_columns(with_provider=False)}
        return render(request, "waiting/absent.jinja", {"title": "No longer in the file", "sent": sent, **shown})


class StartAgainView(_UploadView):
    def post(self, request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        sent = self.upload(upload_id)
        if actions.start_again(upload_id=upload_id, by=self.by):
            self.queue(tasks.load_upload if sent.confirmed else tasks.read_headings, sent)
            messages.success(request, "The file was put in the queue again. Nothing is loaded twice.")
        return redirect("waiting:show-upload", upload_id)


class DownloadTemplateView(_UploadView):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        table = template(self.by.organisation.code)
        columns = [Column(name, name) for name in table.columns]
        asked = "csv" if request.GET.get("format") == "csv" else "xlsx"
        file = export(asked, "Waiting list template", columns, table.to_dicts())
        if file is None:
            raise Http404
        return file
