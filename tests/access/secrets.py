"""Which bytes must nobody read who may not, and does an answer hold any of them?

Each secret is one distinctive thing of the world's own trust, in every form in which a page could write it.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from django.http.response import HttpResponseBase

from alongside.apps.accounts.roles import Permission
from tests.access.actors import AREA, BOARD, INDEPENDENT, OWN, Actor

NHS_NUMBER = "9990456704"
PATHWAY_KEY = "47114711-dead-4bee-8bad-471147114711"


def holder(actor: Actor) -> bool:
    """Those of the organisation that holds a patient who may see who the patient is."""
    return actor.organisation == OWN and actor.may(Permission.SEE_IDENTITY)


def list_keeper(actor: Actor) -> bool:
    return actor.organisation == OWN and actor.may(Permission.EDIT_LIST)


def list_reader(actor: Actor) -> bool:
    """A pathway without identity: its provider and the area's board."""
    return actor.organisation in {OWN, BOARD} and (actor.may(Permission.SEE_LIST) or actor.may(Permission.SEE_PLANS))


def capacity_owner(actor: Actor) -> bool:
    return actor.organisation in {OWN, BOARD} and actor.may(Permission.SEE_CAPACITY)


def offerer(actor: Actor) -> bool:
    return actor.organisation == OWN and actor.may(Permission.OFFER_CAPACITY)


def party(actor: Actor) -> bool:
    """The trust that took minutes of the independent hospital's session, and that hospital."""
    return actor.organisation in {OWN, INDEPENDENT} and actor.may(Permission.SEE_CAPACITY)


def of_the_agreement(actor: Actor) -> bool:
    """Both sides of an agreement and their board."""
    return actor.organisation in {OWN, INDEPENDENT, BOARD} and actor.may(Permission.SEE_AGREEMENTS)


def own_figure(actor: Actor) -> bool:
    """A count that could name a patient, in full: the organisation that gave it alone."""
    return actor.organisation == OWN and actor.may(Permission.SEE_AGREEMENTS)


def planner(actor: Actor) -> bool:
    return actor.organisation == BOARD and actor.may(Permission.SEE_PLANS)


def in_area(actor: Actor) -> bool:
    """What the organisations of one area tell each other."""
    return actor.organisation in AREA and actor.may(Permission.SEE_AGREEMENTS)


@dataclass(frozen=True, slots=True)
class Secret:
    words: str
    forms: tuple[str, ...]
    may_read: Callable[[Actor], bool]
    is_identity: bool = False


SECRETS = (
    Secret("family name", ("Quibblethorpe", "QUIBBLETHORPE"), holder, is_identity=True),
    Secret("given name", ("Zephyrine", "ZEPHYRINE"), holder, is_identity=True),
    Secret("NHS number", (NHS_NUMBER, "999 045 6704", "999-045-6704"), holder, is_identity=True),
    Secret("local patient number", ("LOCAL-PQ-7731",), holder, is_identity=True),
    Secret(
        "birth date",
        ("1931-02-27", "27 February 1931", "27 Feb 1931", "27/02/1931", "27.02.1931", "19310227"),
        holder,
        is_identity=True,
    ),
    Secret("phone", ("07700900461", "07700 900461", "07700 900 461"), holder, is_identity=True),
    Secret("postcode of the home", ("TN24 9ZQ", "TN249ZQ"), holder, is_identity=True),
    Secret("interpreter", ("Quechua",), holder, is_identity=True),
    Secret("pathway identifier", ("PWSECRET000000004711",), list_reader),
    Secret("consultant", ("C7654321",), list_reader),
    Secret("reason for a clock event", ("Wombat reason of the clock",), list_reader),
    Secret("uploaded list's name", ("wombat-list.csv",), list_keeper),
    Secret("uploaded list's content", ("wombat content of the file",), list_keeper),
    Secret("saved view", ("Wombat view",), list_reader),
    Secret("room of an own session", ("Wombat theatre",), capacity_owner),
    Secret("uploaded capacity file", ("wombat-sessions.csv", "wombat sessions inside"), offerer),
    Secret("name of a key", ("Wombat machine",), offerer),
    Secret("reason of a plan's adjustment", ("Wombat adjustment",), planner),
    Secret("note under a plan", ("Wombat approval",), planner),
    Secret("words of a clause", ("Wombat words",), of_the_agreement),
    Secret("item of an agenda", ("Wombat item",), of_the_agreement),
    Secret("name of a meeting", ("Wombat meeting",), of_the_agreement),
    Secret("somebody at a meeting", ("Wombat person",), of_the_agreement),
    Secret("decision of a meeting", ("Wombat decision",), of_the_agreement),
    Secret("how an organisation works", ("Wombat hours",), in_area),
    Secret("joint problem", ("Wombat problem", "Wombat figure", "Wombat step"), of_the_agreement),
    Secret("joint action", ("Wombat deed", "Wombat duty", "Wombat outcome"), of_the_agreement),
    Secret("figure in full", ("3 of 47,113",), own_figure),
    Secret("quality pack", ("Wombat falls", "Wombat director", "47,113"), of_the_agreement),
    Secret("team space", ("Wombat purpose", "Wombat note", "Wombat member", "Wombat why"), of_the_agreement),
    Secret("number of a transfer", ("01632 960666", "01632960666"), of_the_agreement),
    Secret("governance pack", ("Wombat governance", "01632 960667", "01632960667"), of_the_agreement),
    Secret("words of a visit", ("Wombat visit",), in_area),
    Secret("post of a contact", ("Wombat on call",), in_area),
    Secret("name of a policy", ("Wombat policy",), in_area),
    Secret("line of a register", ("Wombat system", "Wombat surgeon", "Wombat rule"), in_area),
    Secret("words of a difference", ("Wombat difference",), in_area),
    Secret("note of a test call", ("Wombat rang out",), in_area),
    Secret("pathway's key", (PATHWAY_KEY,), lambda actor: list_reader(actor) or party(actor)),
)


def read(response: HttpResponseBase) -> str:
    """All that an answer says: headers, cookies and content, with a workbook unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    headers = "\n".join(f"{name}: {unquote_plus(value)}" for name, value in response.items())
    return f"{headers}\n{response.cookies.output()}\n{body.decode('utf-8', 'replace')}"


def found_in(text: str) -> list[Secret]:
    return [secret for secret in SECRETS if any(form in text for form in secret.forms)]


def leaks(response: HttpResponseBase, actor: Actor, sent: str = "") -> list[str]:
    """What this answer tells that this actor must not read; a refusal may tell nothing to anybody.

    What the actor typed is no leak when the page shows it again.
    """
    refused = response.status_code != 200
    found = [secret for secret in found_in(read(response)) if not any(form in sent for form in secret.forms)]
    return [secret.words for secret in found if refused or not secret.may_read(actor)]
