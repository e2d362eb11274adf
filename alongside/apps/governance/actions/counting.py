"""Keep how many patients of a plan each barrier's rule refused, when the plan is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.facts import rules_of_area
from alongside.apps.governance.models import Barrier, BarrierCount
from alongside.domain.counted_rules import is_counted


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """The plan that is counted: whose, its key and name, of which day, how many patients; all of the list or a part."""

    board: Organisation
    id: UUID
    name: str
    on: date
    planned: int
    whole_list: bool = False


def keep_counts(*, plan: KeptPlan, found: Mapping[UUID, tuple[int, int]]) -> None:
    """`found` is (refused somewhere, of those without a place) by barrier. Belongs in the plan's own transaction."""
    barriers = {barrier.pk: barrier for barrier in Barrier.objects.filter(pk__in=list(found))}
    BarrierCount.objects.bulk_create(
        BarrierCount(
            barrier=barriers[key],
            organisation=plan.board,
            area_id=plan.board.area_id,
            plan_id=plan.id,
            plan_name=plan.name,
            whole_list=plan.whole_list,
            counted_by=barriers[key].counted_by,
            planned=plan.planned,
            refused=refused,
            without_place=without_place,
            on=plan.on,
            source=f"Modelled: counted from the plan “{plan.name}”"[:300],
        )
        for key, (refused, without_place) in found.items()
    )


def rules_to_count(board: Organisation) -> dict[UUID, str]:
    """By barrier of the area the rule that counts its cases; not those that no plan of it could ever count."""
    own = rules_of_area(board.area_id)
    open_now = Barrier.objects.filter(area_id=board.area_id).exclude(counted_by="").exclude(status="removed")
    return {key: rule for key, rule in open_now.values_list("pk", "counted_by") if is_counted(rule, own)}


def cases(rule: str, refused_by: Iterable[tuple[frozenset[str], bool]]) -> tuple[int, int]:
    """How many patients a rule refused at one site or more, and how many of them have no place.

    Each patient is (the rules that refused them anywhere, whether they have a place). A rule that ends with a hyphen
    stands for every rule that begins so.

    >>> cases("AGR-", [(frozenset({"AGR-1", "bmi"}), True), (frozenset({"bmi"}), False), (frozenset({"AGR-2"}), False)])
    (2, 1)
    """
    hits = [placed for rules, placed in refused_by if any(matches(rule, each) for each in rules)]
    return len(hits), hits.count(False)


def matches(rule: str, found: str) -> bool:
    return found.startswith(rule) if rule.endswith("-") else found == rule
