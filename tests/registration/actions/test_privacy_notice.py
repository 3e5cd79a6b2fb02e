"""The versions of the privacy notice: one draft, and what was published, which never changes."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conference.models import Conference, TeamRole
from registration.actions.privacy_notice import discard_notice, draft_notice, publish_notice, what_lacks, word_notice
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import STANDARD, PrivacyNotice, notice_in_force
from registration.queries.privacy_notices import NOTICES, Notice, notice_of, published_notices
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_notice

TEXT = {"en": "# Ours\n\nText.", "ru": "# Наше\n\nТекст.", "mn": "# Манай\n\nТекст."}
NEW = {"en": "New is this.", "ru": "Новое это.", "mn": "Шинэ нь энэ."}


def the_notice(conference, version) -> Notice:
    found = notice_of(conference, version)
    assert found
    return found


def test_without_one_of_its_own_a_conference_has_the_standard_text(conference):
    assert notice_in_force(conference) == STANDARD
    shown = the_notice(conference, STANDARD)
    assert set(shown.text) == {"en", "ru", "mn"}
    assert str(conference.contact_email) in shown.text["mn"]
    assert "{" not in "".join(shown.text.values())


def test_the_first_published_is_number_one_and_the_next_number_two(conference, officer, published):
    assert (published.number, published.published_by) == (1, officer)
    draft = draft_notice(conference, text=TEXT, changes=NEW, by=officer)
    assert notice_of(conference, "2") is None
    second = publish_notice(draft.pk, seen_version=draft.version, by=officer)
    conference.refresh_from_db()
    assert (second.number, notice_in_force(conference)) == (2, "2")
    assert [each.version for each in published_notices(conference)] == ["2", "1", STANDARD]
    assert the_notice(conference, "1").text == published.text


def test_a_standard_text_that_was_agreed_to_can_be_read_for_ever(conference, published):
    for version in ("standard-1", "standard-2", "standard-3"):
        assert "Who is responsible" in the_notice(conference, version).text["en"]
    assert the_notice(conference, "standard-1").text != the_notice(conference, "standard-2").text


def test_the_conferences_form_that_is_open_meanwhile_is_refused(conference, officer):
    before = conference.version
    draft = make_notice(conference)
    publish_notice(draft.pk, seen_version=1, by=officer)
    conference.refresh_from_db()
    assert conference.version == before + 1


@pytest.mark.parametrize("act", ["draft", "word", "discard", "publish"])
@pytest.mark.parametrize("role", [TeamRole.PROTOCOL, TeamRole.OBSERVER, TeamRole.REGISTRATION])
def test_the_co_ordinator_publishes_and_with_registration_words_it(conference, role, act):
    officer = make_officer(conference, role)
    other = make_conference(slug="other-2019")
    draft = make_notice(other if act == "draft" else conference)
    acts = {
        "draft": lambda: draft_notice(conference, text=TEXT, changes={}, by=officer),
        "word": lambda: word_notice(draft.pk, text=TEXT, changes={}, seen_version=1, by=officer),
        "discard": lambda: discard_notice(draft.pk, seen_version=1, by=officer),
        "publish": lambda: publish_notice(draft.pk, seen_version=1, by=officer),
    }
    if role == TeamRole.REGISTRATION and act != "publish":
        acts[act]()
        return
    with pytest.raises(NotPermittedError):
        acts[act]()


def test_there_is_one_draft_at_a_time(conference, officer):
    draft_notice(conference, text=TEXT, changes={}, by=officer)
    with pytest.raises(RegistrationError, match="in preparation already"):
        draft_notice(conference, text=TEXT, changes={}, by=officer)
    assert PrivacyNotice.objects.count() == 1


def test_a_draft_is_worded_anew_and_other_languages_stay(conference, officer):
    draft = draft_notice(conference, text=TEXT | {"fr": "Texte."}, changes={}, by=officer)
    word_notice(draft.pk, text={"en": "Other.", "ru": ""}, changes=NEW, seen_version=1, by=officer)
    draft.refresh_from_db()
    assert draft.text == {"en": "Other.", "mn": TEXT["mn"], "fr": "Texte."}
    assert (draft.changes, draft.version) == (NEW, 2)


def test_who_saw_an_older_draft_is_told(conference, officer):
    draft = draft_notice(conference, text=TEXT, changes={}, by=officer)
    word_notice(draft.pk, text={"en": "Other."}, changes={}, seen_version=1, by=officer)
    for act in (
        lambda: word_notice(draft.pk, text=TEXT, changes={}, seen_version=1, by=officer),
        lambda: discard_notice(draft.pk, seen_version=1, by=officer),
        lambda: publish_notice(draft.pk, seen_version=1, by=officer),
    ):
        with pytest.raises(LostUpdateError):
            act()


def test_what_was_discarded_meanwhile_is_told(conference, officer):
    draft = draft_notice(conference, text=TEXT, changes={}, by=officer)
    discard_notice(draft.pk, seen_version=1, by=officer)
    for act in (word_notice, publish_notice):
        with pytest.raises(LostUpdateError):
            act(draft.pk, seen_version=1, by=officer, **({"text": {}, "changes": {}} if act is word_notice else {}))


def test_it_is_published_in_every_language_and_says_what_has_changed(conference, officer):
    draft = make_notice(conference, text={"en": "Text."}, changes={"ru": "Новое."})
    assert what_lacks(draft, conference) == ["The text is not there yet in: Монгол, Русский."]
    with pytest.raises(RegistrationError, match="not there yet"):
        publish_notice(draft.pk, seen_version=1, by=officer)
    make_notice(conference, is_published=True)
    assert what_lacks(draft, conference)[1] == "What has changed is not said yet in: Монгол, English."


def test_a_published_version_is_neither_worded_nor_discarded_nor_published_again(conference, officer, published):
    for act in (
        lambda: word_notice(published.pk, text=TEXT, changes={}, seen_version=2, by=officer),
        lambda: discard_notice(published.pk, seen_version=2, by=officer),
        lambda: publish_notice(published.pk, seen_version=2, by=officer),
    ):
        with pytest.raises(RegistrationError, match="never changes"):
            act()


@pytest.mark.parametrize(
    "change",
    [
        {"text": {"en": "Other."}},
        {"changes": {"en": "Other."}},
        {"number": 7},
        {"published_at": timezone.now() - timedelta(days=9)},
        {"published_at": None, "number": None},
    ],
)
def test_the_database_keeps_what_was_published(published, change):
    with pytest.raises(IntegrityError, match="A published privacy notice never changes"), transaction.atomic():
        PrivacyNotice.objects.filter(pk=published.pk).update(**change)


def test_the_account_of_who_published_it_may_go_and_nobody_else_takes_its_place(published, officer, observer):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PrivacyNotice.objects.filter(pk=published.pk).update(published_by=observer)
    officer.delete()
    published.refresh_from_db()
    assert published.published_by is None


def _delete(notice):
    PrivacyNotice.objects.get(pk=notice.pk).delete()
    _at_the_end()


def _at_the_end():
    """Deferred promises are asked for now, as at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_published_version_goes_with_its_conference_alone(conference, officer, published):
    Conference.objects.update(is_demonstration=False, demonstration_offset=None)
    with pytest.raises(IntegrityError, match="deleted with its conference alone"), transaction.atomic():
        _delete(published)
    Conference.objects.get().delete()
    _at_the_end()
    assert not PrivacyNotice.objects.exists()


def test_of_a_demonstration_it_goes_as_well(conference, published):
    assert conference.is_demonstration
    _delete(published)


@pytest.mark.parametrize(
    ("fields", "promise"),
    [
        ({"number": 1}, "privacy_notice_has_a_number_once_published"),
        ({"published_at": timezone.now()}, "privacy_notice_has_a_number_once_published"),
        ({"number": 0, "published_at": timezone.now()}, "privacy_notice_has_a_number_once_published"),
        ({"number": 1, "published_at": timezone.now(), "text": {}}, "published_privacy_notice_has_a_text"),
    ],
)
def test_the_database_keeps_the_form_of_a_version(conference, fields, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        PrivacyNotice.objects.create(conference=conference, **({"text": TEXT} | fields))


def test_a_number_is_given_once_and_there_is_one_draft(conference, published):
    with pytest.raises(IntegrityError, match="privacy_notice_number_is_given_once"), transaction.atomic():
        PrivacyNotice.objects.create(conference=conference, text=TEXT, number=1, published_at=timezone.now())
    make_notice(conference)
    with pytest.raises(IntegrityError, match="privacy_notice_has_one_draft_a_conference"), transaction.atomic():
        make_notice(conference)


def test_the_team_sees_the_draft_and_others_what_was_published(conference, officer, published):
    draft, other = make_notice(conference), make_notice(make_conference(slug="other-2019"), is_published=True)
    seen = PrivacyNotice.objects.visible_to
    assert set(seen(officer, conference)) == {draft, published}
    assert set(seen(make_user("carol@people.example"), conference)) == {published}
    assert set(seen(officer, other.conference)) == {other}


STANDARD_TEXTS = {
    "en/standard-1.txt": "6acc702000a2",
    "ru/standard-1.txt": "eec58981ff62",
    "mn/standard-1.txt": "222cac58c15e",
    "en/standard-2.txt": "8900dc29a46c",
    "ru/standard-2.txt": "b0c1cd7c8275",
    "mn/standard-2.txt": "da19c693f359",
    "en/standard-3.txt": "2f3d1f73171c",
    "ru/standard-3.txt": "c160d916ef6e",
    "mn/standard-3.txt": "4f749759ddd2",
}


def test_a_standard_text_never_changes_since_consents_name_it():
    """Whoever betters it writes the next one beside it, ``standard-4``, and puts that in force."""
    found = {str(path.relative_to(NOTICES)): path.read_bytes() for path in NOTICES.glob("*/*.txt")}
    assert {name: sha256(text).hexdigest()[:12] for name, text in found.items()} == STANDARD_TEXTS
