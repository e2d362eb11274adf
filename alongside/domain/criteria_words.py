"""How is each answer of a site's criteria said to a clinician, in one sentence?"""

from alongside.domain.clinical_fields import FIELDS, Field, Number, plain
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.criteria import (
    ROUTES,
    SITE_FACTS,
    TAKES_INFECTION,
    CriteriaSet,
    Criterion,
    IfMissing,
    Kind,
    Value,
)
from alongside.domain.support_services import COVER_LABELS, SUPPORT_SERVICES, Cover, SupportNeed

# What a hard rule says when its demand is not met, and a review rule when its trigger holds.
HARD_WORDS = {
    "<=": "is above this site's limit of {}",
    "<": "is not below {}, as this site asks",
    ">=": "is below this site's minimum of {}",
    ">": "is not above {}, as this site asks",
    "==": "is not {}, the only value this site takes",
    "!=": "is a value this site does not take",
    "in": "is not one this site takes ({})",
    "not in": "is one this site does not take ({})",
}
REVIEW_WORDS = {
    "<=": "is {} or below",
    "<": "is below {}",
    ">=": "is {} or above",
    ">": "is above {}",
    "==": "",
    "!=": "is not {}",
    "in": "",
    "not in": "is not one of those taken without review ({})",
}

NO_PATHWAY = (
    "This patient has a known infection, and nobody at this site has attested which infection pathway it has now"
)


def failed(criterion: Criterion, value: Number | bool, limit: Value) -> str:
    """Why a rule bites.

    >>> failed(Criterion("asa", "asa", "in", (1, 2, 3)), 4, (1, 2, 3))
    'ASA grade 4 is not one this site takes (1, 2 or 3)'
    >>> failed(Criterion("asa3", "asa", "==", 3, Kind.REVIEW, route="anaesthetist"), 3, 3)
    'ASA grade 3: needs review by an anaesthetist'
    >>> failed(Criterion("dialysis", "on_dialysis", "==", False), True, False)
    'This site does not take a patient who is on dialysis'
    """
    field = FIELDS[criterion.field]
    subject = field.sentence(value)
    if field.kind is FieldKind.YES_NO:
        review = f"{subject[0].upper()}{subject[1:]}: {_review_words(criterion)}"
        return _with_note(review if criterion.kind is Kind.REVIEW else f"This site does not take {subject}", criterion)
    if criterion.kind is Kind.REVIEW:
        fact = f"{subject} {REVIEW_WORDS[criterion.op].format(_limit_words(limit))}".strip()
        return _with_note(f"{fact}: {_review_words(criterion)}", criterion)
    return _with_note(f"{subject} {HARD_WORDS[criterion.op].format(_limit_words(limit))}", criterion)


def missing(criterion: Criterion, value: object) -> str:
    """What must be recorded before the rule can answer.

    >>> missing(Criterion("bmi_hi", "bmi", "<=", 40), None)
    'BMI is not recorded, and this site needs it to decide'
    """
    field = FIELDS[criterion.field]
    state = "is not recorded" if value is None else f"is recorded as {_shown(value)}, which cannot be right"
    what = f"“{field.label}”" if field.kind is FieldKind.YES_NO else field.label
    if criterion.kind is Kind.REVIEW:
        return _with_note(f"{what} {state}: {_review_words(criterion)}", criterion)
    also = _history_words(criterion, field) if value is None else ""
    return _with_note(f"{what} {state}, and this site needs it to decide{also}", criterion)


def unknown_site(fact: str) -> str:
    """A site fact on which a rule hangs has not been stated."""
    if fact == TAKES_INFECTION:
        return f"{NO_PATHWAY}: ask the site to record and attest it"
    return f"This site has not stated its {SITE_FACTS[fact]}: ask the site to record it"


def support_absent(need: SupportNeed, cover: Cover) -> str:
    """A service that the operation needs is not there when it is needed.

    >>> support_absent(SupportNeed("xray", Cover.ROUND_THE_CLOCK), Cover.HOURS)
    'This operation needs X-ray 24 hours a day, 7 days a week; here it is in working hours'
    """
    return f"This operation needs {_need_words(need)}; here it is {COVER_LABELS[cover]}"


def support_unknown(need: SupportNeed) -> str:
    """The site has not said whether it has a service that the operation needs."""
    return f"This operation needs {_need_words(need)}; this site has not recorded whether it has it"


def stale(criteria_set: CriteriaSet) -> str:
    """The site's word has grown old."""
    who = f" by {criteria_set.attested_by}" if criteria_set.attested_by else ""
    day = criteria_set.attested_on
    when = f"{day.day} {day:%B %Y}" if day else "an unknown date"
    return f"These criteria were last attested on {when}{who} and are out of date: ask the site to confirm them"


def _need_words(need: SupportNeed) -> str:
    return f"{SUPPORT_SERVICES[need.service]} {COVER_LABELS[need.cover]}"


def _review_words(criterion: Criterion) -> str:
    route = criterion.route or ""
    return f"needs review by {ROUTES.get(route, route or 'a clinician')}"


def _history_words(criterion: Criterion, field: Field) -> str:
    if criterion.if_missing is not IfMissing.PASS_IF_NO_HISTORY:
        return ""
    return f"; or record that the patient {FIELDS[field.history].says_not}"


def _with_note(sentence: str, criterion: Criterion) -> str:
    return f"{sentence} ({criterion.reason})" if criterion.reason else sentence


def _limit_words(limit: Value) -> str:
    if not isinstance(limit, tuple):
        return plain(limit)
    words = [plain(item) for item in limit]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _shown(value: object) -> str:
    return f"“{str(value)[:40]}”"
