"""Meals and access of one's own: said by the person, changed at any time, shown to nobody else."""

import pytest
from django.urls import reverse

from conference.models import TeamRole
from registration.actions.needs import read_needs, tell_needs
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import ParticipantNeeds, Particular, PendingChange, Route
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user, set_clock
from tests.factories.registration import make_category, make_delegation, make_focal_point, make_registration

ALICE = "alice@dialogue.example"
OFFICE = "office@ministry.example"


@pytest.fixture
def alice(conference):
    category = make_category(conference, Route.INVITATION, asks=[Particular.DIET, Particular.ACCESS])
    return make_registration(
        S.REGISTERED, conference, category=category, person={"email": ALICE, "office_email": OFFICE}
    )


def url_of(registration):
    return reverse("registration:own-needs", args=[registration.conference.slug, registration.pk])


def own_page(client, registration):
    return client.get(reverse("registration:own-one", args=[registration.conference.slug, registration.pk]))


def said():
    needs = ParticipantNeeds.objects.get()
    return needs.diet, needs.diet_note, needs.access, needs.version


def test_needs_are_told_and_changed_at_once_also_when_registered_and_after_the_deadline(alice, signed_in_as):
    client = signed_in_as(ALICE)
    assert "You have told us of no needs." in own_page(client, alice).content.decode()
    told = {"diet": ["halal", "vegan"], "diet_note": "No nuts", "access": "A seat without steps"}
    answer = client.post(url_of(alice), told | {"seen_version": "0"}, follow=True).content.decode()
    assert "What you entered is saved." in answer
    assert "You told us what you need." in answer
    assert "No nuts" not in answer
    assert said() == ("halal,vegan", "No nuts", "A seat without steps", 1)
    set_clock(alice.conference, "2019-06-15T09:00:00+08:00")
    form = client.get(url_of(alice)).context["form"]
    assert form.initial == told
    client.post(url_of(alice), {"access": "A ramp", "seen_version": "1"})
    assert said() == ("", "", "A ramp", 2)
    assert not PendingChange.objects.exists()


def test_what_was_said_can_be_taken_back(alice, signed_in_as):
    ParticipantNeeds.objects.create(participant=alice.participant, access="A ramp")
    client = signed_in_as(ALICE)
    client.post(url_of(alice), {"seen_version": "1"})
    assert said() == ("", "", "", 2)
    assert "You have told us of no needs." in own_page(client, alice).content.decode()


def test_who_changes_nothing_is_told_so(alice, signed_in_as):
    ParticipantNeeds.objects.create(participant=alice.participant, access="A ramp")
    answer = signed_in_as(ALICE).post(url_of(alice), {"access": "A ramp", "seen_version": "1"}, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert said()[-1] == 1


def test_what_another_device_has_said_meanwhile_is_shown_and_not_overwritten_unseen(alice, signed_in_as):
    client = signed_in_as(ALICE)
    seen = client.get(url_of(alice)).context["seen_version"]
    ParticipantNeeds.objects.create(participant=alice.participant, diet="halal", access="A ramp")
    typed = {"access": "A seat without steps", "seen_version": str(seen)}
    told = client.post(url_of(alice), typed)
    text = told.content.decode()
    assert "changed in another window or on another device" in text
    assert "On record now: “A ramp”." in text
    assert "On record now: “halal”." in text
    assert "A seat without steps" in text
    assert said()[2] == "A ramp"
    client.post(url_of(alice), typed | {"seen_version": str(told.context["seen_version"])})
    assert said() == ("", "", "A seat without steps", 2)


def test_an_office_is_shown_nothing_and_may_say_it_anew(alice, signed_in_as):
    ParticipantNeeds.objects.create(participant=alice.participant, diet="halal", access="A ramp")
    client = signed_in_as(OFFICE)
    page = client.get(url_of(alice)).content.decode()
    assert "is shown to the person alone" in page
    assert "A ramp" not in page
    assert "checked" not in page
    assert "Shown to the person alone." in own_page(client, alice).content.decode()
    client.post(url_of(alice), {"seen_version": "1"})
    assert said() == ("halal", "", "A ramp", 1)
    lost = client.post(url_of(alice), {"access": "Sign language", "seen_version": "0"}).content.decode()
    assert "changed in another window or on another device" in lost
    assert "A ramp" not in lost
    client.post(url_of(alice), {"access": "Sign language", "seen_version": "1"})
    assert said() == ("", "", "Sign language", 2)


def test_what_the_category_does_not_ask_stays_as_it_was(alice, signed_in_as):
    ParticipantNeeds.objects.create(participant=alice.participant, diet="halal", diet_note="No nuts")
    alice.category.asks = [Particular.ACCESS]
    alice.category.save()
    ParticipantNeeds.objects.update(diet_note="")
    client = signed_in_as(ALICE)
    assert set(client.get(url_of(alice)).context["form"].fields) == {"diet", "access"}
    client.post(url_of(alice), {"diet": ["halal"], "access": "A ramp", "seen_version": "1"})
    assert said() == ("halal", "", "A ramp", 2)


def test_it_is_not_there_for_others_nor_where_it_is_not_asked(conference, alice, signed_in_as):
    assert signed_in_as("mallory@elsewhere.example").get(url_of(alice)).status_code == 404
    alice.category.asks = []
    alice.category.save()
    assert signed_in_as(ALICE).get(url_of(alice)).status_code == 404


def test_nobody_tells_the_needs_of_another_and_of_what_has_ended_nobody(conference, alice):
    delegation = make_delegation(conference)
    frida = make_user(make_focal_point(delegation).email)
    member = make_registration(S.COMPLETE, delegation=delegation)
    officer = make_officer(conference, TeamRole.COORDINATOR)
    for by in (frida, officer):
        with pytest.raises(NotPermittedError):
            tell_needs(member.pk, needs=ParticipantNeeds(access="A ramp"), by=by, version=0)
    gone = make_registration(S.WITHDRAWN, conference, person={"email": ALICE})
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        tell_needs(gone.pk, needs=ParticipantNeeds(access="A ramp"), by=make_user(ALICE), version=0)
    with pytest.raises(LostUpdateError):
        tell_needs(alice.pk, needs=ParticipantNeeds(access="A ramp"), by=make_user(ALICE), version=3)
    with pytest.raises(NotPermittedError):
        read_needs(alice.pk, by=officer)
