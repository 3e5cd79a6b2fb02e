"""The board of the programme: a day of it, and one session that is moved there and back."""

import html
import re
from collections.abc import Mapping
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from bench.row import Goal, Row, Visited
from bench.visits import Request, Response, Visit

BOARD = "/admin/agenda/session/board/?day={crowd.first_day}"
MOVE = "/admin/agenda/session/board/move/"
#: Behind the last session of the day, where every room is free.
FREE_HOURS = (("21:00", "21:30"), ("22:00", "22:30"))
CARD = re.compile(r'<li class="board-card[^>]*data-moves[^>]*>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|[a-z_]*conference[a-z_]*)" value="([^"]*)"')
DATA = re.compile(r'data-(\w+)="([^"]*)"')
VERSION = re.compile(rb'"version": (\d+)')


def mover(_number: int, parameters: Mapping[str, Any]) -> Visit:
    """Moves the first session of the day from one free hour to another; what comes back brings the board anew."""
    headers = dict(parameters["headers"])
    page = yield Request(parameters["path"], headers=headers, is_last=False)
    headers["Cookie"] += f"; csrftoken={page.cookies.get('csrftoken', '')}"
    fields, day = _first_session(page), parameters["path"].partition("day=")[2]
    for begins, ends in cycle(FREE_HOURS):
        fields |= {"begins": f"{day}T{begins}", "ends": f"{day}T{ends}", "shown": day}
        moved = yield _post(headers, fields)
        found = VERSION.search(moved.body)
        fields["version"] = found[1].decode() if found else ""


def _first_session(page: Response) -> dict[str, str]:
    text = page.body.decode()
    card = CARD.search(text)
    data = dict(DATA.findall(card[0])) if card else {}
    rooms = data.get("rooms", "").split()
    given = {"session": data.get("session", ""), "version": data.get("version", ""), "rooms": rooms[0] if rooms else ""}
    return {name: html.unescape(value) for name, value in HIDDEN.findall(text)} | given


def _post(headers: Mapping[str, str], fields: Mapping[str, str]) -> Request:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request(MOVE, "POST", {**headers, **kind}, urlencode(fields).encode())


PLAIN = {"Accept": "text/html,application/json;q=0.9,*/*;q=0.8", "Accept-Language": "en"}

ROWS: list[Row] = [
    Visited("board", BOARD, "a day on the board", signed_in="officer", connections=1, goal=Goal(most_p95_ms=1_000)),
    Visited(
        "board-move",
        BOARD,
        "a session moved, saved and checked, with the board as it is then",
        visitors="bench.rows.board:mover",
        signed_in="officer",
        headers=PLAIN,
        connections=1,
        unit="moves",
        goal=Goal(most_p95_ms=200),
    ),
]
