"""Letters as the Secretariat words them: the table, the editor with its languages side by side, the history."""

import pytest
from django.urls import reverse

from conference.correspondence.compose import compose, shipped_wording
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate, LetterVersion, OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.models import TeamRole
from tests.registration.admin.reading import notices_of, send, text_of

LIST = "/admin/correspondence/lettertemplate/"
LANGUAGES = ("mn", "en", "ru")


def words(purpose: str = "waitlisted") -> str:
    return reverse("admin:correspondence_lettertemplate_words", args=[purpose])


def of(name: str, purpose: str = "waitlisted", language: str = "en") -> str:
    return reverse(f"admin:correspondence_lettertemplate_{name}", args=[purpose, language])


def typed(desk, purpose: str = "waitlisted", **changes: str) -> dict[str, str]:
    """Everything that the form has, as a browser sends it; en_body="…" types into one field."""
    answers = {}
    for column in desk.get(words(purpose)).context["columns"]:
        for field in column.form:
            answers[field.html_name] = str(field.value())
    changed = {name.replace("_", "-", 1): text for name, text in changes.items()}
    assert changed.keys() <= answers.keys()
    return answers | changed


def save(desk, conference, purpose: str = "waitlisted", **changes: str):
    return send(desk, words(purpose), conference, **typed(desk, purpose, **changes))


def column(page, language: str = "en"):
    return next(each for each in page.context["columns"] if each.language == language)


def make_wording(conference, **changes) -> LetterTemplate:
    fields = {"purpose": "waitlisted", "language": "en", "subject": "Waiting", "body": "Dear {recipient_name}"}
    return LetterTemplate.objects.create(conference=conference, **fields | changes)


def test_the_table_tells_which_wording_each_language_has(desk, conference):
    own = make_wording(conference)
    standings = {purpose.key: rows for purpose, rows in desk.get(LIST).context["letters"]}
    assert standings.keys() == PURPOSES.keys()
    assert [(row.language, row.own) for row in standings["waitlisted"]] == [("mn", None), ("en", own), ("ru", None)]


def found(desk, asked: str) -> set[str]:
    return {purpose.key for purpose, _row in desk.get(LIST, {"q": asked}).context["letters"]}


def test_a_letter_is_found_by_its_name_and_by_words_of_any_language(desk, conference):
    make_wording(conference, body="We shall write as soon as a\nplace is free.")
    make_wording(conference, purpose="promoted", language="mn", body="Таны суудал бэлэн БОЛЛОО.")
    assert found(desk, "a PLACE is free") == {"waitlisted"}
    assert found(desk, "бэлэн боллоо") == {"promoted"}
    assert "withdrawn" in found(desk, "registration withdrawn")
    empty = text_of(desk.get(LIST, {"q": "xyzzy"}))
    assert "No letter says this" in empty
    assert "0 found" in empty


def test_the_table_keeps_the_languages_of_the_bar(desk, conference):
    assert [each["code"] for each in desk.get(LIST).context["languages"]] == [
        each["code"] for each in desk.get("/admin/").context["languages"]
    ]


def test_enter_in_a_subject_presses_a_button_that_saves_nothing(desk, conference):
    """A browser presses the first button of the form."""
    form = desk.get(words()).content.decode().partition('class="letter-form"')[2]
    first = form.partition("<button")[2].partition(">")[0]
    assert 'name="preview"' in first


def test_a_language_without_a_wording_is_seen_to_fall_back_on_the_list_the_page_and_the_dashboard(desk, conference):
    conference.languages = ["en", "fr"]
    conference.save()
    make_wording(conference, language="fr")
    page = text_of(desk.get(LIST))
    assert "Goes out in English" in page
    assert f"Français: {len(PURPOSES) - 1} letters have no wording in this language" in page
    assert "In one language this letter goes out in English: Français." in text_of(desk.get(words("promoted")))
    assert "goes out in English" not in text_of(desk.get(words()))
    assert "Letters that go out in English for want of a wording" in text_of(desk.get("/admin/"))


def test_an_own_wording_that_is_passed_over_says_so_where_officers_look(desk, conference):
    make_wording(conference, body="Dear {former_name}")
    assert "Own wording Passed over" in text_of(desk.get(LIST))
    assert "the letter no longer has {former_name}." in text_of(desk.get(words()))
    assert "Own wordings that are passed over" in text_of(desk.get("/admin/"))


def test_nothing_is_said_of_missing_wordings_where_there_are_none(desk, conference):
    assert "go out in English" not in text_of(desk.get(LIST))
    assert "go out in English" not in text_of(desk.get("/admin/"))


@pytest.mark.parametrize("versions", [1, 100])
def test_what_pages_cost_does_not_grow_with_the_history(desk, conference, django_assert_max_num_queries, versions):
    for language in LANGUAGES:
        make_wording(conference, language=language, version=versions)
        LetterVersion.objects.bulk_create(
            LetterVersion(
                conference=conference, purpose="waitlisted", language=language, number=n, subject="S", body="B"
            )
            for n in range(1, versions + 1)
        )
    for address, queries in ((LIST, 15), (words(), 17), (of("history_of"), 18)):
        desk.get(address)
        with django_assert_max_num_queries(queries):
            desk.get(address)


def test_the_form_begins_with_the_shipped_wording_and_lists_what_may_stand_in_it(desk):
    page = desk.get(words("invitation_state"))
    assert [each.language for each in page.context["columns"]] == list(LANGUAGES)
    shipped = shipped_wording("invitation_state", "ru")
    assert shipped is not None
    assert column(page, "ru").form.initial["body"] == shipped.body.strip()
    assert ("{reply_by}", "the date by which a reply is asked for, with its weekday") in page.context["placeholders"]
    assert "{contact_email}" in [sign for sign, _meaning in page.context["placeholders"]]


@pytest.mark.parametrize(("language", "text"), [("en", "A place"), ("ru", "Место"), ("mn", "Суудал Өө Үү")])
def test_an_own_wording_is_what_goes_out_from_then_on(desk, conference, language, text):
    save(desk, conference, **{f"{language}_body": f"{text}, {{category}}"})
    letter = Letter(
        conference=conference,
        purpose="waitlisted",
        recipient="a@people.example",
        language=language,
        values={"category": "X", "participant_name": "Y"},
    )
    assert compose(letter).text.startswith(f"{text}, X")
    assert list(LetterTemplate.objects.values_list("language", flat=True)) == [language]


def test_one_save_words_several_languages_and_leaves_what_was_not_touched(desk, conference):
    page = save(desk, conference, en_body="One", ru_subject="Другая тема")
    assert "The wording is saved (English, Русский)." in notices_of(page)[0]
    assert set(LetterTemplate.objects.values_list("language", flat=True)) == {"en", "ru"}
    assert str(LetterVersion.objects.filter(language="en").get().by) == "Bolormaa"


def test_a_page_sent_as_it_came_changes_nothing(desk, conference):
    page = save(desk, conference)
    assert notices_of(page) == ["Nothing was changed."]
    assert not LetterTemplate.objects.exists()
    assert not LetterVersion.objects.exists()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Dear\n\n{passport}", "Line 3, column 1: this letter has no placeholder “{passport}”."),
        ("Dear {{category}}", "Line 1, column 6: “{{category}}” is no placeholder; braces stand around"),
        ("One {category\ntwo", "Line 1, column 5: the brace of “{category” is not closed."),
        ("One }", "Line 1, column 5: “}” is no placeholder"),
        ("{ category }", "Line 1, column 1: “{ category }” is no placeholder"),
        ("{category.name}", "Line 1, column 1: “{category.name}” asks for a part; only a plain name can stand there."),
        ("{category[0]}", "Line 1, column 1: “{category[0]}” asks for a part"),
        ("{category.__class__.__mro__}", "asks for a part"),
        ("{category!r}", "is no placeholder"),
        ("{category:>9}", "is no placeholder"),
        ("{0}", "Line 1, column 1: “{0}” is no placeholder"),
        ("{CATEGORY}", "is no placeholder"),
        ("{a{category}b}", "Line 1, column 1: the brace of “{a” is not closed."),
    ],
)
@pytest.mark.parametrize("field", ["body", "subject"])
def test_what_is_no_placeholder_of_the_letter_is_refused_with_its_place_and_kept(desk, conference, field, body, fault):
    if field == "subject":
        body, fault = body.split("\n")[-1] if "{passport}" in body else body.split("\n", maxsplit=1)[0], ""
    page = save(desk, conference, **{f"en_{field}": body, "ru_body": "Верно"})
    form = column(page).form
    assert fault in form.errors[field][0]
    assert form[field].value() == body
    assert column(page, "ru").form["body"].value() == "Верно"
    assert LetterTemplate.objects.count() == 0


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{% load static %}{{ settings.SECRET_KEY }}",
        "%(participant_name)s %s ${category}",
        "\u202eevil\u2066",
        "A" * 5000,
    ],
)
def test_markup_and_templates_in_a_wording_are_text(desk, conference, hostile):
    page = send(desk, words(), conference, **typed(desk, en_body=f"Dear\n\n{hostile}"), preview="1")
    html = page.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    sample = column(page).sample
    if "{%" in hostile:
        assert sample is None
    else:
        assert "<script>" not in sample.html
        assert "<img src=x" not in sample.html
        assert "\u202e" not in sample.text + sample.html


def test_a_text_without_end_is_refused(desk, conference):
    page = save(desk, conference, en_body="A" * 20_001, en_subject="S" * 301)
    assert set(column(page).form.errors) == {"subject", "body"}


def test_a_wording_without_the_link_that_a_letter_needs_is_saved_and_said(desk, conference):
    page = save(desk, conference, "sign_in_code", en_subject="Code", en_body="There is none.")
    assert "The shipped wording (English) also carries {code}" in notices_of(page)[1]
    assert LetterTemplate.objects.count() == 1


def test_a_lost_update_is_told_in_its_language_with_what_changed_and_by_whom(desk, desk_of, conference):
    before = typed(desk)
    colleague = desk_of(TeamRole.COORDINATOR)
    save(colleague, conference, ru_body="Коллега\n\nпишет")
    page = send(desk, words(), conference, **before | {"ru-body": "Моё", "en-body": "Mine"})
    assert "The wording is saved (English)." in notices_of(page)[0]
    lost = column(page, "ru")
    assert lost.lost.who == "Bolormaa"
    assert "Коллега" in [line.text for line in lost.lost.lines if line.kind == "new"]
    assert lost.form["body"].value() == "Моё"
    assert "Somebody else changed this wording while you had it open." in text_of(page)
    assert column(page, "en").lost is None
    assert dict(LetterTemplate.objects.values_list("language", "body")) == {"en": "Mine", "ru": "Коллега\n\nпишет"}


def test_a_form_sent_twice_is_saved_once_and_troubles_nobody(desk, conference):
    answers = typed(desk, en_body="Mine")
    send(desk, words(), conference, **answers)
    page = send(desk, words(), conference, **answers)
    assert notices_of(page) == ["Nothing was changed."]
    assert LetterVersion.objects.count() == 1


def test_a_wording_that_came_with_a_frame_is_not_said_to_be_shipped(desk, conference):
    make_wording(conference)
    page = text_of(desk.get(of("history_of")))
    assert "It goes out in the Secretariat's own wording." in page
    assert "Nobody has reworded this letter yet" not in page
    assert "Return to the shipped wording" in page


def test_what_no_native_speaker_has_read_is_marked_until_it_is_worded_anew(desk, conference):
    assert text_of(desk.get(words())).count("No native speaker has read it") == 2
    make_wording(conference, language="ru")
    assert text_of(desk.get(words())).count("No native speaker has read it") == 1
    assert text_of(desk.get(LIST)).count("not read") == 2 * len(PURPOSES) - 1


def test_whoever_has_read_what_changed_can_put_the_own_words_in_its_place(desk, desk_of, conference):
    before = typed(desk)
    save(desk_of(TeamRole.COORDINATOR), conference, en_body="Theirs")
    page = send(desk, words(), conference, **before | {"en-body": "Mine"})
    again = {field.html_name: field.value() for each in page.context["columns"] for field in each.form}
    send(desk, words(), conference, **again)
    assert LetterTemplate.objects.get().body == "Mine"
    numbers = LetterVersion.objects.order_by("number").values_list("number", "body")
    assert list(numbers) == [(1, "Theirs"), (2, "Mine")]


def test_what_a_colleague_changed_is_not_taken_back_by_whoever_left_it_alone(desk, desk_of, conference):
    before = typed(desk)
    save(desk_of(TeamRole.COORDINATOR), conference, ru_body="Коллега")
    page = send(desk, words(), conference, **before | {"en-body": "Mine"})
    assert "Somebody else changed this wording" not in text_of(page)
    assert LetterTemplate.objects.get(language="ru").body == "Коллега"


@pytest.mark.parametrize("seen", ["", "99999", "-1", "x"])
def test_a_version_that_never_was_overwrites_nothing(desk, conference, seen):
    save(desk, conference, en_body="One")
    send(desk, words(), conference, **typed(desk) | {"en-body": "Two", "en-seen": seen})
    assert LetterTemplate.objects.get().body == "One"


def test_one_returns_to_the_shipped_wording_and_back(desk, conference):
    save(desk, conference, en_body="One")
    assert desk.get(of("drop")).status_code == 405
    page = send(desk, of("drop"), conference, seen="1")
    assert LetterTemplate.objects.count() == 0
    assert [entry["actor"] for entry in page.context["entries"]] == ["Bolormaa", "Bolormaa"]
    send(desk, of("restore"), conference, version="1", seen="2")
    assert LetterTemplate.objects.get().body == "One"


def test_the_history_shows_what_each_version_changed(desk, conference):
    save(desk, conference, en_subject="Waiting", en_body="One\nTwo")
    save(desk, conference, en_body="One\nThree")
    page = desk.get(of("history_of"))
    assert [(line.kind, line.text) for line in page.context["lines"]] == [
        ("same", "Waiting"),
        ("same", "One"),
        ("gone", "Two"),
        ("new", "Three"),
    ]
    assert page.context["may_be_restored"] is False
    first = desk.get(of("history_of"), {"version": "1"})
    assert first.context["chosen"].number == 1
    assert first.context["may_be_restored"] is True
    assert "Restore this wording" in text_of(first)


@pytest.mark.parametrize("version", ["9", "0", "x", "-1", "1" * 30, "١"])
def test_a_version_that_is_none_is_not_there(desk, conference, version):
    save(desk, conference, en_body="One")
    assert desk.get(of("history_of"), {"version": version}).status_code == 404


@pytest.mark.parametrize("answers", [{"version": "7", "seen": "1"}, {"version": "1", "seen": "9"}, {}])
def test_a_faulty_restore_is_told_and_changes_nothing(desk, conference, answers):
    save(desk, conference, en_body="One")
    page = send(desk, of("restore"), conference, **answers)
    assert "Nothing was changed." in notices_of(page)[0]
    assert LetterVersion.objects.count() == 1


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA])
def test_other_officers_read_wordings_and_change_none(desk_of, conference, role):
    make_wording(conference)
    client = desk_of(role)
    page = client.get(words())
    assert page.context["may_change"] is False
    assert page.context["examples"] == []
    assert client.get(of("history_of")).status_code == 200
    for address in (words(), of("drop"), of("restore")):
        assert send(client, address, conference, version="1", seen="1").status_code == 403
    assert LetterTemplate.objects.get().body == "Dear {recipient_name}"


def test_each_conference_has_its_own_words(desk_of, conference, other_conference):
    make_wording(conference)
    stranger = desk_of(of=other_conference)
    assert column(stranger.get(words())).current.standing.own is None
    send(stranger, of("drop"), other_conference, seen="1")
    assert LetterTemplate.objects.count() == 1


def test_a_form_of_another_conference_changes_nothing(desk, conference, other_conference):
    page = send(desk, words(), other_conference, **typed(desk, en_body="Mine"))
    assert "another conference" in notices_of(page)[0]
    page = send(desk, of("drop"), other_conference, seen="0")
    assert "another conference" in notices_of(page)[0]
    assert not LetterTemplate.objects.exists()


@pytest.mark.parametrize("address", [words("nonsense"), of("history_of", "nonsense"), of("history_of", language="xx")])
def test_what_is_no_letter_is_not_there(desk, address):
    assert desk.get(address).status_code == 404


def test_the_addresses_of_a_row_lead_to_the_editor_and_the_history(desk, conference):
    own = make_wording(conference)
    assert desk.get(f"{LIST}{own.pk}/change/").url == words()
    assert desk.get(f"{LIST}{own.pk}/history/").url == of("history_of")
    assert desk.get(f"{LIST}{own.pk}/delete/").status_code == 403


def test_nothing_is_written_by_looking(desk, conference):
    for address in (LIST, words(), of("history_of")):
        desk.get(address)
    send(desk, words(), conference, **typed(desk, en_body="Mine"), preview="1")
    assert not LetterTemplate.objects.exists()
    assert not LetterVersion.objects.exists()
    assert not OutgoingMessage.objects.exists()
