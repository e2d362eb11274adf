"""A modelled patient in words, what the sites answer, and how often clinicians are right."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from alongside.apps.directory.models import CheckAnswer
from alongside.apps.directory.presenters.answers import ANSWERS, TAG
from alongside.domain.clinical_fields import FIELDS, Kind
from alongside.domain.clinician_check import OTHERS, Answered, Scored, scored, scored_by_district
from alongside.domain.eligibility import Outcome
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column

OPTION_COLUMNS = [
    Column("name", "Site"),
    Column("answer", "What it answers"),
    Column("reasons", "Why"),
    Column("version", "Version of its rules", "number"),
    Column("km", "Distance", "km", note="straight line"),
]
COLUMNS = [
    Column("function", "Specialty"),
    Column("answers", "Answers", "number"),
    Column("right", "Right", "number"),
    Column("share", "Share right", "percent"),
]
DISTRICT_COLUMNS = [Column("function", "Where the patient lives"), *COLUMNS[1:]]


def patient_rows(patient: Mapping[str, Any], district: str) -> list[dict[str, Any]]:
    """What is particular about them; the rest is said in one line."""
    named = [name for name in FIELDS if name in patient]
    rows = [{"key": FIELDS[name].label, "value": fact_words(name, patient[name])} for name in named]
    return [*rows, {"key": "Lives in", "value": district}]


def fact_words(name: str, value: Any) -> str:
    field = FIELDS[name]
    if field.kind is Kind.YES_NO:
        return "Yes" if value else "No"
    return f"{value} {field.unit}".strip()


def verdict(answer: CheckAnswer) -> str:
    """
    >>> verdict(CheckAnswer(is_right=True, options=[])), verdict(CheckAnswer(is_right=False, options=[]))
    ('Right', 'Not what the rules say')
    """
    chosen = answer.site.code if answer.site else ""
    reviews = any(option["site"] == chosen and option["answer"] == Outcome.REVIEW for option in answer.options)
    if answer.is_right:
        return "Right"
    return "This site would look first; another says yes" if reviews else "Not what the rules say"


def option_rows(answer: CheckAnswer) -> list[dict[str, Any]]:
    return [
        {
            **option,
            "name": option["name"],
            "answer": tag(option["answer"]),
            "reasons": "; ".join(option["reasons"]) or "Nothing in its rules stands against it",
        }
        for option in answer.options
    ]


def tag(outcome: str) -> Markup:
    words, colour = ANSWERS[Outcome(outcome)]
    return TAG.format(colour, words)


def rows(answers: Iterable[Answered]) -> list[dict[str, Any]]:
    others = "Specialties with fewer than 5 answers, together"
    named = (
        (found, others if found.key == OTHERS else treatment_function_name(found.key)) for found in scored(answers)
    )
    return [row_of(found, name) for found, name in named]


def district_rows(answers: Sequence[Answered]) -> list[dict[str, Any]]:
    others = "Districts with fewer than 5 answers, together"
    return [row_of(found, others if found.key == OTHERS else found.key) for found in scored_by_district(answers)]


def row_of(found: Scored, name: str) -> dict[str, Any]:
    return {
        "function": name,
        "answers": found.answers,
        "right": found.right,
        "share": found.share,
    }
