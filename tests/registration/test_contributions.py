"""What registration gives to the registry: reminders, own pages, known addresses, the outcome of letters."""

import datetime

import pytest
from django.utils import timezone

from conference.correspondence.compose import compose
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.correspondence.purposes import PURPOSES
from conference.registry import registry
from registration.contributions import addresses
from registration.models import DelegationRole, FocalPointRank, Invitation, Visibility
from registration.queries.invitations import find_by_link
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_state, make_user
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
REPLY_BY = datetime.date(2019, 6, 7)
LAST_DAY = datetime.date(2019, 6, 14)


@pytest.fixture
def conference():
    return make_conference()


def rule_of(conference, condition):
    return ReminderRule.objects.create(
        conference=conference,
        name="A reminder",
        condition=condition,
        days_before=3,
        local_time=datetime.time(9),
    )


def test_everything_is_registered():
    assert {"invitation_unanswered", "nomination_incomplete"} <= set(registry.reminder_conditions)
    assert {"registration_confirmed", "invitation_code"} <= set(PURPOSES)
    assert {"invitation_state", "invitation_person"} <= set(registry.on_settled)
    assert {"registration:own", "registration:delegation"} <= {page.url_name for page in registry.own_pages}


def test_exactly_those_who_have_not_answered_are_reminded(conference):
    states = dict(
        zip(
            ("KG", "KZ", "CA", "DE", "KR", "TR"),
            (I.SENT, I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED, I.DRAFT, I.BOUNCED),
            strict=True,
        )
    )
    for code, state in states.items():
        make_invitation(state=state, to=make_delegation(conference, make_state(code)))
    make_invitation(to=make_participant(conference, email="bob@people.example"), state=I.DELIVERED)
    make_invitation(to=make_participant(conference), reply_by=datetime.date(2019, 6, 10))
    make_invitation(make_conference(), I.SENT)
    condition = registry.reminder_conditions["invitation_unanswered"]
    rule = rule_of(conference, condition.key)
    letters = list(condition.letters(rule, REPLY_BY))
    assert sorted((letter.purpose, letter.recipient) for letter in letters) == [
        ("reminder_to_reply", "mission.kg@missions.example"),
        ("reminder_to_reply", "mission.kz@missions.example"),
        ("reminder_to_reply_person", "bob@people.example"),
    ]
    assert list(condition.anchors(conference)) == [REPLY_BY, datetime.date(2019, 6, 10)]


@pytest.mark.parametrize(("invited_on", "reminded"), [(1, 0), (2, 0), (3, 0), (31, 1)])
def test_nobody_is_reminded_of_a_question_put_to_them_a_moment_ago(conference, invited_on, reminded):
    day = datetime.date(2019, 6, invited_on) if invited_on < 31 else datetime.date(2019, 5, 31)
    make_invitation(to=make_participant(conference), dated_on=day)
    condition = registry.reminder_conditions["invitation_unanswered"]
    assert len(list(condition.letters(rule_of(conference, condition.key), REPLY_BY))) == reminded


@pytest.mark.usefixtures("awaited")
def test_as_many_are_announced_as_would_be_written_to(conference):
    for condition, day in (("invitation_unanswered", REPLY_BY), ("nomination_incomplete", LAST_DAY)):
        known, rule = registry.reminder_conditions[condition], rule_of(conference, condition)
        assert known.recipients_count
        by_hand = 1 if condition == "invitation_unanswered" else 0
        letters = list(known.letters(rule, day))
        assert known.recipients_count(rule, day) == len(letters) == 4 + by_hand
        assert sum(letter.by_hand for letter in letters) == by_hand
        assert known.recipients_count(rule, LAST_DAY + datetime.timedelta(days=1)) == 0


@pytest.mark.usefixtures("awaited")
@pytest.mark.parametrize("condition", ["invitation_unanswered", "nomination_incomplete"])
def test_looking_ahead_costs_one_query_and_changes_nothing(condition, conference, settings, django_assert_num_queries):
    known, rule = registry.reminder_conditions[condition], rule_of(conference, condition)
    before = set(Invitation.objects.values_list("pk", "link_digest"))
    settings.SECRET_KEY = "another key of the site"
    day = REPLY_BY if condition == "invitation_unanswered" else LAST_DAY
    assert known.recipients_count
    with django_assert_num_queries(1):
        known.recipients_count(rule, day)
    assert set(Invitation.objects.values_list("pk", "link_digest")) == before


@pytest.fixture
def awaited(conference):
    """Of each kind those who are reminded, and those who are not, for every reason there is."""
    for code, owes in (("KG", {"function": ""}), ("KZ", {"nationality": ""}), ("CA", None), ("DE", {}), ("TR", {})):
        delegation = make_delegation(conference, make_state(code))
        make_focal_point(delegation)
        make_focal_point(delegation, rank=FocalPointRank.BACKUP)
        if owes is not None:
            state, role = S.NOMINATED if owes else S.COMPLETE, DelegationRole.HEAD if code != "DE" else "delegate"
            make_registration(state, delegation=delegation, role=role, person=owes)
        make_invitation(conference, I.DECLINED if code == "CA" else I.ACCEPTED, to=delegation)
    without_focal_point = make_delegation(conference, make_state("KR"))
    make_invitation(to=without_focal_point)
    empty = make_delegation(conference, make_state("MN"))
    make_focal_point(empty)
    make_invitation(to=empty)
    for person in ({}, {"email": "", "office_email": "office@people.example"}):
        make_invitation(to=make_participant(conference, **person))
    make_invitation(to=make_participant(conference, email=""))
    make_invitation(to=make_participant(conference, never_write_automatically=True))


def test_a_reminder_of_one_rule_for_one_date_has_one_key(conference):
    make_invitation(conference)
    condition = registry.reminder_conditions["invitation_unanswered"]
    rule, other = rule_of(conference, condition.key), rule_of(conference, condition.key)
    keys = [letter.key for each in (rule, rule, other) for letter in condition.letters(each, REPLY_BY)]
    assert len(keys) == 3
    assert len(set(keys)) == 2


def test_a_reminder_repeats_the_link_of_the_invitation(conference):
    invitation = make_invitation(to=make_participant(conference))
    condition = registry.reminder_conditions["invitation_unanswered"]
    (letter,) = condition.letters(rule_of(conference, condition.key), REPLY_BY)
    assert invitation.link_token in compose(letter).text


def test_a_reminder_after_the_sites_key_was_changed_carries_a_link_that_opens(conference, settings):
    make_invitation(to=make_participant(conference))
    settings.SECRET_KEY = "another key of the site"
    condition = registry.reminder_conditions["invitation_unanswered"]
    (letter,) = condition.letters(rule_of(conference, condition.key), REPLY_BY)
    token = letter.values["invitation_link"].rstrip("/").rsplit("/", 1)[-1]
    assert find_by_link(token) == letter.about


def test_focal_points_are_reminded_of_what_is_outstanding(conference):
    condition = registry.reminder_conditions["nomination_incomplete"]
    rule = rule_of(conference, condition.key)
    lacking, complete, regretted = (make_delegation(conference, make_state(code)) for code in ("KG", "KZ", "CA"))
    frida = make_focal_point(lacking, language="ru")
    person = {"courtesy": "Mr.", "given_names": "Jan", "family_name": "Example", "function": ""}
    make_registration(S.NOMINATED, delegation=lacking, role=DelegationRole.HEAD, person=person)
    make_focal_point(complete)
    make_registration(S.COMPLETE, delegation=complete, role=DelegationRole.HEAD)
    make_focal_point(regretted)
    make_invitation(state=I.DECLINED, to=regretted)
    make_focal_point(make_delegation(conference, make_state("DE")), ended_at=timezone.now())
    (letter,) = condition.letters(rule, LAST_DAY)
    assert (letter.recipient, letter.language) == (frida.email, "ru")
    assert letter.values["missing"].startswith("– г-н Jan EXAMPLE: ")
    assert list(condition.anchors(conference)) == [LAST_DAY]
    assert list(condition.letters(rule, REPLY_BY)) == []


def test_a_letter_that_lists_a_hidden_member_concerns_a_protected_person(conference):
    delegation, other = (make_delegation(conference, make_state(code)) for code in ("KG", "KZ"))
    person = {"visibility": Visibility.HIDDEN}
    make_registration(S.NOMINATED, delegation=delegation, role=DelegationRole.HEAD, person=person)
    for about in (delegation, other):
        OutgoingMessage.objects.create(
            conference=conference,
            key=str(about.pk),
            purpose="nomination_incomplete",
            recipient="fp@mfa.example",
            language="en",
            subject="Outstanding",
            text="–",
            about_id=about.pk,
        )
    condition = addresses.concerns_protected(conference)
    assert OutgoingMessage.objects.get(condition).about_id == delegation.pk


def test_own_pages_are_for_those_whose_they_are(conference):
    frida = make_user(make_focal_point(make_delegation(conference)).email)
    carol = make_user(make_registration(S.SUBMITTED, conference).participant.email)
    pages = [addresses.has_registration, addresses.has_delegation]
    assert [[is_for(user, conference) for is_for in pages] for user in (frida, carol, make_user())] == [
        [False, True],
        [True, False],
        [False, False],
    ]
    assert not addresses.has_registration(carol, make_conference())


def test_an_address_is_known_while_it_is_somebodys(conference):
    focal_point = make_focal_point(make_delegation(conference))
    make_participant(conference, email="carol@people.example", office_email="office@people.example")
    known = [focal_point.email, "carol@people.example", "office@people.example"]
    assert [registry.is_known_address(address) for address in (*known, "stranger@people.example")] == [True] * 3 + [
        False
    ]
    focal_point.ended_at = timezone.now()
    focal_point.save()
    assert not addresses.knows_address(focal_point.email)
