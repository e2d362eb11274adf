"""Which months have two organisations, how do they stand, and what of them waits for us?"""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from alongside.apps.accounts.access import Acting
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.quality import Month, month_of_pair, month_with, newest
from alongside.apps.meetings.models import JointAction, QualityFigure, QualityPack
from alongside.apps.meetings.queries import actions
from alongside.domain.joint_quality import months_to

MONTHS = 12
# Two that gave a figure within so many months mean to go on.
LATELY = 3


def month(acting: Acting, pair: Pair, asked: date, on: date) -> Month:
    """One month of a pair that this organisation may read."""
    return month_of_pair(pair, asked, on)


def months(acting: Acting, pair: Pair, on: date) -> list[Month]:
    """The last twelve that have ended, newest first, in a few queries."""
    chosen = months_to(on, MONTHS)
    return [one for found in _months(Q(trust=pair.trust, host=pair.host), [pair], chosen, on) for one in found]


def _months(asked: Q, pairs: list[Pair], chosen: tuple[date, ...], on: date) -> list[list[Month]]:
    given = defaultdict(list)
    for row in QualityFigure.objects.filter(asked, month__in=chosen).order_by("at", "id"):
        given[row.trust_id, row.host_id, row.month].append(row)
    packs = defaultdict(list)
    signed = QualityPack.objects.filter(asked, month__in=chosen).prefetch_related("signatures__organisation")
    for pack in signed.order_by("number"):
        packs[pack.trust_id, pack.host_id, pack.month].append(pack)
    return [
        [
            month_with(pair, each, newest(given[(*pair.key, each)]), tuple(packs[(*pair.key, each)]), on)
            for each in chosen
        ]
        for pair in pairs
    ]


def own_pairs(acting: Acting, on: date) -> list[Pair]:
    """Those of ours that gave a figure of one of the last months."""
    me = acting.organisation_id
    rows = QualityFigure.objects.filter(Q(trust=me) | Q(host=me), month__in=months_to(on, LATELY))
    pairs = {(row.trust_id, row.host_id): Pair(row.trust, row.host) for row in rows.select_related("trust", "host")}
    return sorted(pairs.values(), key=lambda pair: pair.name)


def of_last_month(acting: Acting, on: date) -> list[Month]:
    pairs, me = own_pairs(acting, on), acting.organisation_id
    return [found[0] for found in _months(Q(trust=me) | Q(host=me), pairs, months_to(on, 1), on)]


def to_give(acting: Acting, on: date) -> list[Month]:
    """Of the month that ended last: where our side has given nothing."""
    return [
        one for one in of_last_month(acting, on) if not any(side == acting.organisation_id for side, _ in one.given)
    ]


def to_sign(acting: Acting, on: date) -> list[Month]:
    """Of the month that ended last: where our signature is awaited."""
    return [one for one in of_last_month(acting, on) if str(acting.organisation_id) in one.standing.awaited]


def open_actions(acting: Acting, pair: Pair) -> list[JointAction]:
    """What the two have taken on and not done."""
    return list(actions(acting).filter(trust=pair.trust, host=pair.host, done=None))
