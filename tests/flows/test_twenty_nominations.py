"""Twenty nominations in the same moment and five seats: through the page, with Redis and without."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conference.celery import app as celery_app
from registration.models import Registration
from registration.queries.places import waiting_list_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_delegation, make_focal_point

NOMINEES, SEATS = 20, 5


@pytest.fixture
def delegation(transactional_db):
    return make_delegation(make_conference(), quota=SEATS)


@pytest.fixture(params=["as ever", "stopped"])
def redis(request, monkeypatch):
    if request.param == "stopped":
        monkeypatch.setattr(celery_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")


@pytest.mark.usefixtures("redis")
def test_five_are_nominated_and_fifteen_wait_in_order_with_no_page_of_errors(delegation):
    user = make_user(make_focal_point(delegation).email)
    with translation.override("en"):
        url = reverse("registration:nominate", args=[delegation.conference.slug, delegation.pk])
    clients = [Client() for _ in range(NOMINEES)]
    for client in clients:
        client.force_login(user)
    together = Barrier(NOMINEES)

    def submit(number):
        answers = {
            "courtesy": "Mr.",
            "given_names": "Nominee",
            "family_name": f"Number{number}",
            "name_order": "given_first",
            "name_of_address": "family",
            "role": "delegate",
            "function": "Adviser",
            "language": "en",
            "nationality": "KG",
            "form_token": str(uuid.uuid4()),
        }
        together.wait()
        try:
            return clients[number].post(url, answers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(NOMINEES) as pool:
        answers = list(pool.map(submit, range(NOMINEES)))

    assert Counter(answer.status_code for answer in answers) == {302: NOMINEES}
    came = list(Registration.objects.order_by("state_since"))
    assert Counter(each.state for each in came) == {S.COMPLETE: SEATS, S.WAITLISTED: NOMINEES - SEATS}
    assert came[SEATS:] == list(waiting_list_of(delegation))
    told = "".join(
        client.get(answer["Location"]).content.decode() for client, answer in zip(clients, answers, strict=True)
    )
    assert told.count(" is nominated.") == SEATS
    assert [told.count(f"as number {place} in line.") for place in range(1, 16)] == [1] * 15
