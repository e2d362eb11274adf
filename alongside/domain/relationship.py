"""How well do two organisations work together: do they meet when due, close what they agree, and solve problems?

Source: the house's own rules, November 2026. REL-1 cadence, REL-2 days to close actions, REL-3 problems left open,
REL-4 too little known to say, REL-5 fallen, REL-6 visits, REL-7 days until the other side answers, MTG-1 a meeting is
due.
What is not known is left out, never counted as 0.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median

PERIOD_DAYS = 182
QUARTER_DAYS = 91
NOTICE_DAYS = 14
LEAST_DUE = 2
# Median days to close an action: as quick as this is full points, as slow as that none.
QUICK, SLOW = 28, 84
# Median days until the other side answers, in the same way.
PROMPT, TARDY = 7, 28
STALE_DAYS, POINTS_A_PROBLEM = 30, 25
# A fall of fewer points within a quarter is not told.
FALL = 5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """From this day a meeting falls due every so many days; 0 for no fixed rhythm."""

    from_day: date
    every_days: int


@dataclass(frozen=True, slots=True)
class Task:
    """An action that was agreed; `done_on` None while it is open."""

    opened_on: date
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A joint problem; `closed_on` None while it is open."""

    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One side put something to the other on this day; `ended_on` when it was over before the other side answered."""

    asked_on: date
    answered_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """People of one side, named by `side`, were at the other's on this day."""

    on: date
    side: str


@dataclass(frozen=True, slots=True)
class Partners:
    """The two were partners from this day, to the day before `ended_on`; None while they are."""

    since: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """All that is known of a pair. `held` are the days on which both sides met."""

    rhythms: tuple[Rhythm, ...] = ()
    held: tuple[date, ...] = ()
    tasks: tuple[Task, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    partners: tuple[Partners, ...] = ()
    visits: tuple[Visit, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """One meeting fell due between these days, both included."""

    first: date
    last: date

    def holds(self, days: Iterable[date]) -> bool:
        return any(self.first <= day <= self.last for day in days)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the measure: its rule, its working in words, its points of 100; None when it is not known."""

    rule: str
    name: str
    words: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """`score` is the mean of the parts that are known, 0 to 100; None when too little is known, and `why` says so."""

    on: date
    score: int | None
    parts: tuple[Part, ...]
    why: str = ""


def windows(rhythms: Sequence[Rhythm], until: date) -> Iterator[Window]:
    """Every stretch in which a meeting fell or falls due, to the one that `until` is in.

    A stretch that has begun is owed: a new rhythm counts from its end, or ends it sooner. Of one day the last word
    holds.

    >>> [str(each.last) for each in windows([Rhythm(date(2026, 1, 1), 28)], date(2026, 2, 1))]
    ['2026-01-29', '2026-02-26']
    >>> again = [Rhythm(date(2026, 1, 1), 28), Rhythm(date(2026, 1, 28), 28)]
    >>> [str(each.last) for each in windows(again, date(2026, 2, 1))]
    ['2026-01-29', '2026-02-26']
    """
    said = {rhythm.from_day: rhythm.every_days for rhythm in sorted(rhythms, key=lambda each: each.from_day)}
    days = sorted(said)
    first = days[0] + timedelta(days=1) if days else until + timedelta(days=1)
    while first <= until:
        every = said[max(day for day in days if day < first)]
        if every <= 0:
            # Without a rhythm nothing falls due until the next is said.
            first = next((day + timedelta(days=1) for day in days if day >= first), until + timedelta(days=1))
            continue
        last = first + timedelta(days=every - 1)
        for day in days:
            if said[day] > 0 and first <= day < last:
                last = min(last, day + timedelta(days=said[day]))
        yield Window(first, last)
        first = last + timedelta(days=1)


def due_now(together: Together, arranged: Iterable[date], on: date) -> Window | None:
    """MTG-1: the stretch in which a meeting must still be arranged, once it ends within 14 days or the last was missed.

    `arranged` are the days of meetings that were opened, held or not.
    """
    until_now = list(windows(together.rhythms, on))
    if not until_now or not until_now[-1].first <= on <= until_now[-1].last or until_now[-1].holds(arranged):
        return None
    now, before = until_now[-1], until_now[-2:-1]
    is_near = now.last - on <= timedelta(days=NOTICE_DAYS)
    return now if is_near or any(not window.holds(together.held) for window in before) else None


def next_due(together: Together, on: date) -> date | None:
    """The day by which the next meeting is due; None without a rhythm.

    >>> next_due(Together((Rhythm(date(2026, 1, 1), 28),), (date(2026, 1, 20),)), date(2026, 1, 21))
    datetime.date(2026, 2, 26)
    """
    now = next((window for window in windows(together.rhythms, on) if window.first <= on <= window.last), None)
    ordered = sorted(together.rhythms, key=lambda rhythm: rhythm.from_day)
    latest = ordered[-1] if ordered else None
    every = latest.every_days if latest else 0
    if now and not now.holds(together.held):
        return now.last
    begins = now.last if now else latest.from_day if latest else on
    return begins + timedelta(days=every) if every else None


def cadence(together: Together, on: date) -> tuple[int, int]:
    """How many meetings fell due in the 26 weeks to `on`, and how many of these were held.

    >>> cadence(Together((Rhythm(date(2026, 1, 1), 28),), (date(2026, 1, 20),)), date(2026, 3, 1))
    (2, 1)
    """
    since = on - timedelta(days=PERIOD_DAYS)
    due = [window for window in windows(together.rhythms, on) if since < window.last <= on]
    held = [day for day in together.held if day <= on]
    return len(due), sum(window.holds(held) for window in due)


def health(together: Together, on: date) -> Health:
    """As the pair stood on that day: what was done later counts for nothing.

    >>> both = Together((Rhythm(date(2025, 8, 1), 91),), (date(2025, 9, 1), date(2025, 12, 1)))
    >>> health(both, date(2026, 1, 31)).score
    100
    """
    parts = (
        _cadence_part(together, on), _closing_part(together, on), _problems_part(together, on),
        _visits_part(together, on), _answers_part(together, on),
    )  # fmt: skip
    if cadence(together, on)[0] < LEAST_DUE:
        why = "Fewer than two meetings fell due in the last 26 weeks, so health cannot be told (REL-4)"
        return Health(on, None, parts, why)
    known = [part.points for part in parts if part.points is not None]
    return Health(on, round(fmean(known)), parts)


def trend(together: Together, on: date) -> tuple[Health, ...]:
    """The same measure at the end of each of four quarters of 13 weeks, the oldest first and `on` last."""
    return tuple(health(together, on - timedelta(days=QUARTER_DAYS * back)) for back in (3, 2, 1, 0))


def has_fallen(together: Together, on: date) -> int | None:
    """REL-5: by how many points health fell within 13 weeks; None when it did not, or cannot be told."""
    before, now = trend(together, on)[-2:]
    if before.score is None or now.score is None or before.score - now.score < FALL:
        return None
    return before.score - now.score


def _cadence_part(together: Together, on: date) -> Part:
    due, kept = cadence(together, on)
    words = f"{kept} of {due} meetings that fell due in 26 weeks were held by both"
    return Part(
        "REL-1", "Meetings held", words if due else "No meeting fell due", round(100 * kept / due) if due else None
    )


def _closing_part(together: Together, on: date) -> Part:
    """An open action that is overdue has taken at least its days so far."""
    since = on - timedelta(days=PERIOD_DAYS)
    taken = []
    for task in together.tasks:
        closed = task.done_on if task.done_on and task.done_on <= on else None
        if closed and since < closed:
            taken.append((closed - task.opened_on).days)
        elif closed is None and task.due_on < on and task.opened_on <= on:
            taken.append((on - task.opened_on).days)
    if not taken:
        return Part("REL-2", "Actions closed", "No action was closed or overdue in 26 weeks", None)
    days = median(taken)
    words = f"Median of {days:g} days to close, of {len(taken)} closed or overdue"
    return Part("REL-2", "Actions closed", words, _points_of(days, QUICK, SLOW))


def _points_of(days: float, quick: int, slow: int) -> int:
    """100 to `quick` days, 0 from `slow`, straight between.

    >>> [_points_of(days, 7, 28) for days in (7, 17.5, 28)]
    [100, 50, 0]
    """
    return round(100 * min(1.0, max(0.0, (slow - days) / (slow - quick))))


def _problems_part(together: Together, on: date) -> Part:
    open_then = [
        trouble
        for trouble in together.troubles
        if trouble.opened_on <= on and (trouble.closed_on is None or trouble.closed_on > on)
    ]
    stale = sum((on - trouble.opened_on).days > STALE_DAYS for trouble in open_then)
    words = f"{stale} of {len(open_then)} open problems are older than {STALE_DAYS} days"
    return Part(
        "REL-3", "Problems left open", words if open_then else "No open problem", max(0, 100 - POINTS_A_PROBLEM * stale)
    )


def _visits_part(together: Together, on: date) -> Part:
    """Known of partners of at least 26 weeks: until then nobody could be late with a visit."""
    since = on - timedelta(days=PERIOD_DAYS)
    if not any(each.since <= since and (each.ended_on is None or each.ended_on > on) for each in together.partners):
        return Part("REL-6", "Visits", "Not partners, or for less than 26 weeks", None)
    made = [visit for visit in together.visits if since < visit.on <= on]
    sides = len({visit.side for visit in made})
    words = f"In 26 weeks {('neither side', 'one side', 'each side')[sides]} visited the other, visits: {len(made)}"
    return Part("REL-6", "Visits", words, 50 * sides)


def _answers_part(together: Together, on: date) -> Part:
    """What still waits after a prompt answer would have come has waited at least its days so far."""
    since = on - timedelta(days=PERIOD_DAYS)
    taken = []
    for question in together.questions:
        answered = question.answered_on if question.answered_on and question.answered_on <= on else None
        if answered and since < answered:
            taken.append((answered - question.asked_on).days)
        elif answered is None and not (question.ended_on and question.ended_on <= on):
            waited = (on - question.asked_on).days
            taken += [waited] if waited > PROMPT else []
    if not taken:
        return Part("REL-7", "Answers", "Nothing was answered in 26 weeks, nothing waits for over a week", None)
    days = median(taken)
    words = f"Median of {days:g} days until the other side answered, of {len(taken)} answered or waiting over a week"
    return Part("REL-7", "Answers", words, _points_of(days, PROMPT, TARDY))
