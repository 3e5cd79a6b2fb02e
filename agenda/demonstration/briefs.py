"""Sessions whose speakers have had their briefs, as an officer would have sent them after the last release."""

from collections.abc import Sequence

from agenda.demonstration.stage import Stage
from agenda.emails import speaker_brief
from agenda.models import Appearance, Session, SpeakerBrief
from agenda.queries.briefs import Briefing, PlannedBrief
from conference.models import TeamRole


def set_up_briefs(stage: Stage) -> None:
    """The others wait to be sent, so that both can be seen."""
    for key, briefed_at in stage.outline["briefed_at"].items():
        _brief(stage, Session.objects.get(pk=stage.sessions[key].pk), briefed_at)


def _brief(stage: Stage, session: Session, briefed_at: str) -> None:
    session.conference = stage.conference
    briefing, at = Briefing(session), stage.clock.at(briefed_at)
    plans: Sequence[PlannedBrief] = briefing.due
    sent_at = stage.clock.recorded(at)
    briefs = [
        SpeakerBrief(
            pk=stage.id_of("brief", str(plan.appearance.pk)),
            appearance=plan.appearance,
            number=plan.number,
            told=plan.told,
            sent_at=sent_at,
            sent_by=stage.officers[TeamRole.AGENDA],
        )
        for plan in plans
    ]
    SpeakerBrief.objects.bulk_create(briefs)
    letters = [speaker_brief(briefing, plan, brief) for plan, brief in zip(plans, briefs, strict=True)]
    stage.keep([letter for letter in letters if letter], at)
    Appearance.objects.filter(pk__in=[plan.appearance.pk for plan in plans]).update(brief_sent_at=sent_at)
