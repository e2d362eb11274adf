"""Spreadsheets: send one, see what came of it, take back the rows that were not used, fetch a template."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import queries
from alongside.apps.capacity.actions.uploads import AT_ONCE, load_upload, receive_upload
from alongside.apps.capacity.forms.connections import UploadForm
from alongside.apps.capacity.models import CapacityUpload
from alongside.apps.capacity.presenters import section
from alongside.apps.capacity.tasks import load_capacity
from alongside.formats.capacity.layout import LAYOUTS
from alongside.formats.capacity.write import as_csv, as_xlsx, template
from alongside.formats.wlmds.wrong_file import WrongFile
from alongside.web.exports import XLSX, attachment
from alongside.web.paging import page_of
from alongside.web.tables import Column

COLUMNS = [
    Column("name", "File", link="href"),
    Column("kind", "Holds"),
    Column("received_at", "Received", "moment"),
    Column("by_name", "By"),
    Column("state", "State"),
    Column("rows_new", "New", "number"),
    Column("rows_changed", "Changed", "number"),
    Column("rows_same", "Same", "number"),
    Column("rows_bad", "Returned", "number"),
]


class ListUploadsView(WorkView):
    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = receive_upload(name=file.name, content=file.read(), by=self.by)
            except WrongFile as refusal:
                form.add_error("file", str(refusal))
            else:
                self.load(upload)
                return redirect("capacity:show-upload", upload.pk)
        return self.show(request, form)

    def load(self, upload: CapacityUpload) -> None:
        """Now, when nobody has to wait long; else queued."""
        if upload.rows_read <= AT_ONCE:
            load_upload(upload.pk, upload.organisation_id)
        else:
            load_capacity.defer(upload_id=str(upload.pk), organisation_id=str(upload.organisation_id))

    def show(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        page = page_of(queries.uploads(self.by), request.GET.get("page"), size=20)
        context = {
            "title": "Spreadsheets",
            "sections": section(self.by, "capacity:list-uploads"),
            "form": form,
            "columns": COLUMNS,
            "page": page,
            "rows": [line(upload) for upload in page.rows],
        }
        return render(request, "capacity/uploads.jinja", context)


def line(upload: CapacityUpload) -> dict[str, Any]:
    shown = {name: getattr(upload, name) for name in ("name", "received_at", "by_name")}
    shown |= {name: getattr(upload, name) for name in ("rows_new", "rows_changed", "rows_same", "rows_bad")}
    state = upload.get_state_display()
    return shown | {"kind": upload.get_kind_display(), "state": state, "href": f"{upload.pk}/"}


class _UploadView(WorkView):
    """One file of our own organisation; any other is not found."""

    permission = Permission.OFFER_CAPACITY

    def upload(self, pk: UUID) -> CapacityUpload:
        found = queries.find_upload(self.by, pk)
        if found is None:
            raise Http404
        return found


class ShowUploadView(_UploadView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        upload = self.upload(pk)
        done = upload.state == CapacityUpload.State.DONE
        return render(request, "capacity/upload.jinja", {"title": upload.name, "upload": upload, "done": done})

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Start an unfinished file again; what was loaded of it stays as it is."""
        upload = self.upload(pk)
        if upload.state != CapacityUpload.State.DONE:
            load_capacity.defer(upload_id=str(upload.pk), organisation_id=str(upload.organisation_id))
            messages.success(request, "The file is queued again. Nothing of it is doubled.")
        return redirect("capacity:show-upload", pk)


class ReturnedRowsView(_UploadView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        upload = self.upload(pk)
        if not upload.returned:
            raise Http404
        name = upload.name.rsplit(".", 1)[0] + " to put right"
        return file_response(bytes(upload.returned), name, "csv")


class TemplateView(WorkView):
    """The headings and one example row, for a site of ours."""

    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest, kind: str, ending: str) -> HttpResponse:
        if kind not in LAYOUTS or ending not in ("csv", "xlsx"):
            raise Http404
        layout = LAYOUTS[kind]
        site = queries.own_sites(self.by).first()
        table = template(layout, site.code if site else "")
        content = as_csv(table) if ending == "csv" else as_xlsx(table, layout.title)
        return file_response(content, f"{layout.title} template", ending)


def file_response(content: bytes, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX if ending == "xlsx" else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = attachment(name, ending)
    return response
