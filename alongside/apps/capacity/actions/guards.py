"""How does a refusal of the database become a sentence, and what must hold before room is held?"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.apps.agreements.queries.force import in_force, stands_still
from alongside.apps.audit.actions import Actor
from alongside.apps.capacity.facts import FIRST_DAY, LAST_DAY
from alongside.apps.capacity.refusals import CapacityRefused, ImpossibleFigure, NoAgreement, NotOurSite, SiteClosed
from alongside.apps.directory.models import Site
from alongside.apps.directory.queries import why_closed
from alongside.domain.agreement_force import Refusal, Service

Refusals = Mapping[str, CapacityRefused]


@contextmanager
def refusing(refusals: Refusals) -> Iterator[None]:
    """One savepoint; a broken constraint that is named here is raised as its refusal."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        refusal = refusals.get(broken_constraint(problem))
        if refusal is None:
            raise
        raise refusal from problem


def broken_constraint(problem: IntegrityError) -> str:
    return getattr(getattr(problem.__cause__, "diag", None), "constraint_name", None) or ""


def must_be_agreed(host_id: UUID, service: Service, days: Iterable[date], by: Actor) -> None:
    """An agreement in force must let our patient go there for this service, today and on the day (AL-3).

    Until our transaction ends nobody ends the agreement, so that what is held was agreed when it was held.
    """
    if host_id == by.organisation_id:
        return
    if not service.function:
        raise NoAgreement("Nobody said for which service this is. Hold it again and name the specialty.", "AGR-2")
    stands_still(by.organisation_id, host_id)
    for day in sorted(set(days)):
        answer = in_force(by.organisation_id, host_id, service, day)
        if isinstance(answer, Refusal):
            raise NoAgreement(f"{answer.words}.", answer.reason.rule)


def must_be_open(site_id: UUID, function: str, day: date) -> None:
    """The site must not have announced that it has paused or moved this for that day."""
    reason = why_closed(site_id, function, day)
    if reason is not None:
        raise SiteClosed(f"{reason.message.rstrip('.')}. Choose another day or site.", reason.rule)


def site_must_be_ours(site: Site, by: Actor) -> None:
    if site.organisation_id != by.organisation_id:
        raise NotOurSite(f"{site.name} is not a site of your organisation. Offer capacity of your own sites.")


def figure_must_be_possible(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ImpossibleFigure(f"{name} must be from {least:,} to {most:,}, not {value:,}.")


def day_must_be_possible(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ImpossibleFigure(f"A date must be from {FIRST_DAY.year} to {LAST_DAY.year}, not in {day.year}.")
