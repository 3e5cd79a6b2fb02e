"""What the tests themselves stand on."""

import os

import pytest
from django.db import connection

from conference.models import User
from tests.servers.addresses import current_database_url
from tests.servers.database import template_name
from tests.servers.worker import CeleryWorkerProcess


@pytest.mark.django_db
def test_each_worker_has_a_copy_of_the_one_migrated_database() -> None:
    assert connection.settings_dict["NAME"].startswith(f"{template_name()}_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [template_name()])
        assert cursor.fetchone() == (1,)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_text_is_compared_as_people_write_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('өү'), 'Ө' ILIKE 'ө'")
        assert cursor.fetchone() == ("ӨҮ", True)


def test_a_worker_process_is_on_the_database_and_the_broker_of_its_test(
    celery_worker_process: CeleryWorkerProcess,
) -> None:
    assert connection.settings_dict["NAME"] in current_database_url()
    assert os.environ["REDIS_URL"] != ""
    celery_worker_process.restart()
    assert celery_worker_process.output.count(" ready.") >= 1
