"""Which figures of quality have two partners of the demonstration area given each other? All modelled.

Of the month that ended last the host has signed and the trust has not; the two months before both have signed.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from alongside.apps.accounts.access import acting_as
from alongside.apps.accounts.models import Membership, Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.facts.quality import counted, given_lines, month_of_pair
from alongside.apps.meetings.models import OwnFigure, QualityFigure, QualityPack, QualitySignature
from alongside.domain.joint_quality import GIVEN, last_day, months_to, shared

MODELLED = "Modelled for the demonstration"
SIGNED_AFTER = 12
# Of each month, newest first: for the trust and the host a count and its whole, in the order of the indicators.
Side = tuple[tuple[int, int] | None, ...]
MONTHS: tuple[tuple[Side, Side], ...] = (
    (
        ((14, 1210), (16, 842), (11, 842), (61, 903), (22, 5140), (402, 431)),
        ((3, 96), (0, 74), (2, 74), (7, 81), None, (66, 66)),
    ),
    (
        ((12, 1187), (19, 815), (9, 815), (48, 863), (26, 5022), (377, 409)),
        ((0, 88), (1, 70), (0, 70), (5, 75), (1, 102), (58, 58)),
    ),
    (
        ((17, 1242), (13, 861), (8, 861), (52, 913), (19, 5205), (391, 420)),
        ((2, 101), (0, 79), (1, 79), (9, 88), (0, 111), (71, 77)),
    ),
)
NOTES = {("friends", 1): "Asked on paper until December, by text message since"}
PAIR = ("RVV", "AVQ01")


def load(*, organisations: Mapping[str, Organisation], today: date) -> None:
    pair = pair_of(*(organisations[code] for code in PAIR))
    for back, (month, figures) in enumerate(zip(months_to(today, len(MONTHS)), MONTHS, strict=True)):
        for number, side in enumerate(pair.sides):
            with acting_for(side.pk):
                give(pair, side, month, figures[number], number)
        signers = pair.sides if back else pair.sides[1:]
        with acting_for(signers[0].pk):
            pack = freeze(pair, signers[0], month, signed_on(month, today))
        for side in signers:
            with acting_for(side.pk):
                QualitySignature.objects.create(**kept(pair, side), pack=pack, post="Medical director", on=pack.on)


def kept(pair: Pair, side: Organisation) -> dict[str, object]:
    return {**pair.columns, "organisation": side, "by_name": "Modelled", "source": MODELLED}


def give(pair: Pair, side: Organisation, month: date, figures: Side, number: int) -> None:
    for indicator, figure in zip(GIVEN, figures, strict=True):
        if figure is None:
            continue
        count, of = figure
        told = shared(count, of)
        row = QualityFigure.objects.create(
            **kept(pair, side), month=month, indicator=indicator.code, count=told.count, of=told.of, words=told.words,
            note=NOTES.get((indicator.code, number), ""),
        )  # fmt: skip
        OwnFigure.objects.create(figure=row, organisation=side, count=count, of=of)


def freeze(pair: Pair, side: Organisation, month: date, on: date) -> QualityPack:
    found = month_of_pair(pair, month, on)
    director = acting_as(Membership.objects.get(organisation=side, role="medical_director"))
    lines = [*given_lines(pair, found.given), *counted(director, pair, month)]
    return QualityPack.objects.create(
        **kept(pair, side), month=month, number=1, digest=found.digest, on=on, lines=[line.kept for line in lines],
    )  # fmt: skip


def signed_on(month: date, today: date) -> date:
    return min(today, last_day(month) + timedelta(days=SIGNED_AFTER))
