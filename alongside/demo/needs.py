"""What does the demonstration's board ask of a site for an operation? Modelled; every hospital modelled has it."""

from datetime import date

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.models import GroupNeeds
from alongside.demo.criteria import DEEP_NEEDS

WHY = "Modelled: what is usually in the theatre and on the ward for this operation"
MODELLED = "Modelled for the demonstration; the board has not said this"


def load(*, board: Organisation, today: date) -> None:
    """The first version for each operation that asks for anything."""
    with acting_for(board.id):
        GroupNeeds.objects.bulk_create(
            GroupNeeds(
                organisation=board,
                area_id=board.area_id,
                procedure_group_id=code,
                version=1,
                equipment=list(equipment),
                staff=[list(pair) for pair in staff],
                why=WHY,
                on=today,
                by_name="Modelled",
                source=MODELLED,
            )
            for code, (equipment, staff) in DEEP_NEEDS.items()
        )
