"""The form of an open application, as its visitors use it."""

import datetime
import re
from collections.abc import Iterator

import pytest
from celery import Celery
from django.test import Client
from django.urls import reverse

from conference import alarm
from conference.celery import app
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference
from registration.actions import throttle
from registration.models import STANDARD, Participant, Registration, Route, Visibility
from registration.states import RegistrationState
from tests.factories.conference import ULAANBAATAR, set_clock
from tests.factories.registration import make_category, make_registration

AFTER_THE_DEADLINE = datetime.datetime(2019, 6, 15, 9, 0, tzinfo=ULAANBAATAR)
BEFORE_IT_OPENS = datetime.datetime(2019, 4, 1, 9, 0, tzinfo=ULAANBAATAR)


@pytest.fixture
def url(conference: Conference) -> str:
    category = make_category(conference, Route.APPLICATION)
    return reverse("registration:form", args=[conference.slug, category.slug])


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker at an address where nothing listens."""
    monkeypatch.setattr(alarm, "_quiet_until", 0.0)
    nowhere = Celery("nowhere", set_as_current=False)
    nowhere.config_from_object("django.conf:settings", namespace="CELERY")
    nowhere.conf.update(broker_url="redis://127.0.0.1:9/0")
    nowhere.set_current()
    yield
    app.set_current()


def submit(client: Client, url: str, answers: dict[str, str], step: str = "submit"):
    return client.post(url, answers | {"step": step}, follow=step == "check")


def test_the_form_proposes_what_suits_the_category(client, url):
    response = client.get(url)

    assert response.status_code == 200
    text = response.content.decode()
    assert re.search(r'value="counted"[^>]*checked', text)
    for level in ("Listed", "Counted, but named when speaking", "Hidden"):
        assert level in text
    assert "Registration is open until Friday, 14 June, 18:00" in text


def test_what_was_entered_is_read_once_more_before_it_is_sent(client, url, application):
    response = submit(client, url, application(), step="check")

    text = response.content.decode()
    assert "Dr. Alice EXAMPLE" in text
    assert "Dialogue Centre" in text
    assert not Registration.objects.exists()


def test_from_the_summary_one_can_go_back_and_find_everything(client, url, application):
    answers = application(native_name="Алиса")

    response = submit(client, url, answers, step="change")

    assert response.context["form"]["native_name"].value() == "Алиса"
    assert "need your attention" not in response.content.decode()


def test_the_summary_carries_every_answer_to_the_submit(client, url, application):
    text = submit(client, url, application(), step="check").content.decode()
    [token] = re.findall(r'<input type="hidden" name="form_token" value="([^"]*)"', text)

    response = client.post(f"{url}check/", {"form_token": token, "step": "submit"})

    assert response.status_code == 302
    registration = Registration.objects.get()
    assert registration.participant.formal_name == "Dr. Alice EXAMPLE"
    assert registration.application.mandate == "Dialogue between communities."


def test_a_submit_is_answered_with_what_happens_next(client, url, application, conference):
    response = client.post(url, application() | {"step": "submit"}, follow=True)

    assert response.redirect_chain == [(f"{url}received/", 302)]
    text = response.content.decode()
    assert "Thank you: we have your application" in text
    assert conference.contact_email in text
    registration = Registration.objects.get()
    assert registration.state == RegistrationState.SUBMITTED
    assert registration.privacy_notice_version == STANDARD
    assert registration.participant.visibility == Visibility.COUNTED
    assert not registration.participant.named_on_agenda
    assert OutgoingMessage.objects.get().recipient == "alice@dialogue.example"


def test_mistakes_are_listed_on_top_and_said_beside_their_fields(client, url, application):
    answers = application(email="alice(at)dialogue", given_names="")

    response = submit(client, url, answers, step="check")

    text = response.content.decode()
    assert response.status_code == 200
    assert "Two things need your attention" in text
    assert '<a href="#id_email">Enter an e-mail address, like name@mfa.example</a>' in text
    assert 'id="id_email_error"' in text
    assert 'href="#id_given_names"' in text
    assert not Registration.objects.exists()


def test_everything_typed_is_kept_beside_a_mistake(client, url, application):
    answers = application(email="", relevant_work="Three towns, ten years.", level="hidden", native_name="Алиса")

    response = submit(client, url, answers, step="check")

    form = response.context["form"]
    assert {name: form[name].value() for name in answers} == answers
    assert "Three towns, ten years." in response.content.decode()


def test_referees_are_named_so_that_they_can_be_written_to(client, url, application):
    named = "Anna Sample, Mayor, anna@town.example\nBold, +976 11 323232"
    submit(client, url, application(referees=named))
    assert Registration.objects.get().application.referees == named
    for wrong, sentence in (
        ("Anna Sample, Mayor, anna@town.example\nBold, teacher", "Line 2: please add an e-mail address"),
        ("anna@town.example\n" * 6, "at most five persons"),
    ):
        assert sentence in submit(client, url, application(referees=wrong), step="check").content.decode()


def test_a_tampered_submit_is_checked_again(client, url, application):
    response = submit(client, url, application(consent=""))

    assert "Read the privacy notice and say that you agree" in response.content.decode()
    assert not Registration.objects.exists()


def test_a_form_that_lost_its_token_gets_a_new_one(client, url, application):
    text = submit(client, url, application(form_token="lost")).content.decode()
    token = re.findall(r'name="form_token" value="([^"]*)"', text)[0]

    assert "please send it once more" in text
    assert submit(client, url, application(form_token=token)).status_code == 302


def test_a_form_submitted_twice_makes_one_registration_and_one_letter(client, url, application):
    answers = application()

    first, second = submit(client, url, answers), submit(client, url, answers)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Registration.objects.count() == 1
    assert OutgoingMessage.objects.count() == 1


def test_a_duplicate_is_answered_like_a_first_application_byte_for_byte(client, url, application):
    first = submit(client, url, application())
    first_page = client.get(first["Location"])

    second = submit(client, url, application())
    second_page = client.get(second["Location"])

    assert Registration.objects.count() == 1
    assert (first.status_code, first["Location"], first.content) == (
        second.status_code,
        second["Location"],
        second.content,
    )
    assert first_page.content == second_page.content
    assert {message.purpose for message in OutgoingMessage.objects.all()} == {
        "application_received",
        "application_already_held",
    }


def test_one_application_too_many_from_one_place_is_told_and_the_answers_are_kept(
    client, url, application, monkeypatch
):
    monkeypatch.setattr(throttle, "APPLICATIONS_AN_HOUR_FOR_A_CLIENT", 1)
    submit(client, url, application(email="first@dialogue.example"))

    response = submit(client, url, application())

    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "Kindly try again in an hour" in response.content.decode()
    assert response.context["form"]["given_names"].value() == "Alice"
    assert Registration.objects.count() == 1


def test_closed_is_said_before_anything_is_filled_in(client, url, conference):
    set_clock(conference, AFTER_THE_DEADLINE)

    response = client.get(url)

    text = response.content.decode()
    assert "closed on Friday, 14 June, 18:00" in text
    assert conference.contact_email in text
    assert "<form" not in text


def test_not_yet_open_is_said_with_the_date(client, url, conference):
    set_clock(conference, BEFORE_IT_OPENS)

    assert "Registration opens on Wednesday, 1 May, 09:00" in client.get(url).content.decode()


def test_full_is_said_before_anything_is_filled_in(client, url, conference):
    category = make_category(conference, Route.APPLICATION, places=1)
    make_registration(RegistrationState.REGISTERED, conference, category=category)

    text = client.get(url).content.decode()

    assert "All places in this category are taken." in text
    assert "<form" not in text


def test_what_fills_up_meanwhile_is_said_and_the_answers_are_kept(client, url, conference, application):
    category = make_category(conference, Route.APPLICATION, places=1)
    answers = application()
    make_registration(RegistrationState.REGISTERED, conference, category=category)

    response = submit(client, url, answers)

    assert response.status_code == 409
    assert "are taken" in response.content.decode()
    assert response.context["form"]["given_names"].value() == "Alice"
    assert not Participant.objects.filter(email="alice@dialogue.example").exists()


def test_what_closes_meanwhile_is_said_and_the_answers_are_kept(client, url, conference, application):
    set_clock(conference, AFTER_THE_DEADLINE)

    response = submit(client, url, application())

    assert response.status_code == 409
    assert "closed on Friday, 14 June" in response.content.decode()
    assert response.context["form"]["given_names"].value() == "Alice"


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (Route.NOMINATION, "designates its focal point with the code"),
        (Route.INVITATION, "Kindly open the link in the letter"),
    ],
)
def test_other_routes_say_what_to_do_instead_of_a_form(route, words, client, conference):
    category = make_category(conference, route)

    response = client.get(reverse("registration:form", args=[conference.slug, category.slug]))

    assert words in response.content.decode()
    assert "given_names" not in response.content.decode()


@pytest.mark.parametrize("slug", ["no-such-category", "host-staff"])
def test_an_unknown_category_is_not_there(slug, client, conference):
    make_category(conference, Route.ON_THE_SPOT)

    assert client.get(reverse("registration:form", args=[conference.slug, slug])).status_code == 404


def test_the_category_of_another_conference_is_not_there(client, conference):
    elsewhere = make_category(None, Route.APPLICATION)

    assert client.get(reverse("registration:form", args=[conference.slug, elsewhere.slug])).status_code == 404


def test_the_form_is_taken_with_redis_down(
    client, url, application, no_redis, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        response = submit(client, url, application())

    assert response.status_code == 302
    assert OutgoingMessage.objects.get().state == "queued"
    assert "The broker does not answer" in caplog.text


def test_markup_is_only_text_and_lines_are_kept(client, url, application):
    answers = application(given_names="<script>alert(1)</script>", relevant_work="First\n<b>second</b>")

    text = submit(client, url, answers, step="check").content.decode()

    assert "<script>alert" not in text
    assert "First<br>&lt;b&gt;second&lt;/b&gt;" in text


@pytest.mark.parametrize("language", ["ru", "mn"])
def test_the_form_works_in_every_language_of_the_conference(language, client, url, application):
    in_language = url.replace("/en/", f"/{language}/")

    assert client.get(in_language).status_code == 200
    assert submit(client, in_language, application()).status_code == 302


def queries_of(captured):
    """Without savepoints, and without what signs in nobody."""
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]


def test_a_submit_costs_no_more_than_sixteen_queries(client, url, application, django_assert_max_num_queries):
    client.get(url)
    submit(client, url, application(), step="check")
    token = client.get(f"{url}check/").context["form_token"]
    with django_assert_max_num_queries(30) as captured:
        assert client.post(f"{url}check/", {"form_token": token}).status_code == 302
    assert len(queries_of(captured)) <= 16
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(("step", "most"), [("check", 3), ("read", 3), ("open", 2)])
def test_the_other_steps_cost_three_queries(client, url, application, django_assert_max_num_queries, step, most):
    client.get(url)
    if step == "read":
        submit(client, url, application(), step="check")
    with django_assert_max_num_queries(20) as captured:
        if step == "check":
            client.post(url, application() | {"step": "check"})
        else:
            client.get(f"{url}check/" if step == "read" else url)
    assert len(queries_of(captured)) <= most
