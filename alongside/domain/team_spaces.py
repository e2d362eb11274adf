"""What may be done in the team space that two organisations share for one pathway, and by which of the two?

Source: the house's own rules, November 2026. TEAM-1 to TEAM-6, docs/rules/working-together.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from alongside.domain.reasons import Reason, Severity, Verdict


class Act(StrEnum):
    """What somebody wants to do. `CORRECT` and `TAKE_OUT` are of something that one of the two wrote."""

    OPEN = "open"
    WRITE = "write"
    CORRECT = "correct"
    NAME = "name"
    TAKE_OUT = "take out"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Asked:
    """One deed. `is_own`: what is corrected or taken out was written by the side that asks.

    `is_done` one of the two does the pathway; `is_open_already` they have an open space for it; `is_corrected` the note
    was corrected before; `has_reach` the member can be reached somehow.
    """

    act: Act
    is_closed: bool = False
    is_own: bool = True
    is_done: bool = True
    is_open_already: bool = False
    is_corrected: bool = False
    has_reach: bool = True
    link: str = ""


def may(asked: Asked) -> Verdict:
    """Every rule that speaks against it, in a fixed order.

    >>> may(Asked(Act.WRITE, link="https://guidance.example.org/hips")).allowed
    True
    >>> [reason.rule for reason in may(Asked(Act.CORRECT, is_own=False, is_corrected=True)).reasons]
    ['TEAM-4', 'TEAM-4']
    """
    found = (check(asked) for check in CHECKS)
    return Verdict(tuple(reason for reason in found if reason))


def is_link(text: str) -> bool:
    """A whole https address of a named host, without a password in it.

    >>> is_link("https://guidance.example.org/hips?page=2"), is_link("http://example.org"), is_link("https://me:x@a.org")
    (True, False, False)
    """
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host, named = parts.hostname or "", parts.username is None and parts.password is None
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and named and "." in host.strip(".")


def blocks(rule: str, message: str) -> Reason:
    return Reason(rule, Severity.BLOCKS, f"{message} ({rule})")


def one_open_space_a_pathway(asked: Asked) -> Reason | None:
    if asked.act is not Act.OPEN or not asked.is_open_already:
        return None
    return blocks("TEAM-1", "These two have an open space for this pathway: use that one")


def one_of_two_does_it(asked: Asked) -> Reason | None:
    if asked.act is not Act.OPEN or asked.is_done:
        return None
    return blocks("TEAM-2", "Neither of the two does this: choose a pathway that one of them does")


def member_is_named_by_own_side(asked: Asked) -> Reason | None:
    if asked.act is not Act.TAKE_OUT or asked.is_own:
        return None
    return blocks("TEAM-3", "Only the organisation of this member may take him or her out")


def member_can_be_reached(asked: Asked) -> Reason | None:
    if asked.act is not Act.NAME or asked.has_reach:
        return None
    return blocks("TEAM-3", "Choose a contact of the directory, or write a telephone number")


def note_is_corrected_by_its_side(asked: Asked) -> Reason | None:
    if asked.act is not Act.CORRECT or asked.is_own:
        return None
    return blocks("TEAM-4", "Only the organisation that wrote this note may correct it: write a note of your own")


def note_is_corrected_once(asked: Asked) -> Reason | None:
    if asked.act is not Act.CORRECT or not asked.is_corrected:
        return None
    return blocks("TEAM-4", "This note has been corrected already: correct the newer one")


def link_is_safe(asked: Asked) -> Reason | None:
    if not asked.link or is_link(asked.link):
        return None
    return blocks("TEAM-5", "A link is a whole address that begins with https://, such as https://guidance.example.org")


def closed_space_is_read_alone(asked: Asked) -> Reason | None:
    if asked.act is Act.OPEN or not asked.is_closed:
        return None
    return blocks("TEAM-6", "This space is closed: it can be read, and a new one opened")


CHECKS: tuple[Callable[[Asked], Reason | None], ...] = (
    closed_space_is_read_alone,
    one_open_space_a_pathway,
    one_of_two_does_it,
    member_is_named_by_own_side,
    member_can_be_reached,
    note_is_corrected_by_its_side,
    note_is_corrected_once,
    link_is_safe,
)
