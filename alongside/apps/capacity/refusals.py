"""Why was this capacity not given? One sentence for each refusal that says what is so and what to do."""


class CapacityRefused(ValueError):
    """The base of every refusal here; `rule` is its stable id."""

    rule = "CAP-0"

    @property
    def words(self) -> str:
        """The sentence with its rule, as pages and files show it."""
        return f"{self} ({self.rule})"


class NotOurSite(CapacityRefused):
    rule = "CAP-1"


class RoomTaken(CapacityRefused):
    rule = "CAP-2"


class NoRoomLeft(CapacityRefused):
    rule = "CAP-3"


class NotOffered(CapacityRefused):
    rule = "CAP-4"


class StillBooked(CapacityRefused):
    rule = "CAP-5"


class NotHeld(CapacityRefused):
    rule = "CAP-6"


class ImpossibleFigure(CapacityRefused):
    rule = "CAP-7"


class SiteClosed(CapacityRefused):
    """The site has announced that it does not do this on that day; the rule is the directory's own."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message)
        self.rule = rule


class NoAgreement(CapacityRefused):
    """No agreement in force lets a patient of ours go there; the rule is the agreement's own."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message)
        self.rule = rule
