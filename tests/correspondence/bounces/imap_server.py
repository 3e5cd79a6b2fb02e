"""An IMAP server that knows what the reader of notices says, on a socket of this machine."""

import re
import socketserver
import threading
from typing import Any

TAGGED = re.compile(rb"^(\S+) (?:UID )?(\S+) ?(.*)$", re.IGNORECASE | re.DOTALL)


class ImapServer(socketserver.ThreadingTCPServer):
    """``mails`` by their numbers; ``hangs_up_at`` names a word at which it ends the conversation."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *mails: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = dict(enumerate(mails, start=1))
        self.deleted: set[int] = set()
        self.heard: list[str] = []
        self.hangs_up_at = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"imap://bounces%40conference.example:s%2Fcret@127.0.0.1:{self.server_address[1]}/INBOX"


class Conversation(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            found = TAGGED.match(line.strip())
            assert found is not None
            tag, word, rest = found[1].decode(), found[2].decode().upper(), found[3].decode()
            self.server.heard.append(f"{word} {rest}".strip())
            if word == self.server.hangs_up_at:
                return
            if word == "LOGIN" and "s/cret" not in rest:
                self._say(f"{tag} NO not you")
                continue
            getattr(self, f"_{word.lower()}", self._nothing)(rest)
            self._say(f"{tag} OK done")
            if word == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _nothing(self, _rest: str) -> None:
        return

    def _capability(self, _rest: str) -> None:
        self._say("* CAPABILITY IMAP4rev1 UIDPLUS")

    def _select(self, _rest: str) -> None:
        self._say(f"* {len(self.server.mails)} EXISTS")

    def _search(self, _rest: str) -> None:
        left = (str(uid) for uid in self.server.mails if uid not in self.server.deleted)
        self._say(" ".join(["* SEARCH", *left]))

    def _fetch(self, rest: str) -> None:
        uid = int(rest.split(maxsplit=1)[0])
        content = self.server.mails[uid]
        self._say(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(content)}}}")
        self.wfile.write(content + b")\r\n")

    def _store(self, rest: str) -> None:
        self.server.deleted |= {int(uid) for uid in rest.split(maxsplit=1)[0].split(",")}

    def _expunge(self, rest: str) -> None:
        for uid in rest.split(","):
            self.server.mails.pop(int(uid))


def stopped(server: Any) -> None:
    server.shutdown()
    server.server_close()
