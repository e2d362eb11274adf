"""Which facts about a patient may decide where an operation is done, and how are they said in plain English?

Basis: published exclusion lists of independent hospitals (Foscote, Circle Reading), ASA grades, the Clinical
Frailty Scale and critical care levels; for access needs the Accessible Information Standard (DCB1605) and the
Reasonable Adjustment Digital Flag; read November 2026. Ethnicity is not here and never will be (AL-11).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Number = int | float | Decimal


class Kind(StrEnum):
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: its label, unit, believable range and how a sentence says it.

    `says` holds a `{}` for a number; for a yes/no fact it follows "a patient who", and `says_not` is its opposite.
    `history` names the yes/no fact that, when recorded as no, answers for a missing number.
    `may_exclude` is False where the law and good care ask for adjustments, never exclusion. `feature` is what of
    `site_capability.FEATURES` answers an access need. `screened` says that a site looks for it in everybody before they
    come, so that a hard rule may pass whoever is not known to have it.
    """

    name: str
    label: str
    says: str
    kind: Kind = Kind.NUMBER
    unit: str = ""
    lowest: int = 0
    highest: int = 1
    says_not: str = ""
    history: str = ""
    may_exclude: bool = True
    feature: str = ""
    screened: bool = False

    def read(self, value: object) -> Number | bool | None:
        """The value if it can be believed, else None: rubbish counts as unknown, so it never passes a rule.

        >>> FIELDS["bmi"].read(31), FIELDS["bmi"].read(4000), FIELDS["bmi"].read("31")
        (31, None, None)
        """
        if self.kind is Kind.YES_NO:
            return value if isinstance(value, bool) else None
        if isinstance(value, bool) or not isinstance(value, Number) or not math.isfinite(value):
            return None
        return value if self.lowest <= value <= self.highest else None

    def sentence(self, value: Number | bool) -> str:
        """The fact with its value.

        >>> FIELDS["bmi"].sentence(43), FIELDS["on_dialysis"].sentence(True)
        ('BMI 43', 'a patient who is on dialysis')
        """
        if self.kind is Kind.YES_NO:
            return f"a patient who {self.says if value else self.says_not}"
        return self.says.format(plain(value))


def plain(value: Number | bool) -> str:
    """A number without needless decimals.

    >>> plain(40.0), plain(Decimal("43.50"))
    ('40', '43.5')
    """
    return f"{float(value):.10g}"


def _number(name: str, label: str, says: str, lowest: int, highest: int, *, unit: str = "", history: str = "") -> Field:
    return Field(name, label, says, Kind.NUMBER, unit, lowest, highest, history=history)


def _yes_no(name: str, label: str, says: str, says_not: str, *, may_exclude: bool = True) -> Field:
    return Field(name, label, says, Kind.YES_NO, says_not=says_not, may_exclude=may_exclude)


def _access(feature: str, name: str, label: str, says: str, says_not: str) -> Field:
    """An access need: it asks for an adjustment, and excludes nobody."""
    return Field(name, label, says, Kind.YES_NO, says_not=says_not, may_exclude=False, feature=feature)


FIELDS = {
    field.name: field
    for field in (
        _number("age_years", "Age", "Age {}", 0, 125, unit="years"),
        _number("asa", "ASA grade", "ASA grade {}", 1, 6),
        _number("bmi", "BMI", "BMI {}", 8, 150, unit="kg/m²"),
        _number("weight_kg", "Weight", "Weight {} kg", 1, 500, unit="kg"),
        _number("frailty", "Clinical Frailty Scale", "Clinical Frailty Scale {}", 1, 9),
        _number(
            "expected_critical_care_level", "Expected critical care level", "Expected critical care level {}", 0, 3
        ),
        _number(
            "months_since_mi", "Time since heart attack", "{} months since a heart attack", 0, 1500,
            unit="months", history="has_had_mi",
        ),
        _number(
            "months_since_stroke", "Time since stroke or TIA", "{} months since a stroke or TIA", 0, 1500,
            unit="months", history="has_had_stroke",
        ),
        _number(
            "hba1c", "HbA1c", "HbA1c {} mmol/mol", 10, 250, unit="mmol/mol", history="has_diabetes"
        ),
        _number("haemoglobin", "Haemoglobin", "Haemoglobin {} g/L", 20, 300, unit="g/L"),
        _number("egfr", "eGFR", "eGFR {}", 0, 200, unit="mL/min/1.73m²"),
        _yes_no("has_had_mi", "Has had a heart attack", "has had a heart attack", "has never had a heart attack"),
        _yes_no(
            "has_had_stroke", "Has had a stroke or TIA", "has had a stroke or TIA", "has never had a stroke or TIA"
        ),
        _yes_no("has_diabetes", "Has diabetes", "has diabetes", "does not have diabetes"),
        _yes_no("on_dialysis", "On dialysis", "is on dialysis", "is not on dialysis"),
        _yes_no("on_anticoagulant", "Takes an anticoagulant", "takes an anticoagulant", "takes no anticoagulant"),
        _yes_no("on_home_oxygen", "On oxygen at home", "is on oxygen at home", "is not on oxygen at home"),
        _yes_no("has_sleep_apnoea", "Has sleep apnoea", "has sleep apnoea", "does not have sleep apnoea"),
        _yes_no("has_pacemaker_or_icd", "Has a pacemaker or ICD", "has a pacemaker or ICD", "has no pacemaker or ICD"),
        _yes_no(
            "has_uncontrolled_hypertension", "Has uncontrolled high blood pressure",
            "has uncontrolled high blood pressure", "does not have uncontrolled high blood pressure",
        ),
        _yes_no(
            "has_uncontrolled_asthma", "Has uncontrolled asthma or COPD",
            "has uncontrolled asthma or COPD", "does not have uncontrolled asthma or COPD",
        ),
        _yes_no(
            "has_severe_blood_disorder", "Has a severe blood disorder",
            "has a severe blood disorder", "does not have a severe blood disorder",
        ),
        _yes_no(
            "has_unstable_mental_illness", "Has an unstable mental illness",
            "has an unstable mental illness", "does not have an unstable mental illness",
        ),
        _yes_no("has_difficult_airway", "Has a difficult airway", "has a difficult airway", "has no difficult airway"),
        _yes_no("has_latex_allergy", "Has a latex allergy", "has a latex allergy", "has no latex allergy"),
        _yes_no(
            "has_malignant_hyperthermia_risk", "At risk of malignant hyperthermia",
            "is at risk of malignant hyperthermia", "is not at risk of malignant hyperthermia",
        ),
        _yes_no(
            "is_suspected_cancer", "On an urgent suspected cancer pathway",
            "is on an urgent suspected cancer pathway", "is not on an urgent suspected cancer pathway",
        ),
        _yes_no("is_pregnant", "Pregnant", "is pregnant", "is not pregnant"),
        _yes_no(
            "has_carer_at_home", "Has an adult at home for 24 hours after",
            "has an adult at home for 24 hours after", "has no adult at home for 24 hours after",
        ),
        _yes_no(
            "needs_reasonable_adjustments", "Needs reasonable adjustments",
            "needs reasonable adjustments", "needs no reasonable adjustments", may_exclude=False,
        ),
        _yes_no(
            "has_dementia_or_learning_disability", "Has dementia or a learning disability",
            "has dementia or a learning disability", "does not have dementia or a learning disability",
            may_exclude=False,
        ),
        Field(
            "has_known_infection", "Known infection", "has or carries a known infection", Kind.YES_NO,
            says_not="is not known to have or carry an infection", screened=True,
        ),
        _access("step_free", "needs_step_free", "Needs a step-free way", "needs a step-free way", "can take steps"),
        _access(
            "accessible_toilet", "needs_accessible_toilet", "Needs a wheelchair-accessible toilet",
            "needs a wheelchair-accessible toilet", "needs no wheelchair-accessible toilet",
        ),
        _access(
            "changing_place", "needs_changing_place", "Needs a Changing Places toilet",
            "needs a Changing Places toilet", "needs no Changing Places toilet",
        ),
        _access("hoist", "needs_hoist", "Needs a hoist", "needs a hoist to be moved", "needs no hoist"),
        _access(
            "wide_chairs", "needs_wide_chair", "Needs a chair for larger patients",
            "needs a chair or wheelchair for larger patients", "needs no chair for larger patients",
        ),
        _access(
            "hearing_loop", "needs_hearing_loop", "Needs a hearing loop",
            "needs a hearing loop", "needs no hearing loop",
        ),
        _access(
            "sign_language", "needs_sign_language", "Needs British Sign Language",
            "needs British Sign Language", "does not need British Sign Language",
        ),
        _access(
            "large_print", "needs_large_print", "Needs large print",
            "needs letters in large print", "needs no letters in large print",
        ),
        _access("easy_read", "needs_easy_read", "Needs easy read", "needs easy-read information", "needs no easy read"),
        _access(
            "quiet_room", "needs_quiet_place", "Needs a quiet place to wait",
            "needs a quiet place to wait", "needs no quiet place to wait",
        ),
        _access(
            "carer_stays", "needs_carer_to_stay", "Needs a carer to stay",
            "needs a carer to stay day and night", "needs no carer to stay",
        ),
    )
}  # fmt: skip
INFECTION = "has_known_infection"
ACCESS_NEEDS = {name: field for name, field in FIELDS.items() if field.feature}
TO_KNOW_BEFORE = (INFECTION, *ACCESS_NEEDS)
"""What a site must know before the patient comes."""


def labels(names: Iterable[str]) -> str:
    """The labels of these facts as one line; "" for none.

    >>> labels(["needs_hoist", "needs_large_print"])
    'Needs a hoist; needs large print'
    """
    first, *others = [FIELDS[name].label for name in names] or [""]
    return "; ".join([first, *(other[:1].lower() + other[1:] for other in others)])
