"""Organisations invited, one or a whole list; replies of several."""

import pytest

from conference.correspondence.models import OutgoingMessage
from conference.models import Organisation, OrganisationFamily, OrganisationName
from registration.actions.invite import invite_organisation, send_again
from registration.actions.invite_list import OrganisationLine, invite_organisations, invite_persons
from registration.actions.replies import record_replies, record_return
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Invitation, Participant, Route
from registration.states import InvitationState as I
from tests.factories.conference import make_conference, make_organisation, make_state
from tests.factories.registration import make_category, make_delegation, make_invitation, new_participant


@pytest.fixture
def inviting(conference, officer):
    def act(organisation=None, *, by=officer, **changes):
        fields = {"quota": 3, "reply_by": None, "language": "en", "email": "desk@forum.example"} | changes
        organisation = organisation or make_organisation()
        category = make_category(conference)
        return invite_organisation(conference=conference, organisation=organisation, category=category, by=by, **fields)

    return act


def test_an_organisation_is_invited_and_is_not_called_a_government(inviting):
    invitation = inviting()
    letter = OutgoingMessage.objects.get()
    assert (letter.purpose, letter.recipient) == ("invitation_organisation", "desk@forum.example")
    assert "Government" not in letter.text
    assert (invitation.delegation.quota, str(invitation.delegation)) == (3, "Inter-Regional Dialogue Forum")


def test_on_paper_nothing_is_sent_until_an_officer_sends_it(inviting, officer):
    invitation = inviting(on_paper=True, email="")
    assert (invitation.state, OutgoingMessage.objects.count()) == (I.DRAFT, 0)
    send_again(invitation.pk, by=officer, email="desk@forum.example")
    assert OutgoingMessage.objects.get().recipient == "desk@forum.example"


def test_what_is_no_organisation_of_this_conference_is_refused(inviting, observer):
    other = make_organisation(make_conference(slug="elsewhere"))
    nameless = Organisation.objects.create(family=OrganisationFamily.REGIONAL)
    for change, sentence in (
        ({"organisation": other}, "belongs to another conference"),
        ({"organisation": nameless}, "has no name for this organisation"),
        ({"email": ""}, "No address is known for Inter-Regional Dialogue Forum"),
    ):
        with pytest.raises(RegistrationError, match=sentence):
            inviting(**change)
    with pytest.raises(NotPermittedError):
        inviting(by=observer)


def test_an_organisation_is_invited_once(inviting):
    organisation = make_organisation()
    inviting(organisation)
    with pytest.raises(RegistrationError, match="is already invited"):
        inviting(organisation)


def line(name="Steppe Institute", **changes):
    fields = {"organisation": None, "language": "en", "email": "a@steppe.example", "quota": 2}
    return OrganisationLine(name=name, **(fields | changes))


def invite_lines(conference, by, *lines, family=OrganisationFamily.ACADEMIC):
    return invite_organisations(
        lines,
        conference=conference,
        category=make_category(conference),
        family=family,
        reply_by=None,
        on_paper=False,
        by=by,
    )


def test_who_is_not_in_the_register_is_entered_with_the_invitation(conference, officer):
    (invitation,) = invite_lines(conference, officer, line())
    organisation = invitation.delegation.organisation
    assert (organisation.conference, organisation.family) == (conference, "academic")
    assert organisation.names.get().verified == {"en": "unsure"}


def test_an_international_organisation_is_entered_by_who_keeps_the_register(conference, officer):
    with pytest.raises(RegistrationError, match="is entered there first"):
        invite_lines(conference, officer, line(), family=OrganisationFamily.UN)


def test_of_a_list_all_are_invited_or_nobody(conference, officer, observer):
    with pytest.raises(RegistrationError):
        invite_lines(conference, officer, line(), line("Other", email=""))
    assert not OrganisationName.objects.exists()
    with pytest.raises(NotPermittedError):
        invite_lines(conference, observer, line())
    people = [new_participant(conference), new_participant(conference, email="")]
    category = make_category(conference, Route.INVITATION)
    with pytest.raises(RegistrationError):
        invite_persons(people, conference=conference, category=category, reply_by=None, by=officer)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("wanted", [I.ACCEPTED, I.DECLINED, I.NO_REPLY, I.BOUNCED])
def test_the_reply_of_several_is_kept_and_who_cannot_reply_hinders_nobody(conference, officer, wanted):
    sent = [make_invitation(to=make_delegation(conference, make_state(code)), state=I.SENT) for code in ("KG", "DE")]
    person = make_invitation(to=make_delegation(conference, make_state("CA")), state=I.DECLINED)
    outcome = record_replies([*(one.pk for one in sent), person.pk], wanted=wanted, reason="By list.", by=officer)
    assert {one.pk for one in outcome.done} >= {one.pk for one in sent}
    assert set(Invitation.objects.filter(pk__in=[one.pk for one in sent]).values_list("state", flat=True)) == {wanted}
    assert bool(outcome.refused) == (wanted in {I.NO_REPLY, I.BOUNCED})


def test_who_may_not_invite_records_no_return(conference, observer):
    with pytest.raises(NotPermittedError):
        record_return(make_invitation(to=make_delegation(conference), state=I.SENT).pk, reason="", by=observer)
