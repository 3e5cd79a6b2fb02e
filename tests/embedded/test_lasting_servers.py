"""PostgreSQL and Valkey of a data folder: shared, adopted, brought back, and never left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from conference.embedded import accounts, binaries
from conference.embedded.errors import EmbeddedError
from conference.embedded.places import lasting_places, private_folder
from conference.embedded.processes import is_alive, wait_until, works_in
from conference.embedded.servers import Servers, lasting_servers

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder under a long path with spaces, as people have them, open to the account that servers run as."""
    with tempfile.TemporaryDirectory(prefix="plenary checkout ") as root:
        Path(root).chmod(0o755)
        folder = Path(root) / "Конференция, a folder of my own " / ("long" * 30) / ".data"
        folder.mkdir(parents=True)
        yield folder
        shutil.rmtree(lasting_places(folder).sockets)
        assert servers_of(folder) == []


def servers_of(data: Path) -> list[int]:
    """The server processes that work in this data folder."""
    proc = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    folders = [data / "servers" / name for name in ("postgres", "valkey")]
    return [pid for pid in proc if any(folder.exists() and works_in(pid, folder) for folder in folders)]


def pid_of(data: Path, server: str) -> int:
    file = {"postgres": "postmaster.pid", "valkey": "valkey.pid"}[server]
    return int((data / "servers" / server / file).read_text().split()[0])


def execute(servers: Servers, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(servers.addresses["DATABASE_URL"])) as link, link, link.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def broker(servers: Servers) -> redis.Redis:
    return redis.Redis.from_url(servers.addresses["REDIS_URL"])


def test_both_start_in_an_empty_folder_and_stop_with_their_user(data: Path) -> None:
    with lasting_servers(data, {}) as servers:
        assert execute(servers, "SELECT current_database()") == [("plenary",)]
        with broker(servers) as link:
            assert link.ping() is True
    assert servers_of(data) == []
    assert not lasting_places(data).sockets.joinpath("valkey.sock").exists()


def test_what_is_stored_stays(data: Path) -> None:
    with lasting_servers(data, {}) as servers, broker(servers) as link:
        execute(servers, "CREATE TABLE note AS SELECT 4 AS number")
        link.set("note", "4")
    with lasting_servers(data, {}) as servers, broker(servers) as link:
        assert execute(servers, "SELECT number FROM note") == [(4,)]
        assert link.get("note") == b"4"


def test_the_database_has_what_the_migrations_ask_for(data: Path) -> None:
    with lasting_servers(data, {}) as servers:
        for extension in ("btree_gist", "pg_trgm", "unaccent", "citext"):
            execute(servers, f"CREATE EXTENSION {extension}")
        assert execute(servers, "SELECT upper('өү'), 'Ө' ILIKE 'ө', show_trgm('ө') <> '{}'") == [("ӨҮ", True, True)]
        settings = "SELECT current_setting('fsync'), current_setting('listen_addresses')"
        assert execute(servers, settings) == [("on", "")]
        assert execute(servers, "SHOW synchronous_commit") == [("on",)]


def test_valkey_forgets_nothing_and_evicts_nothing(data: Path) -> None:
    with lasting_servers(data, {}) as servers, broker(servers) as link:
        assert link.config_get("appendonly", "maxmemory-policy") == {
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }


def test_a_second_user_adopts_the_living_servers_and_the_last_one_stops_them(data: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(lasting_servers(data, {}))
        started = pid_of(data, "postgres"), pid_of(data, "valkey")
        servers = second.enter_context(lasting_servers(data, {}))
        assert (pid_of(data, "postgres"), pid_of(data, "valkey")) == started
        first.close()
        assert execute(servers, "SELECT 1") == [(1,)]
    assert servers_of(data) == []


@pytest.mark.parametrize("server", ["postgres", "valkey"])
def test_a_killed_server_comes_back_with_its_data(data: Path, server: str) -> None:
    with lasting_servers(data, {}) as servers, broker(servers) as link:
        execute(servers, "CREATE TABLE note AS SELECT 4 AS number")
        link.set("note", "4")
        killed = pid_of(data, server)
        os.kill(killed, signal.SIGKILL)
        assert wait_until(lambda: not is_alive(killed), patience=5)
        servers.revive()
        assert execute(servers, "SELECT number FROM note") == [(4,)]
        assert link.get("note") == b"4"


def test_all_killed_between_two_starts_is_put_right(data: Path) -> None:
    with lasting_servers(data, {}) as servers:
        execute(servers, "CREATE TABLE note AS SELECT 4 AS number")
        for pid in servers_of(data):
            os.kill(pid, signal.SIGKILL)
    with lasting_servers(data, {}) as servers:
        assert execute(servers, "SELECT number FROM note") == [(4,)]


def test_servers_outlive_a_user_that_was_killed_and_are_adopted(data: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.stdout.write('up\\n'); sys.stdout.flush(); sys.stdin.read()"]
    environment = os.environ | {"DATA_DIR": str(data)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name)
    user = subprocess.Popen(
        [sys.executable, "-m", "conference.embedded", "exec", "--", *command],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with user:
        assert user.stdout is not None
        assert user.stdout.readline() == b"up\n"
        started = pid_of(data, "postgres")
        user.kill()
        user.wait()
        with lasting_servers(data, {}):
            assert pid_of(data, "postgres") == started


def test_a_socket_that_was_cleaned_away_is_made_again(data: Path) -> None:
    with lasting_servers(data, {}):
        for path in lasting_places(data).sockets.iterdir():
            path.unlink()
        with lasting_servers(data, {}) as servers, broker(servers) as link:
            assert execute(servers, "SELECT 1") == [(1,)]
            assert link.ping() is True


def test_the_number_of_a_dead_server_that_another_program_has_now_is_no_obstacle(data: Path) -> None:
    with lasting_servers(data, {}):
        file = data / "servers" / "postgres" / "postmaster.pid"
        content = file.read_text().split("\n")
    with subprocess.Popen(["sleep", "60"]) as other:
        file.write_text("\n".join([str(other.pid), *content[1:]]))
        (data / "servers" / "valkey" / "valkey.pid").write_text(str(other.pid))
        with lasting_servers(data, {}) as servers:
            assert execute(servers, "SELECT 1") == [(1,)]
        assert other.poll() is None
        other.kill()


def test_an_interrupted_first_start_is_begun_anew(data: Path) -> None:
    half = data / "servers" / "postgres.new-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with lasting_servers(data, {}) as servers:
        assert execute(servers, "SELECT 1") == [(1,)]
    assert not half.exists()


def test_data_of_another_major_version_is_left_alone(data: Path) -> None:
    with lasting_servers(data, {}):
        pass
    version = data / "servers" / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    before = {path: path.stat().st_mtime_ns for path in version.parent.rglob("*")}
    with (
        pytest.raises(EmbeddedError, match="was made by PostgreSQL 17, this is 18") as refused,
        lasting_servers(data, {}),
    ):
        pass
    assert "\n" not in str(refused.value)
    assert {path: path.stat().st_mtime_ns for path in version.parent.rglob("*")} == before


def test_sockets_are_closed_to_others(data: Path) -> None:
    with lasting_servers(data, {}):
        sockets = lasting_places(data).sockets
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) < 103


def test_a_folder_for_sockets_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EmbeddedError, match="belongs to another account"):
        private_folder(tmp_path / "link", None)


def test_given_addresses_are_used_and_nothing_is_started(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db.example/plenary", "REDIS_URL": "redis://cache.example/0"}
    with lasting_servers(tmp_path / "untouched", given) as servers:
        assert servers.addresses == given
        servers.revive()
    assert not (tmp_path / "untouched").exists()


def test_only_the_server_that_has_no_address_is_started(data: Path) -> None:
    with lasting_servers(data, {"DATABASE_URL": "postgresql://db.example/plenary"}) as servers:
        assert servers.addresses["DATABASE_URL"] == "postgresql://db.example/plenary"
        assert not (data / "servers" / "postgres").exists()
        with broker(servers) as link:
            assert link.ping() is True


def test_without_any_binaries_one_line_says_what_to_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)
    monkeypatch.setattr(binaries, "INSTALLED_POSTGRES", data / "none")
    monkeypatch.setenv("PATH", str(data))
    with pytest.raises(EmbeddedError, match="or set DATABASE_URL") as refused, lasting_servers(data, {}):
        pass
    assert "\n" not in str(refused.value)
    with (
        pytest.raises(EmbeddedError, match="or set REDIS_URL"),
        lasting_servers(data, {"DATABASE_URL": "postgresql://db.example/plenary"}),
    ):
        pass


def test_system_binaries_serve_where_the_wheel_does_not(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = binaries.postgres_binaries(accounts.server_account())
    installed = data / "system" / "18" / "bin"
    installed.parent.mkdir(parents=True)
    installed.symlink_to(wheel)
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)
    monkeypatch.setattr(binaries, "INSTALLED_POSTGRES", data / "system")
    assert binaries.postgres_binaries(accounts.server_account()) == installed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")
def test_as_root_the_servers_run_as_an_ordinary_account(data: Path) -> None:
    account = accounts.server_account()
    assert account is not None
    with lasting_servers(data, {}):
        running = servers_of(data)
        assert len(running) >= 2
        for pid in running:
            assert Path(f"/proc/{pid}").stat().st_uid == account.uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")
def test_a_checkout_in_roots_closed_home_keeps_its_servers_where_their_account_can_go(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / ".data").mkdir()
    places = lasting_places(closed / ".data")
    try:
        assert places.servers.parent == Path("/var/lib/plenary")
        with lasting_servers(closed / ".data", {}) as servers:
            assert execute(servers, "SELECT 1") == [(1,)]
    finally:
        shutil.rmtree(places.servers)
        shutil.rmtree(places.sockets, ignore_errors=True)
        with suppress(OSError):
            places.servers.parent.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_data_folder_of_another_account_is_refused_in_one_line() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(EmbeddedError, match="set DATA_DIR to a folder of your own"):
                lasting_places(Path(folder) / ".data")
        finally:
            os.seteuid(0)


def test_a_warm_start_takes_no_time(data: Path) -> None:
    with lasting_servers(data, {}):
        pass
    begun = time.monotonic()
    with lasting_servers(data, {}):
        assert time.monotonic() - begun < 5
