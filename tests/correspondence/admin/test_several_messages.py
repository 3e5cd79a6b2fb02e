"""One decision about several messages: shown first, then made; what cannot be changed stays and is counted."""

import pytest
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.correspondence.admin.ledger import LIST
from tests.registration.admin.reading import notices_of, send, text_of


def tick(client, conference, key, rows, **answers):
    """The rows of the list are ticked, and a decision chosen for them."""
    chosen = {"action": key, "_selected_action": [str(row.pk) for row in rows], "index": "0"}
    return client.post(LIST, {"_conference": str(conference.pk), **chosen, **answers}, follow=True)


def several(key):
    return reverse("admin:correspondence_outgoingmessage_several", args=[key])


def test_several_are_shown_before_they_are_decided_and_those_that_stay_are_counted(desk, conference, write):
    rows = [write(S.UNKNOWN, "a@people.example"), write(S.UNKNOWN, "b@people.example"), write(S.SENT)]
    page = tick(desk, conference, "mark-as-sent", rows)
    text = text_of(page)
    assert "2 messages a@people.example b@people.example" in text
    assert "One message is “sent” and stays as it is." in text
    assert [row.state for row in OutgoingMessage.objects.order_by("recipient")][:2] == [S.UNKNOWN, S.UNKNOWN]

    ids = [str(pk) for pk in page.context["ids"]]
    done = send(desk, several("mark-as-sent"), conference, id=ids, reason="They telephoned.")
    assert notices_of(done) == ["Mark unknown messages as sent: 2 messages."]
    assert OutgoingMessage.objects.filter(state=S.SENT).count() == 3


def test_of_one_it_is_spoken_as_of_one(desk, conference, write):
    row = write(S.QUEUED, "a@people.example")
    page = tick(desk, conference, "hold", [row])
    assert "It waits until an officer lets it go." in text_of(page)
    assert page.context["title"] == "Hold it back"
    done = send(desk, several("hold"), conference, id=[str(row.pk)], reason="Wait.")
    assert notices_of(done) == ["The message is held back."]
    page = tick(desk, conference, "release", [row, write(S.HELD)])
    assert "The messages are sent as soon as a worker takes them." in text_of(page)


def test_several_need_a_reason_beside_its_field(desk, conference, write):
    row = write(S.QUEUED)
    page = send(desk, several("hold"), conference, id=[str(row.pk)], reason="")
    assert "reason" in page.context["form"].errors
    row.refresh_from_db()
    assert row.state == S.QUEUED


def test_several_that_changed_meanwhile_stay_and_it_is_said(desk, conference, write):
    row = write(S.CANCELLED)
    page = send(desk, several("hold"), conference, id=[str(row.pk), "nonsense"], reason="Wait.")
    assert notices_of(page) == ["One message is “cancelled” and stays as it is."]


def test_several_of_another_conference_stay_as_they_are(desk, conference, other_conference, write):
    row = write(S.QUEUED)
    page = send(desk, several("hold"), other_conference, id=[str(row.pk)], reason="Wait.")
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]
    assert desk.get(several("hold")).status_code == 405
    assert send(desk, several("made-up"), conference).status_code == 404


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA])
def test_who_reads_alone_is_offered_and_permitted_no_decision_about_several(desk_of, conference, write, role):
    row, client = write(S.QUEUED), desk_of(role)
    assert client.get(LIST).context["action_form"] is None
    page = send(client, several("hold"), conference, id=[str(row.pk)], reason="Wait.")
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    row.refresh_from_db()
    assert row.state == S.QUEUED
