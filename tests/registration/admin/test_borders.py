"""What holds on every page of the desk: nothing by GET, nothing of another conference, nothing without signing in."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole
from registration.models import Route
from registration.states import InvitationState
from registration.states import RegistrationState as S
from tests.borders.rows_kept import nothing_is_written
from tests.factories.conference import make_mission, make_officer, make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

MOVES = ("confirm", "take-up", "promote", "request-changes", "waitlist", "decline", "withdraw")
LISTS = ("registration", "invitation", "delegation", "participantcategory", "participant")


@pytest.fixture
def pages(conference: Conference) -> list[str]:
    """Every address of the desk that names a row of the conference."""
    delegation = make_delegation(conference)
    make_focal_point(delegation)
    invitations = [make_invitation(to=delegation), make_invitation(to=make_participant(conference))]
    registrations = [
        make_registration(S.UNDER_REVIEW, conference),
        make_registration(S.SUBMITTED, conference),
        make_registration(S.WAITLISTED, conference),
        make_registration(S.COMPLETE, delegation=delegation),
    ]
    addresses = [_page("delegation", "change", delegation.pk), _page("delegation", "seats", delegation.pk)]
    addresses += [_page("delegation", "focal_point", delegation.pk, rank) for rank in ("primary", "backup")]
    addresses += [_page("participantcategory", "change", make_category(conference).pk)]
    for invitation in invitations:
        addresses += [_page("invitation", page, invitation.pk) for page in ("change", "reply", "send_again")]
    for registration in registrations:
        addresses += [_page("registration", "change", registration.pk)]
        addresses += [_page("registration", "move", registration.pk, key) for key in MOVES]
        addresses += [_page("participant", "change", registration.participant_id)]
    return addresses


def _page(model: str, page: str, *args: object) -> str:
    return reverse(f"admin:registration_{model}_{page}", args=args)


def general_pages() -> list[str]:
    """The addresses that name no row."""
    lists = [reverse(f"admin:registration_{model}_changelist") for model in LISTS]
    return [
        *lists,
        reverse("admin:index"),
        reverse("admin:registration_registration_add"),
        reverse("admin:registration_invitation_invite_state"),
        reverse("admin:registration_invitation_invite_person"),
    ]


def test_nothing_is_changed_by_opening_any_page(conference: Conference, pages: list[str], sign_in):
    make_mission(make_state("DE"))
    make_category(conference, Route.INVITATION)
    everything = sign_in(make_officer(conference, *TeamRole))
    everything.get(reverse("admin:index"))
    with nothing_is_written():
        for address in [*pages, *general_pages()]:
            assert everything.get(address, follow=True).status_code == 200, address


def test_an_officer_of_another_conference_finds_nothing(other_conference: Conference, pages: list[str], sign_in):
    stranger = sign_in(make_officer(other_conference, *TeamRole))
    to_the_index = reverse("admin:index")
    for address in pages:
        for answer in (stranger.get(address), stranger.post(address, {"_conference": str(other_conference.pk)})):
            led_away = answer.status_code == 302 and answer["Location"] == to_the_index
            assert answer.status_code == 404 or led_away, address


def test_a_participant_who_signed_in_by_code_does_not_enter(conference: Conference, pages: list[str], sign_in):
    from conference.models import User

    participant = sign_in(User.objects.for_address("alice@people.example"))
    for address in [*pages, *general_pages()]:
        answer = participant.get(address)
        assert answer.status_code == 302, address
        assert "/admin/login/" in answer["Location"]


def test_nobody_enters_without_signing_in(conference: Conference, pages: list[str]):
    for address in [*pages, *general_pages()]:
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 302, address
            assert "/admin/login/" in answer["Location"]


def test_no_page_carries_an_inline_script_or_style(conference: Conference, pages: list[str], sign_in):
    everything = sign_in(make_officer(conference, *TeamRole))
    for address in [*pages, *general_pages()]:
        body = everything.get(address, follow=True).content.decode()
        assert "<style" not in body, address
        assert " style=" not in body, address
        assert "<script>" not in body, address
        assert "javascript:" not in body, address


def test_every_state_of_an_invitation_has_a_page(conference: Conference, sign_in):
    everything = sign_in(make_officer(conference, *TeamRole))
    for state in InvitationState:
        invitation = make_invitation(to=make_participant(conference), state=state)
        assert everything.get(_page("invitation", "change", invitation.pk)).status_code == 200
    assert everything.get(reverse("admin:registration_invitation_changelist")).status_code == 200


def test_every_state_of_a_registration_has_a_page(conference: Conference, sign_in):
    everything = sign_in(make_officer(conference, *TeamRole))
    for state in S:
        registration = make_registration(state, conference)
        assert everything.get(_page("registration", "change", registration.pk)).status_code == 200
