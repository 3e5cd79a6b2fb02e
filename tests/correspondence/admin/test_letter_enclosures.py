"""The ticks of what goes with a letter, where it is worded; what went with it before; what a message carried."""

import pytest
from django.urls import reverse

from conference.correspondence import delivery, outbox
from conference.correspondence.models import LetterEnclosures, OutgoingMessage
from conference.models import TeamRole
from registration import emails
from registration.models import Visibility
from registration.states import RegistrationState
from tests.correspondence.admin.test_letter_pages import typed, words
from tests.factories.registration import make_participant, make_registration
from tests.registration.admin.reading import notices_of, send, text_of


def said_by(page):
    return " ".join(notices_of(page))


def ticked(desk, purpose, *kinds, seen=0, **changes):
    return typed(desk, purpose, **changes) | {"enclosures-kinds": list(kinds), "enclosures-seen": str(seen)}


def choices(purpose="invitation_state"):
    rows = LetterEnclosures.objects.filter(purpose=purpose).order_by("number")
    return [(row.number, row.kinds, row.restored_from) for row in rows]


def choose(desk, conference, *kinds, purpose="invitation_state", seen=0):
    return send(desk, words(purpose), conference, **ticked(desk, purpose, *kinds, seen=seen))


def restore(desk, conference, version, seen, purpose="invitation_state"):
    address = reverse("admin:correspondence_lettertemplate_restore_enclosures", args=[purpose])
    return send(desk, address, conference, version=str(version), seen=str(seen))


def test_only_what_a_letter_can_carry_is_offered(desk):
    def offered(purpose):
        return [kind.value for kind in desk.get(words(purpose)).context["enclosures"].possible]

    assert offered("invitation_state") == ["letter"]
    assert offered("registration_confirmed") == ["calendar"]
    assert offered("thank_you") == ["certificate"]
    assert offered("waitlisted") == []
    assert "What goes with it" not in text_of(desk.get(words("waitlisted")))


def test_a_tick_is_saved_with_who_and_goes_with_the_letters_from_then_on(desk, conference):
    assert "What goes with the letter is saved" in said_by(choose(desk, conference, "letter"))
    assert choices() == [(1, ["letter"], None)]
    assert str(LetterEnclosures.objects.get().by) == "Bolormaa"
    page = desk.get(words("invitation_state"))
    assert page.context["enclosures"].present.kinds == {"letter"}
    assert "in force" in text_of(page)


def test_what_is_left_as_it_is_is_not_saved(desk, conference):
    choose(desk, conference, "calendar", purpose="registration_confirmed")
    assert choices("registration_confirmed") == []


def test_a_page_that_sends_no_ticks_unticks_nothing(desk, conference):
    send(desk, words("registration_confirmed"), conference, **typed(desk, "registration_confirmed", en_subject="Yes"))
    assert choices("registration_confirmed") == []


def test_what_the_letter_cannot_carry_is_refused(desk, conference):
    page = choose(desk, conference, "certificate")
    assert page.status_code == 200
    assert choices() == []


def test_a_colleague_s_choice_is_not_overwritten_unseen(desk, conference):
    choose(desk, conference, "letter")
    page = choose(desk, conference, seen=0, purpose="invitation_state")
    # Nothing was ticked when this page was opened, and nothing is ticked now: there is nothing to save.
    assert "Nothing was changed" in said_by(page)
    assert choices() == [(1, ["letter"], None)]
    choose(desk, conference, seen=1)
    page = choose(desk, conference, "letter", seen=0)
    assert "Somebody else changed what goes with this letter" in text_of(page)
    assert choices()[-1] == (2, [], None)


def test_the_wording_and_the_ticks_are_saved_together(desk, conference):
    answers = ticked(desk, "invitation_state", "letter", en_subject="Note {reference}")
    send(desk, words("invitation_state"), conference, **answers)
    assert choices() == [(1, ["letter"], None)]
    assert conference.letter_templates.get().subject == "Note {reference}"


def test_a_former_choice_is_restored_as_a_new_one(desk, conference):
    choose(desk, conference, "letter")
    choose(desk, conference, seen=1)
    restore(desk, conference, version=1, seen=2)
    assert choices()[-1] == (3, ["letter"], 1)
    assert "Somebody else" in said_by(restore(desk, conference, version=2, seen=2))
    assert "no such choice" in said_by(restore(desk, conference, version=9, seen=3))
    assert len(choices()) == 3


def test_who_does_not_correspond_chooses_nothing(desk_of, desk, conference):
    choose(desk, conference, "letter")
    choose(desk, conference, seen=1)
    reader = desk_of(TeamRole.PROTOCOL)
    assert choose(reader, conference, "letter", seen=2).status_code == 403
    assert restore(reader, conference, version=1, seen=2).status_code == 403
    assert len(choices()) == 2


@pytest.mark.parametrize(("purpose", "kind"), [("invitation_person", "letter"), ("thank_you", "certificate")])
@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_the_pdf_of_what_is_ticked_is_opened_before_anything_is_saved(desk, conference, purpose, kind, language):
    page = send(desk, words(purpose), conference, **ticked(desk, purpose, kind), preview="1")
    assert f'value="{language}:{kind}"' in page.content.decode()
    pdf = send(desk, words(purpose), conference, **ticked(desk, purpose, kind), pdf=f"{language}:{kind}")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("attachment")
    assert pdf.content.startswith(b"%PDF-")
    assert choices(purpose) == []
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("asked", ["en:calendar", "en:", "fr:letter", "letter"])
def test_what_is_no_pdf_of_the_letter_is_not_found(desk, conference, asked):
    answers = ticked(desk, "invitation_person", "letter")
    assert send(desk, words("invitation_person"), conference, **answers, pdf=asked).status_code == 404


def test_a_letter_on_trial_carries_what_is_ticked(desk, conference):
    send(desk, words("invitation_person"), conference, **ticked(desk, "invitation_person", "letter"), test="en")
    sent = delivery._email(OutgoingMessage.objects.get())
    assert sent.subject.startswith("[Test]")
    [(name, content, kind)] = sent.attachments
    assert (name, kind) == ("Letter of invitation.pdf", 'application/pdf; name="invitation.pdf"')
    assert content.startswith(b"%PDF-")


@pytest.fixture
def thanks(conference):
    def thanks(**person):
        LetterEnclosures.objects.create(conference=conference, purpose="thank_you", number=1, kinds=["certificate"])
        guest = make_participant(conference, **person)
        registration = make_registration(RegistrationState.REGISTERED, participant=guest)
        return outbox.enqueue_all(emails.to_who_takes_part("thank_you", registration, version="1")).get()

    return thanks


def enclosed(message, number=0):
    return reverse("admin:correspondence_outgoingmessage_enclosed", args=[message.pk, number])


def test_the_page_of_a_message_opens_what_goes_with_it(desk, thanks):
    message = thanks()
    page = desk.get(reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]))
    assert enclosed(message) in page.content.decode()
    pdf = desk.get(enclosed(message))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Disposition"] == 'attachment; filename="Certificate of attendance.pdf"'
    assert "no-store" in pdf["Cache-Control"]
    assert desk.get(enclosed(message, 1)).status_code == 404
    assert desk.post(enclosed(message)).status_code == 405


def test_of_a_protected_person_it_is_opened_by_nobody_who_may_not_know(desk, desk_of, other_conference, thanks):
    message = thanks(visibility=Visibility.HIDDEN)
    page = desk.get(reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]))
    assert enclosed(message) not in page.content.decode()
    assert desk.get(enclosed(message)).status_code == 404
    assert desk_of(TeamRole.COORDINATOR, of=other_conference).get(enclosed(message)).status_code == 404
    assert desk_of(TeamRole.REGISTRATION).get(enclosed(message)).status_code == 200


def test_one_that_cannot_be_typeset_is_told_in_a_sentence(desk, thanks):
    message = thanks()
    message.enclosures[0]["template"] = "gone"
    message.save(update_fields=["enclosures"])
    page = desk.get(enclosed(message), follow=True)
    assert "could not be typeset" in said_by(page)
