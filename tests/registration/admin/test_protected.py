"""A protected person is named to the duty-of-care and registration officers alone, on no page and in no attribute."""

import html
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole
from registration.models import DelegationRole, Participant, Visibility
from registration.states import InvitationState
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

SECRETS = ("Hiddenia", "HIDDENIA", "Veiled", "VEILED", "hidden.person", "Secret adviser", "Safe House")
LIST = "admin:registration_registration_changelist"


def make_hidden(conference: Conference, **changes: Any) -> Participant:
    number = Participant.objects.count()
    return make_participant(
        conference,
        **{
            "given_names": "Hiddenia",
            "family_name": "Veiled",
            "email": f"hidden.person{number}@people.example",
            "office_email": f"hidden.person{number}@office.example",
            "function": "Secret adviser",
            "institution": "Safe House",
            "visibility": Visibility.HIDDEN,
        }
        | changes,
    )


@pytest.fixture
def addresses(conference: Conference) -> list[str]:
    """Every page that a protected person could appear on: as member, head, substitute, applicant and invitee."""
    delegation = make_delegation(conference)
    make_focal_point(delegation)
    invited = make_hidden(conference)
    invitations = [make_invitation(to=delegation), make_invitation(to=invited, state=InvitationState.ACCEPTED)]
    replaced = make_registration(S.REPLACED, delegation=delegation, participant=make_hidden(conference))
    rows = [
        replaced,
        make_registration(
            S.COMPLETE,
            delegation=delegation,
            participant=make_hidden(conference),
            role=DelegationRole.HEAD,
            replaces=replaced,
        ),
        make_registration(S.NOMINATED, delegation=delegation, participant=make_hidden(conference, function="")),
        make_registration(S.UNDER_REVIEW, conference, participant=make_hidden(conference)),
        make_registration(S.REGISTERED, participant=invited, invitation=invitations[1]),
    ]
    found = [reverse("admin:index"), *_lists()]
    found += [_page("delegation", page, delegation.pk) for page in ("change", "history")]
    found += [_page("delegation", "focal_point", delegation.pk, "primary")]
    for invitation in invitations:
        pages = ("change", "history", "reply", "send_again")
        found += [_page("invitation", page, invitation.pk) for page in pages]
    for registration in rows:
        query = urlencode({"_changelist_filters": "o=1"})
        found += [f"{_page('registration', 'change', registration.pk)}?{query}"]
        found += [_page("registration", "history", registration.pk)]
    person = rows[1].participant_id
    found += [_page("registration", "move", rows[1].pk, "confirm"), _page("registration", "delete", rows[1].pk)]
    return found + [_page("participant", page, person) for page in ("change", "history", "delete")]


def _page(model: str, page: str, *args: object) -> str:
    return reverse(f"admin:registration_{model}_{page}", args=args)


def _lists() -> list[str]:
    models = ("registration", "invitation", "delegation", "participantcategory")
    lists = [reverse(f"admin:registration_{model}_changelist") for model in models]
    queries = ("o=1", "q=hidden")
    return [
        *lists,
        *(f"{address}?{query}" for address in lists[:3] for query in queries),
        reverse("admin:correspondence_outgoingmessage_changelist"),
    ]


def told(client: Client, address: str) -> str:
    """Everything that is sent, markup and attributes too."""
    return html.unescape(client.get(address, follow=True).content.decode())


@pytest.mark.parametrize("role", [TeamRole.COORDINATOR, TeamRole.OBSERVER])
def test_no_page_names_a_protected_person_to_those_without_the_role(
    conference: Conference, addresses: list[str], sign_in, role: TeamRole
):
    officer = sign_in(make_officer(conference, role))
    pages = {address: told(officer, address).replace("?q=hidden", "") for address in addresses}
    found = {address: [secret for secret in SECRETS if secret in page] for address, page in pages.items()}
    assert not {address: secrets for address, secrets in found.items() if secrets}


def test_a_decision_on_many_names_no_protected_person(coordinator_desk: Client, conference: Conference):
    hidden = make_registration(S.UNDER_REVIEW, conference, participant=make_hidden(conference))
    shown = make_registration(S.UNDER_REVIEW, conference)
    chosen = [str(row.pk) for row in (hidden, shown)]
    sent = {"_conference": str(conference.pk), "action": "confirm", "_selected_action": chosen}
    effect = html.unescape(coordinator_desk.post(reverse(LIST), sent).content.decode())
    assert shown.participant.family_name.upper() in effect
    assert not [secret for secret in SECRETS if secret in effect]


@pytest.mark.parametrize("order", ["1", "-1"])
def test_sorted_by_name_a_protected_person_has_no_place_in_the_alphabet(
    coordinator_desk: Client, desk: Client, conference: Conference, order: str
):
    for name in ("Aaa", "Mmm", "Zzz"):
        seen = Visibility.HIDDEN if name == "Mmm" else Visibility.LISTED
        make_registration(conference=conference, person={"given_names": name, "visibility": seen})
    withheld = [row.person.is_withheld for row in rows(coordinator_desk, order)]
    assert withheld == ([True, False, False] if order == "1" else [False, False, True])
    named = [row.participant.given_names for row in rows(desk, order)]
    assert named == sorted(named, reverse=order == "-1") == (["Aaa", "Mmm", "Zzz"][:: 1 if order == "1" else -1])


def rows(client: Client, order: str) -> list[Any]:
    return list(client.get(reverse(LIST), {"o": order}).context["cl"].result_list)
