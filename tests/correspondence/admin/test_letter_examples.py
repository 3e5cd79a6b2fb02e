"""A wording tried on a real recipient, and sent on trial: nothing is written about anybody, no secret is shown."""

import pytest
from django.urls import reverse

from conference.correspondence.models import LetterTemplate, OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.trial import TRIALS_AN_HOUR
from conference.models import StateName, TeamRole
from conference.registry import registry
from registration.contributions.letter_doubts import doubts_of_names
from registration.emails.invitations import delegation_cases
from registration.models import Delegation, Invitation, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_mission, make_organisation, make_state
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db
OFFICER = TeamRole.CORRESPONDENCE


def words(purpose):
    return reverse("admin:correspondence_lettertemplate_words", args=[purpose])


def typed(client, purpose):
    columns = client.get(words(purpose)).context["columns"]
    return {field.html_name: str(field.value()) for each in columns for field in each.form}


def tried(client, conference, purpose, of="", **answers):
    answers = {"of": str(of), "preview": "1"} | answers
    return send(client, words(purpose), conference, **typed(client, purpose) | answers)


def samples(page):
    return {each.language: each.sample for each in page.context["columns"]}


def labels(page):
    return [example["label"] for example in page.context["examples"]]


@pytest.fixture
def client(desk_of):
    return desk_of(OFFICER)


def test_an_invitation_is_tried_on_a_real_state_in_each_language(client, conference):
    delegation = make_delegation(conference, make_state("KG"))
    invitation = make_invitation(to=delegation, mission=make_mission(delegation.state), language="en")
    before = Invitation.objects.values().get()
    page = tried(client, conference, "invitation_state", of=invitation.pk)
    name = StateName.objects.get(state=delegation.state)
    assert str(name.genitive["ru"]) in samples(page)["ru"].text
    assert invitation.designation_code not in page.content.decode()
    assert invitation.link_token not in page.content.decode()
    assert "••••••" in samples(page)["en"].text
    assert Invitation.objects.values().get() == before
    assert not OutgoingMessage.objects.exists()


def test_a_registration_is_tried_with_the_persons_name_and_category(client, conference):
    person = make_participant(conference, courtesy="Ms.", given_names="Aigul", family_name="Osmonova")
    registration = make_registration(S.REGISTERED, conference, participant=person)
    page = tried(client, conference, "registration_confirmed", of=registration.pk)
    assert "Dear Ms. Osmonova," in samples(page)["en"].text
    assert str(registration.category.name) in samples(page)["en"].text
    assert "https://conference.example/…" in samples(page)["en"].text


def test_a_reminder_is_tried_on_a_focal_point(client, conference):
    focal_point = make_focal_point(make_delegation(conference), name="Dana Focal")
    page = tried(client, conference, "nomination_incomplete", of=focal_point.pk)
    assert "Dear Dana Focal," in samples(page)["en"].text
    assert focal_point.delegation.name_in("en") in samples(page)["en"].subject + samples(page)["en"].text


def test_recipients_are_found_by_name(client, conference):
    for name in ("Anna", "Boris"):
        make_registration(S.REGISTERED, conference, participant=make_participant(conference, given_names=name))
    page = tried(client, conference, "waitlisted", q="bori", find="1")
    assert len(labels(page)) == 1
    assert "Boris" in labels(page)[0]
    assert labels(tried(client, conference, "waitlisted", q="nobody", find="1")) == []


def test_who_is_chosen_stays_chosen_whatever_is_searched_for(client, conference):
    person = make_participant(conference, given_names="Anna", family_name="Sampleva")
    chosen = make_registration(S.REGISTERED, conference, participant=person)
    page = tried(client, conference, "waitlisted", of=chosen.pk, q="nobody", find="1")
    assert [(each["id"], each["is_chosen"]) for each in page.context["examples"]] == [(chosen.pk, True)]
    assert "Sampleva" in labels(page)[0]


@pytest.mark.parametrize("role", [TeamRole.COORDINATOR, OFFICER])
def test_protected_persons_are_offered_to_nobody_who_is_not_told_their_names(desk_of, conference, role):
    person = make_participant(conference, family_name="Hiddenova", visibility=Visibility.HIDDEN)
    registration = make_registration(S.REGISTERED, conference, participant=person)
    invitation = make_invitation(to=make_participant(conference, family_name="Coveredova", visibility="hidden"))
    client = desk_of(role)
    for purpose, pk in (("waitlisted", registration.pk), ("invitation_person", invitation.pk)):
        page = tried(client, conference, purpose, of=pk, q="ova")
        assert labels(page) == []
        assert "Hiddenova" not in page.content.decode()
        assert "Coveredova" not in page.content.decode()
    duty = desk_of(role, TeamRole.DUTY_OF_CARE)
    assert len(labels(tried(duty, conference, "waitlisted"))) == 1


def test_recipients_of_another_conference_are_not_there(client, conference, other_conference):
    theirs = make_registration(
        S.REGISTERED, other_conference, participant=make_participant(other_conference, family_name="Strangerova")
    )
    page = tried(client, conference, "waitlisted", of=theirs.pk)
    assert labels(page) == []
    assert "Strangerova" not in page.content.decode()


@pytest.mark.parametrize("of", ["x", "0", "'; drop table", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_recipient_gives_sample_values(client, conference, of):
    page = tried(client, conference, "waitlisted", of=of)
    assert "SAMPLE" in samples(page)["en"].text


def test_what_a_person_typed_stays_text_in_a_preview(client, conference):
    person = make_participant(conference, given_names="{code}<b>", family_name="https://evil.example/\r\nBcc: a@b.c")
    registration = make_registration(S.REGISTERED, conference, participant=person)
    sample = samples(tried(client, conference, "registration_confirmed", of=registration.pk))["en"]
    assert "<b>" not in sample.html
    assert 'href="https://evil' not in sample.html
    assert "{code}" in sample.text


@pytest.mark.parametrize("number", [1, 100])
def test_choosing_costs_the_same_for_one_and_for_many(client, conference, django_assert_max_num_queries, number):
    category = make_registration(S.REGISTERED, conference).category
    for count in range(number):
        make_registration(S.REGISTERED, conference, category=category)
        make_focal_point(make_delegation(conference, make_organisation(name={"en": f"Institute {count}"})))
    for purpose in ("waitlisted", "invitation_state", "nomination_incomplete"):
        client.get(words(purpose))
        with django_assert_max_num_queries(22):
            client.get(words(purpose))


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_every_shipped_wording_can_be_tried_in_every_language(client, conference, purpose):
    page = tried(client, conference, purpose)
    assert all(sample is not None and sample.subject for sample in samples(page).values())


def test_every_purpose_with_examples_is_a_purpose():
    assert registry.letter_examples.keys() <= PURPOSES.keys()


def test_a_letter_on_trial_goes_to_the_officers_own_address_marked_and_about_nobody(client, conference):
    delegation = make_delegation(conference, make_state("KG"))
    invitation = make_invitation(to=delegation)
    page = tried(client, conference, "invitation_state", of=invitation.pk, preview="", test="ru")
    message = OutgoingMessage.objects.get()
    assert message.recipient == page.context["user"].email
    assert message.subject.startswith("[")
    assert (message.about_id, message.secrets, message.copy_to) == (None, {}, "")
    assert invitation.link_token not in message.text + message.html
    assert invitation.designation_code not in message.text + message.html
    assert message.recipient in notices_of(page)[0]
    assert not LetterTemplate.objects.exists()


def test_letters_on_trial_say_what_was_typed(client, conference):
    send(client, words("waitlisted"), conference, **typed(client, "waitlisted") | {"en-body": "Typed", "test": "en"})
    assert OutgoingMessage.objects.get().text.startswith("Typed")


def test_letters_on_trial_are_limited_by_the_hour(client, conference):
    answers = typed(client, "waitlisted") | {"test": "en"}
    for _each in range(TRIALS_AN_HOUR):
        send(client, words("waitlisted"), conference, **answers)
    page = send(client, words("waitlisted"), conference, **answers)
    assert OutgoingMessage.objects.count() == TRIALS_AN_HOUR
    assert notices_of(page) == [
        f"At most {TRIALS_AN_HOUR} letters an hour are sent on trial; please read the preview meanwhile."
    ]


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION])
def test_other_officers_send_nothing_on_trial(desk_of, conference, role):
    client = desk_of(role)
    assert send(client, words("waitlisted"), conference, test="en").status_code == 403
    assert not OutgoingMessage.objects.exists()


def test_html_is_shown_as_mail_programs_show_it_in_a_page_that_can_do_nothing(client, conference):
    page = send(client, words("waitlisted"), conference, **typed(client, "waitlisted") | {"html": "mn"})
    assert page.content.startswith(b"<!doctype html>") or page.content.lower().lstrip().startswith(b"<!doctype")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert page.headers["Cache-Control"]


def test_a_language_that_is_none_is_not_there(client, conference):
    answers = typed(client, "waitlisted")
    for button in ("html", "test"):
        assert send(client, words("waitlisted"), conference, **answers | {button: "xx"}).status_code == 404


def test_a_form_of_a_name_that_nobody_verified_is_told_where_it_is_used(client, conference):
    for code in ("KG", "MN"):
        make_delegation(conference, make_state(code))
    StateName.objects.filter(state__code="KG").update(verified={"ru": "unsure", "mn": "source"})
    StateName.objects.filter(state__code="MN").update(verified={"ru": "source", "mn": "source"})
    (doubt,) = doubts_of_names(conference, "ru", {"government_of"})
    assert doubt.startswith("The form of 1 State in this language is not verified: ")
    assert doubts_of_names(conference, "ru", {"reference"}) == []
    assert doubts_of_names(conference, "en", {"government_of"}) == []
    assert doubt in text_of(client.get(words("invitation_state")))


def test_a_form_that_the_register_lacks_is_told_and_the_name_stands_in_brackets(client, conference):
    delegation = make_delegation(conference, make_state("KG"))
    StateName.objects.filter(state=delegation.state).update(dative={})
    (doubt, *_more) = doubts_of_names(conference, "ru", {"delegation_to"})
    assert doubt.startswith("The register lacks a case form of 1 State; its name stands undeclined: ")
    focal_point = make_focal_point(delegation)
    answers = typed(client, "nomination_incomplete") | {"ru-body": "К {delegation_to}", "of": str(focal_point.pk)}
    page = send(client, words("nomination_incomplete"), conference, **answers, preview="1")
    name = StateName.objects.get(state=delegation.state)
    assert samples(page)["ru"].text.startswith(f"К ({name.name['ru']})")
    assert doubt in text_of(page)


def test_names_of_states_are_declined_as_the_register_has_them(conference):
    delegation = make_delegation(conference, make_state("KG"))
    StateName.objects.filter(state=delegation.state).update(genitive={"ru": "Р", "mn": "M"}, dative={"ru": "Д"})

    def cases(language):
        return delegation_cases(Delegation.objects.get(pk=delegation.pk), conference, language)

    assert cases("ru") == {"delegation_of": "Р", "delegation_to": "Д"}
    assert cases("mn")["delegation_of"] == "M"
    assert cases("en")["delegation_of"] == cases("en")["delegation_to"]


def test_an_organisations_name_is_not_declined():
    conference = make_conference()
    delegation = make_delegation(conference, make_organisation())
    name = delegation.name_in("ru")
    assert delegation_cases(delegation, conference, "ru") == {"delegation_of": name, "delegation_to": name}
