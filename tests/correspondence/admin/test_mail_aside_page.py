"""The page of mail that was put aside: what it shows, and what can be decided there."""

import pytest
from django.urls import reverse

from conference.correspondence.models import MailAside
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.registration.admin.reading import notices_of, send, text_of

LIST = "/admin/correspondence/mailaside/"


@pytest.fixture
def aside(conference, write):
    from django.utils import timezone

    message = write(S.SENT, "omar@people.example", handed_over_at=timezone.now())
    mail = MailAside.objects.create(
        digest="0" * 64,
        why="unknown",
        conference=conference,
        sender="mailer-daemon@people.example",
        subject="Undelivered <script>",
        words="550 5.1.1 unknown",
        addresses=["omar@people.example"],
    )
    return message, mail


def decide(client, conference, mail, **answers):
    return send(client, reverse("admin:correspondence_mailaside_decide", args=[mail.pk]), conference, **answers)


def test_it_is_named_on_the_first_page_and_shown_with_the_messages_it_may_be_about(desk, aside):
    message, _mail = aside
    waiting = [item for item in desk.get("/admin/").context["waiting"] if str(item.label) == "Mail put aside"]
    assert [item.count for item in waiting] == [1]
    page = desk.get(waiting[0].url)
    assert "Undelivered &lt;script&gt;" in page.content.decode()
    assert "It names no message of the ledger." in text_of(page)
    assert str(message.pk) in page.content.decode()


def test_it_is_assigned(desk, conference, aside):
    message, mail = aside
    page = decide(desk, conference, mail, act="assign", message=str(message.pk))
    assert notices_of(page) == ["The mail stands with the message of which it is a notice."]
    message.refresh_from_db()
    assert message.came_back_at is not None
    page = decide(desk, conference, mail, act="dismiss")
    assert notices_of(page) == ["Somebody has decided about this mail already."]


@pytest.mark.parametrize("chosen", ["", "nonsense"])
def test_without_a_message_nothing_is_assigned(desk, conference, aside, chosen):
    page = decide(desk, conference, aside[1], act="assign", message=chosen)
    assert notices_of(page) == ["Please choose the message of which this is a notice."]


def test_it_is_dismissed(desk, conference, aside):
    page = decide(desk, conference, aside[1], act="dismiss")
    assert notices_of(page) == ["The mail is dismissed: it says nothing of any message."]
    assert "No mail waits to be looked at." in text_of(page)


def test_a_form_made_in_another_conference_does_nothing(desk, other_conference, aside):
    page = decide(desk, other_conference, aside[1], act="dismiss")
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]


def test_who_reads_alone_and_who_is_elsewhere_has_no_such_page(desk_of, other_conference, aside):
    assert desk_of(TeamRole.OBSERVER).get(LIST).status_code == 403
    other = desk_of(TeamRole.CORRESPONDENCE, of=other_conference)
    assert "Undelivered" not in text_of(other.get(LIST))
    assert decide(other, other_conference, aside[1], act="dismiss").status_code == 404
    assert desk_of(TeamRole.CORRESPONDENCE).get(f"{LIST}{aside[1].pk}/decide/").status_code == 405
