"""Every letter of registration is worded in every language, and is given a value for each of its placeholders."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.translation import override

from conference.correspondence.compose import compose
from conference.correspondence.purposes import COMMON
from conference.models import Conference, StateName
from registration import emails
from registration.actions.badges import valid_badge
from registration.emails.invitations import delegation_cases, government_of
from registration.emails.purposes import PURPOSES
from registration.models import (
    Badge,
    ChangeKind,
    DelegationRole,
    FocalPointRank,
    Invitation,
    Participant,
    PendingChange,
    Visibility,
)
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_conference, make_mission, make_organisation, make_state
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
LETTERS = Path(settings.BASE_DIR) / "templates" / "correspondence" / "letters"
LANGUAGES = ("en", "ru", "mn")
TO_ALL = ("check_in_information", "day_before", "thank_you")
JOURNEYS = ("visa_awaited", "journey_awaited")
MOVES = (emails.waitlisted, emails.promoted, emails.withdrawn)
KEYS = [purpose.key for purpose in PURPOSES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES, ids=KEYS)
def test_a_letter_is_worded_with_known_placeholders_only(purpose, language):
    text = (LETTERS / language / f"{purpose.key}.txt").read_text(encoding="utf-8")
    assert text.startswith("Subject: ")
    used = set(re.findall(r"\{([a-z_]+)\}", text))
    assert used - set(COMMON) <= set(purpose.placeholders)


def silence(*addressees):
    for each in addressees:
        if isinstance(each, Invitation):
            each.is_by_note_only = True
        elif isinstance(each, Participant):
            each.never_write_automatically = True
        else:
            make_participant(each.delegation.conference, email=each.email, never_write_automatically=True)
            continue
        each.save()


def addressees(conference: Conference, language: str) -> SimpleNamespace:
    """A State with its two focal points and its members, an organisation, a guest of their own, and an applicant."""
    delegation = make_delegation(conference)
    guest = make_participant(conference, language=language)
    to_person = make_invitation(to=guest, language=language)
    return SimpleNamespace(
        delegation=delegation,
        focal_point=make_focal_point(delegation, language=language),
        backup=make_focal_point(delegation, rank=FocalPointRank.BACKUP),
        to_state=make_invitation(to=delegation, language=language),
        to_organisation=make_invitation(to=make_delegation(conference, make_organisation()), language=language),
        to_person=to_person,
        own=make_registration(S.COMPLETE, conference, participant=guest, invitation=to_person),
        member=make_registration(S.NOMINATED, conference, delegation=delegation, person={"email": ""}),
        written_to=make_registration(S.NOMINATED, delegation=delegation, person={"language": language}),
        applicant=make_registration(S.SUBMITTED, conference, person={"language": language}),
    )


def letters_of_invitations(to):
    return [
        *emails.invitation(to.to_state, version="1"),
        *emails.invitation(to.to_organisation, version="1"),
        *emails.invitation(to.to_person, version="1"),
        *emails.reminder_to_reply(to.to_state, version="1"),
        *emails.reminder_to_reply(to.to_organisation, version="1"),
        *emails.reminder_to_reply(to.to_person, version="1"),
        *emails.reminder_to_register(to.to_person, version="1"),
        *emails.focal_point_designated(to.focal_point),
        *emails.backup_named(to.focal_point, to.backup),
    ]


def letters_of_changes(to):
    asked = PendingChange(
        conference=to.delegation.conference,
        kind=ChangeKind.CORRECTION,
        registration=to.member,
        delegation=to.delegation,
        changes={"function": {"old": "Adviser", "new": "Minister"}},
        reason="The list is printed.",
    )
    return [*emails.change_accepted(asked), *emails.change_refused(asked)]


def letters_of_registrations(to, starts_on):
    own, member, applicant = to.own, to.member, to.applicant
    return [
        *emails.member_asked(to.written_to),
        *emails.nomination_incomplete(to.delegation, ["Ms. SAMPLE: function"], version="1"),
        *(letter for each in TO_ALL for letter in emails.to_who_takes_part(each, own, version="1")),
        *(letter for each in JOURNEYS for letter in emails.journey_asked(each, own, by=starts_on, version="1")),
        *emails.registration_received(own),
        *emails.entered(own),
        *emails.application_received(applicant),
        *emails.application_already_held(applicant, on=starts_on),
        *emails.application_declined(applicant, reason="All places are taken.", review_by=starts_on),
        *emails.changes_requested(applicant, what="The country of work."),
        *(letter for row in (own, member) for letter in emails.registration_confirmed(row, valid_badge(row))),
        *(letter for row in (own, member) for letter in emails.code_replaced(row, Badge(code="ABCDEFGHJKLMNPQR"))),
        *(letter for row in (own, member) for write in MOVES for letter in write(row)),
    ]


def letters_of_every_purpose(conference: Conference, language: str, *, silent: bool = False):
    """A letter of each purpose; ``silent``: to people and missions who are never written to."""
    to = addressees(conference, language)
    if silent:
        silence(to.to_state, to.to_organisation, to.focal_point, to.backup)
        silence(*(row.participant for row in (to.own, to.member, to.written_to, to.applicant)))
    return [*letters_of_invitations(to), *letters_of_changes(to), *letters_of_registrations(to, conference.starts_on)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_composed(language):
    conference = make_conference()
    letters = letters_of_every_purpose(conference, language)
    assert {letter.purpose for letter in letters} == set(KEYS) - {
        "form_code",
        "form_kept",
        "form_unfinished",
        "invitation_code",
        "note_verbale",
    }
    for letter in letters:
        composed = compose(letter)
        assert "{" not in composed.subject + composed.text
        assert letter.language == language


def text_of(letters):
    (letter,) = letters
    return compose(letter).text


def test_a_note_presents_compliments_and_invites_the_government():
    state = make_state("KG")
    invitation = make_invitation(to=make_delegation(owner=state), quota=3)
    text = text_of(emails.invitation(invitation, version="1"))
    assert (
        "The Ministry of Foreign Affairs of Mongolia presents its compliments to the Delegation of the Kyrgyz Republic "
        "to the OSCE and has the honour to invite the Government of the Kyrgyz Republic to be represented at" in text
    )
    assert "3 seats are reserved for the delegation." in text
    assert "A reply by Friday, 7 June, would be appreciated." in text
    assert invitation.designation_code not in text


def test_one_seat_is_one_seat_and_no_quota_leaves_the_size_to_the_government():
    one = make_invitation(to=make_delegation(owner=make_state("KG"), quota=1))
    unlimited = make_invitation(to=make_delegation(one.conference, make_state("KZ"), quota=None))
    assert "One seat is reserved for the delegation." in text_of(emails.invitation(one, version="1"))
    assert "The size of the delegation is left to the Government." in text_of(emails.invitation(unlimited, version="1"))


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        ("KG", "en", "the Kyrgyz Republic"),
        ("CA", "en", "Canada"),
        ("DE", "en", "the Federal Republic of Germany"),
        ("KG", "ru", "Кыргызстана"),
        ("KR", "mn", "Бүгд Найрамдах Солонгос Улсын"),
        ("DE", "fr", "Federal Republic of Germany"),
    ],
)
def test_a_state_stands_in_the_case_that_the_register_has(code, language, words):
    name = make_state(code).names.get()
    assert government_of(name, language) == words


@pytest.mark.parametrize(
    ("language", "of", "to"),
    [("en", "the Kyrgyz Republic", "the Kyrgyz Republic"), ("ru", "(Кыргызская Республика)", "(Кыргызстан)")],
)
def test_a_form_that_the_register_lacks_stands_in_brackets(language, of, to):
    delegation = make_delegation(owner=make_state("KG"))
    StateName.objects.update(genitive={}, dative={})

    cases = delegation_cases(delegation, delegation.conference, language)

    assert (cases["delegation_of"], cases["delegation_to"]) == (of, to)


@pytest.mark.parametrize(
    ("language", "addressee"),
    [("en", "compliments to the Kyrgyz Republic and"), ("ru", "\n\nКыргызская Республика\n\n")],
)
def test_a_state_without_a_mission_is_addressed_in_no_wrong_case(language, addressee):
    invitation = make_invitation(to=make_delegation(owner=make_state("KG")), language=language)
    invitation.mission = None
    assert addressee in text_of(emails.invitation(invitation, version="1"))


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        ("Steppe Dialogue Centre", "the Steppe Dialogue Centre"),
        ("OSCE Secretariat, Threats Department", "the OSCE Secretariat, Threats Department"),
        ("The Office", "The Office"),
        ("Amnesty International", "Amnesty International"),
    ],
)
def test_an_organisation_is_addressed_with_its_article_and_sets_its_own_number(name, addressed):
    invitation = make_invitation(to=make_delegation(owner=make_organisation(name={"en": name})), quota=None)
    text = text_of(emails.invitation(invitation, version="1"))
    assert f"presents its compliments to {addressed} and has the honour" in text
    assert "The size of the delegation is left to the organisation." in text


def test_the_name_in_force_at_the_conference_is_used():
    delegation = make_delegation(owner=make_state("TR"))
    invitation = make_invitation(
        to=delegation, mission=make_mission(make_state("TR"), name={"en": "Embassy of Turkey"})
    )
    assert "the Government of the Republic of Turkey" in text_of(emails.invitation(invitation, version="1"))


def test_without_a_mission_the_state_itself_is_addressed():
    invitation = make_invitation(to=make_delegation(owner=make_state("CA")), mission=None)
    assert "presents its compliments to Canada and" in text_of(emails.invitation(invitation, version="1"))


def test_an_organisation_is_addressed_by_its_name():
    delegation = make_delegation(owner=make_organisation())
    invitation = make_invitation(to=delegation)
    assert "compliments to Inter-Regional Dialogue Forum" in text_of(emails.reminder_to_reply(invitation, version="1"))


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [
        (Visibility.LISTED, "Your name will appear in the list of participants."),
        (Visibility.COUNTED, "Your name will not appear in the list of participants unless you so wish."),
        (Visibility.HIDDEN, "Your name will appear neither in the list of participants nor on the agenda."),
    ],
)
def test_a_confirmation_says_what_becomes_of_the_name(visibility, sentence):
    registration = make_registration(S.REGISTERED, person={"visibility": visibility})
    assert sentence in text_of(emails.registration_confirmed(registration, valid_badge(registration)))


def test_nobody_is_written_to_who_must_not_be():
    person = {"never_write_automatically": True, "office_email": "office@ministry.example"}
    registration = make_registration(S.REGISTERED, person=person)
    (letter,) = emails.registration_confirmed(registration, valid_badge(registration))
    assert (letter.by_hand, letter.copy_to) == (True, "office@ministry.example")


def test_a_private_office_receives_a_copy_and_stands_in_where_there_is_no_own_address():
    registration = make_registration(S.REGISTERED, person={"office_email": "office@ministry.example"})
    (letter,) = emails.registration_confirmed(registration, valid_badge(registration))
    assert (letter.recipient, letter.copy_to) == (registration.participant.email, "office@ministry.example")
    registration.participant.email = ""
    (letter,) = emails.registration_confirmed(registration, valid_badge(registration))
    assert (letter.recipient, letter.copy_to) == ("office@ministry.example", "")


@pytest.mark.parametrize(
    ("track", "states", "copied"),
    [
        (Track.APPLICATION, [S.SUBMITTED], False),
        (Track.APPLICATION, [S.SUBMITTED, S.WITHDRAWN], False),
        (Track.APPLICATION, [S.UNDER_REVIEW, S.REGISTERED], True),
        (Track.APPLICATION, [S.UNDER_REVIEW, S.REGISTERED, S.WITHDRAWN], True),
        (Track.NOMINATION, [S.COMPLETE], True),
    ],
)
def test_an_office_that_an_applicant_typed_is_written_to_once_the_registration_is_confirmed(track, states, copied):
    registration = make_registration(states[0], track=track, person={"office_email": "office@ministry.example"})
    for state in states[1:]:
        registration.move_to(state, by=None)
    (letter,) = emails.withdrawn(registration)
    assert letter.copy_to == ("office@ministry.example" if copied else "")


def test_a_member_without_address_is_confirmed_to_the_focal_point_if_there_is_one():
    member = make_registration(S.REGISTERED, delegation=make_delegation(), person={"email": ""})
    assert emails.registration_confirmed(member, valid_badge(member)) == []
    focal_point = make_focal_point(member.delegation)
    (letter,) = emails.registration_confirmed(member, valid_badge(member))
    assert (letter.purpose, letter.recipient) == ("member_confirmed", focal_point.email)
    member.participant.never_write_automatically = True
    (letter,) = emails.registration_confirmed(member, valid_badge(member))
    assert (letter.purpose, letter.recipient, letter.by_hand) == ("registration_confirmed", "", True)


def test_an_applicant_without_any_address_is_not_written_to():
    registration = make_registration(S.REGISTERED, person={"email": ""})
    assert emails.registration_confirmed(registration, valid_badge(registration)) == []


def test_a_letter_speaks_a_language_of_the_conference():
    registration = make_registration(S.SUBMITTED, make_conference(languages=["mn", "en"]), person={"language": "ru"})
    (letter,) = emails.application_received(registration)
    assert letter.language == "en"


def test_links_lead_to_the_pages_of_the_letters_language():
    registration = make_registration(S.SUBMITTED, person={"language": "ru"})
    with override("mn"):
        (letter,) = emails.application_received(registration)
    assert letter.values["status_link"] == f"{settings.PUBLIC_URL}/ru/ulaanbaatar-2019/me/"


def test_no_reminder_goes_to_a_delegation_without_focal_point():
    delegation = make_delegation()
    make_registration(S.NOMINATED, delegation=delegation, role=DelegationRole.HEAD)
    assert emails.nomination_incomplete(delegation, ["the head"], version="1") == []


def test_whoever_is_never_written_to_receives_no_letter_of_any_purpose_but_by_hand():
    """Codes are not among them: who receives one has just asked for it."""
    letters = letters_of_every_purpose(make_conference(), "en", silent=True)
    assert all(letter.by_hand for letter in letters)
    assert {letter.purpose for letter in letters} >= {"registration_confirmed", "application_declined", "withdrawn"}
    assert "invitation_person" not in {letter.purpose for letter in letters}
