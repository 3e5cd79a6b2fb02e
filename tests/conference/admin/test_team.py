"""Who gives duties to whom, and what of other conferences is offered."""

import pytest
from django.urls import reverse

from conference.models import Mission, TeamMembership, TeamRole, User
from tests.agenda.admin.forms import save
from tests.factories.conference import make_officer, make_organisation, make_state
from tests.registration.admin.reading import text_of


def form_of(conference):
    return reverse("admin:conference_conference_change", args=[conference.pk])


def new_duty(user, role):
    return {"team-TOTAL_FORMS": "2", "team-1-user": str(user.pk), "team-1-role": role}


def test_a_co_ordinator_gives_a_duty_to_another(desk, conference):
    other = make_officer(conference, TeamRole.OBSERVER)
    TeamMembership.objects.filter(user=other).delete()
    save(desk, form_of(conference), conference, **new_duty(other, TeamRole.DUTY_OF_CARE))
    assert TeamMembership.objects.filter(user=other, role=TeamRole.DUTY_OF_CARE).exists()


@pytest.mark.parametrize("role", [TeamRole.REGISTRATION, TeamRole.DUTY_OF_CARE, TeamRole.OBSERVER])
def test_nobody_gives_a_duty_to_themselves(desk, conference, role):
    me = User.objects.get(name="Bolormaa")
    page = save(desk, form_of(conference), conference, **new_duty(me, role))
    assert "Your own duties are changed by another co-ordinator" in text_of(page)
    assert not TeamMembership.objects.filter(user=me, role=role).exists()


def test_an_organisation_of_another_conference_is_not_offered(desk, conference, other_conference):
    mine, theirs = make_organisation(conference), make_organisation(other_conference)
    page = desk.get(form_of(conference)).content.decode()
    assert str(mine.pk) in page
    assert str(theirs.pk) not in page


def test_a_protocol_officer_enters_the_mission_through_which_a_state_is_written_to(desk_of, conference):
    protocol = desk_of(TeamRole.PROTOCOL)
    changes = {
        "state": str(make_state("KG").pk),
        "name_en": "Embassy of the Kyrgyz Republic",
        "email": "kg@embassy.example",
        "language": "en",
    }
    save(protocol, reverse("admin:conference_mission_add"), conference, **changes)
    assert str(Mission.objects.get().name) == "Embassy of the Kyrgyz Republic"


def test_an_observer_enters_no_mission(desk_of):
    assert desk_of(TeamRole.OBSERVER).get(reverse("admin:conference_mission_add")).status_code == 403
