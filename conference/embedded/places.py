"""Where the servers keep their data, their log and their sockets."""

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from conference.embedded.accounts import Account, can_enter, server_account
from conference.embedded.addresses import folder_name, sockets_folder, temporary_folder
from conference.embedded.binaries import SHARED
from conference.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Places:
    """The folders of one set of servers and the account they run as."""

    servers: Path
    sockets: Path
    log: Path
    account: Account | None

    def folder(self, name: str) -> Path:
        """A private folder of the servers' account, made when it is missing."""
        path = self.servers / name
        path.mkdir(exist_ok=True)
        path.chmod(0o700)
        if self.account:
            self.account.owns(path)
        return path

    def log_of(self, name: str) -> Path:
        """The log file of one server."""
        return self.log / f"{name}.log"


def lasting_places(data_dir: Path) -> Places:
    """The places of the data folder ``data_dir``: what is stored there stays.

    Raises EmbeddedError when the folder belongs to somebody else.
    """
    account = server_account()
    data_dir = data_dir.resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        log = data_dir / "log"
        log.mkdir(exist_ok=True)
        servers = data_dir / "servers"
        if account and not can_enter(data_dir, account):
            servers = SHARED / folder_name(data_dir)
            servers.parent.mkdir(parents=True, exist_ok=True)
            servers.parent.chmod(0o755)
        servers.mkdir(exist_ok=True)
    except PermissionError as error:
        message = f"The data folder {data_dir} belongs to another account: set DATA_DIR to a folder of your own."
        raise EmbeddedError(message) from error
    sockets = private_folder(sockets_folder(data_dir), account)
    return Places(servers=servers, sockets=sockets, log=log, account=account)


def throw_away_places() -> Places:
    """New places in the temporary folder, for one test run."""
    account = server_account()
    root = Path(tempfile.mkdtemp(prefix="plenary-test-", dir=temporary_folder()))
    if account:
        account.owns(root)
    return Places(servers=root, sockets=private_folder(root / "s", account), log=root, account=account)


def private_folder(path: Path, account: Account | None) -> Path:
    """Make ``path`` readable only for the servers' account; whoever can open the sockets has all the data.

    Raises EmbeddedError when somebody else has made it.
    """
    owner = account.uid if account else os.geteuid()
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        message = f"The folder {path} belongs to another account: remove it, it is needed for the servers' sockets."
        raise EmbeddedError(message)
    path.chmod(0o700)
    if account:
        account.owns(path)
    return path
