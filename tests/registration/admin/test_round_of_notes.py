"""A group invited in one sitting, its round, the board: as an officer goes through them."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from conference.correspondence.models import OutgoingMessage
from conference.jobs import running
from conference.jobs.models import Job
from conference.models import Conference, Mission, Organisation, State, StateGroup, StateName
from registration.models import Document, Invitation, InvitationRound, Participant, Route
from registration.states import InvitationState as I
from tests.factories.conference import make_mission, make_organisation, make_state
from tests.factories.registration import make_category, make_delegation, make_invitation, make_participant, make_round
from tests.registration.admin.reading import notices_of, send, text_of

GROUP = reverse("admin:registration_invitation_invite_group")
LIST = reverse("admin:registration_invitation_invite_list")
BOARD = reverse("admin:registration_invitation_board")
CHOSEN = {"groups": ["participating_state"], "reply_by": "2019-06-14", "quota": "4", "copies": "note"}


@pytest.fixture
def states(conference: Conference) -> list[Mission]:
    make_category(conference, state_groups=["participating_state"])
    state = State.objects.create(code="FR", group=StateGroup.PARTICIPATING)  # without a mission
    StateName.objects.create(state=state, name={"en": "France"}, formal_name={"en": "French Republic"})
    return [make_mission(make_state(code)) for code in ("CA", "DE", "KG")]


def rows_for(*missions: Mission, **changes: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {"round": str(uuid.uuid4())}
    for mission in missions:
        code = mission.state.code
        answers |= {
            f"{code}-chosen": "on",
            f"{code}-mission": str(mission.pk),
            f"{code}-email": "",
            f"{code}-language": "en",
            f"{code}-category": str(changes["category"].pk),
            f"{code}-quota": "4",
        }
    return answers | {key: value for key, value in changes.items() if key != "category"}


def draft(desk: Client, conference: Conference, states: list[Mission], **changes: Any) -> Any:
    answers = rows_for(*states, category=make_category(conference), **changes)
    return send(desk, GROUP, conference, **CHOSEN, **answers)


def test_the_table_says_who_is_in_it_and_who_is_not(coordinator_desk: Client, conference: Conference, states):
    make_invitation(to=make_delegation(conference, make_state("KG")))
    page = coordinator_desk.get(GROUP, CHOSEN)
    assert page.context["count"] == 2
    assert page.context["without_mission"] == ["France"]
    assert [each.name for each in page.context["invited"]] == ["Kyrgyzstan"]
    assert "Mongolia" not in text_of(page).split("Invite a group of States", 1)[1]


def test_all_are_numbered_and_nothing_leaves(coordinator_desk: Client, conference: Conference, states):
    page = draft(coordinator_desk, conference, states)
    assert notices_of(page) == ["3 notes are numbered. Nothing has left the house yet."]
    assert Invitation.objects.filter(state=I.DRAFT, round__isnull=False).count() == 3


def test_one_is_left_out_by_taking_its_mark_away(coordinator_desk: Client, conference: Conference, states):
    answers = rows_for(*states, category=make_category(conference))
    del answers["DE-chosen"]
    send(coordinator_desk, GROUP, conference, **CHOSEN, **answers)
    assert not Invitation.objects.filter(delegation__state__code="DE").exists()


def test_a_row_that_is_wrong_says_so_and_gives_no_number(coordinator_desk: Client, conference: Conference, states):
    answers = rows_for(*states, category=make_category(conference)) | {"DE-email": "nobody"}
    page = send(coordinator_desk, GROUP, conference, **CHOSEN, **answers)
    assert "Some rows cannot be numbered; what is wrong stands in each: Germany." in text_of(page)
    assert "Enter a valid email address" in text_of(page)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2019-06-02", "This day is past"), ("2019-06-15", "Registration closes before, on Friday, 14 June 2019")],
)
def test_a_reply_is_asked_for_by_a_day_that_can_be_kept(coordinator_desk: Client, day: str, sentence: str, states):
    page = coordinator_desk.get(GROUP, CHOSEN | {"reply_by": day})
    assert sentence in text_of(page)
    assert "rows" not in page.context


def test_no_seats_at_all_is_refused_in_words(coordinator_desk: Client, conference: Conference, states):
    answers = rows_for(*states, category=make_category(conference)) | {"DE-quota": "0"}
    page = send(coordinator_desk, GROUP, conference, **CHOSEN, **answers)
    assert "Seats: Enter a number from 1 to 999, or leave it empty." in text_of(page)


def test_the_round_is_typeset_as_a_job(coordinator_desk: Client, conference: Conference, states):
    draft(coordinator_desk, conference, states)
    made = InvitationRound.objects.get()
    send(coordinator_desk, reverse("admin:registration_invitation_round_typeset", args=[made.pk]), conference)
    assert running.run_due()
    job = Job.objects.get()
    taken = coordinator_desk.post(reverse("admin:jobs_job_take", args=[job.pk]), {"_conference": str(conference.pk)})
    pdf = PdfReader(io.BytesIO(taken.getvalue()))
    assert len(pdf.pages) == 3
    assert job.file_name.endswith(".pdf")


def test_the_chosen_are_marked_as_dispatched(coordinator_desk: Client, conference: Conference, states):
    draft(coordinator_desk, conference, states)
    made = InvitationRound.objects.get()
    chosen = [f"{note.pk}:{note.version}" for note in made.invitations.order_by("reference")[:2]]
    url = reverse("admin:registration_invitation_round", args=[made.pk])
    page = send(coordinator_desk, url, conference, note=chosen, on="2019-06-03", how="courier")
    assert "Mark 2 notes as dispatched?" in text_of(page)
    assert "Nothing has happened yet. Nothing goes by e-mail." in text_of(page)
    assert "2 of 3 that wait MFA/2019/1 – MFA/2019/2" in text_of(page)
    assert not made.invitations.exclude(state=I.DRAFT).exists()
    page = send(coordinator_desk, url, conference, note=chosen, on="2019-06-03", how="courier", dispatch="1")
    assert notices_of(page) == ["2 notes are marked as dispatched."]
    assert made.invitations.filter(state=I.SENT).count() == 2


def test_before_copies_go_they_are_counted_and_who_gets_none_is_named(coordinator_desk: Client, conference, states):
    made, url = copied_round(coordinator_desk, conference, states)
    made.invitations.filter(delegation__state__code="DE").update(email="")
    silent = make_participant(conference, never_write_automatically=True, email="shared@missions.example")
    made.invitations.filter(delegation__state__code="CA").update(email=silent.email)
    chosen = {"note": [f"{note.pk}:{note.version}" for note in made.invitations.all()]}
    page = send(coordinator_desk, url, conference, **chosen, on="2019-06-03", how="courier")
    assert "1 copy goes by e-mail at once, and is not taken back." in text_of(page)
    assert "No copy goes to Canada, Germany" in text_of(page)
    assert page.context["addresses"] == [("MFA/2019/3", "Kyrgyzstan", "mission.kg@missions.example")]
    assert not OutgoingMessage.objects.exists()
    page = send(coordinator_desk, url, conference, **chosen, on="2019-06-03", how="courier", dispatch="1")
    assert notices_of(page) == ["3 notes are marked as dispatched.", "1 copy is on its way."]
    assert [letter.recipient for letter in OutgoingMessage.objects.all()] == ["mission.kg@missions.example"]
    assert made.invitations.filter(is_by_note_only=True).count() == 2


def test_a_note_changed_since_the_page_was_made_is_not_dispatched(coordinator_desk: Client, conference, states):
    made, url = copied_round(coordinator_desk, conference, states)
    chosen = [f"{note.pk}:{note.version}" for note in made.invitations.all()]
    made.invitations.filter(delegation__state__code="DE").update(version=7)
    page = send(coordinator_desk, url, conference, note=chosen, on="2019-06-03", how="courier", dispatch="1")
    assert "Somebody else has changed this meanwhile" in text_of(page)
    assert not OutgoingMessage.objects.exists()
    page = send(coordinator_desk, url, conference, note=chosen[:1], on="2019-06-03", how="courier", change="1")
    assert page.content.decode().count(" checked>") == 1


def test_what_goes_with_a_round_is_said_before_it_is_discarded(coordinator_desk: Client, conference, states):
    made, _url = copied_round(coordinator_desk, conference, states)
    url = reverse("admin:registration_invitation_round_discard", args=[made.pk])
    words = text_of(coordinator_desk.get(url))
    assert "3 drafts are deleted, with their numbers and codes" in words
    assert "MFA/2019/1 – MFA/2019/3 States Canada, Germany, Kyrgyzstan Scans attached none" in words
    page = send(coordinator_desk, url, conference)
    assert notices_of(page) == ["3 drafts are discarded."]


def copied_round(desk: Client, conference: Conference, states: list[Mission]) -> tuple[InvitationRound, str]:
    answers = rows_for(*states, category=make_category(conference))
    send(desk, GROUP, conference, **(CHOSEN | {"copies": "copy"}), **answers)
    made = InvitationRound.objects.get()
    return made, reverse("admin:registration_invitation_round", args=[made.pk])


def test_scans_find_their_notes_by_the_number(
    coordinator_desk: Client, conference: Conference, states, settings, tmp_path
):
    draft(coordinator_desk, conference, states)
    made = InvitationRound.objects.get()
    pdf = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    files = [SimpleUploadedFile("MFA-2019-2.pdf", pdf), SimpleUploadedFile("note.pdf", pdf)]
    url = reverse("admin:registration_invitation_round_scans", args=[made.pk])
    page = coordinator_desk.post(url, {"scans": files, "_conference": str(conference.pk)}, follow=True)
    assert notices_of(page)[-1] == "1 scan is attached."
    assert [str(row) for row in Document.objects.filter(invitation__reference="MFA/2019/2")] == ["MFA-2019-2.pdf"]
    assert Document.objects.count() == 1


def test_the_note_alone_is_a_pdf_for_who_invites(
    coordinator_desk: Client, desk: Client, conference: Conference, states
):
    draft(coordinator_desk, conference, states)
    url = reverse("admin:registration_invitation_paper", args=[Invitation.objects.all()[0].pk])
    assert coordinator_desk.get(url)["Content-Type"] == "application/pdf"
    assert desk.get(url).status_code == 403


def test_replies_of_several_are_recorded_at_once(coordinator_desk: Client, conference: Conference, states):
    draft(coordinator_desk, conference, states)
    chosen = [str(pk) for pk in Invitation.objects.values_list("pk", flat=True)[:2]]
    answers = {"invitation": chosen, "reply": "accepted", "how": "telephone", "who": "the Embassies, by list"}
    page = send(coordinator_desk, BOARD, conference, **answers)
    assert notices_of(page) == ["2 replies are recorded."]
    assert page.context["figures"][0]["value"] == "2"
    assert page.context["figures"][0]["of"] == "of 3"


@pytest.mark.parametrize(("chosen", "led_to"), [(1, "?standing=draft"), (3, "")])
def test_after_replies_the_board_stays_as_narrowed_while_anybody_is_left(
    coordinator_desk: Client, conference, states, chosen: int, led_to: str
):
    draft(coordinator_desk, conference, states)
    answers = {
        "invitation": [str(pk) for pk in Invitation.objects.values_list("pk", flat=True)[:chosen]],
        "reply": "accepted",
        "how": "telephone",
        "who": "the Embassies",
    }
    page = send(coordinator_desk, f"{BOARD}?standing=draft", conference, **answers)
    assert page.redirect_chain[-1][0] == f"{BOARD}{led_to}"
    assert page.context["rows"]


def test_whoever_was_asked_by_a_day_that_has_passed_is_silent(coordinator_desk: Client, conference: Conference):
    make_invitation(to=make_delegation(conference), state=I.SENT, reply_by="2019-06-01")
    page = coordinator_desk.get(BOARD, {"standing": "silent"})
    assert [row["name"] for row in page.context["rows"]] == ["Kyrgyzstan"]


def test_a_list_is_read_then_invited_in_one_act(coordinator_desk: Client, conference: Conference):
    category = make_category(conference, Route.INVITATION)
    asked = {"kind": "persons", "category": str(category.pk), "family": "academic", "way": "email"}
    wrong = "Ms.;Ana Lima;Director;Institute;ana@lima,example;en\nMr.;Altan Od;;;altan@od.example;en"
    page = send(coordinator_desk, LIST, conference, **asked, text=wrong, send="1")
    assert "Perhaps ana@lima.example?" in text_of(page)
    assert not Participant.objects.exists()
    right = wrong.replace("lima,example", "lima.example")
    send(coordinator_desk, LIST, conference, **asked, text=right)
    assert not Participant.objects.exists()
    page = send(coordinator_desk, LIST, conference, **asked, text=right, send="1")
    assert notices_of(page) == ["2 invitations are made."]
    assert Invitation.objects.count() == 2
    again = send(coordinator_desk, LIST, conference, **asked, text=right)
    assert "Ana Lima is already invited." in text_of(again)


def test_organisations_are_matched_with_the_register_or_entered(coordinator_desk: Client, conference: Conference):
    known = make_organisation()
    category = make_category(conference)
    asked = {"kind": "organisations", "category": str(category.pk), "family": "academic", "way": "paper"}
    text = "Inter-Regional Dialogue Forum;;en;3\nSteppe Institute;;en;2"
    page = send(coordinator_desk, LIST, conference, **asked, text=text, send="1")
    assert notices_of(page) == ["2 invitations are made."]
    assert set(Organisation.objects.filter(delegation__conference=conference)) > {known}
    assert Organisation.objects.get(conference=conference).family == "academic"
    assert not any(letter.state != I.DRAFT for letter in Invitation.objects.all())


@pytest.mark.parametrize("count", [1, 61])
def test_the_pages_cost_the_same_for_one_state_and_for_all(
    coordinator_desk: Client, conference: Conference, count, django_assert_max_num_queries
):
    notes = [a_note(conference, number) for number in range(count)]
    made = make_round(*notes)
    for url in (BOARD, reverse("admin:registration_invitation_round", args=[made.pk])):
        with django_assert_max_num_queries(15):
            coordinator_desk.get(url)
    Invitation.objects.all().delete()
    with django_assert_max_num_queries(15):
        coordinator_desk.get(GROUP, CHOSEN)


def a_note(conference: Conference, number: int) -> Invitation:
    code = f"{chr(65 + number // 26)}{chr(65 + number % 26)}"
    state = State.objects.create(code=code, group=StateGroup.PARTICIPATING)
    StateName.objects.create(state=state, name={"en": f"State {code}"}, formal_name={"en": f"Republic of {code}"})
    mission = Mission.objects.create(state=state, name={"en": f"Embassy of {code}"}, email=f"m@{code}.example")
    delegation = make_delegation(conference, state)
    note = Invitation(conference=conference, delegation=delegation, mission=mission)
    note.category, note.reference = delegation.category, f"MFA/{number}"
    note.bind()
    note.save()
    return note
