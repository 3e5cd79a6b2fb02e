"""Mail that the machine cannot assign is listed; an officer says of which message it is a notice, or of none."""

import datetime

import pytest
from django.utils import timezone

from conference.correspondence.bounces.aside import keep_aside
from conference.correspondence.bounces.deciding import (
    DecidedAlreadyError,
    NoSuchMessageError,
    assign_mail,
    dismiss_mail,
    waiting_mail,
)
from conference.correspondence.bounces.notice import Why
from conference.correspondence.bounces.reading import forget_filed, read_bounces
from conference.correspondence.errors import NotPermittedError
from conference.correspondence.models import BounceKind, MailAside, OutgoingMessage, WhyAside
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db
UNKNOWN_ID = f"<{'0' * 40}@plenary.example>"


@pytest.fixture
def alice(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE, name="Alice")


@pytest.fixture
def put_aside(sent, sample, maildir):
    """A notice that names the address of a message, and neither its address of return nor its Message-ID."""

    def read(message=None, name="postfix"):
        message = message or sent()
        maildir.add(sample(name, message, to="bounces@conference.example", message_id=UNKNOWN_ID))
        read_bounces()
        return message, MailAside.objects.get()

    return read


def test_a_notice_that_names_no_message_is_listed_once_with_what_it_says(put_aside, maildir, conference):
    _message, mail = put_aside()
    assert (mail.why, mail.kind, mail.address, mail.status) == (
        WhyAside.UNKNOWN,
        BounceKind.CAME_BACK,
        "bob@missions.example",
        "5.1.1",
    )
    assert mail.conference == conference
    assert "bob@missions.example" in mail.addresses
    maildir.add((maildir.folder / ".Aside" / "cur").iterdir().__next__().read_bytes())
    read_bounces()
    assert MailAside.objects.count() == 1


def test_every_reason_for_putting_aside_can_be_kept():
    from conference.correspondence.bounces.notice import Why

    named = {why.name for why in Why} - {"ARRIVED", "RECEIPT", "AWAY"}
    assert named == {why.name for why in WhyAside}


def test_assigned_it_is_a_notice_of_that_message_and_decided_once(put_aside, conference, alice):
    message, mail = put_aside()
    [waiting], of_others = waiting_mail(alice, conference)
    assert ([each.pk for each in waiting.candidates], of_others) == ([message.pk], 0)
    assign_mail(mail.pk, message.pk, conference, by=alice)
    message.refresh_from_db()
    assert message.came_back_at is not None
    assert message.bounces.get().status == "5.1.1"
    assert waiting_mail(alice, conference) == ([], 0)
    with pytest.raises(DecidedAlreadyError):
        dismiss_mail(mail.pk, conference, by=alice)


def test_a_warning_that_is_assigned_leaves_the_message_sent(put_aside, conference, alice):
    message, mail = put_aside(name="postfix-delayed")
    assign_mail(mail.pk, message.pk, conference, by=alice)
    message.refresh_from_db()
    assert (message.came_back_at, message.bounces.get().kind) == (None, BounceKind.DELAYED)


def test_dismissed_it_changes_no_message(put_aside, conference, alice):
    message, mail = put_aside()
    dismiss_mail(mail.pk, conference, by=alice)
    mail.refresh_from_db()
    message.refresh_from_db()
    assert (mail.decision, mail.decided_by, message.came_back_at) == ("dismissed", alice, None)


def test_only_a_message_to_an_address_that_it_names_is_assigned(put_aside, sent, conference, alice):
    _message, mail = put_aside()
    others = sent("carol@missions.example"), sent(state="queued", sent_at=None, handed_over_at=None)
    for other in others:
        with pytest.raises(NoSuchMessageError):
            assign_mail(mail.pk, other.pk, conference, by=alice)
    assert not OutgoingMessage.objects.filter(came_back_at__isnull=False).exists()


def test_mail_about_one_conference_is_not_there_for_another(put_aside, alice):
    _message, mail = put_aside()
    elsewhere = make_conference()
    bob = make_officer(elsewhere, TeamRole.CORRESPONDENCE, name="Bob")
    assert waiting_mail(bob, elsewhere) == ([], 0)
    with pytest.raises(MailAside.DoesNotExist):
        dismiss_mail(mail.pk, elsewhere, by=bob)


def of_two_hosts(conference):
    """Mail of somebody to whom two conferences have written, and that names neither's message; the other host."""
    elsewhere = make_conference()
    for each in (conference, elsewhere):
        OutgoingMessage.objects.create(
            conference=each,
            key=f"{each.pk}",
            purpose="invitation_person",
            recipient="bob@missions.example",
            language="en",
            state="sent",
            sent_at=timezone.now(),
            handed_over_at=timezone.now(),
        )
    keep_aside(b"From: bob@missions.example\r\nSubject: I am afraid\r\n\r\nPlease tell nobody.\r\n", Why.NO_NOTICE)
    return elsewhere, MailAside.objects.get()


def test_the_answer_of_somebody_of_two_hosts_is_read_by_no_officer_of_either(conference, alice):
    elsewhere, mail = of_two_hosts(conference)
    assert mail.conference is None
    bob = make_officer(elsewhere, TeamRole.CORRESPONDENCE, name="Bob")
    assert waiting_mail(alice, conference) == waiting_mail(bob, elsewhere) == ([], 0)
    with pytest.raises(MailAside.DoesNotExist):
        dismiss_mail(mail.pk, conference, by=alice)
    administrator = make_officer(conference, name="Ada", is_superuser=True)
    [waiting], _of_others = waiting_mail(administrator, elsewhere)
    assert waiting.mail == mail
    dismiss_mail(mail.pk, conference, by=administrator)


def test_the_administrator_reads_no_mail_of_who_is_protected_at_another_host(conference):
    elsewhere, mail = of_two_hosts(conference)
    person = make_participant(elsewhere, visibility=Visibility.HIDDEN, email="bob@missions.example")
    about = make_registration(conference=elsewhere, participant=person)
    OutgoingMessage.objects.filter(conference=elsewhere).update(
        about_type="registration.registration", about_id=about.pk
    )
    administrator = make_officer(conference, name="Ada", is_superuser=True)
    assert waiting_mail(administrator, conference) == ([], 1)
    with pytest.raises(NotPermittedError):
        dismiss_mail(mail.pk, conference, by=administrator)


def test_mail_of_nobody_known_is_that_of_the_only_conference(conference):
    keep_aside(b"From: stranger@elsewhere.example\r\n\r\nHello?\r\n", Why.NO_NOTICE)
    assert MailAside.objects.get().conference == conference


def test_who_only_reads_decides_nothing(put_aside, conference):
    _message, mail = put_aside()
    observer = make_officer(conference, TeamRole.OBSERVER, name="Olga")
    assert waiting_mail(observer, conference) == ([], 0)
    with pytest.raises(MailAside.DoesNotExist):
        dismiss_mail(mail.pk, conference, by=observer)


def test_what_names_a_protected_person_is_for_those_who_may_know(put_aside, sent, conference, alice):
    person = make_participant(conference, visibility=Visibility.HIDDEN, email="bob@missions.example")
    about = make_registration(conference=conference, participant=person)
    message, mail = put_aside(sent(about_id=about.pk))
    carol = make_officer(conference, TeamRole.REGISTRATION, name="Carol")
    assert waiting_mail(alice, conference) == ([], 1)
    with pytest.raises(NotPermittedError):
        assign_mail(mail.pk, message.pk, conference, by=alice)
    [waiting], _of_others = waiting_mail(carol, conference)
    assert waiting.mail == mail
    assign_mail(mail.pk, message.pk, conference, by=carol)


@pytest.mark.parametrize("count", [1, 30])
def test_to_look_costs_the_same_for_one_and_for_many(sent, conference, alice, count, django_assert_max_num_queries):
    for number in range(count):
        address = f"person{number}@missions.example"
        sent(address)
        MailAside.objects.create(
            digest=f"{number:064}", why="unknown", addresses=[address], address=address, conference=conference
        )
    with django_assert_max_num_queries(12):
        found, _of_others = waiting_mail(alice, conference)
    assert [len(each.candidates) for each in found] == [1] * count


def test_what_nobody_decided_about_is_deleted_after_some_time(put_aside, settings):
    put_aside()
    assert forget_filed() == 0
    MailAside.objects.update(read_at=timezone.now() - datetime.timedelta(days=settings.BOUNCES_KEPT_DAYS + 1))
    assert forget_filed() == 1
    assert not MailAside.objects.exists()


def test_links_that_open_something_are_not_kept(maildir):
    maildir.add(
        b"From: bob@missions.example\nSubject: Re: your letter\n\n"
        b"See https://conference.example/en/c/invitation/S3cretT0kenS3cretT0kenXYZ/ please\n"
    )
    read_bounces()
    mail = MailAside.objects.get()
    assert (mail.why, mail.sender) == (WhyAside.NO_NOTICE, "bob@missions.example")
    assert "S3cret" not in mail.words
