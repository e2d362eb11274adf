"""Do clinicians know where a patient can go? One short question a day, and how the answers are counted.

A modelled patient and the answers that the sites' own rules give: nothing of a real patient is in it. Answers are
counted without a name, and numbers under 5 are not shown. Rules UND-4 to UND-6. The patients are ours, November 2026.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from alongside.domain.clinical_fields import FIELDS, Kind
from alongside.domain.eligibility import Outcome

FEWEST = 5
OTHERS = ""
NONE_OF_THESE = "none"
GOOD = (Outcome.ACCEPT, Outcome.REVIEW)
# What is so of every patient below unless told otherwise: no condition, and somebody at home.
WELL: Mapping[str, object] = {
    **{name: False for name, found in FIELDS.items() if found.kind is Kind.YES_NO},
    "has_carer_at_home": True,
    "expected_critical_care_level": 0,
    "frailty": 2,
    "weight_kg": 80,
    "haemoglobin": 135,
    "egfr": 80,
}
PATIENTS: tuple[Mapping[str, object], ...] = (
    {"age_years": 45, "asa": 1, "bmi": 24},
    {"age_years": 66, "asa": 2, "bmi": 31, "on_anticoagulant": True},
    {"age_years": 71, "asa": 3, "bmi": 29, "has_had_mi": True, "months_since_mi": 4},
    {"age_years": 58, "asa": 3, "bmi": 43, "weight_kg": 128, "has_sleep_apnoea": True},
    {"age_years": 79, "asa": 3, "bmi": 22, "frailty": 6, "expected_critical_care_level": 2},
    {"age_years": 52, "asa": 2, "bmi": 34, "has_diabetes": True, "hba1c": 92},
    {"age_years": 68, "asa": 3, "bmi": 26, "on_home_oxygen": True, "expected_critical_care_level": 1},
    {"age_years": 83, "asa": 3, "bmi": 25, "frailty": 5, "has_dementia_or_learning_disability": True},
    {"age_years": 62, "asa": 3, "bmi": 28, "on_dialysis": True, "egfr": 8, "haemoglobin": 101},
    {"age_years": 39, "asa": 2, "bmi": 37, "weight_kg": 110, "has_carer_at_home": False},
    {"age_years": 14, "asa": 1, "bmi": 19, "weight_kg": 50},
)


@dataclass(frozen=True, slots=True)
class Option:
    """A site that could be chosen: what its rules answer, why, and in which version."""

    site: str
    name: str
    km: float | None
    outcome: Outcome
    version: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of one person's day: an operation, a modelled patient, where they live, and the nearest sites."""

    group: str
    function: str
    patient: Mapping[str, object]
    district: str
    options: tuple[Option, ...]

    @property
    def right(self) -> set[str]:
        """The right answers (UND-4)."""
        return best({option.site: option.outcome for option in self.options})


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that was given: the specialty it was about, whether it was right, and where the patient lives."""

    function: str
    is_right: bool
    district: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Answers of one specialty or district; `OTHERS` joins those with fewer than 5, when together they have enough."""

    key: str
    answers: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.answers


def patient(number: int) -> dict[str, object]:
    """One of the modelled patients, every fact known."""
    return {**WELL, **PATIENTS[number]}


def drawn(seed: str, count: int) -> list[int]:
    """The numbers below `count` in an order that the seed decides: the same on every machine and every day.

    >>> drawn("somebody 2026-01-31", 4) == drawn("somebody 2026-01-31", 4), sorted(drawn("another", 4))
    (True, [0, 1, 2, 3])
    """
    return sorted(range(count), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())


def best(outcomes: Mapping[str, Outcome]) -> set[str]:
    """The right answers (UND-4): every site that says yes; where none does, those that review; else none of them.

    >>> best({"A": Outcome.REVIEW, "B": Outcome.REJECT}), best({"B": Outcome.NEED_INFO})
    ({'A'}, {'none'})
    """
    for good in GOOD:
        if found := {site for site, outcome in outcomes.items() if outcome is good}:
            return found
    return {NONE_OF_THESE}


def tells_apart(outcomes: Mapping[str, Outcome]) -> bool:
    """Is it a question: at least two sites, some right and some wrong, or every one of them saying no?"""
    right = best(outcomes) & set(outcomes)
    all_refuse = set(outcomes.values()) == {Outcome.REJECT}
    return len(outcomes) > 1 and (all_refuse or 0 < len(right) < len(outcomes))


def scored(answers: Iterable[Answered], by: Callable[[Answered], str] = attrgetter("function")) -> list[Scored]:
    """By specialty, least known first, and never a number under 5 (UND-5), not by taking away either.

    >>> few, many = [Answered("130", True)] * 4, [Answered("110", True)] * 5
    >>> [(found.key, found.answers) for found in scored(few + many)]
    [('110', 5)]
    """
    given = [(by(answer), answer.is_right) for answer in answers]
    counts = Counter(key for key, _ in given)
    joined = [(key if counts[key] >= FEWEST else OTHERS, is_right) for key, is_right in given]
    found = [count(key, joined) for key in sorted({key for key, _ in joined})]
    return sorted((each for each in found if each.answers >= FEWEST), key=lambda each: (each.share, each.key))


def count(key: str, answers: Sequence[tuple[str, bool]]) -> Scored:
    mine = [is_right for each, is_right in answers if each == key]
    return Scored(key, len(mine), sum(mine))


def scored_by_district(answers: Sequence[Answered]) -> list[Scored]:
    """By where the patient lives (UND-6): only while neither this nor the table by specialty leaves an answer out.

    Otherwise the one would tell, by taking away, how few the other left out.

    >>> here, there = ([Answered("110", True, town)] * 5 for town in ("CT1", "TN24"))
    >>> [found.key for found in scored_by_district(here + there)], scored_by_district(here + there[:4])
    (['CT1', 'TN24'], [])
    """
    found = scored(answers, attrgetter("district"))
    is_whole = all(sum(each.answers for each in rows) == len(answers) for rows in (found, scored(answers)))
    return found if is_whole else []
