"""What sets the three registers apart: systems, who does what, and barriers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import queries
from alongside.apps.governance.forms.registers import BarrierForm, ResponsibilityForm, RowForm, SystemForm
from alongside.apps.governance.presenters import barriers
from alongside.apps.governance.presenters import registers as presenter
from alongside.web.tables import Column


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its words, its form, its columns; `write` is who may add a line."""

    page: str
    title: str
    lead: str
    add: tuple[str, str]
    form_class: type[RowForm]
    columns: list[Column]
    file_columns: list[Column]
    one: Callable[[Any, bool], dict[str, Any]]
    rows: Callable[[Acting], QuerySet[Any]]
    remove: str = ""
    write: Permission = Permission.KEEP_GOVERNANCE


SYSTEMS = Register(
    page="list-systems",
    title="IT systems",
    lead="Which system is used for what at each hospital, and who of the partner has access.",
    add=("Add a system", "add-system"),
    form_class=SystemForm,
    columns=presenter.SYSTEM_COLUMNS,
    file_columns=[*presenter.SYSTEM_COLUMNS, presenter.SOURCE],
    one=presenter.system_row,
    rows=queries.systems,
    remove="remove-system",
)
RESPONSIBILITIES = Register(
    page="list-responsibilities",
    title="Who does what",
    lead="For each pathway between two organisations, step by step: who does it, answers for it, is asked and is told.",
    add=("Add a step", "add-responsibility"),
    form_class=ResponsibilityForm,
    columns=presenter.RESPONSIBILITY_COLUMNS,
    file_columns=presenter.RESPONSIBILITY_FILE_COLUMNS,
    one=presenter.responsibility_row,
    rows=queries.responsibilities,
    remove="remove-responsibility",
)
BARRIERS = Register(
    page="list-barriers",
    title="Barriers",
    lead="Rules of the system that keep patients from a place, with the cases that plans counted.",
    add=("Log a barrier", "add-barrier"),
    form_class=BarrierForm,
    columns=barriers.BARRIER_COLUMNS,
    file_columns=barriers.BARRIER_FILE_COLUMNS,
    one=barriers.barrier_row,
    rows=queries.barriers,
    write=Permission.RAISE,
)
