"""Which differences between NHS and independent hospitals does the demonstration's board keep? Modelled."""

from datetime import date

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.regulations.models import Difference, DifferenceVersion

MODELLED = "Modelled for the demonstration; the board has not said this"
OXYGEN = {
    "topic": "Portable oxygen at discharge",
    "nhs_rule": "An NHS team orders oxygen for home on a Home Oxygen Order Form: part A for static equipment, part B, "
    "after an assessment, for portable equipment.",
    "independent_rule": "Independent hospitals cannot prescribe portable oxygen",
    "effect": "A patient on oxygen at home may have no portable oxygen on the day of going home.",
    "workaround": "The respiratory team of the patient’s own trust sends part B of the Home Oxygen Order Form at least "
    "48 hours before admission, with the patient’s consent",
    "basis": "Home Oxygen Order Form, parts A and B; the form of consent goes with it",
    "owner": "Respiratory lead of the board",
    "review_on": date(2026, 7, 31),
    "field": "on_home_oxygen",
    "route": "respiratory_team",
}
INCIDENTS = {
    "topic": "Reporting of incidents",
    "nhs_rule": "Staff record incidents in their trust’s own system, which sends them to the national service.",
    "independent_rule": "Each hospital records in a system of its own, and not every one sends to the national service",
    "effect": "An incident with an NHS patient may be known to one of two organisations alone.",
    "workaround": "The agreement’s clause on incidents names who leads and where the report goes",
    "basis": "Clause on incidents of each agreement",
    "owner": "Patient safety lead of the board",
    "review_on": date(2026, 10, 31),
}


def load(*, board: Organisation, today: date) -> Difference:
    """Portable oxygen first; the difference that barriers may name."""
    given = {"organisation": board, "area_id": board.area_id}
    with acting_for(board.id):
        kept = []
        for number, words in enumerate((OXYGEN, INCIDENTS), start=1):
            kept.append(Difference.objects.create(**given, number=number))
            DifferenceVersion.objects.create(
                **given, **words, difference=kept[-1], version=1, on=today, by_name="Modelled", source=MODELLED
            )
        return kept[0]
