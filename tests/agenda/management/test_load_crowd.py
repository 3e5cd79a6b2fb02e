"""The crowd: any size, the same for the same seed, never in production."""

import hashlib
import re
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q

from agenda.management.crowd.copying import written
from agenda.models import Appearance, Release, RoomBooking
from conference.correspondence.compose import compose
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage
from conference.models import Conference, OrganisationName
from registration import emails
from registration.models import (
    Application,
    Badge,
    Delegation,
    FocalPoint,
    Invitation,
    Participant,
    Registration,
    RegistrationTransition,
)
from registration.states import RegistrationState

pytestmark = pytest.mark.django_db


OF_A_CROWD = {
    Participant: "conference",
    Delegation: "conference",
    FocalPoint: "delegation__conference",
    Invitation: "conference",
    Registration: "conference",
    RegistrationTransition: "registration__conference",
    Application: "registration__conference",
    Badge: "registration__conference",
    OutgoingMessage: "conference",
    DeliveryAttempt: "message__conference",
}


MADE = ("link_digest", "designation_digest", "message_id")
LOADED = (
    *("state_since", "created_at", "consented_at", "submitted_at", "asked_member_at", "origin_since", "at"),
    *("issued_at", "voided_at", "claimed_at", "handed_over_at", "sent_at", "next_attempt_at", "designated_at"),
)


def load(slug="crowd", registrations=120, sessions=9, **options):
    call_command("load_crowd", slug=slug, registrations=registrations, sessions=sessions, **options)
    return Conference.objects.get(slug=slug)


def test_a_crowd_has_as_many_as_were_asked_for_and_a_published_agenda(capsys):
    conference = load()

    assert conference.registrations.count() == 120
    assert conference.sessions.count() == 9
    assert RoomBooking.objects.filter(session__conference=conference).count() == 9
    release = Release.objects.get(conference=conference)
    assert len(release.snapshot["sessions"]) == 9
    assert "officer@crowd.example" in capsys.readouterr().out


def test_a_crowd_is_mixed_as_a_conference_is():
    conference = load(registrations=300)

    states = Counter(conference.registrations.values_list("state", flat=True))
    assert states[RegistrationState.REGISTERED] > 100
    assert len(states) >= 8
    assert Delegation.objects.filter(conference=conference, registrations__isnull=False).exists()
    assert Invitation.objects.filter(conference=conference, participant__isnull=False).exists()
    assert Application.objects.filter(registration__conference=conference).exists()
    assert Participant.objects.filter(conference=conference, native_name__regex="[А-я]").exists()
    assert Appearance.objects.filter(session__conference=conference, participant__isnull=False).count() >= 4 * 9


def test_nobody_s_history_ends_elsewhere_than_where_the_registration_stands():
    conference = load()

    for registration in Registration.objects.filter(conference=conference).prefetch_related("transitions"):
        last = registration.transitions.order_by("-pk").first()
        assert last is not None
        assert last.target == registration.state


def digest_of(conference):
    """What the crowd is, but for the moment at which it was loaded and what hangs on the installation's own key."""
    told = hashlib.sha256()
    for model, path in OF_A_CROWD.items():
        columns = [f.attname for f in model._meta.concrete_fields if f.get_internal_type() != "BigAutoField"]
        rows = model._default_manager.filter(**{path: conference}).values(*columns)
        for line in sorted(str({k: v for k, v in row.items() if k not in MADE + LOADED}) for row in rows):
            told.update(without_links(line).encode())
        for line in sorted(
            str([row[k] + conference.demonstration_offset for k in LOADED if row.get(k)]) for row in rows
        ):
            told.update(line.encode())
    return told.hexdigest()


def without_links(line):
    return re.sub(r"/invitation/[^/]+/", "/invitation/…/", line)


def test_the_same_seed_makes_the_same_crowd_to_the_last_letter_and_another_makes_another():
    def made_from(seed):
        with transaction.atomic():
            digest = digest_of(load(seed=seed, registrations=60, sessions=2))
            transaction.set_rollback(True)
        return digest

    first, again, other = made_from(1), made_from(1), made_from(2)

    assert first == again
    assert first != other


def test_the_letters_are_those_that_the_site_writes():
    conference = load(registrations=60)
    confirmed = OutgoingMessage.objects.filter(conference=conference, purpose="registration_confirmed")
    about = {one.pk: one for one in Registration.objects.filter(pk__in=confirmed.values("about_id")).for_listing()}
    message = confirmed.exclude(key__startswith="copy:").order_by("key")[0]
    assert message.about_id
    registration = about[message.about_id]
    registration.conference = registration.participant.conference = conference

    (letter,) = emails.registration_confirmed(registration, registration.badges.first())
    composed = compose(letter)

    assert (message.subject, message.text, message.html) == (composed.subject, composed.text, composed.html)
    assert message.recipient == registration.participant.email


def test_every_person_has_the_letters_of_the_steps_that_were_taken_and_none_waits_to_be_sent():
    conference = load(registrations=300)
    messages = OutgoingMessage.objects.filter(conference=conference)

    told = {"registration_confirmed", "member_confirmed", "application_received", "application_declined", "withdrawn"}
    told |= {"changes_requested", "waitlisted", "invitation_person", "registration_received", "member_asked"}
    assert told <= set(messages.values_list("purpose", flat=True))
    assert not messages.filter(state__in=["queued", "sending"]).exists()
    assert messages.filter(state="by_hand").exists()
    assert not messages.filter(text__regex="Q[a-z]+q").exists()
    assert (
        DeliveryAttempt.objects.filter(message__in=messages, outcome="sent").count()
        == messages.filter(state="sent").count()
    )


def test_names_are_of_every_script_some_single_and_some_with_a_patronymic():
    people = load(registrations=600, sessions=1).participants

    for script in ("[À-ž]", "[А-я]", "[ӨөҮү]", "[가-힣]", "[ء-ي]", "[一-龯]"):
        assert people.filter(Q(native_name__regex=script) | Q(given_names__regex=script)).exists(), script
    assert people.filter(family_name="", patronymic="").exists()
    assert people.exclude(patronymic="").exists()
    assert people.filter(visibility="hidden").exists()
    assert people.filter(never_write_automatically=True).exists()


def test_who_was_replaced_has_a_substitute_in_the_same_delegation_and_a_dead_code():
    conference = load(registrations=400, sessions=1)
    replaced = conference.registrations.filter(state=RegistrationState.REPLACED)

    assert replaced.exists()
    for one in replaced.select_related("replaced_by"):
        assert one.replaced_by.delegation_id == one.delegation_id
        assert one.badges.get().void_reason == "replaced"


def test_a_larger_crowd_has_organisations_of_its_own_with_delegations():
    conference = load(registrations=240, sessions=1)

    assert conference.organisations.count() == 4
    assert Delegation.objects.filter(conference=conference, organisation__conference=conference).count() == 4
    assert OrganisationName.objects.filter(organisation__conference=conference).count() == 4


def test_two_crowds_live_beside_each_other():
    load("crowd")
    load("another")

    assert Conference.objects.count() == 2


def test_a_crowd_of_nobody_is_an_empty_conference():
    assert load(registrations=0, sessions=0).registrations.count() == 0


@pytest.mark.parametrize(("slug", "said"), [("crowd", "already"), ("admin", "address of the site itself")])
def test_an_address_that_is_taken_or_is_none_is_refused(slug, said):
    load("crowd", 1, 1)

    with pytest.raises(CommandError, match=said):
        load(slug)


def test_where_demonstrations_are_not_allowed_no_crowd_is_loaded(settings):
    settings.DEMONSTRATIONS_ALLOWED = False

    with pytest.raises(CommandError, match="do not allow demonstrations"):
        load()

    assert not Conference.objects.exists()


def test_a_value_of_an_unknown_kind_is_told_and_ends_no_rows_in_silence():
    with pytest.raises(KeyError):
        written(object())
