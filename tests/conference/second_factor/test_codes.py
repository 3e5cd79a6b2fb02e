"""Codes of an app and recovery codes: good for how long, drawn how, kept how."""

import pytest
import time_machine
from django.db import connection

from conference.models import RecoveryCode, SecondFactor
from conference.one_time import matching_step, provisioning_uri
from tests.conference.second_steps import (
    App,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds, code):
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with time_machine.travel(seconds, tick=False):
        assert matching_step(key, code, after=0) == seconds // 30


def test_a_code_is_good_for_half_a_minute_more_on_either_side():
    app = App("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with time_machine.travel(1_800_000_015, tick=False):
        good = [steps for steps in range(-3, 4) if matching_step(key, app.code(steps), after=0)]
    assert good == [-1, 0, 1]


def test_the_picture_names_the_account_and_the_site():
    uri = provisioning_uri("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", account="b@mfa.example", issuer="Plenary")
    assert uri.startswith("otpauth://totp/Plenary:b%40mfa.example?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in uri


def test_neither_key_nor_recovery_codes_can_be_read_in_the_database(officer, app_and_codes):
    factor = SecondFactor.objects.get(user=officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM conference_secondfactor")
        [(stored,)] = cursor.fetchall()
    assert factor.key not in stored
    assert stored.startswith("gAAAA")
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace(" ", "") in digests for code in app_and_codes[1])
