"""A meeting of the own trust with the independent hospital, minuted, with an action done and one to do."""

from typing import Any

from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import ActionWords, MemberWords, ProblemWords, WaysWords
from alongside.apps.meetings.facts import Pair, pair_of
from alongside.apps.meetings.facts.quality import FigureWords, digest_of_given
from alongside.apps.meetings.models import QualityFigure
from alongside.domain.joint_quality import months_to
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
        make_space(pair, things, kept)
        make_quality(pair, kept)
    things |= {"meeting": meeting.pk, "joint action": to_do.pk, "joint problem": problem.pk, "organisation": own.pk}


def make_quality(pair: Pair, kept: dict[str, Any]) -> None:
    """Of the newest month that has ended; signed by the own trust. Its three patients are told to nobody else."""
    month = months_to(kept["today"], 1)[0]
    figures = {"falls": FigureWords(3, 47113, "Wombat falls")}
    actions.give_figures(pair=pair, month=month, figures=figures, seen="", **kept)
    figure = QualityFigure.objects.get(month=month)
    digest = digest_of_given({(figure.organisation_id, "falls"): figure})
    actions.sign_quality(pair=pair, month=month, post="Wombat director", seen=digest, **kept)


def make_space(pair: Pair, things: dict[str, Any], kept: dict[str, Any]) -> None:
    """One open, with a note that can be corrected and a member; another one that was closed."""
    space = actions.open_space(pair=pair, pathway=("110", "hip"), purpose="Wombat purpose", **kept)
    note = actions.write_note(space=space, text="Wombat note", **kept)
    member = actions.name_member(space=space, words=MemberWords("Wombat member", phone="01632 960777"), **kept)
    closed = actions.open_space(pair=pair, pathway=("110", ""), purpose="Wombat purpose", **kept)
    actions.close_space(space=closed, why="Wombat why", **kept)
    things |= {"team space": space.pk, "note of a team": note.pk, "member of a team": member.pk}
