"""Where the servers of a data folder are reached, whether they run or not."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

OWNER = "plenary"
VALKEY_SOCKET = "valkey.sock"


def database_url(sockets: Path) -> str:
    """The address of PostgreSQL as DATABASE_URL."""
    return f"postgresql://{OWNER}@/{OWNER}?host={quote(str(sockets), safe='')}&port=5432"


def redis_url(sockets: Path) -> str:
    """The address of Valkey as REDIS_URL."""
    return f"unix://{quote(str(sockets / VALKEY_SOCKET))}?db=0"


def folder_name(data_dir: Path) -> str:
    """What stands for the path of a data folder where that path would be too long."""
    return sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]


def sockets_folder(data_dir: Path) -> Path:
    """The private folder of the sockets: short, since the path of a Unix socket may have 103 bytes."""
    return temporary_folder() / f"plenary-{os.geteuid()}-{folder_name(data_dir)}"


def temporary_folder() -> Path:
    """The temporary folder with the shortest name."""
    short = Path("/tmp")  # noqa: S108  only private folders are made in it
    return short if os.access(short, os.W_OK) else Path(tempfile.gettempdir())
