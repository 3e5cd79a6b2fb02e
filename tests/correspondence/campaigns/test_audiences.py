"""The lists of the apps above, each written to as its rows are."""

import pytest

from conference.correspondence.campaign_states import Exclusion
from conference.correspondence.campaigns import writing
from conference.correspondence.models import (
    OutgoingMessage,
)
from registration.models import Route
from registration.states import InvitationState
from tests.factories.agenda import make_appearance, make_session
from tests.factories.campaigns import begin, make_campaign
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
)

pytestmark = pytest.mark.django_db


def test_delegations_are_written_to_at_their_focal_point(conference, bolormaa):
    with_one, without = make_delegation(conference), make_delegation(conference, owner=_organisation())
    make_focal_point(with_one, name="Aida", email="aida@mission.example", language="ru")
    campaign = make_campaign(
        conference,
        [with_one.pk, without.pk],
        by=bolormaa,
        audience="delegations",
        words={"ru": ("{delegation_name}", "{delegation_link} {registration_closes_on}")},
    )
    assert campaign.recipients.get(about_id=without.pk).reason == Exclusion.NO_ADDRESS
    begin(campaign, by=bolormaa)
    writing.write_due()
    message = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert (message.recipient, message.subject) == ("aida@mission.example", "Кыргызстан")


def _organisation():
    from conference.models import Organisation, OrganisationFamily, OrganisationName

    found = Organisation.objects.create(family=OrganisationFamily.values[0])
    OrganisationName.objects.create(organisation=found, name={"en": "Steppe Union"})
    return found


def test_invitations_are_written_to_while_they_are_unanswered(conference, bolormaa):
    category = make_category(conference, Route.INVITATION)
    asked = make_invitation(to=make_participant(conference, email="x@people.example"), category=category)
    answered = make_invitation(
        state=InvitationState.ACCEPTED, to=make_participant(conference, email="y@people.example"), category=category
    )
    campaign = make_campaign(
        conference,
        [asked.pk, answered.pk],
        by=bolormaa,
        audience="invitations",
        condition="unanswered",
        words={"en": ("To {addressee}", "{invitation_link}")},
    )
    begin(campaign, by=bolormaa)
    writing.write_due()
    message = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert message.recipient == "x@people.example"
    assert asked.link_token in message.text


def test_speakers_are_written_to_with_their_sessions(conference, bolormaa):
    person = make_participant(conference, email="speaker@people.example")
    make_appearance(make_session(conference), person)
    campaign = make_campaign(
        conference,
        [person.pk],
        by=bolormaa,
        audience="speakers",
        condition="not_answered",
        words={"en": ("Your session", "{sessions}")},
    )
    begin(campaign, by=bolormaa)
    writing.write_due()
    assert "Inter-cultural" in OutgoingMessage.objects.get(act_id=campaign.pk).text
