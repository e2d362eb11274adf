"""How are reasons, weeks and policies called on forms, pages and files alike?"""

from datetime import date, timedelta

from alongside.apps.plans.models import Plan
from alongside.web.words import short_date

# What today's way is called where policies are compared.
TODAY = "today"
# P2 should be treated within four weeks.
URGENT_WEEKS = 4

# code: (short, "because ...", what would help)
REASONS: dict[str, tuple[str, str, str]] = {
    "placed": ("Placed", "", ""),
    "full": (
        "Offered time at suitable sites is full",
        "the time offered to the area at the sites that could treat them is full",
        "More sessions at the sites they could go to: see what one more session is worth.",
    ),
    "too_long": (
        "No week has room for the operation",
        "no week at the sites that could treat them has room for an operation of this length",
        "Longer sessions, or more bed nights in one week.",
    ),
    "need_info": (
        "A fact that decides is not recorded",
        "something that a site must know about them is not recorded",
        "Record it: each patient's line says which fact.",
    ),
    "too_far": (
        "Too far to travel",
        "no site that could treat them is within the distance they can travel",
        "Help with travel, or sessions nearer.",
    ),
    "not_eligible": (
        "No site can accept them",
        "no site can accept them, or none that their hospital has an agreement with",
        "Keep them on their own trust's list, ask a site to review its criteria, or agree with one that could.",
    ),
    "no_service": (
        "Nobody offers their specialty",
        "no site offers sessions in their specialty",
        "Ask the area's sites for sessions in these specialties.",
    ),
    "has_date": ("Already have a date", "they already have a date to come in", "Nothing."),
    "excluded": ("Left out by hand", "they were left out by hand", "Take them back into the plan."),
    "other": ("Other reasons", "of one of several reasons", ""),
    "pinned": ("Pinned where there is no room", "their pinned place has no room", "Lift the pin, or add room there."),
}
POLICY_HINTS = {
    Plan.Policy.TIERS: "Everybody of P1 and P2 who can have a place gets it before anybody of P3, and P3 before P4; "
    "within a priority the longest wait and the nearest place.",
    Plan.Policy.WEIGHTED: "Priority counts most, but a very long wait may come before a higher priority. It usually "
    "places more people, and fewer of the most urgent.",
}
EFFORT_HINTS = {
    Plan.Effort.FAST: "Under a minute for forty thousand patients",
    Plan.Effort.BEST: "Several times longer, for a slightly better plan",
}


def reason(code: str) -> str:
    return REASONS.get(code, (code.replace("_", " ").capitalize(),))[0]


def week_words(starts_on: date, week: int | None) -> str | None:
    """
    >>> week_words(date(2026, 2, 2), 2)
    'Week 3, from 16 Feb 2026'
    """
    return None if week is None else f"Week {week + 1}, from {short_date(starts_on + timedelta(weeks=week))}"
