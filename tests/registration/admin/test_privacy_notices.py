"""The privacy notice at the desk: drafted, previewed, published, and how many agreed to what."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference, TeamRole
from registration.actions.privacy_notice import agree_to_notice
from registration.models import STANDARD, PrivacyNotice
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_notice, make_registration
from tests.registration.admin.reading import notices_of, send, text_of

LIST = reverse("admin:registration_privacynotice_changelist")
ADD = reverse("admin:registration_privacynotice_add")
LANGUAGES = ("mn", "en", "ru")


def page(name: str, notice: PrivacyNotice, *more: str) -> str:
    return reverse(f"admin:registration_privacynotice_{name}", args=[notice.pk, *more])


def words(text: str = "# Ours\n\nText.", changes: str = "New is this.", **more: str) -> dict[str, str]:
    """What the form sends: each field once for each language, in the conference's order."""
    fields = {f"text_{code}": f"{text} ({code})" for code in LANGUAGES}
    return fields | {f"changes_{code}": changes for code in LANGUAGES} | more


@pytest.fixture
def draft(conference: Conference) -> PrivacyNotice:
    return make_notice(conference)


@pytest.fixture
def published(conference: Conference, coordinator) -> PrivacyNotice:
    return make_notice(conference, is_published=True, by=coordinator)


def agreed(conference: Conference, version: str = STANDARD, state: S = S.SUBMITTED, **changes):
    return make_registration(state, conference, privacy_notice_version=version, consented_at=timezone.now(), **changes)


def test_at_first_the_standard_text_is_in_force_and_a_version_can_be_begun(desk: Client, conference: Conference):
    agreed(conference)
    agreed(conference, state=S.DECLINED)
    make_registration(S.NOMINATED, conference)
    text = text_of(desk.get(LIST))
    assert "Standard text, version 3 in force – – 2 of which 1 goes on" in text
    assert "Begin a new version" in text
    assert "1 registration was entered by others" in text


def test_the_list_says_who_published_what_when_and_how_many_agreed(coordinator_desk, conference, published, draft):
    agreed(conference, "1")
    text = text_of(coordinator_desk.get(LIST))
    assert "Version 1 in force Monday, 3 June 2019, 09:00 Chuluun" in text
    assert "Notice 1 (en). 1 of which 1 goes on" in text
    assert "Version 2 is in preparation" in text
    assert "Standard text" not in text
    assert "Begin a new version" not in text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_version_and_for_twenty(coordinator_desk, conference, coordinator, count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _version in range(count):
        make_notice(conference, is_published=True, by=coordinator)
        agreed(conference, str(conference.privacy_notice_number))
    coordinator_desk.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        coordinator_desk.get(LIST)
    assert len(queries) <= 12


def test_the_first_version_begins_with_the_standard_text_in_every_language(desk: Client, conference: Conference):
    begun = desk.get(ADD)
    assert "It begins with the standard text" in text_of(begun)
    texts = begun.context["form"]["text"].value()
    assert set(texts) == set(LANGUAGES)
    assert texts["mn"].startswith("# Хэн хариуцдаг")
    assert conference.contact_email in texts["ru"]
    assert not PrivacyNotice.objects.exists()  # nothing by opening a page


def test_the_next_version_begins_with_the_one_in_force(desk: Client, published: PrivacyNotice):
    begun = desk.get(ADD)
    assert "It begins with the version in force" in text_of(begun)
    assert begun.context["form"]["text"].value() == published.text


def test_a_draft_is_saved_and_shown_to_nobody_else(desk: Client, conference: Conference):
    page_after = send(desk, ADD, conference, **words())
    assert notices_of(page_after) == ["The draft is saved. Participants see nothing of it until it is published."]
    saved = PrivacyNotice.objects.get()
    assert (saved.text["ru"], saved.is_published) == ("# Ours\n\nText. (ru)", False)
    assert str(saved.drafted_by) == "Bolormaa"
    assert "Ours" not in text_of(Client().get(reverse("registration:privacy", args=[conference.slug])))
    assert Client().get(reverse("registration:privacy-version", args=[conference.slug, "1"])).status_code == 404


def test_whoever_begins_while_one_is_in_preparation_is_led_to_it(desk: Client, conference: Conference, draft):
    assert desk.get(ADD).headers["Location"] == page("change", draft)
    answered = send(desk, ADD, conference, **words(text="Typed"))
    assert "in preparation already, begun meanwhile" in text_of(answered)
    assert "Typed (en)" in answered.content.decode()
    assert PrivacyNotice.objects.get().text == draft.text


def test_a_text_in_no_language_and_one_too_long_are_refused_and_kept(desk: Client, conference: Conference):
    answered = send(desk, ADD, conference, **words() | dict.fromkeys((f"text_{code}" for code in LANGUAGES), ""))
    assert "Enter the text in at least one language" in text_of(answered)
    assert "New is this." in answered.content.decode()
    answered = send(desk, ADD, conference, **words(changes="x" * 601))
    assert "it has 601 characters; please keep to 600 characters" in text_of(answered)
    assert "Nothing was saved yet" in text_of(answered)
    assert not PrivacyNotice.objects.exists()


def test_a_draft_is_worded_anew_and_an_older_page_is_told(desk: Client, conference: Conference, draft):
    send(desk, page("change", draft), conference, **words(seen_version="1"))
    draft.refresh_from_db()
    assert draft.text["en"] == "# Ours\n\nText. (en)"
    answered = send(desk, page("change", draft), conference, **words(text="Later", seen_version="1"))
    assert "Somebody else has changed this meanwhile" in text_of(answered)
    assert "Later (en)" in answered.content.decode()
    draft.refresh_from_db()
    assert "Later" not in draft.text["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_is_the_public_page_in_each_language(desk: Client, draft: PrivacyNotice, language: str):
    shown = desk.get(page("preview", draft, language))
    text = shown.content.decode()
    assert f"Notice 1 ({language})." in text
    assert f'<html lang="{language}"' in text
    assert shown.headers["Content-Language"] == language
    assert "This is a draft; participants do not see it." in text
    for other in LANGUAGES:
        assert page("preview", draft, other) in text
    assert "no-store" in shown.headers["Cache-Control"]


def test_there_is_no_preview_in_a_language_that_the_conference_has_not(desk: Client, draft: PrivacyNotice):
    assert desk.get(page("preview", draft, "de")).status_code == 404


def test_saving_leads_to_the_preview_or_to_the_publication(coordinator_desk, desk, conference, draft):
    def saved(client, then, version):
        given = words(seen_version=version, then=then, _conference=str(conference.pk))
        return client.post(page("change", draft), given).headers["Location"]

    assert saved(desk, "ru", "1") == page("preview", draft, "ru")
    assert saved(coordinator_desk, "publish", "2") == page("publish", draft)
    assert saved(desk, "publish", "3") == page("change", draft)  # she may not
    assert saved(desk, "elsewhere", "4") == page("change", draft)


def test_the_publication_says_what_follows_and_then_happens(coordinator_desk, conference, published, draft):
    agreed(conference, "1")
    agreed(conference, STANDARD)
    asked = text_of(coordinator_desk.get(page("publish", draft)))
    assert "Publish version 2 of the privacy notice?" in asked
    assert "It takes the place of: version 1." in asked
    assert "2 persons who agreed before and still take part are told so" in asked
    assert "Version 1 1 registration, of which 1 goes on" in asked
    assert "No letter goes out." in asked
    assert not PrivacyNotice.objects.filter(number=2).exists()  # nothing by GET

    done = send(coordinator_desk, page("publish", draft), conference, seen_version=str(draft.version))
    assert notices_of(done) == ["The privacy notice is published. The public pages show it within seconds."]
    public = Client().get(reverse("registration:privacy", args=[conference.slug]))
    assert "Notice 2 (en)." in public.content.decode()


def test_what_lacks_is_said_and_there_is_no_button(coordinator_desk, conference, published):
    lacking = make_notice(conference, text={"en": "Text."}, changes={"en": "New.", "ru": "Новое.", "mn": "Шинэ."})
    asked = coordinator_desk.get(page("publish", lacking))
    assert "The text is not there yet in: Монгол, Русский." in text_of(asked)
    assert "Publish it" not in text_of(asked)
    refused = send(coordinator_desk, page("publish", lacking), conference, seen_version="1")
    assert notices_of(refused) == ["The text is not there yet in: Монгол, Русский."]
    assert PrivacyNotice.objects.published().count() == 1


def test_who_read_an_older_draft_publishes_nothing(coordinator_desk, conference, draft):
    for seen in ("7", "", "x"):
        refused = send(coordinator_desk, page("publish", draft), conference, seen_version=seen)
        assert "Somebody else has changed this meanwhile" in notices_of(refused)[0]
    assert not PrivacyNotice.objects.published().exists()


def test_the_registration_officer_words_it_and_the_co_ordinator_publishes(desk, conference, draft):
    assert "The co-ordinator of the conference publishes it." in text_of(desk.get(page("change", draft)))
    assert desk.get(page("publish", draft)).status_code == 403
    assert send(desk, page("publish", draft), conference, seen_version="1").status_code == 403


def test_others_of_the_team_read_and_change_nothing(sign_in, conference, draft, published):
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert "Notice 1 (en)." in text_of(observer.get(page("change", published)))
    shown = observer.get(page("change", draft))
    assert "textarea" not in shown.content.decode()
    assert "Begin a new version" not in text_of(observer.get(LIST))
    for url in (ADD, page("delete", draft)):
        assert observer.get(url).status_code == 403
    assert send(observer, page("change", draft), conference, **words(seen_version="1")).status_code == 403


def test_a_draft_is_discarded_once_that_was_confirmed(desk, conference, draft):
    asked = desk.get(page("delete", draft))
    assert "Discard this draft?" in text_of(asked)
    told = send(desk, page("delete", draft), conference, seen_version="9")
    assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    done = send(desk, page("delete", draft), conference, seen_version="1")
    assert notices_of(done) == ["The draft is discarded; the notice in force stays as it is."]
    assert not PrivacyNotice.objects.exists()


def test_a_published_version_is_read_and_neither_changed_nor_discarded(coordinator_desk, conference, published):
    shown = coordinator_desk.get(page("change", published))
    assert "Published on Monday, 3 June 2019, 09:00 by Chuluun." in text_of(shown)
    assert "textarea" not in shown.content.decode()
    send(coordinator_desk, page("change", published), conference, **words(seen_version="1"))
    assert coordinator_desk.get(page("delete", published)).status_code == 403
    published.refresh_from_db()
    assert published.text["en"] == "# 1\n\nNotice 1 (en)."
    public = coordinator_desk.get(page("preview", published, "ru"))
    assert public.headers["Location"] == f"/ru/{conference.slug}/privacy/1/"
    assert coordinator_desk.get(page("publish", published)).headers["Location"] == page("change", published)


def test_a_form_of_another_conference_changes_nothing(coordinator_desk, conference, draft):
    other = make_conference(slug="other-2019")
    for url, given in (
        (ADD, words()),
        (page("change", draft), words(seen_version="1")),
        (page("publish", draft), {"seen_version": "1"}),
        (page("delete", draft), {"seen_version": "1"}),
    ):
        send(coordinator_desk, url, other, **given)
    draft.refresh_from_db()
    assert (draft.version, draft.is_published) == (1, False)
    assert coordinator_desk.get(page("change", make_notice(other))).status_code in {302, 404}


def test_the_page_of_a_registration_names_the_version_and_links_to_it(desk, conference, published):
    registration = agreed(conference, STANDARD)
    url = reverse("admin:registration_registration_change", args=[registration.pk])
    text = text_of(desk.get(url))
    assert "Privacy notice Standard text, version 3" in text
    assert "in force now: version 1" in text
    assert "Agreed to before" not in text

    agree_to_notice(registration.pk, version="1", by=make_user(registration.participant.email))
    shown = desk.get(url)
    text = text_of(shown)
    assert "Privacy notice Version 1" in text
    assert "Agreed to before Standard text, version 3" in text
    assert "in force now" not in text
    assert reverse("registration:privacy-version", args=[conference.slug, STANDARD]) in shown.content.decode()


def test_the_notice_is_a_line_of_the_navigation(desk, conference):
    [line] = [
        entry
        for entry in desk.get(LIST).context["side_navigation"][-1]["entries"]
        if entry["label"] == "Privacy notice"
    ]
    assert (line["url"], line["current"]) == (LIST, True)


def test_versions_of_the_demonstration_carry_the_conferences_own_time(desk, conference, coordinator):
    since = timezone.now() - datetime.timedelta(days=14)
    notice = make_notice(conference, is_published=True, by=coordinator, published_at=since)
    assert "Monday, 20 May 2019" in text_of(desk.get(page("change", notice)))
