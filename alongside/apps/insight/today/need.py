"""What one thing that needs somebody looks like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to look at or do; `count` is how many, None where a number says nothing."""

    title: str
    text: str
    href: str
    count: int | None = None
