"""A Valkey server (Redis by another name) of our own, reached by a Unix socket in a private folder."""

import signal
import subprocess

import redis

from conference.embedded import processes
from conference.embedded.addresses import VALKEY_SOCKET, redis_url
from conference.embedded.binaries import valkey_binary
from conference.embedded.errors import EmbeddedError
from conference.embedded.places import Places

PATIENCE = 15.0


class Valkey:
    """One server: adopted when it lives, started when it does not. Its callers hold the lock of ``Users``."""

    def __init__(self, places: Places, *, throw_away: bool = False) -> None:
        self._places = places
        self._throw_away = throw_away
        self._binary = valkey_binary(places.account)
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = places.sockets / VALKEY_SOCKET
        self.data = places.servers / "valkey"
        self.log = places.log_of("valkey")

    @property
    def url(self) -> str:
        """The address as REDIS_URL."""
        return redis_url(self._places.sockets)

    def start(self) -> None:
        """Adopt the living server, or start one and wait until it answers.

        Raises EmbeddedError when it does not come up.
        """
        if self.is_alive() and self._answers():
            return
        # One that lives without its socket holds the file of appended commands, which two must never write.
        self._end(signal.SIGTERM)
        self.data.joinpath("valkey.pid").unlink(missing_ok=True)
        self._launch()

    def is_alive(self) -> bool:
        """Whether its process lives; collects it when it was ours and has ended."""
        if self._process:
            self._process.poll()
        return processes.works_in(self._pid(), self.data)

    def stop(self) -> None:
        """End the server after it has written what it holds."""
        if not self._end(signal.SIGTERM):
            self._end(signal.SIGKILL)
        if self._process:
            self._process.wait(PATIENCE)

    def _end(self, by: signal.Signals) -> bool:
        pid = self._pid()
        return not processes.works_in(pid, self.data) or processes.end(pid, by=by, patience=PATIENCE)

    def _launch(self) -> None:
        folder = self._places.folder("valkey")
        # Relative paths: the options are parsed as lines of a configuration, the folder may have any name.
        command = [str(self._binary), "--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"]
        command += ["--dir", ".", "--pidfile", "./valkey.pid", "--save", "", "--databases", "64"]
        command += ["--appendonly", "no" if self._throw_away else "yes", "--maxmemory-policy", "noeviction"]
        self._process = process = processes.start(
            command,
            log=self.log,
            folder=folder,
            account=self._places.account,
            orphan_signal=signal.SIGTERM if self._throw_away else None,
        )
        processes.wait_until(lambda: self._answers() or process.poll() is not None, patience=PATIENCE)
        if process.poll() is not None or not self._answers():
            message = f"Valkey did not start. The end of {self.log}:\n{processes.last_lines(self.log)}"
            raise EmbeddedError(message)

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self._socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _pid(self) -> int:
        try:
            return int(self.data.joinpath("valkey.pid").read_text())
        except (OSError, ValueError):
            return 0
