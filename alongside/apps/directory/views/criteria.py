"""A site's own people change whom it takes: draft, see what changes, save as a new version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions, queries
from alongside.apps.directory.actions.criteria import names_taken
from alongside.apps.directory.facts import Rules, by_id, changes, read_rules, rebase
from alongside.apps.directory.forms.editing import WhyForm
from alongside.apps.directory.forms.rules import RuleForm
from alongside.apps.directory.presenters import rules as words
from alongside.apps.directory.views import drafts
from alongside.apps.directory.views.base import _GroupView, _OwnSiteView
from alongside.domain.criteria import Criterion
from alongside.web.exports import export
from alongside.web.tables import Column
from alongside.web.words import long_date

SET_COLUMNS = [
    Column("name", "Rules for", link="href"),
    Column("rules", "Rules", "number"),
    Column("version", "Version", "number"),
    Column("made_at", "Since", "date"),
    Column("draft", "Unsaved changes of yours"),
]


class ListCriteriaView(_OwnSiteView):
    """Which set of rules: the whole site's, or those of one operation?"""

    permission = Permission.EDIT_SITE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        groups = {"": None} | {group.code: group for group in self.record.offered}
        groups |= {code: self.record.groups.get(code) for code in self.record.versions}
        rows = [self.row(code, groups[code]) for code in groups]
        about = {"Site": self.site.name, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), f"{self.site.name} sets of rules", SET_COLUMNS, rows, about)
        context = self.frame("Acceptance criteria", rows=rows, columns=SET_COLUMNS)
        return file or render(request, "directory/criteria_sets.jinja", context)

    def row(self, code: str, group: Any) -> dict[str, Any]:
        version = self.record.versions.get(code)
        return {
            "name": words.scope_name(group),
            "rules": len(read_rules(version)[0]),
            "version": version.version if version else None,
            "made_at": version.made_at if version else None,
            "draft": "Yes" if drafts.find(self.request, self.record, code).is_started else "",
            "href": self.address("edit-criteria", code or "all"),
        }


class _DraftView(_GroupView):
    @property
    def draft(self) -> drafts.Draft:
        return drafts.find(self.request, self.record, self.code)

    def keep(self, rules: Rules, based_on: int) -> None:
        drafts.keep(self.request, self.record, self.code, rules, based_on)

    def here(self, name: str = "edit-criteria", *args: object) -> str:
        return self.address(name, self.kwargs["group"], *args)

    def frame(self, title: str, **context: Any) -> dict[str, Any]:
        framed = super().frame(title, scope=words.scope_name(self.group), group=self.kwargs["group"], **context)
        framed["crumbs"].append({"text": "Acceptance criteria", "href": self.address("list-criteria")})
        return framed

    @property
    def in_force(self) -> tuple[Rules, int]:
        version = self.record.versions.get(self.code)
        return read_rules(version)[0], version.version if version else 0


class EditCriteriaView(_DraftView):
    """The draft, with a way to add, change or remove each rule."""

    permission = Permission.EDIT_SITE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        draft = self.draft
        found = changes(self.in_force[0], draft.rules)
        context = self.frame(
            "Change the rules", draft=draft, rows=words.rule_rows(draft.rules), changed=len(found), here=self.here
        )
        return render(request, "directory/criteria.jinja", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Remove one rule from the draft, or throw the draft away."""
        draft = self.draft
        if "discard" in request.POST:
            drafts.discard(request, self.record, self.code)
            messages.success(request, "Your unsaved changes are gone. The rules in force are as they were.")
        else:
            name = request.POST.get("remove", "")
            if name not in by_id(draft.rules):
                raise Http404
            self.keep(tuple(rule for rule in draft.rules if rule.rule_id != name), draft.based_on)
        return redirect(self.here())


class EditRuleView(_DraftView):
    """Add a rule to the draft, or change the rule with this number."""

    permission = Permission.EDIT_SITE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(RuleForm(initial=initial_of(self.rule)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        draft, rule = self.draft, self.rule
        form = RuleForm(request.POST, taken=self.taken(rule))
        if not form.is_valid() or form.rule is None:
            return self.show(form)
        number = self.kwargs.get("number")
        kept = list(draft.rules)
        kept[number - 1 if number else len(kept) : number or len(kept)] = [form.rule]
        self.keep(tuple(kept), draft.based_on)
        return redirect(self.here())

    @property
    def rule(self) -> Criterion | None:
        number: int | None = self.kwargs.get("number")
        rules = self.draft.rules
        if number is None:
            return None
        if not 1 <= number <= len(rules):
            raise Http404
        return rules[number - 1]

    def taken(self, rule: Criterion | None) -> set[str]:
        """Names of the other rules that decide together with this one."""
        mine = set(by_id(self.draft.rules)) - ({rule.rule_id} if rule else set())
        return mine | names_taken(self.record, self.code)

    def show(self, form: RuleForm) -> HttpResponseBase:
        title = "Change a rule" if self.rule else "Add a rule"
        return render(self.request, "directory/rule.jinja", self.frame(title, form=form, cancel_href=self.here()))


def initial_of(rule: Criterion | None) -> dict[str, Any]:
    if rule is None:
        return {}
    value = rule.value
    listed = ", ".join(str(item) for item in value) if isinstance(value, tuple) else value
    shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else listed
    names = ("rule_id", "field", "op", "value_from", "kind", "reason", "route", "if_missing")
    return {name: getattr(rule, name) for name in names} | {"value": shown}


class ReviewCriteriaView(_DraftView):
    """What changes, why, and the button that makes it the next version."""

    permission = Permission.EDIT_SITE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        theirs = self.take_up()
        if not changes(self.in_force[0], self.draft.rules):
            drafts.discard(request, self.record, self.code)
            messages.success(request, "There is nothing to save: your rules are the ones in force.")
            return redirect(self.here())
        return self.show(WhyForm(), theirs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form, draft = WhyForm(request.POST), self.draft
        if not draft.is_started:
            return self.get(request)
        if not form.is_valid():
            return self.show(form, [])
        try:
            version = actions.save_criteria(
                site=self.site,
                group=self.group,
                rules=draft.rules,
                based_on=draft.based_on,
                why=form.cleaned_data["why"],
                by=self.by,
                today=self.today,
            )
        except actions.ChangedMeanwhileError:
            self.find_again()
            return self.show(form, self.take_up())
        except actions.BadRulesError as error:
            form.add_error(None, str(error))
            return self.show(form, [])
        drafts.discard(request, self.record, self.code)
        messages.success(
            request,
            f"Saved as version {version.version}. Until somebody attests it, this site answers “need information”.",
        )
        return redirect(self.address("attest-site" if self.may_attest else "show-site"))

    def take_up(self) -> list[dict[str, Any]]:
        """Bring the draft up to a version that somebody else has saved meanwhile; says what they changed."""
        draft, (theirs, latest) = self.draft, self.in_force
        if not draft.is_started or draft.based_on == latest:
            return []
        versions = queries.criteria_versions(self.by, self.site.id, self.code)
        base = next((read_rules(v)[0] for v in versions if v.version == draft.based_on), ())
        self.keep(rebase(base, theirs, draft.rules), latest)
        return words.change_rows(changes(base, theirs))

    def show(self, form: WhyForm, theirs: list[dict[str, Any]]) -> HttpResponseBase:
        in_force, version = self.in_force
        context = self.frame(
            "What changes",
            form=form,
            theirs=theirs,
            their_version=self.record.versions.get(self.code) if theirs else None,
            rows=words.change_rows(changes(in_force, self.draft.rules)),
            columns=words.CHANGE_COLUMNS,
            version=version,
            cancel_href=self.here(),
        )
        return render(self.request, "directory/review.jinja", context)
