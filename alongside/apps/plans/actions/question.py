"""What is asked of the planner, and what such a plan is called."""

from dataclasses import dataclass, field
from datetime import date

from alongside.apps.plans.models import Plan
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.words import long_date, plural


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the planner. Empty providers and functions: all."""

    as_of: date
    starts_on: date
    weeks: int = 13
    nearest: int = 5
    travel_limit_km: int = 50
    policy: str = Plan.Policy.TIERS
    effort: str = Plan.Effort.FAST
    equity_tie_break: bool = False
    treatment_functions: list[str] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    seed: int = 0

    @classmethod
    def of(cls, plan: Plan) -> "Question":
        return cls(**{name: getattr(plan, name) for name in cls.__dataclass_fields__})

    def name(self) -> str:
        """
        >>> Question(date(2026, 1, 31), date(2026, 2, 2)).name()
        '13 weeks from 2 February 2026: all lists, all specialties, clinical priority first'
        """
        lists = plural(len(self.providers), "list") if self.providers else "all lists"
        order = "clinical priority first" if self.policy == Plan.Policy.TIERS else "weighed together"
        start = f"{plural(self.weeks, 'week')} from {long_date(self.starts_on)}"
        return f"{start}: {lists}, {self.specialties()}, {order}"

    def specialties(self) -> str:
        chosen = self.treatment_functions
        if len(chosen) == 1:
            return treatment_function_name(chosen[0])
        return plural(len(chosen), "specialty", "specialties") if chosen else "all specialties"
