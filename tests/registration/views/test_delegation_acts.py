"""The delegation as a whole: its order, its letter, its backup; members who are asked; requests after the deadline."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.models import Conference
from registration.models import (
    Delegation,
    Document,
    FocalPointRank,
    Participant,
    ParticipantCategory,
    PendingChange,
    Registration,
)
from registration.states import RegistrationState as S
from tests.factories.conference import make_state, make_user, set_clock
from tests.factories.registration import make_delegation, make_focal_point, make_registration

FOCAL_POINT = "dana@mission.example"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def delegation(conference):
    delegation = make_delegation(conference, make_state("KG"), quota=3)
    make_focal_point(delegation, email=FOCAL_POINT)
    return delegation


@pytest.fixture
def focal_point(signed_in_as):
    return signed_in_as(FOCAL_POINT)


def url_of(name, thing):
    return reverse(f"registration:{name}", args=[thing.conference.slug, thing.pk])


def page_of(delegation):
    return url_of("delegation-members", delegation)


def add(delegation, state=S.NOMINATED, role="delegate", **changes):
    person = {"family_name": role.title(), "email": ""} | changes.pop("person", {})
    return make_registration(state, delegation=delegation, role=role, person=person, **changes)


def names(client, delegation):
    return [member.name.split()[-1] for member in client.get(page_of(delegation)).context["delegation"].members]


def test_the_order_is_set_by_buttons_and_shown_on_the_page(delegation, focal_point):
    for role in ("head", "delegate", "adviser"):
        add(delegation, role=role)
    adviser = Registration.objects.get(role="adviser")
    data = {"member": str(adviser.pk), "place": "2", "seen_place": "3"}
    response = focal_point.post(url_of("delegation-order", delegation), data, follow=True)
    assert "Ms. Aigerim ADVISER stands at number 2 now." in response.content.decode()
    assert names(focal_point, delegation) == ["HEAD", "ADVISER", "DELEGATE"]
    focal_point.post(url_of("delegation-order", delegation), {"step": "roles"})
    assert names(focal_point, delegation) == ["HEAD", "DELEGATE", "ADVISER"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": "1"}, "The head of delegation always stands first"),
        ({"seen_place": "3"}, "Somebody else has changed this meanwhile"),
        ({"place": ""}, "Choose a place by its number; the order is as it was."),
    ],
)
def test_a_place_that_cannot_be_taken_is_told(changes, sentence, delegation, focal_point):
    add(delegation, role="head")
    member = add(delegation)
    data = {"member": str(member.pk), "place": "2", "seen_place": "2"} | changes
    response = focal_point.post(url_of("delegation-order", delegation), data, follow=True)
    assert sentence in response.content.decode()


def test_a_member_of_another_delegation_is_not_there_to_be_placed(delegation, focal_point):
    stranger = add(make_delegation(delegation.conference, make_state("KZ")))
    data = {"member": str(stranger.pk), "place": "1", "seen_place": "1"}
    assert focal_point.post(url_of("delegation-order", delegation), data).status_code == 404


def letter(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_the_nomination_letter_is_sent_seen_and_replaced(delegation, focal_point):
    Conference.objects.update(nomination_letters_by="2019-06-10")
    assert "Upload the nomination letter" in focal_point.get(page_of(delegation)).content.decode()
    url = url_of("nomination-letter", delegation)
    response = focal_point.post(url, {"file": letter()}, follow=True)
    text = response.content.decode()
    assert "The letter is received; thank you." in text
    assert "letter.pdf" in text
    assert "Upload the nomination letter" not in text
    first = Document.objects.get()
    asking = focal_point.get(url, {"replaces": str(first.pk)}).content.decode()
    assert "It takes the place of “letter.pdf”" in asking
    focal_point.post(url, {"file": letter("second.pdf"), "replaces": str(first.pk)})
    assert [each.name for each in Document.objects.current()] == ["second.pdf"]
    late = focal_point.post(url, {"file": letter("third.pdf"), "replaces": str(first.pk)})
    assert "This document was replaced or removed meanwhile." in late.content.decode()
    assert focal_point.get(url, {"replaces": str(first.pk)}).status_code == 404


def test_a_letter_that_is_none_is_refused_with_a_sentence(delegation, focal_point):
    url = url_of("nomination-letter", delegation)
    response = focal_point.post(url, {"file": letter("letter.pdf", b"<svg xmlns='x'/>")})
    assert response.status_code == 200
    assert "Please save it as PNG." in str(response.context["form"].errors["file"])
    assert "Choose the file of the letter" in focal_point.post(url, {}).content.decode()
    assert not Document.objects.exists()


def backup(**changes):
    return {"name": "Erin Example", "function": "", "email": "erin@mission.example", "language": "en"} | changes


def test_the_primary_names_a_backup_who_sees_the_page_but_names_none(delegation, focal_point):
    url = url_of("name-backup", delegation)
    response = focal_point.post(url, backup(), follow=True)
    assert "Erin Example is the backup focal point now." in response.content.decode()
    assert "The access of Erin Example ends at once." in focal_point.get(url).content.decode()
    focal_point.force_login(make_user("erin@mission.example"))
    page = focal_point.get(page_of(delegation)).content.decode()
    assert "you are the backup focal point" in page
    assert url not in page
    assert focal_point.get(url).status_code == 404


def test_the_primary_is_not_the_backup_as_well(delegation, focal_point):
    response = focal_point.post(url_of("name-backup", delegation), backup(email=FOCAL_POINT))
    assert "This address is the other focal point’s already" in response.content.decode()
    assert not delegation.focal_points.filter(rank=FocalPointRank.BACKUP).exists()


def test_a_member_is_asked_and_the_page_says_since_when(delegation, focal_point):
    member = add(delegation, person={"function": "", "email": "erin@ministry.example", "office_email": "o@min.example"})
    url = url_of("member-ask", member)
    before = focal_point.get(url).content.decode()
    assert "A letter goes to erin@ministry.example." in before
    assert "The private office, o@min.example, receives a copy." in before
    text = focal_point.post(url, {"seen_asked": ""}, follow=True).content.decode()
    assert "is asked to fill in the details." in text
    assert "sent to the member on" in text
    assert "Private office: o@min.example" in text


def test_a_member_without_an_address_is_asked_at_the_one_that_is_entered(delegation, focal_point):
    member = add(delegation, person={"function": ""})
    url = url_of("member-ask", member)
    assert "Enter an e-mail address" in focal_point.post(url, {}).content.decode()
    focal_point.post(url, {"email": "erin@ministry.example"})
    member.participant.refresh_from_db()
    assert member.participant.email == "erin@ministry.example"


def test_one_who_is_never_written_to_is_not_asked(delegation, focal_point):
    member = add(delegation, person={"function": "", "email": "e@m.example", "never_write_automatically": True})
    assert "is not to be written to" in focal_point.post(url_of("member-ask", member), {}).content.decode()


def test_after_the_deadline_a_nomination_is_kept_as_a_request(delegation, focal_point, member):
    set_clock(delegation.conference, "2019-06-15 09:00")
    url = url_of("nominate", delegation)
    assert "The deadline has passed." in focal_point.get(url).content.decode()
    response = focal_point.post(url, member(), follow=True)
    text = response.content.decode()
    assert "Your request to nominate Mr. Bob SAMPLE is with the Secretariat" in text
    assert "Requests with the Secretariat" in text
    assert (Registration.objects.count(), PendingChange.objects.count()) == (0, 1)


def test_after_the_deadline_a_substitution_is_kept_as_a_request(delegation, focal_point, member):
    former = add(delegation)
    set_clock(delegation.conference, "2019-06-15 09:00")
    url = url_of("member-substitute", former)
    assert "Nothing changes until the Secretariat has decided" in focal_point.post(url, member()).content.decode()
    text = focal_point.post(url, member() | {"step": "confirm"}, follow=True).content.decode()
    assert "is with the Secretariat; both stand as before." in text
    former.refresh_from_db()
    assert (former.state, PendingChange.objects.count()) == (S.NOMINATED, 1)


def test_a_correction_of_who_is_registered_is_kept_as_a_request(delegation, focal_point, member):
    registered = add(delegation, S.REGISTERED)
    url = url_of("member-complete", registered)
    assert "is kept as a request" in focal_point.get(url).content.decode()
    text = focal_point.post(url, member(seen_version="1"), follow=True).content.decode()
    assert "Your request is with the Secretariat" in text
    registered.participant.refresh_from_db()
    assert registered.participant.given_names == "Aigerim"


def test_seats_at_the_table_and_behind_are_told_apart_and_chosen(delegation, focal_point, member):
    Delegation.objects.update(seats_at_table=1)
    focal_point.post(url_of("nominate", delegation), member(seat_type="behind"))
    focal_point.post(url_of("nominate", delegation), member(given_names="Carol", form_token=str(uuid.uuid4())))
    text = focal_point.get(page_of(delegation)).content.decode()
    assert "2 of 3 seats taken: 1 of 1 at the table, 1 of 2 behind" in text
    third = member(given_names="Dan", seat_type="at_table", form_token=str(uuid.uuid4()))
    full = focal_point.post(url_of("nominate", delegation), third)
    assert "Every seat “at the table” is taken" in full.content.decode()


def test_who_waits_stands_on_the_page_as_which_in_line_and_an_overhang_is_said(delegation, focal_point):
    for _ in range(3):
        add(delegation, S.COMPLETE)
    Delegation.objects.update(quota=1)
    for _ in range(2):
        add(delegation, S.WAITLISTED)
    page = focal_point.get(page_of(delegation))
    text = page.content.decode()
    assert "3 of 1 seat taken; 2 above quota; 2 on the waiting list" in text
    assert "Whoever you name now waits for one of them, as number 3 in line" in text
    assert [member.status_detail for member in page.context["delegation"].members][3:] == [
        ["number 1 in line"],
        ["number 2 in line"],
    ]
    assert text.count("seat-over") == 2


def test_what_is_owed_by_a_day_of_its_own_is_said_once_for_many(delegation, focal_point):
    Conference.objects.update(photographs_by="2019-06-10", travel_by="2019-06-12")
    for _ in range(2):
        add(delegation, S.COMPLETE)
    assert "still outstanding of 2" not in focal_point.get(page_of(delegation)).content.decode(), "nobody asks for it"
    ParticipantCategory.objects.update(asks=["photograph", "travel"])
    text = focal_point.get(page_of(delegation)).content.decode()
    assert "Photograph: still outstanding of 2" in text
    assert "Arrival and departure: still outstanding of 2" in text
    Participant.objects.update(modality="online")
    assert "Arrival and departure" not in focal_point.get(page_of(delegation)).content.decode()
    assert "by Monday, 10 June" in text
    assert "Arrivals and departures are kindly requested." in text


def test_a_delegation_without_a_head_is_warned(delegation, focal_point):
    add(delegation)
    assert "Nobody heads your delegation yet." in focal_point.get(page_of(delegation)).content.decode()


def test_what_completes_a_member_is_not_optional_and_what_is_missing_still_is_said(delegation, focal_point):
    member = add(delegation, person={"function": "", "nationality": "KR", "courtesy": "Mr."})
    page = focal_point.get(url_of("member-complete", member))
    form = page.context["form"]
    labels = re.findall(r"<label for=\"id_(\w+)\"[^>]*>(.*?)</label>", page.content.decode(), re.DOTALL)
    marked = {name for name, label in labels if "(optional)" in label}
    assert "function" not in marked
    assert "institution" in marked

    answers = {field.html_name: field.value() or "" for field in form}
    sent = focal_point.post(url_of("member-complete", member), answers, follow=True)
    assert "what you entered is saved. Still outstanding: function." in sent.content.decode()

    form = focal_point.get(url_of("member-complete", member)).context["form"]
    answers = {field.html_name: field.value() or "" for field in form}
    sent = focal_point.post(url_of("member-complete", member), answers | {"function": "Counsellor"}, follow=True)
    assert "is saved; nothing is outstanding." in sent.content.decode()
