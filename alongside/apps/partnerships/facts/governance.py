"""What does the governance pack of a partnership hold, as the rules ask for it?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from alongside.apps.partnerships.facts import by_partnership, number_of
from alongside.apps.partnerships.models import Committee, Partnership, Rung, Version
from alongside.domain import joint_governance as rules
from alongside.domain.buddies import Missing
from alongside.domain.joint_governance import Kind, Pack, Side

Row = TypeVar("Row", bound=Version)


@dataclass(frozen=True, slots=True)
class PackRecord:
    """Every version that was written of a partnership's committees and ladder, newest first."""

    partnership: Partnership
    every_committee: tuple[Committee, ...] = ()
    every_rung: tuple[Rung, ...] = ()

    @property
    def committees(self) -> list[Committee]:
        """Those that stand, in the order of their kinds."""
        order = list(Kind)
        return sorted(standing(self.every_committee), key=lambda one: (order.index(Kind(one.kind)), one.name, one.line))

    @property
    def rungs(self) -> list[Rung]:
        """Those that stand, from the first to be rung to the last."""
        return sorted(standing(self.every_rung), key=lambda one: (one.after_minutes, one.line))

    @property
    def pack(self) -> Pack:
        trust, host = self.partnership.trust, self.partnership.host
        rungs = tuple(rung_facts(one, self.partnership) for one in self.rungs)
        return Pack(trust.name, host.name, tuple(map(committee_facts, self.committees)), rungs)

    def gaps(self, on: date) -> tuple[Missing, ...]:
        return rules.gaps(self.pack, on)

    @property
    def is_begun(self) -> bool:
        return bool(self.every_committee or self.every_rung)


def standing(rows: Iterable[Row]) -> list[Row]:
    """The newest version of each line, of those that were not withdrawn."""
    newest: dict[UUID, Row] = {}
    for row in rows:
        held = newest.get(row.line)
        newest[row.line] = row if held is None or row.number > held.number else held
    return [row for row in newest.values() if not row.withdrawn]


def committee_facts(row: Committee) -> rules.Committee:
    return rules.Committee(
        name=row.name,
        kind=Kind(row.kind),
        terms_on=row.on if row.terms else None,
        chair=row.chair_post if row.chair_id else "",
        every_weeks=row.every_weeks or 0,
        seats_trust=len(row.seats_trust),
        seats_host=len(row.seats_host),
        quorum_trust=row.quorum_trust,
        quorum_host=row.quorum_host,
    )


def rung_facts(row: Rung, partnership: Partnership) -> rules.Rung:
    side = Side.TRUST if row.organisation_id == partnership.trust_id else Side.HOST
    return rules.Rung(side, row.post, row.after_minutes, bool(number_of(row)))


def packs_of(partnerships: Collection[Partnership], on: date) -> dict[UUID, PackRecord]:
    """By partnership, in two queries however many they are; nothing after the day `on` counts."""
    within = {"partnership__in": partnerships, "on__lte": on}
    committees = by_partnership(Committee.objects.filter(**within).select_related("chair").order_by("-at", "-number"))
    rungs = by_partnership(
        Rung.objects.filter(**within).select_related("organisation", "contact").order_by("-at", "-number")
    )
    return {row.pk: PackRecord(row, tuple(committees[row.pk]), tuple(rungs[row.pk])) for row in partnerships}
