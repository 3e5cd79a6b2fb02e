"""Installing, on a machine where nothing is installed."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conference.embedded import bootstrap

SCRIPT = Path(bootstrap.__file__)


def install(folder: Path, *locks: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *locks], cwd=folder, capture_output=True, text=True, check=False
    )


def test_it_installs_once_and_again_only_when_the_lock_changes(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    lock = folder / "requirements.txt"
    lock.write_text("# nothing\n")
    first = install(folder, "requirements.txt")
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stdout
    assert "Installing requirements.txt" in first.stdout
    assert (install(folder, "requirements.txt").stdout) == ""
    lock.write_text("# still nothing\n")
    changed = install(folder, "requirements.txt").stdout
    assert "Installing requirements.txt" in changed
    assert "Making" not in changed
    lock.write_text(f"gone @ file:///gone-1-py3-none-any.whl --hash=sha256:{'0' * 64}\n")
    failed = install(folder, "requirements.txt")
    assert failed.returncode == 1
    assert failed.stderr.endswith("Run the same command again to go on.\n")
    assert "Installing" in install(folder, "requirements.txt").stdout, "what failed is tried again"
    lock.write_text("# nothing\n")
    assert "Making" not in install(folder, "requirements.txt").stdout
    (folder / ".venv" / "bin" / "python").unlink()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        # Whoever finds everything in place looks at no port.
        assert "is taken" in install(folder, "requirements.txt", f"--port={taken.getsockname()[1]}").stderr


def test_an_old_python_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit):
        bootstrap.main([])
    message = capsys.readouterr().err
    assert message.startswith("Plenary needs Python 3.11 or newer; this is Python 3.9.")
    assert message.count("\n") == 1


def test_a_newer_python_beside_the_old_one_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\n")
    newer.chmod(0o755)
    started: list[list[str]] = []

    def execv(program: str, arguments: list[str]) -> None:
        started.append([program, *arguments])
        raise SystemExit

    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "requirements.txt"])
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(SystemExit):
        bootstrap.main([])
    assert started == [[str(newer), str(newer), "bootstrap.py", "requirements.txt"]]


def test_a_python_without_venv_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requirements.txt").touch()
    monkeypatch.setattr(subprocess, "call", lambda *_arguments, **_options: 1)
    with pytest.raises(SystemExit):
        bootstrap.main(["requirements.txt"])
    assert "-venv\n" in capsys.readouterr().err
