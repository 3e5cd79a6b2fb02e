"""``python -m conference.embedded``: a whole site (run), or one command with the servers up (exec)."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from conference.embedded import room
from conference.embedded.children import ROOT
from conference.embedded.errors import EmbeddedError
from conference.embedded.servers import lasting_servers, throw_away_servers
from conference.embedded.supervisor import Supervisor


def main() -> int:
    """Do what the command line asks; an error is one line, not a traceback."""
    options = _parser().parse_args()
    data = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
    try:
        if options.act == "run":
            Supervisor(data, os.environ, reload=options.reload).run()
            return 0
        return _execute(data, options.command, throw_away=options.throw_away)
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sentence = room.unwritable(error, data)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conference.embedded", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    run = acts.add_parser("run", help="start the site and stay until Ctrl-C")
    run.add_argument("--reload", action="store_true", help="follow changes of the code, with DEBUG on")
    execute = acts.add_parser("exec", help="run one command with DATABASE_URL and REDIS_URL set")
    execute.add_argument("--throw-away", action="store_true", help="on servers that are removed afterwards")
    execute.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def _execute(data: Path, command: list[str], *, throw_away: bool) -> int:
    if throw_away:
        with throw_away_servers() as addresses:
            return _call(command, addresses)
    with lasting_servers(data) as servers:
        return _call(command, servers.addresses)


def _call(command: list[str], addresses: dict[str, str]) -> int:
    if command[:1] == ["--"]:
        command = command[1:]
    if command[:1] == ["manage.py"]:
        command = [sys.executable, *command]
    process = subprocess.Popen(command, env=os.environ | addresses)
    # The terminal's Ctrl-C reaches the command as well; we end after it, and then the servers.
    signal.signal(signal.SIGINT, lambda _signum, _frame: None)
    signal.signal(signal.SIGTERM, lambda _signum, _frame: process.terminate())
    return process.wait()


if __name__ == "__main__":
    sys.exit(main())
