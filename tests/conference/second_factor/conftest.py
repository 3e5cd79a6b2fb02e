"""Bolormaa co-ordinates; her app, her recovery codes, her desk. Imported before Django is ready."""

import pytest


@pytest.fixture
def required(settings):
    settings.STAFF_MFA_REQUIRED = True


@pytest.fixture
def conference(db):
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def officer(conference):
    from tests.factories.conference import make_officer

    return make_officer(conference, name="Bolormaa")


@pytest.fixture
def app_and_codes(officer):
    from tests.conference.second_steps import with_app

    return with_app(officer)


@pytest.fixture
def app(app_and_codes):
    return app_and_codes[0]


@pytest.fixture
def desk(officer, app):
    """Bolormaa's browser, signed in in two steps."""
    from tests.conference.second_steps import CODE, at_password

    browser = at_password(officer)
    browser.post(CODE, {"code": app.code()})
    return browser
