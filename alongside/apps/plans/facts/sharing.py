"""What of a plan's figures may this organisation read (PLN-5, PLN-6)?

One answer for the plan's page, its files, two plans side by side, capacity and demand, and Today: whoever reads a
plan's summary on behalf of somebody takes it from here. Lines are not asked here: the database gives each their own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.queries import guests_who_share
from alongside.apps.plans.models import Plan, PlanLine
from alongside.domain.agreement_sharing import Item, Moment
from alongside.domain.plan_sharing import Parts, is_small, tells_few, together, told_apart

# The code of the row that holds everybody, or everything, that is not told apart.
REST = "other"
OTHERS, OTHER_SPECIALTIES = "Other organisations of the area", "Other specialties"
Summary = dict[str, Any]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sight:
    """Our own code, the codes of those who share with us, and our part of a plan by specialty and by reason."""

    own: str
    partners: frozenset[str]
    functions: Mapping[str, Parts] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same sight, short enough to name what is kept in memory."""
        return sha256(",".join((self.own, *sorted(self.partners))).encode()).hexdigest()[:16]


def show_what_may_be_seen(plan: Plan, acting: Acting, on: date) -> Plan:
    """The plan in memory with the figures that this organisation may read. Never saved: a reader's copy."""
    if acting.organisation_id != acting.area_id:
        plan.summary = seen(plan.summary, sight_of(acting, on, plan))
    return plan


def partners(acting: Acting, on: date) -> frozenset[str]:
    """The codes of those who share with us now that their patients wait."""
    found = guests_who_share(acting.organisation_id, Item.WAITING, Moment.PLANNED, on)
    return frozenset(Organisation.objects.filter(pk__in=found).values_list("code", flat=True)) if found else frozenset()


def sight_of(acting: Acting, on: date, plan: Plan) -> Sight:
    functions: dict[str, Parts] = {}
    reasons: dict[str, int] = {}
    ours = PlanLine.objects.filter(plan=plan, provider_id=acting.organisation_id).order_by()
    counted = ours.values_list("treatment_function", "code").annotate(Count("pk"), Count("site"))
    for function, code, count, placed in counted:
        functions[function] = together([functions.get(function, (0, 0)), (placed, count - placed)])
        if count > placed:
            reasons[code] = reasons.get(code, 0) + count - placed
    return Sight(acting.organisation.code, partners(acting, on), functions, reasons)


def seen(summary: Summary, sight: Sight) -> Summary:
    """The summary as this reader may have it; `folded` names what is told as one, `sight` the reader."""
    if not summary:
        return summary
    providers, alone = by_provider(summary.get("providers", []), sight)
    flows, hidden_flows = by_flow(summary.get("flows", []), sight, alone)
    functions, few = by_function(summary.get("functions", []), sight)
    small = ("to_review", "without_agreement")
    return summary | {
        "providers": providers,
        "flows": flows,
        "functions": functions,
        "reasons": by_reason(summary.get("reasons", []), sight),
        "homes": {code: site for code, site in summary.get("homes", {}).items() if code == sight.own or code in alone},
        "proposed": {},
        "worth": worth(summary["worth"]) if "worth" in summary else {},
        "suitable": suitable(summary.get("suitable", {}), few),
        "notes": {name: without_small(count) for name, count in summary.get("notes", {}).items()},
        **{name: without_small(summary.get(name, 0)) for name in small},
        "folded": {"providers": left_out(summary.get("providers", []), alone), "functions": few, "flows": hidden_flows},
        "sight": sight,
    }


def left_out(rows: Rows, told: Collection[str]) -> frozenset[str]:
    return frozenset(row["code"] for row in rows) - frozenset(told)


def parts(row: Mapping[str, Any]) -> Parts:
    return row["placed"], row["waiting"] - row["placed"]


def by_provider(rows: Rows, sight: Sight) -> tuple[Rows, frozenset[str]]:
    """The rows, and whose patients may be told apart: partners whom no table has, as of an older plan, among them."""
    counted = {row["code"]: parts(row) for row in rows}
    told = told_apart(counted, sight.partners, {sight.own})
    rest = together(counted[code] for code in counted if code not in told)
    shown = [row for row in rows if row["code"] in told]
    return shown + folded(OTHERS, rest, rest), told | (sight.partners - counted.keys())


def folded(name: str, whole: Parts, of_others: Parts) -> Rows:
    """One row for all that is not told apart; what could name somebody is None."""
    if not whole:
        return []
    few = tells_few(of_others)
    waiting = None if is_small(sum(of_others)) else sum(whole)
    return [{"code": REST, "name": name, "waiting": waiting, "placed": None if few else whole[0]}]


def by_flow(rows: Rows, sight: Sight, alone: frozenset[str]) -> tuple[Rows, frozenset[tuple[str, str]]]:
    """Who goes where, and which pairs are not told: all of those not told apart, and a partner's small ones."""
    counted = {(row["provider"], row["site"]): (row["count"],) for row in rows}
    own = {pair for pair in counted if pair[0] == sight.own}
    may = set[tuple[str, str]]()
    for provider in alone - {sight.own}:
        theirs = {pair: count for pair, count in counted.items() if pair[0] == provider}
        may |= told_apart(theirs, theirs)
    told = told_apart(counted, may, own)
    return [row for row in rows if (row["provider"], row["site"]) in told], frozenset(counted) - told


def by_function(rows: Rows, sight: Sight) -> tuple[Rows, frozenset[str]]:
    """By specialty, and the specialties told as one because few of them are others' patients."""
    whole = {row["code"]: parts(row) for row in rows}
    others = {code: less(counts, sight.functions.get(code, (0, 0))) for code, counts in whole.items()}
    told = told_apart(others, whole)
    few = frozenset(whole) - told
    rest = [together(counts[code] for code in few) for counts in (whole, others)]
    return [row for row in rows if row["code"] in told] + folded(OTHER_SPECIALTIES, *rest), few


def by_reason(rows: Rows, sight: Sight) -> Rows:
    """Why people have no place; reasons of few are one row, which is left out where few have it altogether."""
    whole = {row["code"]: (row["count"],) for row in rows}
    others = {code: less(count, (sight.reasons.get(code, 0),)) for code, count in whole.items()}
    told = told_apart(others, whole)
    rest, of_others = (sum(counts[code][0] for code in whole if code not in told) for counts in (whole, others))
    shown = [row for row in rows if row["code"] in told]
    return shown + ([{"code": REST, "count": rest}] if rest and not is_small(of_others) else [])


def less(whole: Parts, ours: Parts) -> Parts:
    """What is left of others; never below nothing, should our lines be newer than the figures."""
    return tuple(max(one - own, 0) for one, own in zip(whole, ours, strict=True))


def worth(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Without the additions for which fewer than five wait."""
    kept = [at for at, waiting in enumerate(columns.get("waiting", [])) if not is_small(waiting)]
    return {name: [values[at] for at in kept] for name, values in columns.items()}


def suitable(found: Mapping[str, Any], few: Collection[str]) -> dict[str, Any]:
    """What each specialty's list needs: nothing of a specialty of few, and no small count of any."""
    demand = [
        [function, *(None if function in few or is_small(count) else count for count in counts)]
        for function, *counts in found.get("demand", [])
    ]
    return {**found, "demand": demand}


def without_small(count: int) -> int:
    """Nothing is said of a count of 0, so nothing is said of a small one."""
    return 0 if is_small(count) else count
