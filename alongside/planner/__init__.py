"""The planner: an immutable Problem goes in, an explained Plan comes out. No Django."""

from alongside.planner.check import check
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem, build
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import Adjustments, InputError, Pin

__all__ = ["POLICIES", "Adjustments", "InputError", "Pin", "Plan", "Problem", "build", "check", "solve"]
