"""One address in the environment, in the form that each library wants."""

import os
from pathlib import Path
from typing import Any

import pytest
import redis
from kombu import Connection

from conference.embedded.addresses import database_url, redis_url, sockets_folder
from conference.settings.addresses import celery_broker_url, database_settings
from tests.servers.addresses import with_redis_database

SERVER = {"NAME": "plenary", "USER": "plenary", "PASSWORD": "", "HOST": "db.example", "PORT": "", "OPTIONS": {}}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://plenary@db.example/plenary", SERVER),
        ("postgres://plenary@db.example:5433/plenary", SERVER | {"PORT": "5433"}),
        ("postgresql://plenary:p%40ss%2Fword@db.example/plenary", SERVER | {"PASSWORD": "p@ss/word"}),
        ("postgresql://plenary@db.example/plenary?sslmode=require", SERVER | {"OPTIONS": {"sslmode": "require"}}),
        ("postgresql://plenary@/plenary?host=/run/postgresql", SERVER | {"HOST": "/run/postgresql"}),
        ("postgresql://plenary@/plenary?host=%2Ftmp%2Fa%20b&port=5432", SERVER | {"HOST": "/tmp/a b", "PORT": "5432"}),
        ("", SERVER | {"HOST": "localhost"}),
    ],
)
def test_django_finds_the_database(url: str, expected: dict[str, Any]) -> None:
    found = database_settings(url)
    assert {name: found[name] for name in expected} == expected
    assert found["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://cache.example:6380/2", "redis://cache.example:6380/2"),
        ("rediss://cache.example/0", "rediss://cache.example/0"),
        ("unix:///tmp/s/valkey.sock?db=3", "redis+socket:///tmp/s/valkey.sock?virtual_host=3"),
        ("unix:///tmp/s/valkey.sock", "redis+socket:///tmp/s/valkey.sock?virtual_host=0"),
        ("", "redis://127.0.0.1:6379/0"),
    ],
)
def test_celery_finds_the_broker(url: str, expected: str) -> None:
    assert celery_broker_url(url) == expected


def test_celery_and_redis_mean_the_same_database() -> None:
    url = with_redis_database(os.environ["REDIS_URL"], 60)
    with Connection(celery_broker_url(url)) as link, redis.Redis.from_url(url) as client:
        link.default_channel.client.set("note", "4")  # type: ignore[attr-defined]
        assert client.get("note") == b"4"
        client.flushdb()


def test_the_embedded_addresses_are_understood() -> None:
    sockets = Path("/tmp/plenary-0-0123456789ab")
    found = database_settings(database_url(sockets))
    assert (found["HOST"], found["PORT"], found["USER"], found["NAME"]) == (str(sockets), "5432", "plenary", "plenary")
    assert celery_broker_url(redis_url(sockets)) == f"redis+socket://{sockets}/valkey.sock?virtual_host=0"


def test_a_data_folder_has_one_name_for_its_sockets_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert sockets_folder(tmp_path / "link") == sockets_folder(tmp_path / "b" / ".." / "a")
    assert sockets_folder(tmp_path / "a") != sockets_folder(tmp_path / "b")


@pytest.mark.parametrize(
    ("url", "expected"),
    [("unix:///s/valkey.sock?db=0", "unix:///s/valkey.sock?db=2"), ("redis://h:1/0", "redis://h:1/2")],
)
def test_each_worker_of_a_run_has_its_own_redis_database(url: str, expected: str) -> None:
    assert with_redis_database(url, 2) == expected
