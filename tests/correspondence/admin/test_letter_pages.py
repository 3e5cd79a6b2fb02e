"""Letters as the Secretariat words them."""

import pytest
from django.urls import reverse

from conference.correspondence.compose import compose, shipped_wording
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate, OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.models import TeamRole
from tests.registration.admin.reading import notices_of, send, text_of

LIST = "/admin/correspondence/lettertemplate/"


def words(purpose: str = "waitlisted", language: str = "en") -> str:
    return reverse("admin:correspondence_lettertemplate_wording", args=[purpose, language])


def make_wording(conference, **changes) -> LetterTemplate:
    fields = {"purpose": "waitlisted", "language": "en", "subject": "Waiting", "body": "Dear {recipient_name}"}
    return LetterTemplate.objects.create(conference=conference, **fields | changes)


def test_the_table_tells_which_wording_each_language_has(desk, conference):
    own = make_wording(conference)
    standings = {purpose.key: rows for purpose, rows in desk.get(LIST).context["letters"]}
    assert standings.keys() == PURPOSES.keys()
    assert [(row.language, row.own) for row in standings["waitlisted"]] == [("mn", None), ("en", own), ("ru", None)]


def test_a_language_without_a_wording_is_seen_to_fall_back(desk, conference, monkeypatch):
    conference.languages = ["en", "fr"]
    conference.save()
    assert "Goes out in English" in text_of(desk.get(LIST))


def test_the_table_costs_one_query_for_all_letters(desk, conference, django_assert_max_num_queries):
    for language in ("en", "ru", "mn"):
        make_wording(conference, language=language)
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        desk.get(LIST)


def test_the_form_begins_with_the_shipped_wording_and_lists_what_may_stand_in_it(desk):
    page = desk.get(words("invitation_state", "ru"))
    shipped = shipped_wording("invitation_state", "ru")
    assert shipped is not None
    assert page.context["form"].initial["body"] == shipped.body.strip()
    assert ("{reply_by}", "the date by which a reply is asked for, with its weekday") in page.context["placeholders"]
    assert "{contact_email}" in [typed for typed, _meaning in page.context["placeholders"]]


@pytest.mark.parametrize(("language", "text"), [("en", "A place"), ("ru", "Место"), ("mn", "Суудал Өө Үү")])
def test_an_own_wording_is_what_goes_out_from_then_on(desk, conference, language, text):
    send(desk, words(language=language), conference, subject="{conference_short_title}", body=f"{text}, {{category}}")
    letter = Letter(
        conference=conference,
        purpose="waitlisted",
        recipient="a@people.example",
        language=language,
        values={"category": "X"},
    )
    assert compose(letter).text.startswith(f"{text}, X")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Dear\n\n{passport}", "Line 3: this letter has no placeholder “{passport}”."),
        ("{{category}}", "Line 1: “{{category}}” is no placeholder; braces stand around the name of one only."),
        ("One {category\ntwo", "Line 1: “{category” is no placeholder"),
        ("{ category }", "Line 1: “{ category }” is no placeholder"),
        ("{category.name}", "Line 1: “{category.name}” is no placeholder"),
        ("{0}", "Line 1: “{0}” is no placeholder"),
    ],
)
def test_what_is_no_placeholder_of_the_letter_is_refused_with_its_place_and_kept(desk, conference, body, fault):
    page = send(desk, words(), conference, subject="Waiting", body=body)
    assert fault in page.context["form"].errors["body"][0]
    assert page.context["form"]["body"].value() == body
    assert LetterTemplate.objects.count() == 0


def test_the_subject_is_looked_at_too(desk, conference):
    page = send(desk, words(), conference, subject="{passport}", body="Text")
    assert "{passport}" in page.context["form"].errors["subject"][0]


def test_the_preview_fills_in_sample_values_and_saves_nothing(desk, conference):
    own = make_wording(conference)
    page = send(
        desk, words(), conference, subject="S", body="{participant_name}, {status_link}", preview="1", seen_version=1
    )
    assert "H.E. Ms. Aigerim SAMPLE, https://" in page.context["sample"].text
    assert page.context["form"]["body"].value() == "{participant_name}, {status_link}"
    own.refresh_from_db()
    assert (own.body, OutgoingMessage.objects.count()) == ("Dear {recipient_name}", 0)


@pytest.mark.parametrize(
    "purpose", sorted(["invitation_state", "sign_in_code", "speaker_invitation", "nomination_incomplete"])
)
@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_every_shipped_wording_can_be_previewed_and_saved_as_it_is(desk, conference, purpose, language):
    initial = desk.get(words(purpose, language)).context["form"].initial
    page = send(desk, words(purpose, language), conference, **initial, preview="1")
    assert page.context["sample"].subject
    send(desk, words(purpose, language), conference, **initial)
    assert LetterTemplate.objects.get().body == initial["body"]


def test_a_wording_without_the_link_that_a_letter_needs_is_saved_and_said(desk, conference):
    page = send(desk, words("sign_in_code"), conference, subject="Code", body="There is none.")
    assert "The shipped wording also carries {code}" in notices_of(page)[1]
    assert LetterTemplate.objects.count() == 1


def test_a_lost_update_is_told_and_what_was_typed_is_kept(desk, conference):
    make_wording(conference, version=2)
    page = send(desk, words(), conference, subject="Mine", body="Mine", seen_version=1)
    assert "Somebody else changed this while you had it open." in text_of(page)
    assert page.context["form"]["body"].value() == "Mine"
    assert LetterTemplate.objects.get().subject == "Waiting"


def test_one_returns_to_the_shipped_wording(desk, conference):
    own = make_wording(conference)
    drop = reverse("admin:correspondence_lettertemplate_drop", args=[own.pk])
    assert desk.get(drop).status_code == 405
    send(desk, drop, conference)
    assert LetterTemplate.objects.count() == 0


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA])
def test_other_officers_read_wordings_and_change_none(desk_of, conference, role):
    own, client = make_wording(conference), desk_of(role)
    page = client.get(words())
    assert page.context["may_change"] is False
    assert send(client, words(), conference, subject="X", body="X", seen_version=1).status_code == 403
    drop = reverse("admin:correspondence_lettertemplate_drop", args=[own.pk])
    assert client.post(drop).status_code == 403


def test_each_conference_has_its_own_words(desk_of, conference, other_conference):
    own = make_wording(conference)
    stranger = desk_of(of=other_conference)
    assert stranger.get(words()).context["is_own"] is False
    drop = reverse("admin:correspondence_lettertemplate_drop", args=[own.pk])
    assert stranger.post(drop).status_code == 404


@pytest.mark.parametrize("address", [("nonsense", "en"), ("waitlisted", "xx")])
def test_what_is_no_letter_is_not_there(desk, address):
    assert desk.get(words(*address)).status_code == 404
