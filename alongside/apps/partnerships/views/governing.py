"""What either side writes of the governance pack: a committee, a rung of the escalation ladder, and their end."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.facts.governance import PackRecord
from alongside.apps.partnerships.forms.governing import CommitteeForm, RungForm, WithdrawForm
from alongside.apps.partnerships.models import Committee, Rung
from alongside.apps.partnerships.presenters import governance as presenter
from alongside.apps.partnerships.views.keeping import _WriteView
from alongside.web.plain import PlainForm

BOTH = (
    "Somebody else changed this while you were writing. Your words are kept below, theirs are above them: take over "
    "what is right, and save again"
)


class _GoverningView(_WriteView):
    """One form about the pack. `held` is the version that stands of what the address names."""

    after = "partnerships:show-governance"
    theirs = ""

    @cached_property
    def pack(self) -> PackRecord:
        return queries.pack_of(self.by, self.own, self.today)

    @cached_property
    def held(self) -> Any:
        return None

    def crumb(self) -> dict[str, str]:
        href = reverse("partnerships:show-governance", args=[self.record.partnership.pk])
        return {"text": f"Governance of {self.record.partnership}", "href": href}

    def standing(self, found: Committee | Rung | None) -> Committee | Rung:
        if found is None:
            raise Http404
        return found

    def lead(self) -> str:
        return self.theirs

    def with_both(self, form: Any, changed: actions.ChangedMeanwhileError) -> PlainForm:
        """What this person typed, kept, beneath what was saved meanwhile: nobody's words are lost."""
        for name in ("pack", "held"):
            self.__dict__.pop(name, None)
        self.theirs = presenter.saved_meanwhile(self.held)
        typed = form.data.copy()
        typed["seen"] = str(self.held.number)
        again = self.form(self.own, typed)
        again.is_valid()
        again.add_error(None, BOTH)
        return again


class NewCommitteeView(_GoverningView):
    permission = Permission.WORK_TOGETHER
    title = "Add a committee"

    def form(self, record: Record, data: Any = None) -> CommitteeForm:
        return CommitteeForm(data, partnership=record.partnership, held=self.held)

    def write(self, record: Record, form: CommitteeForm) -> None:
        line = self.held.line if self.held else None
        said: dict[str, Any] = {"words": form.words, "line": line, "seen": form.version_seen}
        actions.keep_committee(partnership=record.partnership, **said, by=self.by, today=self.today)


class ChangeCommitteeView(NewCommitteeView):
    permission = Permission.WORK_TOGETHER
    title, saved = "Change a committee", "Saved. The version before it stays to be read."

    @cached_property
    def held(self) -> Any:
        return self.standing(queries.find_committee(self.pack, self.kwargs["committee_id"]))


class NewRungView(_GoverningView):
    permission = Permission.WORK_TOGETHER
    title = "Add a rung to the ladder"

    def form(self, record: Record, data: Any = None) -> RungForm:
        contacts = queries.contacts_of_both(self.by, record, self.today)
        return RungForm(data, partnership=record.partnership, contacts=contacts, held=self.held)

    def write(self, record: Record, form: RungForm) -> None:
        line = self.held.line if self.held else None
        said: dict[str, Any] = {"words": form.words, "line": line, "seen": form.version_seen}
        actions.keep_rung(partnership=record.partnership, **said, by=self.by, today=self.today)


class ChangeRungView(NewRungView):
    permission = Permission.WORK_TOGETHER
    title, saved = "Change a rung of the ladder", "Saved. The version before it stays to be read."

    @cached_property
    def held(self) -> Any:
        return self.standing(queries.find_rung(self.pack, self.kwargs["rung_id"]))


class _WithdrawView(_GoverningView):
    title, saved = "Withdraw", "Withdrawn. What it said stays to be read."
    submit, warn = "Withdraw it", True

    def form(self, record: Record, data: Any = None) -> WithdrawForm:
        form = WithdrawForm(data)
        form.initial["seen"] = self.held.number
        return form

    def lead(self) -> str:
        return presenter.withdrawing(self.held)

    def write(self, record: Record, form: WithdrawForm) -> None:
        said: dict[str, Any] = {"what": self.held, "seen": form.version_seen, "why": form.cleaned_data["why"]}
        actions.withdraw(partnership=record.partnership, **said, by=self.by, today=self.today)


class WithdrawCommitteeView(_WithdrawView):
    permission = Permission.WORK_TOGETHER
    title = "Withdraw a committee"

    @cached_property
    def held(self) -> Any:
        return self.standing(queries.find_committee(self.pack, self.kwargs["committee_id"]))


class WithdrawRungView(_WithdrawView):
    permission = Permission.WORK_TOGETHER
    title = "Withdraw a rung of the ladder"

    @cached_property
    def held(self) -> Any:
        return self.standing(queries.find_rung(self.pack, self.kwargs["rung_id"]))
