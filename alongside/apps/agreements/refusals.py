"""Why was this step of an agreement not taken? One sentence with its rule, saying what is so and what to do."""

from alongside.domain.reasons import Verdict


class AgreementRefused(ValueError):
    """The base of every refusal here; `rule` is its stable id."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule

    @property
    def words(self) -> str:
        """The sentence with its rule, as pages show it."""
        return f"{self} ({self.rule})"


def must_allow(verdict: Verdict) -> None:
    """Raise the first reason of a verdict that does not allow."""
    if not verdict.allowed:
        reason = verdict.reasons[0]
        raise AgreementRefused(reason.rule, f"{reason.message}.")
