"""What each conference of the demonstration keeps: all that the constraints, the acts and the field's manners ask."""

import datetime
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from agenda.demonstration.accounts import accounts_text
from agenda.demonstration.identity import DEMONSTRATIONS, PASSWORD
from agenda.models import Appearance, Release, Session
from agenda.queries.counts import unpublished_changes
from agenda.queries.published import published_agenda
from agenda.states import AppearanceState
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, ReminderRule
from conference.correspondence.states import MessageState
from conference.models import Conference, Mission, Room, Topic, User, Venue
from conference.registry import registry
from registration.models import (
    Delegation,
    FocalPoint,
    Invitation,
    InvitationTransition,
    Participant,
    ParticipantCategory,
    Registration,
    RegistrationTransition,
)
from registration.queries.outstanding import outstanding
from registration.queries.places import places_left, seats
from registration.states import (
    INVITATION_TRANSITIONS,
    LIVE,
    InvitationState,
    RegistrationState,
    Track,
    may_move,
)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

S = RegistrationState
SCRIPTS = {"LATIN", "CYRILLIC", "ARABIC", "HANGUL", "CJK", "THAI", "GEORGIAN", "ARMENIAN"}
REAL_PERSONS = ("battsetseg", "tsogtbaatar", "gerel", "greminger", "shah", "батцэцэг", "цогтбаатар", "гэрэл", "шах")


@pytest.fixture(scope="module", params=DEMONSTRATIONS, ids=lambda demonstration: demonstration.slug)
def demonstration(request):
    return request.param


@pytest.fixture(scope="module", autouse=True)
def conference(demonstration, loading):
    """Each alone: one stands without the other."""
    with loading(demonstration):
        yield Conference.objects.get()


def test_every_appearance_state_occurs():
    assert set(Appearance.objects.filter(participant__isnull=False).values_list("state", flat=True)) == set(
        AppearanceState
    )


def test_every_address_is_one_that_cannot_exist():
    addresses = [
        *Participant.objects.values_list("email", flat=True),
        *Participant.objects.values_list("office_email", flat=True),
        *FocalPoint.objects.values_list("email", flat=True),
        *Mission.objects.values_list("email", flat=True),
        *Invitation.objects.values_list("email", flat=True),
        *User.objects.values_list("email", flat=True),
        *OutgoingMessage.objects.values_list("recipient", flat=True),
        *OutgoingMessage.objects.values_list("copy_to", flat=True),
        *Conference.objects.values_list("contact_email", flat=True),
    ]
    assert [address for address in addresses if address and not address.endswith(".example")] == []


def test_real_persons_are_lines_of_the_agenda_and_nothing_else():
    lines = Appearance.objects.filter(participant__isnull=True)
    assert lines.exists()
    assert not lines.exclude(responded_at=None).exists()
    assert not lines.exclude(session__type="opening").exists()
    for name in REAL_PERSONS:
        people = Participant.objects.filter(search_text__regex=rf"\y{name}\y")
        assert not people.exists(), people
        assert not FocalPoint.objects.filter(name__iregex=rf"\y{name}\y").exists()
        assert not OutgoingMessage.objects.filter(recipient_name__iregex=rf"\y{name}\y").exists()


def test_who_is_complete_lacks_nothing_and_who_is_nominated_something():
    lacking = {S.NOMINATED: True, S.COMPLETE: False, S.REGISTERED: False}
    for registration in Registration.objects.for_listing().filter(state__in=lacking):
        assert bool(outstanding(registration)) is lacking[S(registration.state)], registration


def test_no_delegation_and_no_category_holds_more_seats_than_it_has():
    for delegation in Delegation.objects.all():
        held = seats(delegation)
        assert held.over == 0, delegation
        assert not held.waiting or held.is_full or places_left(delegation.category) == 0, delegation
    for category in ParticipantCategory.objects.all():
        waits = category.registrations.filter(state=S.WAITLISTED, delegation=None).exists()
        left = places_left(category)
        assert left is None or left >= 0, category
        assert not waits or left == 0, category


def test_every_registration_came_by_legal_moves_to_where_it_stands():
    for registration in Registration.objects.prefetch_related("transitions"):
        steps = sorted(registration.transitions.all(), key=lambda step: (step.at, step.pk))
        assert steps[0].origin == ""
        assert steps[-1].target == registration.state
        assert steps[-1].at == registration.state_since
        assert len(steps) == registration.version
        for before, after in pairwise(steps):
            assert after.origin == before.target
            assert before.at < after.at
            assert may_move(Track(registration.track), S(before.target), S(after.target))


def test_every_invitation_came_by_legal_moves_to_where_it_stands():
    for invitation in Invitation.objects.prefetch_related("transitions"):
        steps = sorted(invitation.transitions.all(), key=lambda step: (step.at, step.pk))
        assert (steps[0].origin, steps[0].target) == ("", InvitationState.DRAFT)
        assert steps[-1].target == invitation.state
        assert len(steps) == invitation.version
        for before, after in pairwise(steps):
            assert after.origin == before.target
            assert InvitationState(after.target) in INVITATION_TRANSITIONS[InvitationState(before.target)]


def test_nothing_lies_in_the_future():
    now = timezone.now()
    moments = [
        *RegistrationTransition.objects.values_list("at", flat=True),
        *InvitationTransition.objects.values_list("at", flat=True),
        *OutgoingMessage.objects.values_list("created_at", flat=True),
        *DeliveryAttempt.objects.values_list("at", flat=True),
        *Appearance.objects.exclude(responded_at=None).values_list("responded_at", flat=True),
    ]
    assert [moment for moment in moments if moment is None or moment > now] == []


def test_who_declines_or_withdraws_gives_the_reason():
    ended = RegistrationTransition.objects.filter(target__in=(S.DECLINED, S.WITHDRAWN, S.CHANGES_REQUESTED))
    assert not ended.filter(reason="").exists()
    assert not InvitationTransition.objects.filter(target=InvitationState.DECLINED, reason="").exists()
    assert not Appearance.objects.filter(state=AppearanceState.DECLINED, reason="").exists()


def test_a_substitute_took_the_seat_of_the_member_who_was_replaced():
    former = Registration.objects.get(state=S.REPLACED)
    successor = Registration.objects.get(replaces=former)
    assert (successor.role, successor.position) == (former.role, former.position)
    assert former.state_since <= successor.created_at < former.state_since + datetime.timedelta(days=1)


def test_who_speaks_takes_part_or_has_regretted():
    for appearance in Appearance.objects.filter(participant__isnull=False):
        live = Registration.objects.filter(participant=appearance.participant, state__in=LIVE).exists()
        assert live or appearance.state == AppearanceState.DECLINED, appearance


def test_the_ledger_waits_for_nobody_and_keeps_no_secret_of_what_was_sent():
    states = Counter(OutgoingMessage.objects.values_list("state", flat=True))
    troubles = {MessageState.FAILED, MessageState.UNKNOWN, MessageState.HELD}
    assert states.keys() == {MessageState.SENT, MessageState.BY_HAND, *troubles}
    assert not OutgoingMessage.objects.filter(state=MessageState.SENT).exclude(secrets={}).exists()
    assert not OutgoingMessage.objects.filter(purpose__contains="code").exists()


def test_whose_letter_was_refused_has_an_invitation_that_came_back():
    failed = OutgoingMessage.objects.filter(state=MessageState.FAILED, purpose__startswith="invitation")
    returned = Invitation.objects.filter(state=InvitationState.BOUNCED)
    assert set(failed.values_list("about_id", flat=True)) == set(returned.values_list("pk", flat=True))
    held = OutgoingMessage.objects.get(state=MessageState.HELD)
    assert Invitation.objects.get(state=InvitationState.DRAFT).pk == held.about_id


def test_letters_are_in_the_language_of_who_receives_them(conference):
    assert set(OutgoingMessage.objects.values_list("language", flat=True)) == {"en", "ru", "mn"}
    people = Participant.objects.in_bulk(field_name="pk")
    confirmed = OutgoingMessage.objects.filter(purpose="registration_confirmed")
    registrations = Registration.objects.in_bulk(confirmed.values_list("about_id", flat=True))
    for message in confirmed:
        person = people[registrations[message.about_id].participant_id]
        assert message.language == conference.language_or_default(person.language)
        assert conference.title[message.language] in message.text


def test_who_must_not_be_written_to_has_letters_to_be_sent_by_hand_alone():
    person = Participant.objects.get(never_write_automatically=True)
    assert person.registrations.get().state == S.REGISTERED
    written = OutgoingMessage.objects.filter(recipient__in=(person.email, person.office_email))
    assert set(written.values_list("state", flat=True)) == {MessageState.BY_HAND}


def test_every_name_can_be_printed():
    for person in Participant.objects.all():
        text = f"{person.formal_name}{person.native_name}{person.function}{person.institution}"
        assert unicodedata.normalize("NFC", text) == text
        for character in text:
            script, kind = unicodedata.name(character).split()[0], unicodedata.category(character)[0]
            assert kind not in "CM" or script == "THAI", (person, character)
            assert kind != "L" or script in SCRIPTS or character == "ʻ", (person, character)


def test_names_show_what_names_can_be():
    assert Participant.objects.filter(family_name="", patronymic="").count() >= 3
    assert Participant.objects.filter(name_order="patronymic_first").count() >= 10
    names = "".join(Participant.objects.values_list("native_name", flat=True)) + "".join(
        Participant.objects.values_list("given_names", flat=True)
    )
    assert {"Ө", "ү", "ө", "Ү"} <= set(names)


def test_every_row_is_one_that_a_form_would_take():
    models = (
        Conference,
        Venue,
        Room,
        Topic,
        Mission,
        ParticipantCategory,
        Delegation,
        FocalPoint,
        Participant,
        Invitation,
        Registration,
        Session,
        Appearance,
        ReminderRule,
        OutgoingMessage,
    )
    for model in models:
        foreign = [field.name for field in model._meta.concrete_fields if field.is_relation]
        for row in model._default_manager.all():
            row.clean_fields(exclude=[*foreign, "form_token"])


def test_everything_public_is_written_in_three_languages(conference):
    translated = [
        conference.title,
        conference.short_title,
        conference.hosts,
        conference.place,
        conference.description,
        conference.signatory,
        conference.demonstration_notice,
        *(topic.name for topic in conference.topics.all()),
        *(category.name for category in conference.categories.all()),
        *(session.title for session in conference.sessions.all()),
        *(room.name for room in Room.objects.all()),
        *(venue.name for venue in conference.venues.all()),
        *(mission.name for mission in Mission.objects.all()),
        *(release.note for release in Release.objects.all()),
    ]
    assert [text for text in translated if set(text) != {"en", "ru", "mn"}] == []
    assert conference.topics.count() == 5


def test_one_change_waits_to_be_published(conference):
    assert unpublished_changes(conference) == 1


def test_the_hidden_speaker_is_named_nowhere(conference):
    hidden = Participant.objects.get(visibility="hidden", named_on_agenda=False)
    speakers = [speaker.name for session in published_agenda(conference).sessions for speaker in session.speakers]
    assert hidden.appearances.exists()
    assert not [name for name in speakers if hidden.family_name.upper() in name.upper()]
    assert "Speaker" in speakers


def test_officers_sign_in_with_the_password_that_is_printed(demonstration):
    printed = accounts_text()
    assert PASSWORD in printed
    for row in demonstration.rows("team"):
        assert row["email"] in printed
        officer = authenticate(username=row["email"], password=PASSWORD)
        assert officer is not None
        assert officer.memberships.filter(role=row["role"]).exists()


def test_everybody_printed_may_sign_in_by_code(demonstration, conference):
    printed = accounts_text()
    for row in demonstration.rows("accounts"):
        assert row["email"] in printed
        assert registry.is_known_address(row["email"], conference)
    (opened,) = [row["email"] for row in demonstration.rows("accounts") if row["invitation"]]
    invitation = Invitation.objects.get(email=opened)
    assert invitation.state == InvitationState.SENT
    assert f"/invitation/{invitation.link_token}/" in printed
