"""``python -m bench.sink --fd 7``: a mail server on an open socket that takes everything and keeps only a tally.

Each line on the standard input is answered with the tally so far, as one line of JSON.
"""

import argparse
import asyncio
import json
import re
import socket
import sys
import time
from dataclasses import dataclass, field

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
ANSWERS = {b"EHLO": b"250-sink\r\n250 PIPELINING", b"DATA": b"354 go on", b"QUIT": b"221 good-bye"}
LARGEST = 1 << 24


@dataclass
class Tally:
    """How many messages came, how many different ones, and between which moments."""

    messages: int = 0
    first: float = 0.0
    last: float = 0.0
    ids: set[bytes] = field(default_factory=set)

    def count(self, message: bytes) -> None:
        self.last = time.monotonic()
        self.first = self.first or self.last
        self.messages += 1
        found = MESSAGE_ID.search(message)
        self.ids.add(found[1] if found else message)

    def as_json(self) -> str:
        facts = {"messages": self.messages, "different": len(self.ids), "seconds": self.last - self.first}
        return json.dumps(facts)


async def _converse(tally: Tally, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        writer.write(ANSWERS.get(verb, b"250 OK") + b"\r\n")
        await writer.drain()
        if verb == b"QUIT":
            break
        if verb == b"DATA":
            tally.count(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"250 taken\r\n")
    writer.close()


async def _serve(descriptor: int) -> None:
    tally = Tally()
    listening = socket.socket(fileno=descriptor)
    server = await asyncio.start_server(lambda r, w: _converse(tally, r, w), sock=listening, limit=LARGEST)
    async with server:
        while await asyncio.to_thread(sys.stdin.readline):
            sys.stdout.write(f"{tally.as_json()}\n")
            sys.stdout.flush()


def main() -> None:
    """Serves until the standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True)
    asyncio.run(_serve(parser.parse_args().fd))


if __name__ == "__main__":
    main()
