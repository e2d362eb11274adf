"""What every page about one agreement needs: the agreement, or "not found"; today; and which side is one's own."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import queries
from alongside.apps.agreements.facts import AgreementRecord, VersionRecord, in_the_way, side_of
from alongside.apps.agreements.models import Agreement
from alongside.apps.agreements.presenters import states
from alongside.domain.agreement_clauses import Gap
from alongside.domain.agreement_state import Act, Side, may
from alongside.domain.reasons import Verdict
from alongside.web.today import today


class _AgreementsView(WorkView):
    @cached_property
    def today(self) -> date:
        return today()

    def crumbs(self) -> list[dict[str, str]]:
        return [{"text": "Agreements", "href": reverse("agreements:list-agreements")}]


class _AgreementView(_AgreementsView):
    """A page about the agreement named in its address."""

    @cached_property
    def record(self) -> AgreementRecord:
        return self.find()

    def find(self) -> AgreementRecord:
        found = queries.find(self.by, self.kwargs["agreement_id"])
        if found is None:
            raise Http404
        return found

    def find_again(self) -> None:
        """As it is after what was just done."""
        for name in ("record", "gaps"):
            self.__dict__.pop(name, None)

    @property
    def agreement(self) -> Agreement:
        return self.record.agreement

    @property
    def shown(self) -> VersionRecord:
        """The version to read: the one being written, or else the one that holds or held."""
        return self.record.latest if self.record.is_written(self.today) else self.record.at(self.today)

    @property
    def title_of(self) -> str:
        return f"{self.record.names[0]} patients at {self.record.names[1]}"

    @property
    def side(self) -> Side | None:
        return side_of(self.agreement, self.by.organisation_id)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return self.record.latest.gaps(self.today, self.record.names)

    def address(self, name: str, *args: object) -> str:
        return reverse(f"agreements:{name}", args=[self.agreement.pk, *args])

    def verdict(self, act: Act) -> Verdict:
        """On the newest version, or for an ending on the one that holds."""
        version = self.record.at(self.today) if act is Act.TERMINATE else self.record.latest
        return may(version.facts, act, self.side, in_the_way(act, self.gaps), self.today)

    def may(self, act: Act, permission: Permission) -> bool:
        """Would this person's act be accepted?"""
        return self.by.may(permission) and self.verdict(act).allowed

    def frame(self, title: str, **context: Any) -> dict[str, Any]:
        crumbs = [*self.crumbs(), {"text": self.title_of, "href": self.address("show-agreement")}]
        return {
            "title": title,
            "record": self.record,
            "agreement": self.agreement,
            "names": self.record.names,
            "caption": self.title_of,
            "state_tag": states.state_tag(self.record.at(self.today).state(self.today)),
            "crumbs": crumbs,
            "today": self.today,
            "by": self.by,
            **context,
        }


class _OwnAgreementView(_AgreementView):
    """A page on which one of the two sides does something."""

    def find(self) -> AgreementRecord:
        found = super().find()
        if side_of(found.agreement, self.by.organisation_id) is None:
            raise PermissionDenied("Only the two organisations of an agreement may do this.")
        return found
