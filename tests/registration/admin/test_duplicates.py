"""Persons who may be there twice, at the desk: the list, two side by side, merged, left apart, undone."""

import datetime

import pytest
from django.urls import reverse

from conference.models import TeamRole
from registration.actions.likeness import look_in
from registration.models import (
    DocumentKind,
    DuplicateCandidate,
    DuplicateState,
    Merge,
    Participant,
    ParticipantNeeds,
    Passport,
    Registration,
    Visibility,
)
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import make_delegation, make_document, make_registration
from tests.registration.admin.reading import chips_of, notices_of, rows_of, send, text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/registration/duplicatecandidate/"


@pytest.fixture
def pair(conference):
    """A nominee and an applicant of one name, found by the sweep."""
    person = {"given_names": "Anna", "family_name": "Lindqvist", "phone": ""}
    make_registration(S.COMPLETE, conference, person=person | {"function": "Adviser"})
    make_registration(
        S.UNDER_REVIEW,
        conference,
        person=person | {"function": "Director", "phone": "+46 8 1234567", "patronymic": "A."},
    )
    look_in(conference)
    return DuplicateCandidate.objects.get()


@pytest.fixture
def client(sign_in, coordinator):
    return sign_in(coordinator)


def url_of(pair, key="change"):
    return reverse(f"admin:registration_duplicatecandidate_{key}", args=[pair.pk])


def compared(client, pair, **asked):
    page = client.get(url_of(pair), asked)
    lines = {line.label: line for group in page.context["groups"] for line in group.lines}
    return page, lines


def answers_of(page, *taken, **more):
    return {"keep": page.context["keep"], "seen": page.context["seen"]} | dict.fromkeys(taken, "merged") | more


def test_the_list_says_who_what_speaks_for_it_and_how_likely_it_is(client, pair):
    page = client.get(LIST)
    assert rows_of(page) == [pair.pk]
    assert chips_of(page) == {"To be looked at": 1}
    text = text_of(page)
    assert "Ms. Anna LINDQVIST" in text
    assert "Kyrgyzstan · Government · Complete" in text
    assert "Civil society · Under review" in text
    assert "The same name" in text
    assert "Likely" in text


def test_the_list_is_cut_by_status_and_by_signal_and_searched(client, pair):
    assert rows_of(client.get(LIST, {"status": "open", "signal": "name", "q": "lindqv"})) == [pair.pk]
    assert rows_of(client.get(LIST, {"signal": "passport"})) == []
    assert rows_of(client.get(LIST, {"signal": ["name", "passport"]})) == [pair.pk]
    assert rows_of(client.get(LIST, {"status": "dismissed"})) == []
    assert rows_of(client.get(LIST, {"status": "nonsense", "signal": "nonsense"})) == [pair.pk]


def test_side_by_side_what_differs_is_marked_and_chosen_between(client, pair):
    page, lines = compared(client, pair)
    assert (lines["Function"].kept, lines["Function"].merged, lines["Function"].differs) == (
        "Adviser",
        "Director",
        True,
    )
    assert (lines["Function"].key, lines["Function"].takes) == ("function", False)
    assert (lines["Telephone"].kept, lines["Telephone"].takes) == ("", True)
    assert (lines["Family name"].key, lines["Family name"].differs) == ("", False)
    assert lines["Mandate of the organisation"].merged == "Dialogue between communities."
    text = text_of(page)
    assert "Likely: the same name." in text
    assert "History and correspondence: Ms. Anna A. LINDQVIST" in text


def test_the_other_may_stay_unless_that_would_lose_something(client, pair):
    _page, lines = compared(client, pair)
    page, turned = compared(client, pair, keep=str(pair_registrations(pair)[1].pk))
    assert (turned["Function"].kept, turned["Function"].merged) == (lines["Function"].merged, lines["Function"].kept)
    Registration.objects.filter(track="application").update(state=S.DECLINED)
    page, _lines = compared(client, pair, keep=str(pair_registrations(pair)[1].pk))
    assert "has ended, and the other has not. Keep the other one." in text_of(page)
    assert not page.context["may_choose"]


def pair_registrations(pair):
    """The nominee's and the applicant's."""
    return list(Registration.objects.filter(participant__in=pair.of_whom).order_by("-track"))


def test_what_merging_does_is_said_and_nothing_is_done(client, pair, conference):
    nominee, applicant = pair_registrations(pair)
    make_document(applicant, DocumentKind.SUPPORTING)
    make_answer(make_question(conference), "The first", of=applicant)
    page, _lines = compared(client, pair)
    preview = send(client, url_of(pair, "merge"), conference, **answers_of(page, "take-function", "take-phone"))
    assert preview.context["sentences"] == [
        "The registration of Ms. Anna LINDQVIST stays.",
        "The registration of Ms. Anna A. LINDQVIST is ended, and marked as merged into it; it stays readable.",
        "Taken from it: function, telephone.",
        "1 document follows.",
        "1 answer to a question follows.",
        "Of needs and of the journey what was said last holds; a passport goes with its journey.",
        "Neither is written to.",
        "For half an hour this can be undone; everything is then put back as it was.",
    ]
    assert not Merge.objects.exists()
    assert Registration.objects.get(pk=applicant.pk).state == S.UNDER_REVIEW
    assert Registration.objects.get(pk=nominee.pk).participant.function == "Adviser"


def test_merged_after_the_preview_and_undone_on_the_same_page(client, pair, conference):
    nominee, applicant = pair_registrations(pair)
    page, _lines = compared(client, pair)
    preview = send(client, url_of(pair, "merge"), conference, **answers_of(page, "take-function", note="By telephone."))
    done = send(client, url_of(pair, "merge"), conference, **preview.context["carried"], send="1")
    assert notices_of(done) == ["The two registrations are merged. For half an hour this can be undone here."]
    assert "By telephone." in text_of(done)
    assert Registration.objects.get(pk=applicant.pk).state == S.WITHDRAWN
    assert Registration.objects.get(pk=nominee.pk).participant.function == "Director"
    undone = send(client, url_of(pair, "undo"), conference)
    assert notices_of(undone) == ["The merge is undone: both registrations are as they were."]
    assert Registration.objects.get(pk=applicant.pk).state == S.UNDER_REVIEW
    assert "Noted as two different persons before" not in text_of(undone)
    again = send(client, url_of(pair, "undo"), conference)
    assert notices_of(again) == ["This merge was undone already."]


def test_after_half_an_hour_the_page_says_that_it_is_over(client, pair, conference):
    page, _lines = compared(client, pair)
    send(client, url_of(pair, "merge"), conference, **answers_of(page), send="1")
    merge = Merge.objects.get()
    merge.at -= datetime.timedelta(minutes=31)
    merge.save()
    assert "The time within which this could be undone is over." in text_of(client.get(url_of(pair)))
    late = send(client, url_of(pair, "undo"), conference)
    assert notices_of(late) == ["The time within which this merge could be undone is over."]


def test_one_says_they_are_not_the_same_person_with_a_note_and_takes_it_back(client, pair, conference):
    page = send(client, url_of(pair, "dismiss"), conference, version=pair.version, note="Cousins.")
    assert "Noted as two different persons:" in text_of(page)
    assert "Cousins." in text_of(page)
    assert not page.context["may_choose"]
    stale = send(client, url_of(pair, "dismiss"), conference, version=pair.version)
    assert "Somebody else has changed this meanwhile" in notices_of(stale)[0]
    again = send(client, url_of(pair, "reopen"), conference, version=pair.version + 1)
    assert notices_of(again) == ["The pair is to be looked at again."]
    assert again.context["may_choose"]
    assert "Noted as two different persons before" in text_of(again)


def test_what_was_compared_and_has_changed_is_told(client, pair, conference):
    page, _lines = compared(client, pair)
    Participant.objects.filter(pk=pair.first_id).update(version=9)
    for extra in ({}, {"send": "1"}):
        told = send(client, url_of(pair, "merge"), conference, **answers_of(page), **extra)
        assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    assert not Merge.objects.exists()


def test_a_pair_that_was_decided_meanwhile_leads_back_to_it(client, pair, conference):
    page, _lines = compared(client, pair)
    DuplicateCandidate.objects.update(state=DuplicateState.DISMISSED, decided_at=pair.found_at)
    back = send(client, url_of(pair, "merge"), conference, **answers_of(page), send="1")
    assert back.redirect_chain[-1][0] == url_of(pair)
    assert client.get(url_of(pair, "merge")).status_code == 302
    assert not Merge.objects.exists()


def test_answers_to_questions_are_chosen_one_by_one(client, pair, conference):
    question = make_question(conference, text={"en": "Which panel?"})
    for row, value in zip(pair_registrations(pair), ("The first", "The second"), strict=True):
        make_answer(question, value, of=row)
    page, lines = compared(client, pair)
    assert (lines["Which panel?"].kept, lines["Which panel?"].merged) == ("The first", "The second")
    taking = answers_of(page, f"take-answer:{question.pk}")
    preview = send(client, url_of(pair, "merge"), conference, **taking)
    assert "Taken from it: Which panel?." in preview.context["sentences"]


def test_a_passport_is_said_to_be_the_same_and_never_shown(client, pair, conference):
    for row, number in zip(pair_registrations(pair), ("AA7654321", "aa 7654321"), strict=True):
        Passport.objects.create(registration=row, name="LINDQVIST", number=number, issuer="SE", expires_on="2031-05-06")
        ParticipantNeeds.objects.create(participant=row.participant, diet_note="Peanuts")
    look_in(conference)
    text = text_of(client.get(url_of(pair)))
    assert "Very likely: the same passport, the same name" in text
    assert not {word for word in ("7654321", "2031", "Peanuts") if word in text}


def test_whoever_may_not_know_of_protected_persons_sees_neither_the_pair_nor_its_count(
    client, pair, conference, sign_in, registration_officer
):
    Participant.objects.filter(pk=pair.second_id).update(visibility=Visibility.HIDDEN)
    page = client.get(LIST)
    assert (rows_of(page), chips_of(page)) == ([], {})
    assert client.get(url_of(pair)).status_code in {302, 404}
    assert send(client, url_of(pair, "merge"), conference).status_code == 404
    assert "Possible duplicates 1" not in text_of(client.get("/admin/"))
    knowing = sign_in(registration_officer)
    assert rows_of(knowing.get(LIST)) == [pair.pk]
    assert knowing.get(url_of(pair)).status_code == 200


@pytest.mark.parametrize("role", [TeamRole.VETTING, TeamRole.OBSERVER, TeamRole.DUTY_OF_CARE])
def test_officers_who_do_not_register_do_not_compare(conference, pair, sign_in, role):
    client = sign_in(make_officer(conference, role))
    assert client.get(LIST).status_code == 403
    assert client.get(url_of(pair)).status_code == 403
    assert client.get(url_of(pair, "merge")).status_code == 403


def test_another_conferences_pair_is_not_there(sign_in, other_conference, pair):
    client = sign_in(make_officer(other_conference, TeamRole.COORDINATOR))
    assert client.get(url_of(pair), follow=True).status_code in {200, 404}
    assert client.post(url_of(pair, "dismiss")).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_costs_the_same_for_one_and_for_forty(client, conference, django_assert_max_num_queries, count):
    delegation = make_delegation(conference, quota=None)
    for number in range(count):
        for _ in range(2):
            person = {"given_names": f"Anna{number}", "family_name": f"Lind{number}"}
            make_registration(S.COMPLETE, conference, delegation=delegation, person=person)
    look_in(conference)
    client.get(LIST)
    with django_assert_max_num_queries(24):
        page = client.get(LIST)
    assert len(rows_of(page)) >= count


def test_the_page_of_a_registration_says_whom_the_person_may_be(client, pair, sign_in, conference):
    nominee, applicant = pair_registrations(pair)
    page = reverse("admin:registration_registration_change", args=[nominee.pk])
    assert "May be the same person as Ms. Anna A. LINDQVIST: the same name. Compare" in text_of(client.get(page))
    vetting = sign_in(make_officer(conference, TeamRole.VETTING))
    assert "May be the same person" not in text_of(vetting.get(page))
    Participant.objects.filter(pk=applicant.participant_id).update(visibility=Visibility.HIDDEN)
    assert "May be the same person" not in text_of(client.get(page))


def test_a_merge_stands_in_the_history_of_both_and_the_merged_one_says_where_it_went(client, pair, conference):
    nominee, applicant = pair_registrations(pair)
    page, _lines = compared(client, pair)
    send(client, url_of(pair, "merge"), conference, **answers_of(page, "take-function", note="Seen."), send="1")
    urls = {row.pk: reverse("admin:registration_registration_change", args=[row.pk]) for row in (nominee, applicant)}
    of_merged = text_of(client.get(urls[applicant.pk]))
    assert "This registration was merged into another, which stays: Ms. Anna LINDQVIST" in of_merged
    assert "Merged into the registration of Ms. Anna LINDQVIST Taken: function. Seen." in of_merged
    assert "Merged with the registration of Ms. Anna A. LINDQVIST" in text_of(client.get(urls[nominee.pk]))
    send(client, url_of(pair, "undo"), conference)
    text = text_of(client.get(urls[applicant.pk]))
    assert "was merged into another" not in text
    assert "The merge was undone" in text


def test_the_first_page_counts_them_for_those_who_register(client, pair, sign_in, conference):
    assert "Persons who may be there twice" in text_of(client.get("/admin/"))
    vetting = text_of(sign_in(make_officer(conference, TeamRole.VETTING)).get("/admin/"))
    assert "Persons who may be there twice" not in vetting
    assert "Possible duplicates" not in vetting
    Participant.objects.filter(pk=pair.second_id).update(visibility=Visibility.HIDDEN)
    assert "Persons who may be there twice" not in text_of(client.get("/admin/"))


def test_whoever_is_entered_at_the_desk_is_compared_first_and_entered_when_they_are_another(client, pair, conference):
    typed = {
        "category": pair_registrations(pair)[1].category_id,
        "given_names": "Lindqvist",
        "family_name": "Anna",
        "name_order": "given_first",
        "name_of_address": "family",
        "function": "Envoy",
        "language": "en",
        "form_token": "6e0c5e0a-9d1b-4a7e-8a52-0a2f4c1d2b3e",
    }
    url = reverse("admin:registration_registration_add")
    told = send(client, url, conference, **typed)
    text = text_of(told)
    assert "Somebody like this is there already; nothing was saved yet." in text
    assert "Ms. Anna LINDQVIST" in text
    assert "Another person: register anyway" in text
    assert Registration.objects.count() == 2
    send(client, url, conference, **typed, another_person="1")
    assert Registration.objects.count() == 3
