"""Which places of a plan do not hold as things are today, though the plan gave them?

Because no agreement lets the patient go any more (AL-3; an agreement that runs out takes no step that anybody would
see), because the site has since paused or moved the service (DIR-3), or does the operation no longer (DIR-1).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.queries.force import Book, book_of_area, count_signed_or_ended
from alongside.apps.capacity.models import OfferedTo, TheatreSession
from alongside.apps.directory.facts import notice_of, notices_from
from alongside.apps.directory.models import Site, SiteService
from alongside.apps.plans.models import Plan, PlanLine
from alongside.domain.agreement_force import OWN_SITE, Permit, Refusal, Service
from alongside.domain.reasons import Reason
from alongside.domain.site_notices import STOPPING, Notice, closing

Kind = dict[str, Any]
Whose = tuple[tuple[str, str, int], ...]
Ask = Callable[[Kind], Permit | Refusal]
# By site, treatment function and week, why.
Closed = dict[tuple[Any, str, int], Reason]

THE_SITE = "the site, which says when it takes patients again"
LISTS_IT = "the site, when it lists the operation again"
KIND = ("provider_id", "site_id", "treatment_function", "procedure_group", "week")


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Places at one site that do not hold now: the first reason, who can mend it, and how many of which hospital.

    `whose` are code, name and patients; `pair` are the guest and the host where an agreement is wanting.
    """

    host: str
    site: str
    reason: str
    rule: str
    mended_by: str
    whose: Whose
    pair: tuple[str, str] | None = None

    @property
    def patients(self) -> int:
        return sum(count for _, _, count in self.whose)

    @property
    def words(self) -> str:
        who = "1 patient" if self.patients == 1 else f"{self.patients:,} patients"
        who += f" of {self.whose[0][1]}" if len(self.whose) == 1 else ""
        be, reason = "is" if self.patients == 1 else "are", self.reason.rstrip(".")
        return (
            f"{who} {be} placed at {self.host} and may not go there now. {reason} ({self.rule}). "
            f"Mended by: {self.mended_by}."
        )


def no_longer_holds(acting: Acting, plan: Plan, today: date) -> list[Lapsed]:
    """By site and rule, most patients first; nothing of a plan without an answer, or whose weeks are over.

    Each patient is counted once, under the first of: no agreement, the site's notice, an operation no longer listed.
    """
    if not plan.has_answer or plan.last_day < today:
        return []
    kinds = kinds_placed(plan)
    ask = asker(book_of_area(acting, today), plan, today) if agreements_moved(acting, plan) else agreed_as_before
    closed, listed = closed_weeks(plan, kinds, today), services_listed(kinds)
    found = (not_agreed(ask, kind) or stopped(closed, kind) or not_listed(listed, kind) for kind in kinds)
    return joined(one for one in found if one)


def agreements_moved(acting: Acting, plan: Plan) -> bool:
    """Has any been signed or ended since? If not, every place is agreed on all days of the plan, as it was then."""
    return plan.facts_at is None or count_signed_or_ended(acting, plan.facts_at) > 0


def agreed_as_before(kind: Kind) -> Permit:
    return OWN_SITE


def no_longer_agreed(acting: Acting, plan: Plan, today: date) -> list[Lapsed]:
    """By pair and site, whenever the plan's weeks are; the agreements as they are today, for days still to come."""
    ask = asker(book_of_area(acting, today), plan, today)
    return joined(one for kind in kinds_placed(plan) if (one := not_agreed(ask, kind)))


def joined(found: Iterable[Lapsed]) -> list[Lapsed]:
    """One for each site and rule, and for each pair where an agreement is wanting; with the first reason."""
    kept: dict[tuple[str, str, tuple[str, str] | None], Lapsed] = {}
    for one in found:
        key = one.site, one.rule, one.pair
        before = kept.get(key)
        kept[key] = replace(before, whose=both(before.whose, one.whose)) if before else one
    return sorted(kept.values(), key=lambda one: (-one.patients, one.host, one.words))


def both(first: Whose, second: Whose) -> Whose:
    """Counted together by hospital, most first."""
    names = {code: name for code, name, _ in (*first, *second)}
    counted = Counter({code: count for code, _, count in first}) + Counter({code: count for code, _, count in second})
    return tuple((code, names[code], count) for code, count in counted.most_common())


def kinds_placed(plan: Plan) -> list[Kind]:
    """The places that may be seen, by kind of patient, site and week, with `provider` and `site` themselves."""
    placed = PlanLine.objects.filter(plan=plan, site__isnull=False).order_by().values(*KIND)
    kinds: list[Kind] = list(placed.annotate(patients=Count("pk")))
    providers = Organisation.objects.in_bulk({kind["provider_id"] for kind in kinds})
    sites = Site.objects.in_bulk({kind["site_id"] for kind in kinds})
    for kind in kinds:
        kind |= {"provider": providers[kind["provider_id"]], "site": sites[kind["site_id"]]}
    return sorted(kinds, key=lambda kind: (kind["site"].name, kind["provider"].name, *map(str, map(kind.get, KIND))))


def lapsed(kind: Kind, reason: str, rule: str, mended_by: str) -> Lapsed:
    guest, site = kind["provider"], kind["site"]
    return Lapsed(site.name, site.code, reason, rule, mended_by, ((guest.code, guest.name, kind["patients"]),))


def asker(book: Book, plan: Plan, today: date) -> Ask:
    """What the agreements say to a kind of patient, asked once however many weeks they have places in."""
    first = min(max(today, plan.starts_on), plan.last_day)

    @cache
    def ask(guest: UUID, host: UUID, function: str, group: str) -> Permit | Refusal:
        return book.in_force(guest, host, Service(function, group), first, plan.last_day)

    return lambda kind: ask(
        kind["provider_id"], kind["site"].organisation_id, kind["treatment_function"], kind["procedure_group"]
    )


def not_agreed(ask: Ask, kind: Kind) -> Lapsed | None:
    answer = ask(kind)
    if isinstance(answer, Permit):
        return None
    one = lapsed(kind, answer.reason.message, answer.reason.rule, answer.mended_by)
    return replace(one, pair=(str(kind["provider_id"]), str(kind["site"].organisation_id)))


def closed_weeks(plan: Plan, kinds: Collection[Kind], today: date) -> Closed:
    """Weeks of which a site has, since the list was read, closed a day on which it had offered sessions.

    A plan that knew of a notice uses no session of its days, so what it placed beside them holds.
    """
    if plan.facts_at is None:
        return {}
    first, last = max(today, plan.starts_on), plan.last_day
    given = notices_from(first).filter(site_id__in={kind["site_id"] for kind in kinds}, kind__in=STOPPING)
    notices: dict[Any, list[Notice]] = {}
    for row in given.filter(at__gt=plan.facts_at, starts_on__lte=last):
        notices.setdefault(row.site_id, []).append(notice_of(row))
    if not notices:
        return {}
    offered = TheatreSession.objects.filter(site_id__in=list(notices), offered_to=OfferedTo.AREA)
    days = offered.filter(on__gte=first, on__lte=last).order_by("on")
    closed: Closed = {}
    for site, function, on in days.values_list("site_id", "treatment_function", "on").distinct():
        if reason := closing(notices[site], function, on):
            closed.setdefault((site, function, (on - plan.starts_on) // timedelta(weeks=1)), reason)
    return closed


def stopped(closed: Closed, kind: Kind) -> Lapsed | None:
    why = closed.get((kind["site_id"], kind["treatment_function"], kind["week"]))
    return lapsed(kind, why.message, why.rule, THE_SITE) if why else None


def services_listed(kinds: Collection[Kind]) -> frozenset[tuple[Any, str]]:
    found = SiteService.objects.filter(site_id__in={kind["site_id"] for kind in kinds})
    return frozenset(found.values_list("site_id", "procedure_group_id"))


def not_listed(listed: Collection[tuple[Any, str]], kind: Kind) -> Lapsed | None:
    if (kind["site_id"], kind["procedure_group"]) in listed:
        return None
    return lapsed(kind, "The site no longer lists the operation among what it does", "DIR-1", LISTS_IT)
