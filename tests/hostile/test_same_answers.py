"""Known or not, taken or not, theirs or nobody's: what is answered is the same to the byte, and takes as long."""

from __future__ import annotations

import datetime
import re
import statistics
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registration.models import Invitation
from registration.states import RegistrationState as S
from tests.borders.roles import visitor
from tests.borders.walking import TOKEN
from tests.borders.world import World
from tests.factories.registration import make_registration
from tests.hostile.forms_shown import ShownForm, shown_forms

pytestmark = pytest.mark.usefixtures("db")
#: Milliseconds between the medians, over TRIES of each kind in turn; a code's letter alone takes several to write.
BOUND = 4.0
TRIES = 40
LITERAL = re.compile(r"'[^']*'|\b\d+\b")


def shape(response: Any, *typed: str) -> tuple[Any, ...]:
    """Status, every header with its length, the cookies but for what is random in them, and the text."""
    text = response.content.decode()
    length = len(text)
    for each in typed:
        text = text.replace(each, "…")
    headers = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
    cookies = {
        name: (len(cookie.value), {key: value for key, value in cookie.items() if key != "expires"})
        for name, cookie in response.cookies.items()
    }
    return response.status_code, headers, cookies, length, TOKEN.sub("", text)


def addresses(world: World) -> dict[str, str]:
    """Of equal length, for the page gives back what was typed."""
    here = world.here
    known = {
        "a participant": here.people["nominee"].email,
        "hidden": here.people["hidden_person"].email,
        "of the other host": world.there.people["nominee"].email,
        "a focal point": here.focal_points["first-primary"].email,
        "an officer": next(iter(here.officers.values())).email,
    }
    longest = max(map(len, known.values()))
    return {kind: address.rjust(longest) for kind, address in known.items()} | {
        "nobody": "nobody@people.example".rjust(longest),
    }


def signing_in(address: str, client_address: str = "192.0.2.1") -> list[Any]:
    client = Client(REMOTE_ADDR=client_address)
    answers = [client.get("/accounts/sign-in/"), client.post("/accounts/sign-in/", {"email": address})]
    return [shape(each, address.strip()) for each in [*answers, client.get("/accounts/code/")]]


def test_signing_in_answers_known_and_unknown_addresses_alike(world: World):
    nobody = "x" * 11 + "@people.example"
    for kind, address in addresses(world).items():
        typed = address.strip()
        stranger = ("x" * (typed.index("@"))) + typed[typed.index("@") :]
        assert signing_in(typed) == signing_in(stranger), kind
    assert signing_in(nobody)[1][0] == 302


def test_a_wrong_code_is_answered_alike(world: World):
    answers = []
    for address in (world.here.people["nominee"].email, "x" * len(world.here.people["nominee"].email.split("@")[0])):
        typed = address if "@" in address else f"{address}@people.example"
        client = Client(REMOTE_ADDR="192.0.2.2")
        client.post("/accounts/sign-in/", {"email": typed})
        answers.append([shape(client.post("/accounts/code/", {"code": "000000"}), typed) for _try in range(6)])
    assert answers[0] == answers[1]


def test_too_many_codes_are_refused_alike(world: World):
    known = world.here.people["nominee"].email
    unknown = "x" * known.index("@") + known[known.index("@") :]
    ends = []
    for typed in (known, unknown):
        client = Client(REMOTE_ADDR="192.0.2.3")
        ends.append([shape(client.post("/accounts/sign-in/", {"email": typed}), typed) for _try in range(7)])
    assert ends[0] == ends[1]
    assert ends[0][-1][0] == 429


def application(world: World) -> ShownForm:
    return next(form for form in shown_forms(world) if form.address.name == "registration:form")


@pytest.mark.parametrize("kind", ["hidden_person", "registered", "applicant"])
def test_an_application_of_somebody_who_takes_part_is_answered_like_a_new_one(kind: str, world: World):
    form, person = application(world), world.here.people[kind]
    names = ("given_names", "family_name", "patronymic")
    known = {name: getattr(person, name) for name in names} | {"email": person.email}
    new = {name: "x" * len(value) for name, value in known.items() if name != "email"}
    new["email"] = "x" * person.email.index("@") + person.email[person.email.index("@") :]
    answers = []
    for typed in (known, new):
        fresh = application(world)
        data = fresh.answers() | {"step": "submit"} | {name: typed[name] for name in typed if name in fresh.controls}
        response = fresh.client.post(fresh.url, data)
        answers.append(shape(response, *typed.values()))
        assert response.status_code == 302, response.content.decode()[:4000]
    assert answers[0] == answers[1]
    assert form.client.get(response["Location"]).status_code == 200


def test_pages_of_others_are_answered_as_if_they_were_not_there(world: World):
    """Headers and lengths too, which the walk of the borders leaves out."""
    import uuid

    here, slug = world.here, world.here.slug
    theirs = {
        "me/{}/correct/": here.registrations["registered"].pk,
        "me/{}/visibility/": here.registrations["hidden_person"].pk,
        "delegation/{}/": here.delegations["second"].pk,
        "delegation/members/{}/complete/": here.registrations["member_of_second"].pk,
        "documents/{}/": here.documents["hidden_person"].pk,
        "agenda/speakers/{}/": here.people["hidden_person"].pk,
        "agenda/sessions/{}/": here.sessions["closed"].pk,
    }
    for role in ("anonymous", "focal_point", "stranger"):
        for path, pk in theirs.items():
            unknown = uuid.uuid4()
            # Each to a browser of its own: the first page after signing in sets a cookie, whatever page it is.
            answers = [
                shape(visitor(world, role).client.get(f"/en/{slug}/{path.format(each)}"), str(each))
                for each in (pk, unknown)
            ]
            told = [
                (each[0], {k: v.replace(str(p), "…") for k, v in each[1].items()}, *each[2:])
                for each, p in zip(answers, (pk, unknown), strict=True)
            ]
            assert told[0] == told[1], (role, path)


def links_opened(world: World, *, role: str) -> list[Any]:
    """Every page behind a person's link, to whoever has the letter and not the address."""
    invitation, client = world.here.invitations["invitee"], visitor(world, role).client
    answers = []
    for path in ("", "code/", "form/", "regret/", "form/check/", "form/later/"):
        url = f"/en/{world.here.slug}/invitation/{invitation.link_token}/{path}"
        answers += [shape(client.get(url)), shape(client.post(url, {"code": "000000", "reason": "No"}))]
    return answers


@pytest.mark.parametrize("role", ["anonymous", "stranger", "focal_point"])
def test_a_forwarded_link_does_not_tell_whether_its_addressee_has_registered(role: str, world: World):
    invitation = world.here.invitations["invitee"]
    before = links_opened(world, role=role)
    make_registration(S.COMPLETE, participant=invitation.participant, invitation=invitation)
    assert links_opened(world, role=role) == before
    assert {answer[0] for answer in before} <= {200, 302, 404}


def test_links_that_open_nothing_tell_nothing_of_the_person(world: World):
    """Withdrawn, sent to another address since, of the other host, never given out: one answer; and one for expired."""
    here = world.here
    invitation = here.invitations["invitee"]
    former, theirs = invitation.link_token, world.there.invitations["invitee"].link_token
    client = visitor(world, "anonymous").client
    Invitation.objects.filter(pk=invitation.pk).update(link_digest=None)
    unknown = [shape(client.get(f"/en/{here.slug}/invitation/{token}/"), token) for token in (former, theirs, "a" * 22)]
    assert unknown[0] == unknown[1] == unknown[2]
    assert unknown[0][0] == 404
    expired = []
    for name in ("invitee", "hidden_invitee"):
        each = here.invitations[name]
        each.refresh_from_db()
        each.renew_link()
        Invitation.objects.filter(pk=each.pk).update(expires_at=timezone.now() - datetime.timedelta(days=1))
        expired.append(shape(client.get(f"/en/{here.slug}/invitation/{each.link_token}/"), each.link_token))
    assert expired[0] == expired[1]
    assert expired[0][0] == 410


def test_known_and_unknown_addresses_cost_the_same_statements(world: World):
    """What is done does not depend on who is known; so neither can the time but by chance."""
    asked = []
    known = world.here.people["hidden_person"].email
    for number, address in enumerate((known, "x" * known.index("@") + known[known.index("@") :])):
        with CaptureQueriesContext(connection) as statements:
            Client(REMOTE_ADDR=f"192.0.2.{50 + number}").post("/accounts/sign-in/", {"email": address})
        asked.append([re.split(r" WHERE | VALUES ", LITERAL.sub("…", each["sql"]))[0] for each in statements])
    known_ones, unknown_ones = asked
    assert [each for each in known_ones if "SAVEPOINT" not in each] == [
        each for each in unknown_ones if "SAVEPOINT" not in each
    ]


def test_known_and_unknown_addresses_take_the_same_time(world: World):
    """Asked in turn, so that whatever else the machine does slows both; the best of three rounds counts."""
    people = [world.here.people[name].email for name in ("nominee", "applicant", "registered", "hidden_person")]
    gaps = [_gap(people, round_number) for round_number in range(3)]
    assert min(map(abs, gaps)) < BOUND, gaps


def _gap(people: list[str], round_number: int) -> float:
    """Median of known less median of unknown, in milliseconds."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(TRIES):
        for is_known in (True, False) if number % 2 else (False, True):
            address = people[number % len(people)] if is_known else f"{round_number}x{number}@nowhere.example"
            client = Client(REMOTE_ADDR=f"10.{round_number}.{number}.{int(is_known)}")
            client.get("/accounts/sign-in/")
            began = time.perf_counter()
            client.post("/accounts/sign-in/", {"email": address})
            took[is_known].append(time.perf_counter() - began)
    return 1000 * (statistics.median(took[True]) - statistics.median(took[False]))
