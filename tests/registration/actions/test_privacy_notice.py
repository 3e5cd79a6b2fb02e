"""The versions of the privacy notice: one draft, published for ever; and consents, none of which is lost."""

import uuid
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conference.models import Conference, TeamRole
from registration.actions.privacy_notice import (
    agree_to_notice,
    discard_notice,
    draft_notice,
    publish_notice,
    what_lacks,
    word_notice,
)
from registration.actions.register import apply, register_invited
from registration.actions.throttle import APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS
from registration.errors import LostUpdateError, NoticeChangedError, NotPermittedError, RegistrationError
from registration.models import STANDARD, PrivacyNotice, Registration, RenewedConsent, Route, notice_in_force
from registration.queries.privacy_notices import (
    NOTICES,
    Agreed,
    Notice,
    agreed_by_version,
    notice_of,
    published_notices,
)
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import (
    make_category,
    make_invitation,
    make_notice,
    make_participant,
    make_registration,
    new_application,
    new_participant,
)

TEXT = {"en": "# Ours\n\nText.", "ru": "# Наше\n\nТекст.", "mn": "# Манай\n\nТекст."}
NEW = {"en": "New is this.", "ru": "Новое это.", "mn": "Шинэ нь энэ."}


@pytest.fixture
def coordinator(conference):
    return make_officer(conference, TeamRole.COORDINATOR)


@pytest.fixture
def published(conference, coordinator):
    """The first version of the conference's own, in force."""
    draft = draft_notice(conference, text=TEXT, changes={}, by=coordinator)
    notice = publish_notice(draft.pk, seen_version=1, by=coordinator)
    conference.refresh_from_db()
    return notice


def agreed(conference, version=STANDARD, state=S.SUBMITTED, **changes):
    agreed_at = timezone.now() - timedelta(days=3)
    return make_registration(state, conference, privacy_notice_version=version, consented_at=agreed_at, **changes)


def submit(conference, version, token=None, **person):
    return apply(
        conference=conference,
        category=make_category(conference, Route.APPLICATION),
        person=new_participant(**person),
        application=new_application(),
        form_token=token or uuid.uuid4(),
        privacy_notice_version=version,
    )


def the_notice(conference, version) -> Notice:
    found = notice_of(conference, version)
    assert found
    return found


# Versions


def test_without_one_of_its_own_a_conference_has_the_standard_text(conference):
    assert notice_in_force(conference) == STANDARD
    shown = the_notice(conference, STANDARD)
    assert set(shown.text) == {"en", "ru", "mn"}
    assert str(conference.contact_email) in shown.text["mn"]
    assert "{" not in "".join(shown.text.values())


def test_the_first_published_is_number_one_and_the_next_number_two(conference, coordinator, published):
    assert (published.number, published.published_by) == (1, coordinator)
    draft = draft_notice(conference, text=TEXT, changes=NEW, by=coordinator)
    assert notice_of(conference, "2") is None
    second = publish_notice(draft.pk, seen_version=draft.version, by=coordinator)
    conference.refresh_from_db()
    assert (second.number, notice_in_force(conference)) == (2, "2")
    assert [each.version for each in published_notices(conference)] == ["2", "1", STANDARD]
    assert the_notice(conference, "1").text == TEXT


def test_a_standard_text_that_was_agreed_to_can_be_read_for_ever(conference, published):
    for version in ("standard-1", "standard-2", "standard-3"):
        assert "Who is responsible" in the_notice(conference, version).text["en"]
    assert the_notice(conference, "standard-1").text != the_notice(conference, "standard-2").text


def test_the_conferences_form_that_is_open_meanwhile_is_refused(conference, coordinator):
    before = conference.version
    draft = make_notice(conference)
    publish_notice(draft.pk, seen_version=1, by=coordinator)
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


def test_there_is_one_draft_at_a_time(conference, coordinator):
    draft_notice(conference, text=TEXT, changes={}, by=coordinator)
    with pytest.raises(RegistrationError, match="in preparation already"):
        draft_notice(conference, text=TEXT, changes={}, by=coordinator)
    assert PrivacyNotice.objects.count() == 1


def test_a_draft_is_worded_anew_and_other_languages_stay(conference, coordinator):
    draft = draft_notice(conference, text=TEXT | {"fr": "Texte."}, changes={}, by=coordinator)
    word_notice(draft.pk, text={"en": "Other.", "ru": ""}, changes=NEW, seen_version=1, by=coordinator)
    draft.refresh_from_db()
    assert draft.text == {"en": "Other.", "mn": TEXT["mn"], "fr": "Texte."}
    assert (draft.changes, draft.version) == (NEW, 2)


def test_who_saw_an_older_draft_is_told(conference, coordinator):
    draft = draft_notice(conference, text=TEXT, changes={}, by=coordinator)
    word_notice(draft.pk, text={"en": "Other."}, changes={}, seen_version=1, by=coordinator)
    for act in (
        lambda: word_notice(draft.pk, text=TEXT, changes={}, seen_version=1, by=coordinator),
        lambda: discard_notice(draft.pk, seen_version=1, by=coordinator),
        lambda: publish_notice(draft.pk, seen_version=1, by=coordinator),
    ):
        with pytest.raises(LostUpdateError):
            act()


def test_what_was_discarded_meanwhile_is_told(conference, coordinator):
    draft = draft_notice(conference, text=TEXT, changes={}, by=coordinator)
    discard_notice(draft.pk, seen_version=1, by=coordinator)
    for act in (word_notice, publish_notice):
        with pytest.raises(LostUpdateError):
            act(draft.pk, seen_version=1, by=coordinator, **({"text": {}, "changes": {}} if act is word_notice else {}))


def test_it_is_published_in_every_language_and_says_what_has_changed(conference, coordinator):
    draft = make_notice(conference, text={"en": "Text."}, changes={"ru": "Новое."})
    assert what_lacks(draft, conference) == ["The text is not there yet in: Монгол, Русский."]
    with pytest.raises(RegistrationError, match="not there yet"):
        publish_notice(draft.pk, seen_version=1, by=coordinator)
    make_notice(conference, is_published=True)
    assert what_lacks(draft, conference)[1] == "What has changed is not said yet in: Монгол, English."


def test_a_published_version_is_neither_worded_nor_discarded_nor_published_again(conference, coordinator, published):
    for act in (
        lambda: word_notice(published.pk, text=TEXT, changes={}, seen_version=2, by=coordinator),
        lambda: discard_notice(published.pk, seen_version=2, by=coordinator),
        lambda: publish_notice(published.pk, seen_version=2, by=coordinator),
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


def test_the_account_of_who_published_it_may_go_and_nobody_else_takes_its_place(published, coordinator, officer):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PrivacyNotice.objects.filter(pk=published.pk).update(published_by=officer)
    coordinator.delete()
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


def test_a_published_version_goes_with_its_conference_alone(conference, coordinator, published):
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


def test_the_team_sees_the_draft_and_others_what_was_published(conference, coordinator, published):
    draft, other = make_notice(conference), make_notice(make_conference(slug="other-2019"), is_published=True)
    seen = PrivacyNotice.objects.visible_to
    assert set(seen(coordinator, conference)) == {draft, published}
    assert set(seen(make_user("carol@people.example"), conference)) == {published}
    assert set(seen(coordinator, other.conference)) == {other}


# Consents


def test_a_form_is_submitted_with_the_version_in_force_alone(conference, published):
    for version in (STANDARD, "2", "", "on"):
        with pytest.raises(NoticeChangedError):
            submit(conference, version)
    assert not Registration.objects.exists()
    assert submit(conference, "1").privacy_notice_version == "1"


def test_a_second_submit_of_the_same_form_is_the_first_whatever_was_published_since(conference, coordinator):
    token = uuid.uuid4()
    first = submit(conference, STANDARD, token)
    publish_notice(make_notice(conference).pk, seen_version=1, by=coordinator)
    assert submit(conference, STANDARD, token) == first


def test_an_invitee_agrees_to_the_version_in_force_as_well(conference, published):
    invitation = make_invitation(to=make_participant(conference))

    def register(version):
        return register_invited(
            invitation.pk, person=new_participant(), form_token=uuid.uuid4(), privacy_notice_version=version
        )

    with pytest.raises(NoticeChangedError):
        register(STANDARD)
    assert register("1").privacy_notice_version == "1"


def test_what_the_view_read_before_does_not_count(conference, coordinator):
    """The conference in the caller's hand is as old as its page; the act asks the database."""
    stale = Conference.objects.get(pk=conference.pk)
    publish_notice(make_notice(conference).pk, seen_version=1, by=coordinator)
    with pytest.raises(NoticeChangedError):
        submit(stale, STANDARD)


def test_one_agrees_anew_and_what_was_agreed_to_before_is_kept(conference, published):
    registration = agreed(conference)
    before, alice = registration.consented_at, make_user(registration.participant.email)
    agree_to_notice(registration.pk, version="1", by=alice)
    registration.refresh_from_db()
    assert registration.privacy_notice_version == "1"
    assert registration.consented_at > before
    [renewed] = registration.renewed_consents.all()
    assert (renewed.former_version, renewed.former_at, renewed.version) == (STANDARD, before, "1")
    assert (renewed.at, renewed.by) == (registration.consented_at, alice)


def test_who_was_entered_by_others_agrees_for_the_first_time(conference, published):
    registration = make_registration(S.NOMINATED, conference)
    agree_to_notice(registration.pk, version="1", by=make_user(registration.participant.email))
    [renewed] = registration.renewed_consents.all()
    assert (renewed.former_version, renewed.former_at, renewed.version) == ("", None, "1")


def test_agreeing_twice_is_agreeing_once(conference, published):
    registration = agreed(conference)
    alice = make_user(registration.participant.email)
    agree_to_notice(registration.pk, version="1", by=alice)
    agree_to_notice(registration.pk, version="1", by=alice)
    assert RenewedConsent.objects.count() == 1


def test_one_agrees_to_the_version_in_force_alone(conference, published):
    registration = agreed(conference)
    with pytest.raises(NoticeChangedError):
        agree_to_notice(registration.pk, version=STANDARD, by=make_user(registration.participant.email))


def test_nobody_agrees_for_another_and_a_private_office_for_its_principal(conference, coordinator, published):
    registration = agreed(conference, person={"office_email": "office@ministry.example"})
    for stranger in (coordinator, make_user("carol@people.example")):
        with pytest.raises(NotPermittedError):
            agree_to_notice(registration.pk, version="1", by=stranger)
    office = make_user("office@ministry.example")
    assert agree_to_notice(registration.pk, version="1", by=office).privacy_notice_version == "1"


def test_who_has_withdrawn_is_asked_nothing_more(conference, published):
    registration = agreed(conference, state=S.WITHDRAWN)
    with pytest.raises(RegistrationError, match="has ended"):
        agree_to_notice(registration.pk, version="1", by=make_user(registration.participant.email))


def test_agreeing_anew_is_no_application(conference, published):
    alice = make_user("alice@dialogue.example")
    for _time in range(APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS):
        one = agreed(
            conference, created_at=timezone.now() - timedelta(days=3), person={"email": "alice@dialogue.example"}
        )
        agree_to_notice(one.pk, version="1", by=make_user("alice@dialogue.example"))
    assert submit(conference, "1", email=alice.email) is not None


def test_how_many_agreed_to_what_is_counted(conference, published):
    agreed(conference)
    agreed(conference, state=S.DECLINED)
    agreed(conference, version="1")
    make_registration(S.NOMINATED, conference)
    agreed(make_conference(slug="other-2019"))
    assert agreed_by_version(conference) == {"": Agreed(1, 1), "1": Agreed(1, 1), STANDARD: Agreed(2, 1)}


@pytest.mark.parametrize("fields", [{"privacy_notice_version": "1"}, {"consented_at": timezone.now()}])
def test_a_consent_has_its_version_and_its_time(conference, fields):
    with pytest.raises(IntegrityError, match="consent_names_the_notice_agreed_to"), transaction.atomic():
        make_registration(S.SUBMITTED, conference, **fields)


def test_a_consent_is_renewed_for_another_version(conference):
    registration = agreed(conference)
    with pytest.raises(IntegrityError, match="consent_is_renewed_for_another_notice"), transaction.atomic():
        RenewedConsent.objects.create(registration=registration, former_version="1", version="1")


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
