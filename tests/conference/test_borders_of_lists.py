"""A list of the admin is filtered by what it offers; a query string spells out nothing that the page withholds."""

import re
from urllib.parse import quote

import pytest
from django.contrib import admin

from conference.models import TeamRole
from tests.factories.conference import make_conference, make_officer

SPELLINGS = (
    "secrets__code__startswith=1",
    "text__contains=a",
    "recipient__startswith=a",
    "email__startswith=a",
    "note__contains=a",
    "participant__email__startswith=a",
    "password__startswith=a",
    "conference__slug=x",
)


def says(page):
    """All but what is new in every answer, and the address itself, to which the switch of languages comes back."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return (
        text.replace(quote(f"?{page.request['QUERY_STRING']}", safe=""), "") if page.request["QUERY_STRING"] else text
    )


def lists():
    return [model._meta.label_lower.replace(".", "/") for model in admin.site._registry]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.django_db
def test_no_list_answers_a_free_query_string(client, spelling):
    conference = make_conference()
    client.force_login(make_officer(conference, TeamRole.OBSERVER))
    for place in lists():
        answer = client.get(f"/admin/{place}/?{spelling}")
        assert answer.status_code in {302, 400, 403, 404} or says(answer) == says(client.get(f"/admin/{place}/")), place


@pytest.mark.django_db
def test_a_form_that_names_no_conference_is_refused(client):
    conference = make_conference()
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))
    client.post("/admin/conference/venue/add/", {"name_en": "Hall", "position": "0"})
    assert not conference.venues.exists()
