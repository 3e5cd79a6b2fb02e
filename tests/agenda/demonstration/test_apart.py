"""Both conferences in one database: nothing of one points to the other, nobody of one has a part in the other."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.test import Client
from django.urls import reverse

from agenda.demonstration.identity import DEMONSTRATIONS, PASSWORD, SEMINAR, WHOLE_OF_SOCIETY
from agenda.models import Appearance, Release, Session
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, Mission, State, TeamMembership, User
from registration.models import (
    FocalPoint,
    Invitation,
    InvitationTransition,
    Participant,
    Registration,
    RegistrationTransition,
)
from registration.states import InvitationState, RegistrationState
from tests.agenda.demonstration.kept import everything, load
from tests.factories.conference import make_conference, set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

OURS = ("agenda", "conference", "correspondence", "registration")


@pytest.fixture(scope="module", autouse=True)
def _loaded(loading):
    with loading(*DEMONSTRATIONS):
        yield


def foreign_keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def ways_to_conference(model: type[models.Model], depth: int = 3) -> list[str]:
    """The shortest way from a row to its conference by what it cannot lack; else all ways, of which a row has one.

    None for what is everybody's.
    """
    if model is Conference:
        return ["pk"]
    found = []
    for field in foreign_keys(model) if depth else ():
        onward = ways_to_conference(field.related_model, depth - 1) if field.related_model is not model else []
        ways = [field.name if way == "pk" else f"{field.name}__{way}" for way in onward]
        if ways:
            found.append((field.null, max(way.count("__") for way in ways), ways))
    sure = [ways for is_null, _length, ways in sorted(found) if not is_null]
    return sure[0] if sure else [way for _is_null, _length, ways in sorted(found) for way in ways]


def conference_of(model: type[models.Model], relation: str = "") -> Any:
    """The conference of a row, or of what one of its relations leads to; nothing for what is everybody's."""
    ways = [F(f"{relation}__{way}" if relation else way) for way in ways_to_conference(model)]
    return Coalesce(*ways) if len(ways) > 1 else ways[0]


def relations_within_a_conference():
    """Each foreign key from what belongs to a conference to what may belong to one."""
    for model in apps.get_models():
        if model._meta.app_label in OURS and ways_to_conference(model):
            for field in foreign_keys(model):
                if field.related_model is not Conference and ways_to_conference(field.related_model):
                    yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


RELATIONS = list(relations_within_a_conference())


def test_the_walk_over_the_relations_finds_what_there_is():
    found = {relation.id for relation in RELATIONS}
    assert {
        "registration.Registration.participant",
        "registration.Registration.category",
        "registration.Registration.delegation",
        "registration.Registration.replaces",
        "registration.Delegation.organisation",
        "registration.Invitation.participant",
        "registration.Application.registration",
        "registration.Document.replaced_by",
        "agenda.Session.topic",
        "agenda.RoomBooking.room",
        "agenda.Appearance.participant",
        "correspondence.ReminderOccurrence.rule",
    } <= found


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_nothing_points_to_what_is_another_conferences(model, field):
    own, theirs = conference_of(model), conference_of(field.related_model, field.name)
    rows = model._default_manager.exclude(**{field.name: None}).values_list(own, theirs)
    assert [row for row in rows if row[1] is not None and row[0] != row[1]] == []


def test_every_letter_is_about_something_of_its_own_conference():
    for message in OutgoingMessage.objects.exclude(about_id=None):
        model = apps.get_model(message.about_type)
        own = model._default_manager.values_list(conference_of(model), flat=True)
        assert own.get(pk=message.about_id) == message.conference_id


def test_civil_society_is_known_to_its_own_conference_alone():
    seminar = Conference.objects.get(slug=SEMINAR.slug)
    assert seminar.organisations.count() == 4
    names = {}
    for address in ("coordinator@demo.example", "coordinator@seminar.demo.example"):
        client = Client()
        client.force_login(User.objects.get(email=address))
        page = client.get(reverse("admin:conference_organisation_changelist"), {"q": "Open Ger"})
        names[address] = [str(organisation) for organisation in page.context["cl"].result_list]
    assert names == {
        "coordinator@demo.example": [],
        "coordinator@seminar.demo.example": ["Open Ger Association"],
    }


def test_no_letter_speaks_of_the_other_conference():
    for slug, other in ((SEMINAR.slug, WHOLE_OF_SOCIETY.slug), (WHOLE_OF_SOCIETY.slug, SEMINAR.slug)):
        letters = OutgoingMessage.objects.filter(conference__slug=slug)
        strange = Conference.objects.get(slug=other)
        assert letters.exists()
        for name in (other, *strange.short_title.values(), *strange.title.values()):
            assert not letters.filter(text__contains=name).exists(), name


def test_the_releases_name_their_own_participants():
    for release in Release.objects.all():
        ids = {
            appearance["participant"]
            for session in release.snapshot["sessions"]
            for appearance in session["appearances"]
            if appearance["participant"]
        }
        people = Participant.objects.filter(pk__in=ids)
        assert ids
        assert set(people.values_list("conference", flat=True)) == {release.conference_id}
        assert people.count() == len(ids)


def test_no_address_is_known_in_both():
    known = []
    for demonstration in DEMONSTRATIONS:
        of_it = {"conference__slug": demonstration.slug}
        people = Participant.objects.filter(**of_it)
        focal_points = FocalPoint.objects.filter(delegation__conference__slug=demonstration.slug)
        known.append(
            {
                *people.values_list("email", flat=True),
                *people.values_list("office_email", flat=True),
                *focal_points.values_list("email", flat=True),
                *Invitation.objects.filter(**of_it).values_list("email", flat=True),
                *OutgoingMessage.objects.filter(**of_it).values_list("recipient", flat=True),
                *User.objects.filter(memberships__conference__slug=demonstration.slug).values_list("email", flat=True),
            }
            - {""}
        )
    assert all(len(addresses) > 60 for addresses in known)
    assert known[0] & known[1] == set()


def test_whoever_acted_has_a_part_in_that_conference():
    moves = (
        (RegistrationTransition, "registration__conference"),
        (InvitationTransition, "invitation__conference"),
        (Release, "conference"),
    )
    for model, path in moves:
        actor = "published_by" if model is Release else "by"
        acted = set(model.objects.exclude(**{actor: None}).values_list(path, f"{actor}__email"))
        assert acted
        for conference, address in acted:
            is_officer = TeamMembership.objects.filter(conference=conference, user__email=address).exists()
            answers = FocalPoint.objects.filter(delegation__conference=conference, email=address).exists()
            assert is_officer or answers, address


def test_the_bare_address_leads_to_the_conference_and_not_to_the_seminar(client):
    assert client.get("/").headers["Location"].endswith(f"/{WHOLE_OF_SOCIETY.slug}/")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("coordinator@demo.example", "Whole-of-Society Conference"),
        ("coordinator@seminar.demo.example", "Community-Policing Seminar"),
    ],
)
def test_an_officer_works_in_their_own_conference_and_is_offered_no_other(address, title):
    client = Client()
    client.force_login(User.objects.get(email=address))
    page = client.get(reverse("admin:index"))
    assert [str(entry["label"]) for entry in page.context["conference_switcher"]] == [title]
    assert str(page.context["current_conference"]) == title


def test_the_password_is_one_for_all(client):
    for address in ("observer@demo.example", "observer@seminar.demo.example"):
        assert client.login(username=address, password=PASSWORD)


def test_each_calls_states_as_they_were_called_then():
    macedonia = State.objects.prefetch_related("names").get(code="MK")
    then = {
        demonstration.slug: str(macedonia.name_on(Conference.objects.get(slug=demonstration.slug).starts_on).name["en"])
        for demonstration in DEMONSTRATIONS
    }
    assert then == {
        WHOLE_OF_SOCIETY.slug: "North Macedonia",
        SEMINAR.slug: "the former Yugoslav Republic of Macedonia",
    }


def test_a_second_load_changes_nothing():
    loaded = everything()
    assert load() == "The demonstration is loaded already; nothing was changed.\n"
    assert everything() == loaded


def test_a_reset_of_one_begins_it_afresh_and_leaves_the_others_and_the_mission_that_they_write_through():
    make_conference(slug="another-conference")
    conference, seminar = (Conference.objects.get(slug=one.slug) for one in (WHOLE_OF_SOCIETY, SEMINAR))
    mission = Mission.objects.get(state__code="FI")
    Invitation.objects.filter(conference=seminar, state=InvitationState.SENT).update(mission=mission)
    ours = (Registration, Participant, Invitation, Session, Appearance, Release, OutgoingMessage, Mission)
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in ours}
    set_clock(seminar, "2017-06-20 12:00")
    set_clock(conference, "2019-06-19 18:00")
    Registration.objects.filter(conference=conference, state=RegistrationState.COMPLETE).delete()
    load(reset=True, only=WHOLE_OF_SOCIETY.slug)
    again = Conference.objects.get(slug=WHOLE_OF_SOCIETY.slug)
    assert f"{conference_now(again):%d %B %H:%M}" == "03 June 09:00"
    assert f"{conference_now(seminar):%d %H}" == "20 12"
    assert Invitation.objects.get(conference=seminar, mission__isnull=False).mission == mission
    assert Mission.objects.filter(state__code="FI").count() == 1
    assert {model: set(model._default_manager.values_list("pk", flat=True)) for model in ours} == before
    assert Conference.objects.filter(slug="another-conference").exists()
