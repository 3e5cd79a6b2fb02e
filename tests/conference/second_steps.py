"""An officer with an authenticator app, as the tests of two-step sign-in act."""

import base64
import re
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from conference.actions.second_factor import begin_set_up, confirm_set_up
from conference.models import SecondFactor, SecondFactorRecord, User
from conference.one_time import STEP_SECONDS
from tests.factories.conference import PASSWORD

HOME = "198.51.100.7"
LOGIN = "/admin/login/"
CODE = "/admin/second-step/"
SET_UP = "/admin/second-step/set-up/"
OWN = "/admin/two-step-sign-in/"


class App:
    """What an officer holds in the hand: each code it gives is the next, as if half a minute had gone by."""

    def __init__(self, key: str) -> None:
        self.totp = TOTP(base64.b32decode(key.replace(" ", "")), 6, SHA1(), 30)

    def code(self, steps: int = 0) -> str:
        return self.totp.generate(time.time() + steps * STEP_SECONDS).decode()

    def wrong(self) -> str:
        near = {self.code(steps) for steps in range(-2, 4)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def with_app(officer: User) -> tuple[App, list[str]]:
    """Sets the officer up as if long ago, so that the code of now is still good; gives the recovery codes too."""
    factor = begin_set_up(officer)
    app = App(factor.key)
    confirmed, codes = confirm_set_up(factor.pk, app.code(), by=officer)
    SecondFactor.objects.filter(pk=confirmed.pk).update(last_step=0)
    officer.refresh_from_db()
    return app, codes


def at_password(officer: User, goal: str = "/admin/", client: str = HOME) -> Client:
    """A browser in which the right password was given."""
    browser = Client(REMOTE_ADDR=client)
    browser.post(f"{LOGIN}?next={goal}", {"username": officer.email, "password": PASSWORD, "next": goal})
    return browser


def opens(browser: Client, address: str = "/admin/") -> bool:
    return browser.get(address).status_code == 200


def key_on(page: str) -> str:
    found = re.search(r'second-step-key"[^>]*>([A-Z2-7 ]+)<', page)
    assert found
    return found[1]


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4} \d{4})</li>", page)


def changes(user: User) -> list[str]:
    """What became of a second factor, in order."""
    return list(SecondFactorRecord.objects.filter(user=user).values_list("change", flat=True))
