"""The open application: its form, and whole registrations as a browser makes them, each of a person never seen."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bench.row import Goal, Row, Visited
from bench.visits import Request, Response, Visit

FORM = "/en/{crowd.slug}/register/academia/"
INPUT = re.compile(rb"<input[^>]*>")
NAME = re.compile(rb'\bname="([^"]*)"')
VALUE = re.compile(rb'\bvalue="([^"]*)"')
TEXT_AREA = re.compile(rb'<textarea[^>]*\bname="([^"]*)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
POSTED = 302
ANSWERS = {
    "courtesy": "Ms.",
    "title": "",
    "given_names": "Noémie",
    "patronymic": "",
    "name_order": "given_first",
    "name_of_address": "family",
    "native_name": "",
    "function": "Professor of Comparative Education",
    "phone": "+43 1 2345678",
    "office_email": "",
    "language": "en",
    "nationality": "FR",
    "organisation": "Institute for the Study of Dialogue",
    "country_of_work": "France, Mongolia",
    "mandate": "Research and teaching on education for dialogue.",
    "relevant_work": "A comparison of twelve school programmes, published last year.",
    "proposed_by": "",
    "level": "listed",
}


def applicants(number: int, parameters: Mapping[str, Any]) -> Visit:
    """Opens the form, fills it in, reads it on the check page, submits it, and is told so; then the next one."""
    path, headers = parameters["path"], parameters["headers"]
    while True:
        number += 1_000
        form = yield Request(path, headers=headers, is_last=False)
        cookie = {"Cookie": f"csrftoken={form.cookies.get('csrftoken', '')}"}
        person = {"family_name": f"Applicant {number}", "email": f"applicant{number}@applicants.example"}
        entered = {**_hidden(form), **ANSWERS, **person, "step": "check"}
        kept = yield _post(path, {**headers, **cookie}, entered)
        cookie = {"Cookie": f"{cookie['Cookie']}; registration_form={kept.cookies.get('registration_form', '')}"}
        check_path = kept.headers.get("location", path)
        check = yield Request(check_path, headers={**headers, **cookie}, is_last=False)
        done = yield _post(check_path, {**headers, **cookie}, {**_hidden(check), "step": "submit"})
        yield Request(done.headers.get("location", path), headers={**headers, **cookie})


def _post(path: str, headers: Mapping[str, str], fields: Mapping[str, str]) -> Request:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(fields).encode()
    return Request(path, "POST", {**headers, **kind}, body, POSTED, is_last=False)


def _hidden(page: Response) -> dict[str, str]:
    """What the page's form brings along by itself, and the box by which one agrees to the notice that it names."""
    inputs = (tag for tag in INPUT.findall(page.body) if b'type="hidden"' in tag or b'name="consent"' in tag)
    found = {_text(NAME, tag): _text(VALUE, tag) for tag in inputs}
    areas = {name.decode(): html.unescape(value.decode()) for name, value in TEXT_AREA.findall(page.body)}
    return found | areas


def _text(pattern: re.Pattern[bytes], tag: bytes) -> str:
    found = pattern.search(tag)
    return html.unescape(found[1].decode()) if found else ""


PLAIN = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}

ROWS: list[Row] = [
    Visited("registration-form", FORM, "the form of an open application"),
    Visited(
        "registration",
        FORM,
        "form, answers, check page, submit, answer: each a new person from an address of its own",
        visitors="bench.rows.registration:applicants",
        headers=PLAIN,
        connections=4,
        own_address_each=True,
        unit="registrations",
        goal=Goal(least_a_second=30, most_queries=16),
    ),
]
