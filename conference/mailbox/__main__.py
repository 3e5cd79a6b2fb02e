"""``python -m conference.mailbox --folder FOLDER --fd N``: the SMTP server, on a socket that its starter has opened."""

import argparse
import asyncio
import socket
from pathlib import Path

from conference.mailbox.server import serve
from conference.mailbox.store import Mailbox


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m conference.mailbox", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the letters are kept")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="a listening socket that the starter passes on")
    where.add_argument("--port", type=int, help="a loopback port to listen on")
    options = parser.parse_args()
    if options.fd is not None:
        listener = socket.socket(fileno=options.fd)
    else:
        listener = socket.create_server(("127.0.0.1", options.port))
    asyncio.run(serve(Mailbox(options.folder), listener))


if __name__ == "__main__":
    main()
