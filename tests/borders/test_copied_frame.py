"""A conference that takes over the frame of another: what is copied, and that nothing else is, of every model."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from agenda.models import RoomBooking, Session, SpeakerRequests
from conference.actions.copy_frame import FrameCopy, copy_frame
from conference.models import Conference, Topic, TranslatedText, Venue
from conference.registry import registry
from registration.models import ParticipantCategory, Question, QuestionKind, QuestionOption
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")

#: What a conference takes over of another, with the rows between these.
COPIED = {
    "agenda.RoomBooking",
    "agenda.Session",
    "agenda.Session_entry",
    "agenda.SideEventCall",
    "agenda.SideEventCall_categories",
    "agenda.SideEventEquipment",
    "agenda.SpeakerRequests",
    "agenda.WalkingTime",
    "conference.CoOrganiser",
    "conference.Room",
    "conference.Topic",
    "conference.Venue",
    "correspondence.LetterEnclosures",
    "correspondence.LetterTemplate",
    "correspondence.ReminderRule",
    "registration.ParticipantCategory",
    "registration.Question",
    "registration.QuestionOption",
    "registration.Question_categories",
}
#: Of these one row is made: the conference, whose co-ordinator the officer is, and each question's words as they are.
MADE = {"conference.Conference", "conference.TeamMembership", "registration.QuestionWording"}
#: People, and what was said, sent, decided, published, kept or done: none of it is copied. A model that is made later
#: has to be written here, or above.
LEFT = {
    "agenda.AcknowledgedConflict",
    "agenda.Appearance",
    "agenda.ChangeNotice",
    "agenda.ChangedSession",
    "agenda.ConferenceDocument",
    "agenda.ConferenceDocument_sessions",
    "agenda.DocumentVersion",
    "agenda.ImportedSession",
    "agenda.InterpreterTeam",
    "agenda.InterpreterTeam_sessions",
    "agenda.OwnFeed",
    "agenda.ProgrammeAct",
    "agenda.ProgrammeImport",
    "agenda.Release",
    "agenda.SeatBooking",
    "agenda.SessionStar",
    "agenda.SideEventMove",
    "agenda.SideEventProposal",
    "agenda.SideEventProposal_equipment",
    "agenda.Speaker",
    "agenda.SpeakerBrief",
    "agenda.SpeakerPaper",
    "agenda.SpeakerProfile",
    "agenda.Unavailability",
    "conference.EmailedCode",
    "conference.KeptFigures",
    "conference.Mission",
    "conference.Organisation",
    "conference.OrganisationName",
    "conference.RecoveryCode",
    "conference.SecondFactor",
    "conference.SecondFactorRecord",
    "conference.SignInAttempt",
    "conference.State",
    "conference.StateName",
    "conference.User",
    "conference.User_groups",
    "conference.User_user_permissions",
    "correspondence.Bounce",
    "correspondence.DayToAvoid",
    "correspondence.Campaign",
    "correspondence.CampaignRecipient",
    "correspondence.CampaignTransition",
    "correspondence.CampaignWording",
    "correspondence.DeliveryAttempt",
    "correspondence.DomainPace",
    "correspondence.KeptEmblem",
    "correspondence.MailAside",
    "correspondence.MessageWords",
    "correspondence.LetterVersion",
    "correspondence.OutgoingMessage",
    "correspondence.Pause",
    "correspondence.ReminderOccurrence",
    "health.Heartbeat",
    "jobs.Download",
    "jobs.FileMade",
    "jobs.Job",
    "jobs.Layout",
    "jobs.UsualLayout",
    "registration.Answer",
    "registration.Application",
    "registration.Assignment",
    "registration.Badge",
    "registration.ColumnsRemembered",
    "registration.DecisionAct",
    "registration.DecisionRound",
    "registration.DeclineGround",
    "registration.Delegation",
    "registration.DeskArrangement",
    "registration.Document",
    "registration.DuplicateCandidate",
    "registration.FocalPoint",
    "registration.ImportedRegistration",
    "registration.Invitation",
    "registration.InvitationRound",
    "registration.InvitationTransition",
    "registration.Likeness",
    "registration.Merge",
    "registration.Objection",
    "registration.OfficerNote",
    "registration.Opinion",
    "registration.Participant",
    "registration.ParticipantNeeds",
    "registration.Passport",
    "registration.PendingChange",
    "registration.PrivacyNotice",
    "registration.Reading",
    "registration.Registration",
    "registration.RegistrationImport",
    "registration.RegistrationTransition",
    "registration.RenewedConsent",
    "registration.ReviewRequest",
    "registration.RoundDecision",
    "registration.SavedFilter",
    "registration.SeatDecision",
    "registration.SensitiveReading",
    "registration.Tag",
    "registration.Tagging",
    "registration.Travel",
    "registration.UnfinishedForm",
}


def models_of_the_project() -> dict[str, type[models.Model]]:
    labels = {"conference", "correspondence", "jobs", "health", "registration", "agenda"}
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels)
    return {model._meta.label: model for model in found}


def test_of_every_model_it_is_decided_whether_it_is_copied():
    known = COPIED | MADE | LEFT
    every = set(models_of_the_project())
    assert not every - known, f"Say here whether a new conference takes these over: {', '.join(sorted(every - known))}"
    assert not known - every, f"Take out: {', '.join(sorted(known - every))}"
    assert len(COPIED) + len(MADE) + len(LEFT) == len(known)


@pytest.fixture(autouse=True)
def _asked(world: World, db: None) -> None:
    """A question of one category with choices, and one that is shown upon one of them."""
    here = world.here.conference
    upon = Question.objects.create(conference=here, key="which", kind=QuestionKind.CHOICE, text={"en": "Which?"})
    upon.categories.set(here.categories.all()[:1])
    SpeakerRequests.objects.get_or_create(conference=here)
    Session.objects.filter(conference=here).update(organiser={"en": "Whoever organises it"})
    here.side_event_call.categories.set(here.categories.all()[:1])
    option = QuestionOption.objects.create(question=upon, text={"en": "This one"})
    told = {"shown_if": upon, "shown_if_answers": [str(option.pk)], "position": 9}
    Question.objects.create(conference=here, key="why", kind=QuestionKind.TEXT, text={"en": "Why?"}, **told)


def counts() -> Counter[str]:
    return Counter({label: model._base_manager.count() for label, model in models_of_the_project().items()})


def frame_of(world: World, parts: set[str] | None = None, **changes: Any) -> FrameCopy:
    here = world.here.conference
    texts = {"title": TranslatedText({"en": "The next one"}), "short_title": TranslatedText({"en": "Next"})}
    days = {"starts_on": here.starts_on + datetime.timedelta(days=364)}
    days["ends_on"] = days["starts_on"] + (here.ends_on - here.starts_on)
    target = Conference(**{"slug": "the-next-one", "time_zone": here.time_zone, **texts, **days, **changes})
    every = {part.key for part in registry.frame_parts}
    return copy_frame(here.pk, target, parts=every if parts is None else parts, by=world.superuser)


def test_the_frame_is_copied_and_nothing_of_anybody(world: World):
    before = counts()
    done = frame_of(world)
    made = counts() - before
    assert set(made) <= COPIED | MADE
    assert {name for name in COPIED if made[name]} >= COPIED - {"conference.CoOrganiser"}
    assert (made["conference.Conference"], made["conference.TeamMembership"]) == (1, 1)
    target = Conference.objects.get(pk=done.target.pk)
    assert (target.is_public, target.privacy_notice_number, target.emblem.name) == (False, None, "")
    assert list(target.team.values_list("user", "role")) == [(world.superuser.pk, "coordinator")]


def test_what_is_copied_points_to_nothing_of_the_other(world: World):
    here, target = world.here.conference, frame_of(world).target
    old = {row.pk for model in (Venue, Topic, ParticipantCategory) for row in model.objects.filter(conference=here)}
    for session in Session.objects.filter(conference=target).prefetch_related("entry", "bookings__room"):
        assert session.topic_id not in old
        assert not old.intersection(category.pk for category in session.entry.all())
        assert not old.intersection(booking.room.venue_id for booking in session.bookings.all())
        assert (session.link, session.organiser) == ("", {})
        assert not session.appearances.exists()
    for question in Question.objects.filter(conference=target):
        assert not old.intersection(category.pk for category in question.categories.all())
        options = set(map(str, QuestionOption.objects.filter(question=question.shown_if).values_list("pk", flat=True)))
        assert set(question.shown_if_answers) <= options | {"yes", "no"}


def test_what_is_over_and_who_did_what_stay_behind(world: World):
    here = world.here.conference
    held = Session.objects.filter(conference=here, state="scheduled")
    kept = held.count() - 1
    Session.objects.filter(pk=held.values("pk")[:1]).update(state="cancelled")
    Session.objects.filter(conference=here).update(changed_by=world.superuser, source="https://source.example")
    asked = Question.objects.get(conference=here, key="which")
    QuestionOption.objects.create(question=asked, text={"en": "That one"}, archived_at=timezone.now())
    target = frame_of(world).target
    sessions = Session.objects.filter(conference=target)
    former: set[tuple[object, ...]] = set(sessions.values_list("state", "changed_by", "changed_at", "source"))
    assert former == {("scheduled", None, None, "")}
    assert sessions.count() == kept
    options = QuestionOption.objects.filter(question__conference=target, question__key="which")
    assert [str(option) for option in options] == ["This one"]


def test_days_and_hours_move_with_the_first_day_by_the_venues_clock(world: World):
    here, target = world.here.conference, frame_of(world).target
    year = datetime.timedelta(days=364)
    assert target.registration_opens_at == here.registration_opens_at + year
    assert target.registration_closes_at == here.registration_closes_at + year
    held = Session.objects.filter(state="scheduled")
    before = set(held.filter(conference=here).values_list("starts_at", flat=True))
    after = set(held.filter(conference=target).values_list("starts_at", flat=True))
    assert after == {moment and moment + year for moment in before}


def test_sessions_beyond_the_new_days_wait_without_a_time_and_that_is_said_before(world: World):
    here = world.here.conference
    start = here.starts_on + datetime.timedelta(days=364)
    target = Conference(starts_on=start, ends_on=start, time_zone=here.time_zone)
    part = next(part for part in registry.frame_parts if part.key == "sessions")
    said = list(part.warns(FrameCopy(here, target, world.superuser)))
    lost = Session.objects.filter(conference=here, state="scheduled", starts_at__date__gt=here.starts_on).count()
    assert lost
    assert said
    assert said[0].startswith(f"{lost} session")
    done = frame_of(world, starts_on=start, ends_on=start)
    waiting = Session.objects.filter(conference=done.target, starts_at__isnull=True, parked_minutes__isnull=False)
    assert waiting.count() == lost
    assert not RoomBooking.objects.filter(session__in=waiting, during__isnull=False).exists()


def test_how_many_own_wordings_go_with_it_is_said_before_and_that_they_have_to_be_read(world: World):
    here = world.here.conference
    part = next(part for part in registry.frame_parts if part.key == "letters")
    copied = FrameCopy(here, Conference(starts_on=here.starts_on, time_zone=here.time_zone), world.superuser)
    count = here.letter_templates.count()
    assert count
    (said,) = part.warns(copied)
    assert said.startswith(f"{count} own wording")
    assert "Dates and names" in said
    here.letter_templates.all().delete()
    assert list(part.warns(copied)) == []


@pytest.mark.parametrize("part", ["sessions", "questions", "walking_times"])
def test_a_part_needs_what_it_names(world: World, part: str):
    from conference.actions.copy_frame import CopyError

    with pytest.raises(CopyError, match="needs"):
        frame_of(world, {part})


def test_only_the_co_ordinator_copies(world: World):
    from conference.actions.copy_frame import CopyError
    from conference.models import TeamRole

    here = world.here.conference
    for role, officer in world.here.officers.items():
        if role != TeamRole.COORDINATOR:
            with pytest.raises(CopyError, match="role"):
                copy_frame(here.pk, Conference(slug="another"), parts=[], by=officer)
