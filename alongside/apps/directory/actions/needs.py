"""The board says what an operation asks of every site of its area: each change is a new version."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError, entered, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.models import GroupNeeds, ProcedureGroup
from alongside.domain.site_capability import EQUIPMENT, SKILLS, STAFF_GROUPS
from alongside.domain.site_needs import PATHWAY_NEEDS, StaffNeed

MOST_TRAINED = 9999
MEANWHILE = "Somebody else has changed this since you opened the page: open it again and add your answers."


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked: kinds of equipment, how many staff trained in which skill, and a pathway or ""."""

    equipment: tuple[str, ...] = ()
    staff: tuple[StaffNeed, ...] = ()
    pathway: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """As it is kept."""
        staff = [[need.skill, need.staff_group, need.fewest] for need in self.staff]
        return {"equipment": list(self.equipment), "staff": staff, "pathway": self.pathway}


@transaction.atomic
def save_needs(
    *, group: ProcedureGroup, needs: Needs, why: str, seen: int | None, by: Acting, today: date
) -> GroupNeeds:
    """Keep this as the next version; `seen` is the version that the page showed, None when no page was shown.

    ValueError when something asked for is not known; ChangedMeanwhileError when somebody saved a later version.
    """
    must_be_the_board(by)
    must_be_known(needs)
    versions = GroupNeeds.objects.filter(area_id=by.area_id, procedure_group=group)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    if seen is not None and seen != last:
        raise ChangedMeanwhileError(MEANWHILE)
    try:
        with transaction.atomic():
            version = GroupNeeds.objects.create(
                organisation=by.organisation,
                area_id=by.area_id,
                procedure_group=group,
                version=last + 1,
                why=why[:300],
                on=today,
                by=by.user,
                by_name=by.name,
                source=entered(by, today),
                **needs.content,
            )
    except IntegrityError as taken:
        raise ChangedMeanwhileError(MEANWHILE) from taken
    record_event(
        "directory.needs_saved", target=version, by=by, group=group.code, version=version.version, **needs.content
    )
    return version


def must_be_the_board(by: Acting) -> None:
    must_be_allowed(by, Permission.KEEP_NEEDS)
    if by.organisation_id != by.area_id:
        raise NotYoursError("Only the board of the area says what an operation asks of every site.")


def must_be_known(needs: Needs) -> None:
    unknown = [kind for kind in needs.equipment if kind not in EQUIPMENT]
    unknown += [need.skill for need in needs.staff if need.skill not in SKILLS]
    unknown += [need.staff_group for need in needs.staff if need.staff_group not in ("", *STAFF_GROUPS)]
    unknown += [needs.pathway] if needs.pathway and needs.pathway not in PATHWAY_NEEDS else []
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not something that a site can record: choose from the lists")
    if any(not 1 <= need.fewest <= MOST_TRAINED for need in needs.staff):
        raise ValueError(f"How many must be trained is a whole number from 1 to {MOST_TRAINED}")
