"""An audit that learnt nothing says so, and is never passed off as one that found nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOUND = "echo 'Found 1 known vulnerability in 1 package'; exit 1"
AWAY = "echo 'Max retries exceeded' >&2; exit 1"
CLEAN = "echo 'No known vulnerabilities found'"
KNOWS_NOTHING = 'for n in 1 2 3; do echo "name $n could not be audited"; done'


@pytest.fixture
def audit(tmp_path):
    """Runs the audit of two requirements, with services that answer as they are told."""

    def run(*, pypi, osv, **environment):
        (tmp_path / ".ci").mkdir(exist_ok=True)
        shutil.copy(ROOT / ".ci" / "audit", tmp_path / ".ci" / "audit")
        for name in ("requirements.txt", "requirements-dev.txt"):
            (tmp_path / name).write_text("vine==5.1.0 \\\n", encoding="utf-8")
        python = tmp_path / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f'#!/bin/sh\ncase "$*" in *"service pypi"*) {pypi};; *) {osv};; esac\n', encoding="utf-8")
        python.chmod(0o755)
        command = [str(tmp_path / ".ci" / "audit")]
        path = "/usr/bin:/bin"
        done = subprocess.run(command, env={"PATH": path, **environment}, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    return run


def test_a_vulnerability_is_an_error(audit):
    status, said = audit(pypi=FOUND, osv=CLEAN)
    assert status == 1
    assert "1 known vulnerability" in said


def test_where_none_is_known_it_says_who_says_so(audit):
    assert audit(pypi=CLEAN, osv=AWAY) == (0, "No known vulnerabilities in 2 of 2 requirements, says pypi.\n")


@pytest.mark.parametrize("pypi", [AWAY, KNOWS_NOTHING])
def test_where_one_service_knows_nothing_the_other_is_asked(audit, pypi):
    assert "says osv" in audit(pypi=pypi, osv=CLEAN)[1]
    assert audit(pypi=pypi, osv=FOUND)[0] == 1


@pytest.mark.parametrize(("environment", "expected"), [({}, 0), ({"CI": "true"}, 0), ({"AUDIT": "required"}, 1)])
def test_where_nobody_answers_nothing_is_claimed(audit, environment, expected):
    status, said = audit(pypi=KNOWS_NOTHING, osv=AWAY, **environment)
    assert status == expected
    assert said.startswith(
        "SKIPPED, so nothing is known: what answers for pypi knows hardly any of the 2 requirements;"
    )
    assert "osv could not be reached" in said
    assert "No known vulnerabilities" not in said
