"""Sessions of our own organisation, one by one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.api.doors import REFUSALS, by_of, found
from alongside.apps.capacity.facts import SessionTerms, terms_of
from alongside.apps.capacity.models import TheatreSession
from alongside.apps.capacity.refusals import ImpossibleFigure, NotOurSite
from alongside.apps.capacity.schemas import (
    Problem,
    SessionChange,
    SessionIn,
    SessionOut,
    SessionPage,
    SessionsAsked,
    Withdrawal,
    session_out,
)
from alongside.apps.directory.facts import procedure_groups
from alongside.apps.directory.models import ProcedureGroup, Site

router = Router()
CHANGES = {**REFUSALS, 404: Problem, 409: Problem}


@router.get("", response={200: SessionPage, **REFUSALS}, summary="Our own sessions, by date")
def list_sessions(request: HttpRequest, asked: Query[SessionsAsked]) -> dict[str, Any]:
    by = by_of(request, Permission.SEE_CAPACITY)
    rows = queries.narrow(
        queries.sessions(by),
        queries.BoardFilter(organisation=by.organisation_id, function=asked.treatment_function),
        {"first": asked.first, "last": asked.last, "state": asked.state},
    )
    if asked.site_code:
        rows = rows.filter(site__code=asked.site_code)
    items = rows.order_by("during", "pk")[asked.offset : asked.offset + asked.limit]
    return {"total": rows.count(), "items": [session_out(session) for session in items]}


@router.post("", response={201: SessionOut, **CHANGES}, summary="Offer a session")
def offer_session(request: HttpRequest, given: SessionIn) -> Status[dict[str, Any]]:
    by = by_of(request, Permission.OFFER_CAPACITY)
    terms = SessionTerms(
        site=own_site(by, given.site_code),
        on=given.on,
        start=given.start,
        minutes=given.minutes,
        room=given.room,
        treatment_function=given.treatment_function,
        procedure_group=group_of(given.procedure_group),
        offered_to=given.offered_to,
    )
    session = actions.offer_session(terms=terms, by=by)
    return Status(201, session_out(own_session(by, session.pk)))


@router.get("/{uuid:session_id}", response={200: SessionOut, **CHANGES}, summary="One session of ours")
def show_session(request: HttpRequest, session_id: UUID) -> dict[str, Any]:
    return session_out(own_session(by_of(request, Permission.SEE_CAPACITY), session_id))


@router.patch("/{uuid:session_id}", response={200: SessionOut, **CHANGES}, summary="Change a session")
def change_session(request: HttpRequest, session_id: UUID, given: SessionChange) -> dict[str, Any]:
    by = by_of(request, Permission.OFFER_CAPACITY)
    session = own_session(by, session_id)
    said = {name: value for name, value in given.dict(exclude_unset=True).items() if value is not None}
    if said.pop("state", None):
        actions.restore_session(session=session, by=by)
    if "site_code" in said:
        said["site"] = own_site(by, said.pop("site_code"))
    if "procedure_group" in said:
        said["procedure_group"] = group_of(said["procedure_group"])
    if said:
        actions.change_session(session=session, terms=replace(terms_of(session), **said), by=by)
    return session_out(own_session(by, session_id))


@router.delete("/{uuid:session_id}", response={200: SessionOut, **CHANGES}, summary="Withdraw a session")
def withdraw_session(request: HttpRequest, session_id: UUID, given: Query[Withdrawal]) -> dict[str, Any]:
    """Refused while minutes of it are held or booked: people release those, on its page."""
    by = by_of(request, Permission.OFFER_CAPACITY)
    actions.withdraw_session(session=own_session(by, session_id), why=given.why, by=by)
    return session_out(own_session(by, session_id))


def own_session(by: Acting, session_id: UUID) -> TheatreSession:
    session = queries.find_session(by, session_id)
    return found(session if session and session.organisation_id == by.organisation_id else None)


def own_site(by: Acting, code: str) -> Site:
    site = queries.own_sites(by).filter(code=code.strip().upper()).first()
    if site is None:
        raise NotOurSite(f"“{code}” is not the code of a site of your organisation.")
    return site


def group_of(code: str | None) -> ProcedureGroup | None:
    if not code:
        return None
    group = procedure_groups().get(code)
    if group is None:
        raise ImpossibleFigure(f"“{code}” is not the code of a procedure group of the directory.")
    return group
