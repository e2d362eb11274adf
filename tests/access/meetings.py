"""A meeting of the own trust with the independent hospital, minuted, with an action done and one to do."""

from typing import Any

from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ActionWords, ProblemWords, WaysWords
from alongside.apps.meetings.facts import pair_of
from tests.access import actors as who
from tests.access.actors import Actor


def make_meetings(organisations: dict[str, Organisation], things: dict[str, Any], acting: dict[Actor, Acting]) -> None:
    today = timezone.localdate()
    own, host = organisations[who.OWN], organisations[who.INDEPENDENT]
    pair, by = pair_of(own, host), acting[Actor("medical_director", who.OWN)]
    with acting_for(own.id):
        kept: dict[str, Any] = {"by": by, "today": today}
        actions.set_rhythm(pair=pair, every_days=28, **kept)
        meeting = actions.open_meeting(pair=pair, title="Wombat meeting", on=today, **kept)
        actions.add_item(meeting=meeting, text="Wombat item", **kept)
        people = [(own, "Wombat person"), (host, "Somebody of theirs")]
        actions.record_attendance(meeting=meeting, people=people, **kept)
        actions.decide(meeting=meeting, text="Wombat decision", **kept)
        done, to_do = (
            actions.add_action(
                meeting=meeting, words=ActionWords(f"Wombat {what}", own, "Head of booking", today), **kept
            )
            for what in ("deed", "duty")
        )
        actions.finish_action(action=done, note="Wombat outcome", **kept)
        words = ProblemWords("Wombat problem", "Wombat figure", "Theatre system", today, "Head of theatres")
        problem = actions.raise_problem(pair=pair, words=words, **kept)
        actions.move_problem(problem=problem, state="open", words="Wombat step", **kept)
        actions.say_how_we_work(words=WaysWords(hours="Wombat hours"), seen=0, **kept)
    things |= {"meeting": meeting.pk, "joint action": to_do.pk, "joint problem": problem.pk, "organisation": own.pk}
