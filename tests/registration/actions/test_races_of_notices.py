"""A privacy notice that is published at the moment in which somebody agrees: the one is before the other."""

import uuid

import pytest

from registration.actions.privacy_notice import draft_notice, publish_notice
from registration.actions.register import apply
from registration.errors import NoticeChangedError, RegistrationError
from registration.models import STANDARD, PrivacyNotice, Registration, Route
from tests.factories.registration import make_category, make_notice, new_application, new_participant
from tests.registration.actions.racing import at_once, kinds, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[None, 1000], ids=["no limit", "a limit"])
def category(conference, request):
    """With a limit the conference's own row is locked as well."""
    conference.capacity = request.param
    conference.save()
    return make_category(conference, Route.APPLICATION)


def submitting(category):
    return lambda: apply(
        conference=category.conference,
        category=category,
        person=new_participant(),
        application=new_application(),
        form_token=uuid.uuid4(),
        privacy_notice_version=STANDARD,
    )


def publishing(conference, officer):
    draft = make_notice(conference)
    return lambda: publish_notice(draft.pk, seen_version=1, by=officer)


def test_who_submits_while_it_is_published_is_told(conference, category, officer):
    refused = while_another_waits(publishing(conference, officer), submitting(category))
    assert isinstance(refused, NoticeChangedError)
    assert not Registration.objects.exists()


def test_who_submitted_a_moment_before_has_agreed_before(conference, category, officer):
    published = while_another_waits(submitting(category), publishing(conference, officer))
    [registration] = Registration.objects.all()
    assert registration.privacy_notice_version == STANDARD
    assert registration.consented_at < published.published_at


def test_two_who_begin_a_version_at_once_begin_one(conference, officer):
    text = {"en": "Text."}
    outcomes = at_once([lambda: draft_notice(conference, text=text, changes={}, by=officer) for _officer in range(2)])
    assert kinds(outcomes) == {PrivacyNotice: 1, RegistrationError: 1}


def test_two_who_publish_at_once_publish_once(conference, officer):
    publish = publishing(conference, officer)
    outcomes = at_once([publish, publish])
    assert kinds(outcomes) == {PrivacyNotice: 1, RegistrationError: 1}
    assert PrivacyNotice.objects.get().number == 1
