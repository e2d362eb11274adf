"""Give the figures of a month, and sign what both have given: signing freezes them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.meetings.actions.ownership import Refused, kept_by, must_be_a_side
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.quality import FigureWords, lines, month_of_pair, own_figures, seen_of
from alongside.apps.meetings.models import OwnFigure, QualityFigure, QualityPack, QualitySignature
from alongside.domain.joint_quality import BY_CODE, is_sound, month_of, shared, why_not


@transaction.atomic
def give_figures(
    *, pair: Pair, month: date, figures: Mapping[str, FigureWords], seen: str, by: Acting, today: date
) -> list[QualityFigure]:
    """Of our own patients; those that are as they stand are not written again. Refused: QUA-2.

    `seen` is the digest of what our side had given when the page was opened.
    """
    must_be_a_side(pair, by)
    if month != month_of(month) or month > today:
        raise Refused("Choose a month that has begun.")
    for code, words in figures.items():
        if not is_sound(words.count, words.of):
            raise Refused(f"{BY_CODE[code].name}: the first number is a part of the second (QUA-2).")
    take_turns("quality", *pair.key, month)
    held = own_figures(pair, month, by)
    new = {code: words for code, words in figures.items() if held.get(code) != words}
    if not new:
        return []
    if seen != seen_of(month_of_pair(pair, month, today), by):
        raise ChangedMeanwhileError("A colleague of yours has given figures since you opened the page: look again.")
    made = [give(pair, month, code, words, by, today) for code, words in new.items()]
    record_event("meetings.quality_given", target=made[0], by=by, month=month.isoformat(), figures=sorted(new))
    return made


def give(pair: Pair, month: date, code: str, words: FigureWords, by: Acting, today: date) -> QualityFigure:
    told = shared(words.count, words.of)
    figure = QualityFigure.objects.create(
        **kept_by(pair, by, today), month=month, indicator=code, count=told.count, of=told.of, words=told.words,
        note=words.note,
    )  # fmt: skip
    OwnFigure.objects.create(figure=figure, organisation=by.organisation, count=words.count, of=words.of)
    return figure


@transaction.atomic
def sign_quality(*, pair: Pair, month: date, post: str, seen: str, by: Acting, today: date) -> QualitySignature:
    """For our side. The first to sign freezes what both have given and what is counted. Refused: QUA-1, QUA-5, QUA-6.

    `seen` is the digest of the figures that were read.
    """
    must_be_a_side(pair, by, Permission.SIGN_AGREEMENTS)
    take_turns("quality", *pair.key, month)
    found = month_of_pair(pair, month, today)
    if refusal := why_not(found.standing, str(by.organisation_id), month):
        raise Refused(refusal)
    if seen != found.digest:
        raise ChangedMeanwhileError("A figure has been given since you opened the page: read them again, then sign.")
    kept = kept_by(pair, by, today)
    pack = found.frozen or QualityPack.objects.create(
        **kept, month=month, number=len(found.packs) + 1, digest=found.digest, on=today,
        lines=[line.kept for line in lines(by, found)],
    )  # fmt: skip
    signature = QualitySignature.objects.create(**kept, pack=pack, post=post, on=today)
    record_event("meetings.quality_signed", target=pack, by=by, month=month.isoformat(), version=pack.number)
    return signature
