"""``python -m conference.embedded.prepare``: everything between empty servers and a site that can be opened.

One process for all steps: loading Django costs more than most of them.
"""

import errno
import gc
import hashlib
import io
import os
import sys
from pathlib import Path

from conference.embedded import room
from conference.embedded.addresses import folder_name
from conference.embedded.binaries import SHARED
from conference.embedded.children import ROOT
from conference.embedded.translations import compile_translations

DEMONSTRATIONS = ("ulaanbaatar-2019", "seminar-2017")
ACCOUNTS = "accounts.txt"


def main() -> None:
    """Migrate, compile, collect, load the demonstration once; leave its accounts where the supervisor reads them.

    On a full disk it ends with the status ENOSPC, and leaves the sentence to the supervisor.
    """
    try:
        _prepare()
    except Exception:
        # PostgreSQL, Python and Django each say it in their own way, in many lines.
        if room.is_full(written_folders(Path(os.environ.get("DATA_DIR") or ROOT / ".data"))):
            sys.exit(errno.ENOSPC)
        raise


def _prepare() -> None:
    import django
    from django.conf import settings

    django.setup()
    # Migrating draws thousands of short-lived models: a quarter of its time went into looking for garbage.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    data, root = Path(settings.DATA_DIR), Path(settings.BASE_DIR)
    _migrate()
    compile_translations(root / "locale")
    if not settings.DEBUG:
        _collect_static(root / "static", data)
    _load_demonstration(data)


def written_folders(data: Path) -> list[Path]:
    """Where a site writes: into its checkout, its data folder, and the servers' when they live apart."""
    apart = SHARED / folder_name(data)
    return [ROOT, data, *([apart] if apart.exists() else [])]


def _migrate() -> None:
    from django.core.management import call_command

    _say("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)


def _collect_static(source: Path, data: Path) -> None:
    """Collect and compress once for each state of the sources: compressing takes seconds."""
    from django.core.management import call_command

    stamp = data / "static.stamp"
    state = _state_of(source)
    if stamp.exists() and stamp.read_text() == state:
        return
    _say("Collecting style sheets, scripts and fonts.")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state)


def _state_of(source: Path) -> str:
    """A digest that changes with any of our static files, and with the packages that bring others."""
    digest = hashlib.sha256(sys.prefix.encode())
    stamp = Path(sys.prefix) / "installed.json"
    for path in [stamp, *sorted(source.rglob("*"))]:
        if path.is_file():
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _load_demonstration(data: Path) -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    there = apps.get_model("conference", "Conference").objects.filter(slug__in=DEMONSTRATIONS).count()
    if settings.DEMONSTRATIONS_ALLOWED and there < len(DEMONSTRATIONS):
        _say("Loading the demonstration.")
        call_command("load_demo", stdout=sys.stdout)
    accounts = io.StringIO()
    call_command("load_demo", accounts=True, stdout=accounts)
    (data / ACCOUNTS).write_text(accounts.getvalue(), encoding="utf-8")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings.development")
    main()
