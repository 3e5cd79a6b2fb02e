"""A disk without room: one sentence, nothing half done, and on again when there is room."""

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conference.embedded import bootstrap, prepare, room
from conference.embedded.children import ROOT, Child
from conference.embedded.errors import EmbeddedError
from conference.embedded.processes import wait_until
from conference.embedded.servers import lasting_servers
from conference.embedded.supervisor import Supervisor, free_port, listen_on_port

MEGABYTE = room.MEGABYTE


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> dict[Path, int]:
    """What is left on the disk of a folder, as a test says it; elsewhere there is room enough."""
    known: dict[Path, int] = {}
    monkeypatch.setattr(room, "free", lambda folder: known.get(folder, 10**12))
    return known


def test_what_is_free_is_known_of_a_folder_that_is_still_to_be_made(tmp_path: Path) -> None:
    assert room.free(tmp_path / "to" / "be" / "made") > 0


def test_the_sentence_names_the_disk_what_is_left_and_what_is_needed(tmp_path: Path, left: dict[Path, int]) -> None:
    left[tmp_path] = 12 * MEGABYTE
    with pytest.raises(EmbeddedError) as refused:
        room.require(tmp_path, room.LATER_START)
    assert str(refused.value) == (
        f"The disk that holds {tmp_path} is too full: 12 MB are left, 50 MB are needed. "
        "Free some room, or set DATA_DIR to a folder on another disk. Nothing that was saved is lost."
    )
    left[tmp_path] = 50 * MEGABYTE
    room.require(tmp_path, room.LATER_START)


def test_a_first_start_needs_more_and_begins_nothing_without(left: dict[Path, int]) -> None:
    with tempfile.TemporaryDirectory(prefix="plenary full ") as folder:
        Path(folder).chmod(0o755)
        servers = Path(folder).resolve() / "servers"
        left[servers] = room.LATER_START
        with pytest.raises(EmbeddedError, match="150 MB are needed"), lasting_servers(Path(folder), {}):
            pass
        assert list(servers.iterdir()) == []


def test_a_site_on_a_full_disk_starts_nothing(tmp_path: Path, left: dict[Path, int]) -> None:
    left[tmp_path] = room.FULL
    with pytest.raises(EmbeddedError, match="is too full: 20 MB are left"):
        Supervisor(tmp_path, {"PORT": "0"}).run()
    assert list(tmp_path.iterdir()) == []


def test_while_a_site_runs_each_change_is_said_once(tmp_path: Path, left: dict[Path, int]) -> None:
    data, servers = tmp_path / "data", tmp_path / "servers"
    disks = room.Watch([data, servers])
    assert disks.news() is None
    left[servers] = room.LOW - 1
    news = disks.news()
    assert news is not None
    assert news.startswith(f"The disk that holds {servers} is nearly full: 99 MB are left, 100 MB are needed.")
    assert disks.news() is None
    assert not disks.is_full
    left[servers] = room.FULL - 1
    assert room.Watch([data, servers]).is_full
    left[servers] = room.LOW
    assert disks.news() == f"There is room again on the disk that holds {servers}."
    assert disks.news() is None


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "is too full"), (errno.EDQUOT, "is too full"), (errno.EROFS, "cannot be written")],
)
def test_an_error_that_the_disk_has_caused_becomes_a_sentence(tmp_path: Path, number: int, said: str) -> None:
    assert said in str(room.unwritable(OSError(number, os.strerror(number)), tmp_path))


def test_another_error_stays_what_it_is(tmp_path: Path) -> None:
    assert room.unwritable(FileNotFoundError(errno.ENOENT, "gone"), tmp_path) is None


def test_what_ended_on_a_full_disk_is_started_again_without_its_last_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Child("clerk", ["-c", "raise SystemExit('No paper')"], tmp_path / "clerk.log")
    supervisor = Supervisor(tmp_path, os.environ)
    clerk.start(os.environ)
    for _time in range(5):
        assert wait_until(lambda: clerk.status is not None, patience=10)
        supervisor._bring_back(clerk, os.environ, why_is_known=True)
    clerk.end(10)
    assert capsys.readouterr().out == "The clerk is started again.\n" * 5


def test_preparing_on_a_full_disk_ends_with_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, left: dict[Path, int]
) -> None:
    def fail() -> None:
        raise RuntimeError("could not extend file")

    monkeypatch.setattr(prepare, "_prepare", fail)
    with pytest.raises(RuntimeError):
        prepare.main()
    left[ROOT] = 0
    with pytest.raises(SystemExit) as ended:
        prepare.main()
    assert ended.value.code == errno.ENOSPC


def test_installing_on_a_full_disk_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(bootstrap.SIZES, "requirements.txt", 10**18)
    with pytest.raises(SystemExit):
        bootstrap.main(["requirements.txt"])
    said = capsys.readouterr().err
    assert said.startswith(f"The disk that holds {tmp_path} is too full: ")
    assert said.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


def test_a_taken_port_is_told_before_anything_is_installed(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    with listen_on_port("0") as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, bootstrap.__file__, f"--port={port}", "requirements.txt"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == f"Port {port} is taken by another program. Choose another, for example: make run PORT=8010\n"
    assert not (tmp_path / ".venv").exists()


def test_the_port_that_is_proposed_is_free() -> None:
    listen_on_port(str(free_port())).close()
