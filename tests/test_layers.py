"""Each rule about who may import whom is shown to fail when it is broken: a contract nobody can break holds nothing."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("conference", "registration", "agenda")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

# The contract, the file that breaks it, and the line that does.
BREACHES = [
    ("apps", "conference/queries/breach.py", "import registration.models"),
    ("apps", "registration/queries/breach.py", "import agenda.models"),
    ("rooms", "registration/models/breach.py", "import registration.queries"),
    ("rooms", "agenda/queries/breach.py", "import agenda.actions"),
    ("rooms", "agenda/states.py", "import agenda.models"),
    ("rooms", "registration/utils.py", ""),
    ("conference", "conference/models/breach.py", "import conference.permissions"),
    ("conference", "conference/actions/breach.py", "import conference.views"),
    ("correspondence", "conference/correspondence/models/breach.py", "import conference.correspondence.delivery"),
    ("correspondence", "conference/correspondence/delivery.py", "import conference.correspondence.outbox"),
    ("correspondence", "conference/correspondence/outbox.py", "import conference.correspondence.tasks"),
    ("health", "conference/health/checks.py", "import conference.health.report"),
    ("conference", "conference/health/checks.py", "import conference.views"),
    ("jobs", "conference/jobs/models/breach.py", "import conference.jobs.running"),
    ("jobs", "conference/jobs/running.py", "import conference.jobs.tasks"),
    ("entrances", "registration/actions/breach.py", "import registration.tasks"),
    ("entrances", "registration/actions/breach.py", "import conference.correspondence.tasks"),
    ("embedded", "conference/embedded/breach.py", "import conference.models"),
]
# Rooms that a breach needs and that may still be empty.
ROOMS = [
    "registration/tasks.py",
    "conference/correspondence/delivery.py",
    "conference/correspondence/outbox.py",
    "conference/correspondence/tasks.py",
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the packages that a test may damage."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        (tmp_path / room).touch()
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    report = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False).stdout
    assert "kept" in report, report
    return {key for key, name in NAMES.items() if f"{name} BROKEN" in report}


def test_every_contract_is_kept(house: Path) -> None:
    assert broken_contracts(house) == set()


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES)
def test_a_breach_is_found_and_named(house: Path, contract: str, path: str, line: str) -> None:
    with (house / path).open("a") as file:
        file.write(f"\n{line}\n")
    assert contract in broken_contracts(house)


def test_every_contract_has_a_breach() -> None:
    assert {contract for contract, _path, _line in BREACHES} == set(NAMES)


@pytest.mark.parametrize("line", ["from django.core.mail import send_mail", "import django.core.mail"])
def test_only_delivery_touches_the_mail_library(house: Path, line: str) -> None:
    (house / "registration/actions/breach.py").write_text(line)
    (house / "conference/correspondence/delivery.py").write_text(line)
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise", "."]
    report = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False).stdout
    assert [found.split(":")[0] for found in report.splitlines() if "TID251" in found] == [
        "registration/actions/breach.py"
    ]
