"""A State answers: by the link of its note, or by the code alone where the note is of paper."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference
from registration.models import Delegation, FocalPoint, Invitation
from registration.states import InvitationState
from tests.factories.conference import make_organisation, make_state
from tests.factories.registration import make_delegation, make_invitation

PERSON = {
    "name": "Dana Example",
    "function": "Second Secretary",
    "email": "Dana@mission.example",
    "phone": "",
    "language": "en",
}


@pytest.fixture
def invitation(conference: Conference) -> Invitation:
    return make_invitation(to=make_delegation(conference, make_state("KG")))


def link(invitation: Invitation, name: str = "invitation") -> str:
    return reverse(f"registration:{name}", args=[invitation.conference.slug, invitation.link_token])


def by_code(invitation: Invitation) -> str:
    return reverse("registration:designate", args=[invitation.conference.slug])


def test_the_link_names_who_is_invited_and_asks_for_the_code(client, invitation):
    text = client.get(link(invitation)).content.decode()

    assert "Kyrgyz Republic" in text
    assert "The Ministry of Foreign Affairs of Mongolia has the honour to invite you to be represented" in text
    assert invitation.reference in text
    assert "Code of the note" in text
    assert invitation.designation_code not in text
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_with_the_code_a_focal_point_is_designated_and_told_by_letter(client, invitation):
    response = client.post(link(invitation), PERSON | {"code": invitation.designation_code}, follow=True)

    assert "Thank you: the focal point is designated" in response.content.decode()
    focal_point = FocalPoint.objects.get()
    assert (focal_point.delegation, focal_point.email) == (invitation.delegation, "dana@mission.example")
    assert OutgoingMessage.objects.get().recipient == "dana@mission.example"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " ")])
def test_the_code_may_be_typed_as_it_comes(typed, client, invitation):
    client.post(link(invitation), PERSON | {"code": typed(invitation.designation_code)})

    assert FocalPoint.objects.exists()


def test_a_wrong_code_is_said_beside_the_field_and_everything_typed_is_kept(client, invitation):
    response = client.post(link(invitation), PERSON | {"code": "AAAA-BBBB-CCCC"})

    text = response.content.decode()
    assert "This code is not the one of the invitation" in text
    assert 'href="#id_code"' in text
    assert response.context["form"]["name"].value() == "Dana Example"
    assert not FocalPoint.objects.exists()


def test_a_code_designates_once(client, invitation):
    client.post(link(invitation), PERSON | {"code": invitation.designation_code})

    again = client.post(link(invitation), PERSON | {"code": invitation.designation_code, "email": "m@x.example"})
    by_paper = client.post(by_code(invitation), {"code": invitation.designation_code})

    assert again.status_code == 410
    assert "already designated with this code" in by_paper.content.decode()
    assert FocalPoint.objects.get().email == "dana@mission.example"


def test_a_note_of_paper_asks_for_the_code_first_and_names_nobody_before(client, invitation):
    first = client.get(by_code(invitation)).content.decode()
    second = client.post(by_code(invitation), {"code": invitation.designation_code, "step": "code"})

    assert "Kyrgyz" not in first
    assert "Kyrgyz Republic" in second.content.decode()
    assert not second.context["form"].errors
    assert not FocalPoint.objects.exists()


def test_a_note_of_paper_designates_in_two_steps(client, invitation):
    answers = PERSON | {"code": invitation.designation_code, "step": "designate"}

    response = client.post(by_code(invitation), answers, follow=True)

    assert "Thank you: the focal point is designated" in response.content.decode()
    assert FocalPoint.objects.get().delegation == invitation.delegation


def test_mistakes_in_the_second_step_keep_the_code_and_the_rest(client, invitation):
    answers = PERSON | {"code": invitation.designation_code, "step": "designate", "email": "dana(at)mission"}

    response = client.post(by_code(invitation), answers)

    form = response.context["form"]
    assert "One thing needs your attention" in response.content.decode()
    assert (form["code"].value(), form["name"].value()) == (invitation.designation_code, "Dana Example")


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "' OR 1=1 --"])
def test_an_unknown_code_says_so_and_whom_to_write_to(code, client, invitation):
    text = client.post(by_code(invitation), {"code": code}).content.decode()

    assert "One thing needs your attention" in text
    assert invitation.conference.contact_email in text
    assert "Kyrgyz" not in text


def test_an_expired_code_opens_nothing(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    text = client.post(by_code(invitation), {"code": invitation.designation_code}).content.decode()

    assert "no longer valid" in text
    assert "Kyrgyz" not in text


def test_a_state_declines_with_its_code(client, invitation):
    url = link(invitation, "invitation-regret")

    response = client.post(url, {"code": invitation.designation_code, "reason": "We regret."}, follow=True)

    assert "Thank you for letting us know" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED
    assert client.get(link(invitation)).status_code == 200


def test_nobody_declines_for_a_state_without_its_code(client, invitation):
    other = make_invitation(to=make_delegation(invitation.conference, make_state("CA")))

    for code in ("", "AAAA-BBBB-CCCC", other.designation_code):
        response = client.post(link(invitation, "invitation-regret"), {"code": code})
        assert 'id="id_code_error"' in response.content.decode()

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_an_organisation_is_named_by_its_own_name(client, conference):
    delegation: Delegation = make_delegation(conference, make_organisation())
    invitation = make_invitation(to=delegation)

    assert "Inter-Regional Dialogue Forum" in client.get(link(invitation)).content.decode()
