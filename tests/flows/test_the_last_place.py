"""Twenty invitees press “Submit” in the same moment, and one place is left: through the pages, not past them."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conference.correspondence.models import OutgoingMessage
from conference.models import User
from registration.models import STANDARD, Registration, Route
from tests.factories.conference import make_conference
from tests.factories.registration import make_category, make_invitation, make_participant

INVITEES = 20


@pytest.fixture
def invitations(transactional_db):
    conference = make_conference()
    make_category(conference, route=Route.INVITATION, places=1, has_waiting_list=False)
    return [
        make_invitation(to=make_participant(conference, email=f"expert{number}@institute.example"))
        for number in range(INVITEES)
    ]


def checked_form(invitation):
    """The invitee's browser, one press before the end."""
    client = Client()
    client.force_login(User.objects.for_address(invitation.email))
    with translation.override("en"):
        url = reverse("registration:invitation-form", args=[invitation.conference.slug, invitation.link_token])
    form = client.get(url).context["form"]
    answers = {field.html_name: field.value() for field in form if field.value()} | {
        "consent": STANDARD,
        "function": "Fellow",
    }
    check = client.post(url, answers | {"step": "check", "nationality": "CA"}, follow=True)
    [token] = re.findall(r'name="form_token" value="([^"]*)"', check.content.decode())
    return client, f"{url}check/", {"form_token": token}


def test_exactly_one_of_twenty_gets_the_last_place_and_the_others_are_told_that_it_is_full(invitations):
    forms = [checked_form(invitation) for invitation in invitations]
    together = Barrier(INVITEES)

    def submit(form):
        client, url, answers = form
        together.wait()
        try:
            return client.post(url, answers, follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(INVITEES) as pool:
        pages = list(pool.map(submit, forms))

    thanked = [page for page in pages if "Thank you" in page.content.decode()]
    refused = [page for page in pages if page.status_code == 409]
    assert (len(thanked), len(refused)) == (1, INVITEES - 1)
    assert all("taken" in page.content.decode() for page in refused)
    assert Registration.objects.holding_a_seat().count() == 1
    assert OutgoingMessage.objects.filter(purpose="registration_received").count() == 1
