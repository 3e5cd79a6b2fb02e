"""An invitation goes to an address that is none; its server says so, and officers see it where they look."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from conference.correspondence.delivery import deliver_due
from conference.correspondence.models import OutgoingMessage, Queue
from conference.models import TeamRole
from registration.actions.invite import send_again
from registration.states import InvitationState as I
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_invitation, make_participant
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db(transaction=True)

NOTICE = """\
From: MAILER-DAEMON@mx.conference.example
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-ID: <1@mx.conference.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.conference.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such mailbox

--b--
"""


@pytest.fixture
def maildir(tmp_path: Path, settings):
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    settings.BOUNCE_ADDRESS = "bounces+*@conference.example"
    settings.BOUNCE_MAILBOX = str(tmp_path / "Maildir")
    return tmp_path / "Maildir"


def test_an_invitation_that_comes_back_is_returned_and_can_be_sent_again(client, maildir, smtp_server):
    conference = make_conference()
    officer = make_officer(conference, TeamRole.COORDINATOR)
    invitation = make_invitation(
        to=make_participant(conference, email="old@missions.example"), state=I.DRAFT,
        reply_by=conference.starts_on - datetime.timedelta(days=20),
    )  # fmt: skip
    send_again(invitation.pk, by=officer)
    deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    invitation.refresh_from_db()
    assert invitation.state == I.SENT

    (maildir / "new" / "1").write_text(NOTICE.format(sender=received.sender, recipient="old@missions.example"))
    call_command("read_bounces", verbosity=0)
    invitation.refresh_from_db()
    assert invitation.state == I.BOUNCED
    assert list((maildir / "new").iterdir()) == []
    client.force_login(officer)
    page = client.get(reverse("admin:registration_invitation_change", args=[invitation.pk]))
    assert "Came back: 550 5.1.1 No such mailbox" in text_of(page)

    send_again(invitation.pk, by=officer)
    deliver_due(Queue.MAIL)
    invitation.refresh_from_db()
    assert invitation.state == I.SENT
    assert OutgoingMessage.objects.filter(about_id=invitation.pk, came_back_at=None).count() == 1
