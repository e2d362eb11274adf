"""Sessions: find one, see what is taken of it, offer, change and withdraw."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.forms.filters import SessionFilterForm
from alongside.apps.capacity.forms.sessions import AddSessionForm, SessionForm, WithdrawForm, initial_of
from alongside.apps.capacity.models import SessionState, TheatreSession
from alongside.apps.capacity.presenters import section, whose_policy
from alongside.apps.capacity.presenters import sessions as presenter
from alongside.apps.capacity.refusals import CapacityRefused
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.today import today
from alongside.web.words import plural, short_date


class ListSessionsView(WorkView):
    permission = Permission.SEE_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.copy()
        if "first" not in asked:
            asked["first"] = queries.board_starts(self.by, today())[0].isoformat()
        form = SessionFilterForm(asked, choices=queries.choices_of_board(self.by))
        form.is_valid()
        order = Order.read(request.GET, presenter.SORTS, default="on")
        found = queries.narrow(queries.sessions(self.by), form.chosen, form.cleaned_data)
        if form.cleaned_data.get("stopped"):
            found = found.filter(pk__in=queries.stopped_sessions(self.by, today()))
        found = found.order_by(*order.fields(presenter.SORTS))
        about = {"Filters": asked.urlencode(), "Seen by": self.by.organisation.name}
        rows = presenter.rows(found.iterator(chunk_size=2000))
        file = export(request.GET.get("format"), "Sessions", presenter.FILE_COLUMNS, rows, about)
        if file:
            return file
        page = page_of(found, request.GET.get("page"))
        context = {
            "title": "Sessions",
            "sections": section(self.by, "capacity:list-sessions"),
            "form": form,
            "asked": asked,
            "order": order,
            "columns": presenter.COLUMNS,
            "page": page,
            "rows": list(presenter.rows(page.rows)),
            "may_offer": self.by.may(Permission.OFFER_CAPACITY),
        }
        return render(request, "capacity/sessions.jinja", context)


class _SessionView(WorkView):
    """One session that may be seen; any other is not found."""

    permission = Permission.SEE_CAPACITY

    def session(self, pk: UUID) -> TheatreSession:
        found = queries.find_session(self.by, pk)
        if found is None:
            raise Http404
        return found


class ShowSessionView(_SessionView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.session(pk)
        is_ours = session.organisation_id == self.by.organisation_id
        context = {
            "title": f"{session.room}, {short_date(session.on)}",
            "session": session,
            "facts": presenter.facts(session),
            "provenance": presenter.provenance(session),
            "columns": presenter.BOOKING_COLUMNS,
            "bookings": presenter.bookings(queries.bookings_of(self.by, session), self.by),
            "others": list(presenter.rows(queries.others_in_room(self.by, session))),
            "other_columns": presenter.COLUMNS,
            "may_change": is_ours and self.by.may(Permission.OFFER_CAPACITY),
            "is_open": session.state == SessionState.OPEN,
            "whose_policy": whose_policy(self.by, session.organisation, session.site),
        }
        return render(request, "capacity/session.jinja", context)


class _OwnSessionView(_SessionView):
    permission = Permission.OFFER_CAPACITY

    def session(self, pk: UUID) -> TheatreSession:
        found = super().session(pk)
        if found.organisation_id != self.by.organisation_id:
            raise Http404
        return found


class AddSessionView(WorkView):
    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, AddSessionForm(acting=self.by))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddSessionForm(request.POST, acting=self.by)
        if not form.is_valid():
            return self.show(request, form)
        try:
            offered, refused = actions.offer_weekly(terms=form.terms, weeks=form.cleaned_data["weeks"], by=self.by)
        except CapacityRefused as refusal:
            form.add_error(None, refusal.words)
            return self.show(request, form)
        if not offered:
            form.add_error("room", refused[0][1].words)
            return self.show(request, form)
        messages.success(request, f"{plural(len(offered), 'session')} offered")
        for terms, reason in refused:
            messages.warning(request, f"Not offered on {short_date(terms.on)}: {reason.words}")
        return redirect("capacity:show-session", offered[0].pk)

    def show(self, request: HttpRequest, form: AddSessionForm) -> HttpResponse:
        has_sites = queries.own_sites(self.by).exists()
        return render(request, "capacity/add_session.jinja", {"form": form, "has_sites": has_sites})


class ChangeSessionView(_OwnSessionView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.session(pk)
        return self.show(request, session, SessionForm(initial=initial_of(session), acting=self.by))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.session(pk)
        form = SessionForm(request.POST, acting=self.by)
        if form.is_valid():
            try:
                actions.change_session(session=session, terms=form.terms, by=self.by)
            except CapacityRefused as refusal:
                form.add_error(None, refusal.words)
            else:
                messages.success(request, "The session is changed")
                return redirect("capacity:show-session", pk)
        return self.show(request, session, form)

    def show(self, request: HttpRequest, session: TheatreSession, form: SessionForm) -> HttpResponse:
        return render(request, "capacity/change_session.jinja", {"form": form, "session": session})


class WithdrawSessionView(_OwnSessionView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.session(pk)
        return self.show(request, session, WithdrawForm(has_bookings=session.taken > 0))  # type: ignore[attr-defined]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.session(pk)
        form = WithdrawForm(request.POST, has_bookings=session.taken > 0)  # type: ignore[attr-defined]
        if form.is_valid():
            try:
                actions.withdraw_session(session=session, by=self.by, **form.cleaned_data)
            except CapacityRefused as refusal:
                form.add_error("release_bookings" if "release_bookings" in form.fields else None, refusal.words)
            else:
                messages.success(request, "The session is withdrawn. You can put it back from this page.")
                return redirect("capacity:show-session", pk)
        return self.show(request, session, form)

    def show(self, request: HttpRequest, session: TheatreSession, form: WithdrawForm) -> HttpResponse:
        taken: list[dict[str, Any]] = presenter.bookings(queries.bookings_of(self.by, session), self.by)
        return render(request, "capacity/withdraw_session.jinja", {"form": form, "session": session, "taken": taken})


class RestoreSessionView(_OwnSessionView):
    """The undo of a withdrawal."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            actions.restore_session(session=self.session(pk), by=self.by)
            messages.success(request, "The session is back on the board")
        except CapacityRefused as refusal:
            messages.error(request, refusal.words)
        return redirect("capacity:show-session", pk)


class ReleaseBookingView(WorkView):
    """Give back minutes that we hold, or that others hold of our session."""

    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        booking = self.booking(pk)
        shown = presenter.booking(booking, self.by)
        return render(request, "capacity/release_booking.jinja", {"booking": booking, "shown": shown})

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        booking = self.booking(pk)
        actions.release(booking=booking, by=self.by, why="Released on the session's page")
        messages.success(request, f"{plural(booking.minutes, 'minute')} given back")
        return redirect("capacity:show-session", booking.session_id)

    def booking(self, pk: UUID) -> Any:
        found = queries.own_booking(self.by, pk)
        if found is None:
            raise Http404
        return found
