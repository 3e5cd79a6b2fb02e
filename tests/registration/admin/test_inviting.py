"""“Invite a State”, “Invite a person”: the letter is read before it goes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, Mission, TeamRole
from registration.models import Invitation, Participant, Route
from tests.agenda.admin.forms import save
from tests.factories.conference import make_mission, make_officer, make_state
from tests.factories.registration import make_category, make_delegation, make_invitation
from tests.registration.admin.reading import notices_of, send, text_of

INVITE_STATE = "admin:registration_invitation_invite_state"
INVITE_PERSON = "admin:registration_invitation_invite_person"


def test_only_missions_of_states_not_yet_invited_are_offered_and_never_the_hosts(
    coordinator_desk: Client, conference: Conference
):
    make_invitation(to=make_delegation(conference, make_state("KG")))
    make_mission(make_state("MN"))
    germany = make_mission(make_state("DE"))
    canada = make_mission(make_state("CA"))
    make_state("KR")
    page = coordinator_desk.get(reverse(INVITE_STATE))
    assert page.context["groups"] == [("Canada", [canada]), ("Germany", [germany])]
    assert page.context["without_mission"] == ["Republic of Korea"]


def note(conference: Conference, **changes: Any) -> dict[str, Any]:
    return {
        "category": str(make_category(conference).pk),
        "quota": "4",
        "reply_by": "2019-06-07",
        "channel": "note_verbale",
        "reference": "",
        "language": "en",
        "email": "vienna@missions.example",
    } | changes


def invite(mission: Mission) -> str:
    return f"{reverse(INVITE_STATE)}?mission={mission.pk}"


def test_a_state_is_invited_after_its_letter_was_read(coordinator_desk: Client, coordinator, conference: Conference):
    mission = make_mission(make_state("DE"))
    asked = coordinator_desk.get(invite(mission))
    assert 'value="mission.de@missions.example"' in asked.content.decode()
    read = send(coordinator_desk, invite(mission), conference, **note(conference))
    assert "has the honour to invite the Government of the Federal Republic of Germany" in text_of(read)
    assert "MFA/2019/1" in text_of(read)
    assert (Invitation.objects.count(), OutgoingMessage.objects.count()) == (0, 0)
    sent = send(coordinator_desk, invite(mission), conference, **note(conference), send="1")
    invitation = Invitation.objects.get()
    assert notices_of(sent) == ["The invitation to Germany is on its way."]
    assert (invitation.reference, invitation.quota, invitation.email) == ("MFA/2019/1", 4, "vienna@missions.example")
    assert invitation.transitions.get().by == coordinator
    assert OutgoingMessage.objects.get().recipient == "vienna@missions.example"


@pytest.mark.parametrize(
    ("of_first", "of_second", "proposed"),
    [
        ([], ["participating_state"], "second"),
        (["participating_state"], ["other"], "first"),
        (["asian_partner"], ["other"], ""),
        ([], [], ""),
    ],
)
def test_the_category_of_the_states_group_is_proposed_singly_and_in_a_round(
    coordinator_desk: Client, conference: Conference, of_first, of_second, proposed
):
    first = make_category(conference, state_groups=of_first)
    second = make_category(conference, slug="second", state_groups=of_second)
    wanted = {"first": str(first.pk), "second": str(second.pk), "": ""}[proposed]
    mission = make_mission(make_state("DE"))
    single = coordinator_desk.get(invite(mission)).context["form"]
    asked = {"groups": ["participating_state"], "reply_by": "2019-06-07", "quota": "", "copies": "note"}
    page = coordinator_desk.get(reverse("admin:registration_invitation_invite_group"), asked)
    ((_label, (row,)),) = page.context["groups"]
    assert (single["category"].value(), row["category"].value()) == (wanted, wanted)
    refused = send(coordinator_desk, invite(mission), conference, **note(conference, category=""))
    assert refused.context["form"].errors["category"] == ["Choose the category in which this State is invited."]


def test_a_group_of_states_is_invited_in_one_category(coordinator_desk: Client, conference: Conference):
    make_category(conference, state_groups=["participating_state"])
    second = make_category(conference, slug="second")
    address = reverse("admin:registration_participantcategory_change", args=[second.pk])
    page = save(coordinator_desk, address, conference, state_groups=["participating_state", "other"])
    assert "already invited in the category “Government”; take it away there first." in text_of(page)
    save(coordinator_desk, address, conference, state_groups=["other"])
    second.refresh_from_db()
    assert second.state_groups == ["other"]
    begun = {"slug": "third", "name_0": "Third", "route": "nomination", "state_groups": ["other"]}
    page = save(coordinator_desk, reverse("admin:registration_participantcategory_add"), conference, **begun)
    assert "already invited in the category “" in text_of(page), "of a new category as well"
    assert not conference.categories.filter(slug="third").exists()


def test_the_one_time_code_is_shown_to_nobody(coordinator_desk: Client, conference: Conference):
    read = send(coordinator_desk, invite(make_mission(make_state("DE"))), conference, **note(conference))
    assert "••••••" in read.context["letters"][0].text
    assert "designation_code" not in text_of(read)


def test_one_can_go_back_and_change_what_was_typed(coordinator_desk: Client, conference: Conference):
    mission = make_mission(make_state("DE"))
    page = send(coordinator_desk, invite(mission), conference, **note(conference, quota="7"), change="1")
    assert 'name="quota" value="7"' in page.content.decode()


def test_a_refusal_stands_above_the_form_with_everything_kept(coordinator_desk: Client, conference: Conference):
    make_invitation(to=make_delegation(conference), reference="MFA/2019/9")
    mission = make_mission(make_state("DE"))
    page = send(coordinator_desk, invite(mission), conference, **note(conference, reference="MFA/2019/9"))
    assert "Another invitation has the number MFA/2019/9." in text_of(page)
    assert 'value="vienna@missions.example"' in page.content.decode()


def test_a_state_without_a_name_in_force_is_not_there_to_be_invited(coordinator_desk: Client, conference: Conference):
    nameless = make_mission(make_state("DE"))
    nameless.state.names.update(valid_to=conference.starts_on)
    make_mission(make_state("KZ"))
    make_state("CA").names.all().delete()
    page = coordinator_desk.get(reverse(INVITE_STATE))
    assert [state for state, _missions in page.context["groups"]] == ["Kazakhstan"]
    assert page.context["without_mission"] == []
    assert coordinator_desk.get(invite(nameless)).status_code == 404


def test_a_state_already_invited_is_not_there_to_be_invited(coordinator_desk: Client, conference: Conference):
    make_invitation(to=make_delegation(conference))
    assert coordinator_desk.get(invite(Mission.objects.get())).status_code == 404
    assert coordinator_desk.get(f"{reverse(INVITE_STATE)}?mission=nonsense").status_code == 404


def person(conference: Conference, **changes: Any) -> dict[str, Any]:
    return {
        "category": str(make_category(conference, Route.INVITATION).pk),
        "reply_by": "2019-06-07",
        "language": "en",
        "courtesy": "Dr.",
        "given_names": "Hana",
        "family_name": "Expert",
        "name_order": "given_first",
        "name_of_address": "family",
        "email": "hana@people.example",
    } | changes


def test_a_person_is_invited_after_the_letter_was_read(coordinator_desk: Client, conference: Conference):
    read = send(coordinator_desk, reverse(INVITE_PERSON), conference, **person(conference))
    assert "hana@people.example" in text_of(read)
    assert (Invitation.objects.count(), Participant.objects.count()) == (0, 0)
    send(coordinator_desk, reverse(INVITE_PERSON), conference, **person(conference), send="1")
    assert Invitation.objects.get().addressee == "Dr. Hana EXPERT"
    assert OutgoingMessage.objects.get().purpose == "invitation_person"


def test_a_person_sent_twice_is_invited_once(coordinator_desk: Client, conference: Conference):
    for _ in range(2):
        page = send(coordinator_desk, reverse(INVITE_PERSON), conference, **person(conference), send="1")
    assert "Dr. Hana EXPERT is already invited." in text_of(page)
    assert (Invitation.objects.count(), Participant.objects.count()) == (1, 1)


CANNOT_BE_KEPT = [
    ("2019-06-02", "This day is past"),
    ("2019-06-15", "Registration closes before, on Friday, 14 June 2019"),
]


@pytest.mark.parametrize(("day", "sentence"), CANNOT_BE_KEPT)
def test_nobody_is_asked_to_reply_by_a_day_that_cannot_be_kept(coordinator_desk: Client, conference, day, sentence):
    state = send(
        coordinator_desk, invite(make_mission(make_state("DE"))), conference, **note(conference, reply_by=day), send="1"
    )
    single = send(coordinator_desk, reverse(INVITE_PERSON), conference, **person(conference, reply_by=day), send="1")
    listed = {"kind": "persons", "category": str(make_category(conference, Route.INVITATION).pk), "family": "academic"}
    url = reverse("admin:registration_invitation_invite_list")
    pasted = send(coordinator_desk, url, conference, **listed, way="email", reply_by=day, text="Ms.;Ana Lima", send="1")
    assert all(sentence in page.context["form"].errors["reply_by"][0] for page in (state, single, pasted))
    assert not Invitation.objects.exists()


def test_a_category_that_closes_sooner_is_not_answered_later(coordinator_desk: Client, conference: Conference):
    asked = person(conference, reply_by="2019-06-12")
    make_category(conference, Route.INVITATION, closes_at="2019-06-10T09:00:00Z")
    page = send(coordinator_desk, reverse(INVITE_PERSON), conference, **asked)
    assert "Registration closes before, on Monday, 10 June 2019" in page.context["form"].errors["reply_by"][0]


@pytest.mark.parametrize(("usual", "proposed"), [("2019-06-07", "2019-06-07"), ("2019-06-01", "2019-06-14")])
def test_the_day_that_is_proposed_can_be_kept(coordinator_desk: Client, conference: Conference, usual, proposed):
    Conference.objects.update(reply_by=usual)
    page = coordinator_desk.get(reverse(INVITE_PERSON))
    assert str(page.context["form"]["reply_by"].value()) == proposed


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION, TeamRole.VETTING])
@pytest.mark.parametrize("url_name", [INVITE_STATE, INVITE_PERSON])
def test_only_those_who_invite_may_invite(conference: Conference, sign_in, role: TeamRole, url_name: str):
    assert sign_in(make_officer(conference, role)).get(reverse(url_name)).status_code == 403
