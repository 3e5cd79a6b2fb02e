"""Another code for the entrance in place of a lost one: with a reason, by those who register, told to whose it is."""

import uuid

import pytest
from django.urls import reverse

from conference.admin.current import FORM_FIELD
from conference.correspondence.compose import fill_secrets
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.actions.badges import give_another_code, valid_badge
from registration.errors import LostUpdateError, NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import Badge, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration

pytestmark = pytest.mark.django_db
ALICE = "alice@dialogue.example"


@pytest.fixture
def alice():
    return make_registration(S.REGISTERED, make_conference(), person={"email": ALICE})


@pytest.fixture
def officer(alice):
    return make_officer(alice.conference, TeamRole.REGISTRATION, name="Olga Desk")


def code_of(registration) -> Badge:
    badge = valid_badge(registration)
    assert badge is not None
    return badge


def url_of(registration):
    return reverse("admin:registration_registration_code", args=[registration.pk])


def page_of(client, registration):
    return client.get(reverse("admin:registration_registration_change", args=[registration.pk]))


def filled_in(registration, **changes):
    former = valid_badge(registration)
    return {
        FORM_FIELD: str(registration.conference.pk),
        "former": str(former.pk) if former else "",
        "reason": "The telephone was stolen.",
    } | changes


def code_in(letter):
    return fill_secrets(letter.text, letter.secrets)


def test_the_officer_reads_the_letter_first_and_then_gives_another_code(client, alice, officer):
    client.force_login(officer)
    assert url_of(alice) in page_of(client, alice).content.decode()
    old, said = code_of(alice), filled_in(alice)
    preview = client.post(url_of(alice), said).content.decode()
    assert "another code for the entrance" in preview
    assert valid_badge(alice) == old
    answer = client.post(url_of(alice), said | {"send": "1"}, follow=True)
    assert "the letter with it is on its way, and the former one is dead." in answer.content.decode()
    new = code_of(alice)
    assert new.code not in answer.content.decode()
    letter = OutgoingMessage.objects.get()
    assert (letter.purpose, letter.recipient, new.shown in code_in(letter)) == ("code_replaced", ALICE, True)
    assert new.shown not in letter.text
    old = Badge.objects.get(pk=old.pk)
    assert (old.void_reason, old.void_words, old.voided_by) == ("reissued", "The telephone was stolen.", officer)
    told = [(entry["text"], entry["detail"], entry["actor"]) for entry in answer.context["history_entries"]]
    assert ("Another code for the entrance", "The telephone was stolen.", "Olga Desk") in told


def test_the_own_page_shows_the_new_code(client, alice, officer):
    give_another_code(alice.pk, former=code_of(alice).pk, reason="Lost.", by=officer)
    client.force_login(make_user(ALICE))
    text = client.get(reverse("registration:own", args=[alice.conference.slug])).content.decode()
    assert code_of(alice).shown in text


def test_the_same_submit_twice_is_one_code_and_one_letter(client, alice, officer):
    client.force_login(officer)
    said = filled_in(alice) | {"send": "1"}
    client.post(url_of(alice), said)
    first = valid_badge(alice)
    assert client.post(url_of(alice), said).status_code == 302, "answered like the first"
    assert valid_badge(alice) == first
    assert OutgoingMessage.objects.count() == 1


def test_a_colleague_who_was_quicker_is_told(client, alice, officer):
    said = filled_in(alice) | {"send": "1"}
    colleague = make_officer(alice.conference, TeamRole.PROTOCOL)
    give_another_code(alice.pk, former=code_of(alice).pk, reason="Lost.", by=colleague)
    client.force_login(officer)
    assert "Somebody else has changed this meanwhile" in client.post(url_of(alice), said).content.decode()
    assert OutgoingMessage.objects.count() == 1


def test_a_reason_is_needed(client, alice, officer):
    client.force_login(officer)
    text = client.post(url_of(alice), filled_in(alice, reason=" ") | {"send": "1"}).content.decode()
    assert "Enter why another code is given" in text
    with pytest.raises(ReasonRequiredError):
        give_another_code(alice.pk, former=uuid.uuid4(), reason=" ", by=officer)


def test_where_no_letter_may_go_the_officer_is_shown_the_code_to_pass_on(client, alice, officer):
    alice.participant.email = ""
    alice.participant.save()
    client.force_login(officer)
    said = filled_in(alice)
    assert "No letter will be sent." in client.post(url_of(alice), said).content.decode()
    text = client.post(url_of(alice), said | {"send": "1"}, follow=True).content.decode()
    assert f"please pass it on yourself: {code_of(alice).shown}" in text
    assert not OutgoingMessage.objects.exists()


def test_where_nothing_is_written_automatically_the_letter_waits_to_be_sent_by_hand(client, alice, officer):
    alice.participant.never_write_automatically = True
    alice.participant.save()
    client.force_login(officer)
    text = client.post(url_of(alice), filled_in(alice) | {"send": "1"}, follow=True).content.decode()
    assert "waits in the ledger, to be sent by hand." in text
    assert OutgoingMessage.objects.get().state == MessageState.BY_HAND


def test_of_a_member_without_an_address_the_focal_point_is_told(alice, officer):
    delegation = make_delegation(alice.conference)
    focal_point = make_focal_point(delegation)
    member = make_registration(S.REGISTERED, delegation=delegation, person={"email": ""})
    badge = give_another_code(member.pk, former=code_of(member).pk, reason="Lost.", by=officer)
    letter = OutgoingMessage.objects.get()
    assert (letter.purpose, letter.recipient) == ("member_code_replaced", focal_point.email)
    assert badge.shown in code_in(letter)


def test_who_is_not_registered_has_no_code_to_replace(client, alice, officer):
    other = make_registration(S.COMPLETE, alice.conference, person={"email": "bob@dialogue.example"})
    client.force_login(officer)
    assert url_of(other) not in page_of(client, other).content.decode()
    answer = client.get(url_of(other), follow=True).content.decode()
    assert "Only who is registered has a code for the entrance." in answer
    with pytest.raises(RegistrationError, match="Only who is registered has a badge"):
        give_another_code(other.pk, former=uuid.uuid4(), reason="Lost.", by=officer)


@pytest.mark.parametrize("role", TeamRole)
def test_those_who_register_give_codes_and_nobody_else(role, client, alice):
    may = role in {TeamRole.COORDINATOR, TeamRole.REGISTRATION, TeamRole.PROTOCOL}
    by = make_officer(alice.conference, role)
    client.force_login(by)
    assert client.get(url_of(alice)).status_code == (200 if may else 403)
    assert (url_of(alice) in page_of(client, alice).content.decode()) is may
    if not may:
        with pytest.raises(NotPermittedError):
            give_another_code(alice.pk, former=code_of(alice).pk, reason="Lost.", by=by)


def test_of_a_protected_person_only_those_who_see_the_name(client, alice):
    alice.participant.visibility = Visibility.HIDDEN
    alice.participant.save()
    client.force_login(make_officer(alice.conference, TeamRole.PROTOCOL))
    assert client.get(url_of(alice)).status_code == 403


def test_a_code_that_is_unknown_is_no_former_one(alice, officer):
    with pytest.raises(LostUpdateError):
        give_another_code(alice.pk, former=uuid.uuid4(), reason="Lost.", by=officer)
