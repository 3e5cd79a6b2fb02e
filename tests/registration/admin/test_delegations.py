"""Delegations: the list in protocol order, the page, seats and focal points; categories with their places."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, StateName, TeamRole
from registration.models import Delegation, FocalPoint, ParticipantCategory, Route, SeatDecision, Visibility
from registration.states import InvitationState, RegistrationState
from tests.factories.conference import make_officer, make_organisation, make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_document,
    make_focal_point,
    make_invitation,
    make_registration,
)
from tests.registration.admin.reading import chips_of, notices_of, rows_of, send, text_of

LIST = "admin:registration_delegation_changelist"
COMPLETE = RegistrationState.COMPLETE


def page_of(delegation: Delegation) -> str:
    return reverse("admin:registration_delegation_change", args=[delegation.pk])


def seats_of(delegation: Delegation) -> str:
    return reverse("admin:registration_delegation_seats", args=[delegation.pk])


def focal_point_of(delegation: Delegation, rank: str = "primary") -> str:
    return reverse("admin:registration_delegation_focal_point", args=[delegation.pk, rank])


def test_a_row_tells_seats_head_focal_point_and_reply(desk: Client, conference: Conference):
    delegation = make_delegation(conference, quota=4)
    make_focal_point(delegation, name="Ms. Nurgul Example")
    make_invitation(to=delegation, state=InvitationState.ACCEPTED)
    make_registration(COMPLETE, delegation=delegation, role="head", person={"family_name": "Head"})
    make_registration(COMPLETE, delegation=delegation, role="interpreter", is_outside_quota=True)
    words = text_of(desk.get(reverse(LIST)))
    assert "Kyrgyzstan participating State 1 of 4 1 outside quota Ms. Aigerim HEAD" in words
    assert "Ms. Nurgul Example" in words
    assert "Accepted" in words


def test_states_stand_in_the_protocol_order_under_the_name_in_force_at_the_conference(desk: Client, conference):
    for code in ("TR", "KR", "DE", "KZ"):
        make_delegation(conference, make_state(code))
    names = [row.delegation_name.text for row in desk.get(reverse(LIST)).context["cl"].result_list]
    assert names == ["Germany", "Kazakhstan", "Republic of Korea", "Turkey"]


def test_the_order_is_that_of_the_officers_language(desk: Client, conference: Conference):
    for code, key in (("TR", "яя"), ("DE", "аа")):
        make_delegation(conference, make_state(code))
        StateName.objects.filter(state__code=code).update(sort_key={"en": key[::-1], "ru": key})
    page = desk.get(reverse(LIST), headers={"accept-language": "ru"})
    assert [row.delegation_name.text for row in page.context["cl"].result_list] == ["Германия", "Турция"]


@pytest.mark.parametrize("delegation_count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_sixty(
    desk: Client, conference: Conference, django_assert_max_num_queries, delegation_count: int
):
    for number in range(delegation_count):
        delegation = make_delegation(conference, make_organisation(name={"en": f"Organisation {number}"}))
        make_focal_point(delegation)
        make_invitation(to=delegation)
        make_registration(COMPLETE, delegation=delegation, role="head")
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(15):
        assert desk.get(reverse(LIST)).status_code == 200


def test_a_delegation_with_members_and_no_head_is_shown_as_such(desk: Client, conference: Conference):
    headless = make_delegation(conference, make_state("KZ"))
    make_registration(COMPLETE, delegation=headless)
    make_registration(COMPLETE, delegation=make_delegation(conference), role="head")
    make_delegation(conference, make_state("KR"))
    page = desk.get(reverse(LIST))
    assert chips_of(page) == {"Participating State": 2, "Asian Partner for Co-operation": 1, "Without a head": 1}
    assert rows_of(desk.get(reverse(LIST), {"head": "none"})) == [headless.pk]


def test_search_and_group_find_delegations_by_name_and_group(desk: Client, conference: Conference):
    korea = make_delegation(conference, make_state("KR"))
    make_delegation(conference)
    assert rows_of(desk.get(reverse(LIST), {"q": "KOREA rep"})) == [korea.pk]
    assert rows_of(desk.get(reverse(LIST), {"group": "asian_partner"})) == [korea.pk]


def test_members_stand_in_the_order_of_their_roles_then_of_the_state(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    adviser = make_registration(COMPLETE, delegation=delegation, role="adviser")
    second = make_registration(COMPLETE, delegation=delegation, role="delegate", position=2)
    first = make_registration(COMPLETE, delegation=delegation, role="delegate", position=1)
    head = make_registration(COMPLETE, delegation=delegation, role="head")
    make_registration(RegistrationState.WITHDRAWN, delegation=delegation)
    urls = [member["url"] for member in desk.get(page_of(delegation)).context["members"]]
    pages = [reverse("admin:registration_registration_change", args=[r.pk]) for r in (head, first, second, adviser)]
    assert urls == pages


def test_the_page_warns_of_a_missing_head(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    assert "No head of delegation" not in text_of(desk.get(page_of(delegation)))
    make_registration(COMPLETE, delegation=delegation)
    assert "No head of delegation has been named yet." in text_of(desk.get(page_of(delegation)))


def test_a_protected_member_is_not_named_to_those_without_the_role(coordinator_desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    hidden = {"family_name": "Hidden", "visibility": Visibility.HIDDEN, "function": ""}
    make_registration(COMPLETE, delegation=delegation, role="head", person=hidden)
    for url in (reverse(LIST), page_of(delegation)):
        words = text_of(coordinator_desk.get(url))
        assert "Protected participant" in words
        assert "HIDDEN" not in words


def test_seats_are_granted_with_a_note(desk: Client, conference: Conference):
    delegation = make_delegation(conference, quota=4)
    page = send(desk, seats_of(delegation), conference, version=1, quota="6", note="Agreed by telephone.")
    delegation.refresh_from_db()
    assert (delegation.quota, delegation.note, delegation.version) == (6, "Agreed by telephone.", 2)
    assert notices_of(page) == ["The seats are saved."]


def test_fewer_seats_than_are_taken_are_refused_with_a_sentence_and_what_was_typed_is_kept(desk: Client, conference):
    delegation = make_delegation(conference, quota=4)
    for _ in range(2):
        make_registration(COMPLETE, delegation=delegation)
    page = send(desk, seats_of(delegation), conference, version=1, quota="1", note="My note")
    assert "2 seats are taken, 1 more than you would grant; nothing was saved." in text_of(page)
    assert "My note" in page.content.decode()
    assert Delegation.objects.get().quota == 4


def beyond_of(registration) -> str:
    return reverse("admin:registration_delegation_beyond", args=[registration.delegation_id, registration.pk])


def test_fewer_seats_leave_a_stated_overhang_and_the_page_says_who_decided_and_why(desk: Client, conference):
    delegation = make_delegation(conference, quota=4)
    for _ in range(3):
        make_registration(COMPLETE, delegation=delegation)
    answers = {"version": 1, "quota": "1", "leaves_overhang": "on", "note": ""}
    assert "Please give the reason" in text_of(send(desk, seats_of(delegation), conference, **answers))
    send(desk, seats_of(delegation), conference, **answers, reason="The hall is small")
    words = text_of(desk.get(page_of(delegation)))
    assert "2 above quota" in words
    assert "Seats: 4 → 1; 2 above quota The hall is small" in words
    assert "3 of 1 2 above quota" in text_of(desk.get(reverse(LIST)))


def test_seats_at_the_table_are_told_apart_on_the_desk(desk: Client, conference: Conference):
    delegation = make_delegation(conference, quota=4)
    make_registration(COMPLETE, delegation=delegation, role="head")
    send(desk, seats_of(delegation), conference, version=1, quota="", seats_at_table="2", note="")
    assert Delegation.objects.get().seats_at_table is None
    send(desk, seats_of(delegation), conference, version=1, quota="4", seats_at_table="1", note="")
    words = text_of(desk.get(page_of(delegation)))
    assert "1 of 4 seats taken: 1 of 1 at the table, 0 of 3 behind" in words
    assert "Seats: 4 → 4, 1 at the table" in words


def test_one_who_waits_is_seated_beyond_the_quota_for_a_reason(desk: Client, conference: Conference):
    delegation = make_delegation(conference, quota=1)
    make_registration(COMPLETE, delegation=delegation, role="head")
    waiting = make_registration(RegistrationState.WAITLISTED, delegation=delegation, waited_for="nominated")
    page = desk.get(page_of(delegation))
    assert "number 1 in line" in text_of(page)
    assert beyond_of(waiting) in page.content.decode()
    assert "Please give the reason" in text_of(send(desk, beyond_of(waiting), conference, version=1, reason=""))
    old = send(desk, beyond_of(waiting), conference, version=9, reason="The minister asked")
    assert "Somebody else has changed this" in text_of(old)
    send(desk, beyond_of(waiting), conference, version=1, reason="The minister asked")
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.COMPLETE
    words = text_of(desk.get(page_of(delegation)))
    assert "was seated beyond the quota; 1 above quota The minister asked" in words
    assert desk.get(beyond_of(waiting)).status_code == 404


def test_why_a_protected_person_was_seated_is_not_told_to_those_without_the_role(coordinator_desk: Client, conference):
    delegation = make_delegation(conference, quota=1)
    hidden = make_registration(COMPLETE, delegation=delegation, person={"visibility": Visibility.HIDDEN})
    SeatDecision.objects.create(delegation=delegation, registration=hidden, quota=1, used=1, reason="A witness")
    words = text_of(coordinator_desk.get(page_of(delegation)))
    assert "Protected participant was seated beyond the quota" in words
    assert "A witness" not in words


def test_who_only_reads_seats_nobody(conference: Conference, sign_in):
    waiting = make_registration(RegistrationState.WAITLISTED, delegation=make_delegation(conference))
    reader = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert reader.get(beyond_of(waiting)).status_code == 403


def test_the_nomination_letter_is_at_hand_for_those_who_may_open_it(desk: Client, conference, sign_in):
    delegation = make_delegation(conference)
    letter = make_document(delegation)
    url = reverse("registration:document", args=[conference.slug, letter.pk])
    assert url in desk.get(page_of(delegation)).content.decode()
    reader = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert url not in reader.get(page_of(delegation)).content.decode()


def test_seats_granted_from_an_old_page_are_told(desk: Client, conference: Conference):
    delegation = make_delegation(conference, version=3)
    page = send(desk, seats_of(delegation), conference, version=2, quota="9", note="")
    assert "Somebody else has changed this" in text_of(page)
    assert Delegation.objects.get().quota == 4


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Mr. New Example",
        "function": "Attaché",
        "email": "New@mfa.example",
        "phone": "",
        "language": "en",
    } | changes


def test_a_focal_point_is_replaced_after_the_letter_was_read(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    former = make_focal_point(delegation)
    read = send(desk, focal_point_of(delegation), conference, **answers())
    assert read.context["letters"][0].recipient == "new@mfa.example"
    assert FocalPoint.objects.get(ended_at__isnull=True) == former
    send(desk, focal_point_of(delegation), conference, **answers(), send="1")
    assert FocalPoint.objects.get(ended_at__isnull=True).email == "new@mfa.example"
    assert FocalPoint.objects.filter(pk=former.pk, ended_at__isnull=False).exists()
    assert OutgoingMessage.objects.get().purpose == "focal_point_designated"


def test_a_backup_is_designated_beside_the_primary(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation)
    send(desk, focal_point_of(delegation, "backup"), conference, **answers(), send="1")
    ranks = FocalPoint.objects.filter(ended_at__isnull=True).values_list("rank", flat=True)
    assert sorted(ranks) == ["backup", "primary"]
    assert desk.get(focal_point_of(delegation, "third")).status_code == 404


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.VETTING])
def test_who_only_reads_changes_nothing(conference: Conference, sign_in, role: TeamRole):
    delegation = make_delegation(conference)
    reader = sign_in(make_officer(conference, role))
    assert not reader.get(page_of(delegation)).context["may_change"]
    assert send(reader, seats_of(delegation), conference, version=1, quota="9", note="").status_code == 403
    assert send(reader, focal_point_of(delegation), conference, **answers(), send="1").status_code == 403
    assert (Delegation.objects.get().quota, FocalPoint.objects.count()) == (4, 0)


def test_categories_show_how_many_of_their_places_are_taken(coordinator_desk: Client, conference: Conference):
    category = make_category(conference, Route.APPLICATION, places=60)
    make_registration(RegistrationState.REGISTERED, category=category)
    make_registration(RegistrationState.SUBMITTED, category=category)
    words = text_of(coordinator_desk.get(reverse("admin:registration_participantcategory_changelist")))
    assert "Civil society open application 1 of 60" in words


def test_a_category_is_changed_by_the_coordinator_and_a_lost_update_is_told(coordinator_desk: Client, conference):
    category = make_category(conference)
    url = reverse("admin:registration_participantcategory_change", args=[category.pk])
    sent = {
        "seen_version": "1",
        "name_mn": "",
        "name_en": "Governments",
        "name_ru": "",
        "slug": "government",
        "route": "nomination",
        "places": "120",
        "default_visibility": "listed",
        "position": "1",
    }
    send(coordinator_desk, url, conference, **sent)
    assert (ParticipantCategory.objects.get().places, ParticipantCategory.objects.get().version) == (120, 2)
    again = send(coordinator_desk, url, conference, **sent | {"places": "1"})
    assert "Somebody else changed this" in text_of(again)
    assert ParticipantCategory.objects.get().places == 120
