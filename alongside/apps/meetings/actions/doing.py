"""One of two organisations takes something on, and says when it is done."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import NotYoursError, just_sent, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.meetings.actions.meetings import must_be_open
from alongside.apps.meetings.actions.ownership import Refused, kept_by, pair_in
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import ActionDone, JointAction, Meeting, Problem, Space


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What is to be done, by which post of which side, and by when."""

    what: str
    owner: Organisation
    post: str
    due_on: date


@transaction.atomic
def add_action(*, meeting: Meeting, words: ActionWords, by: Acting, today: date) -> JointAction:
    must_be_open(meeting, by, today)
    return new_action(pair_in(meeting), words, by, today, meeting=meeting)


def new_action(
    pair: Pair, words: ActionWords, by: Acting, today: date, **comes_of: Meeting | Problem | Space
) -> JointAction:
    if words.owner not in pair.sides:
        raise Refused("An action is taken on by one of the two organisations: choose one of them.")
    if words.due_on < today:
        raise Refused("The day by which it is due must be today or later.")
    take_turns("actions", *pair.key)
    said = {"what": words.what, "owner": words.owner, "post": words.post, "due_on": words.due_on}
    sent: JointAction | None = just_sent(JointAction.objects.filter(**comes_of), by, **said)
    if sent:
        return sent
    action = JointAction.objects.create(**kept_by(pair, by, today), **comes_of, **said, opened_on=today)
    record_event("meetings.action_added", target=action, by=by, due_on=words.due_on.isoformat())
    return action


@transaction.atomic
def finish_action(*, action: JointAction, note: str = "", by: Acting, today: date) -> ActionDone:
    """The side that took it on says so; it stays in every list, as done."""
    must_be_allowed(by, Permission.WORK_TOGETHER)
    if action.owner_id != by.organisation_id:
        raise NotYoursError("Only the organisation that took this action on may say that it is done.")
    try:
        with transaction.atomic():
            done = ActionDone.objects.create(**kept_by(pair_in(action), by, today), action=action, on=today, note=note)
    except IntegrityError as problem:
        raise Refused("This action is done already.") from problem
    record_event("meetings.action_done", target=action, by=by)
    return done
