"""Every page that takes a file, found by opening them all: one that is added is tried without being named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.test import Client
from django.urls import reverse

from registration.actions.unfinished import Keeper, keep_entries
from registration.models import Invitation, Particular, QuestionKind, QuestionSubject, Route, UnfinishedForm
from registration.views.form_entries import COOKIE
from tests.borders.addresses import Address, Visit
from tests.borders.roles import ROLES, visitor
from tests.borders.walking import OK, TABLE, url_of
from tests.borders.world import World
from tests.factories.questions import make_question
from tests.hostile.forms_shown import Attributes, Control, Reader, answer_to

BOUNDARY = "between-the-parts"
EXAMPLE = re.compile(r"for example “(.+?)\.pdf”")


class FormsReader(Reader):
    """Each form with its controls and the first of its buttons."""

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        super().handle_starttag(tag, attributes)
        found = {name: value or "" for name, value in attributes}
        is_button = tag == "button" or (tag == "input" and found.get("type") == "submit")
        if self.is_inside and is_button and found.get("name") and not found["name"].startswith("_"):
            self.controls.setdefault(found["name"], Control(found["name"], "hidden", found.get("value", "")))


@dataclass
class FileForm:
    """A form as the page shows it; ``name`` is its address, ``where`` the file goes."""

    name: str
    role: str
    url: str
    client: Client
    controls: dict[str, Control]
    where: str
    takes_pictures_alone: bool = False
    takes_tables: bool = False
    #: Of a page that takes several: how a file is called that belongs to one of its rows.
    belongs: str = ""
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.name} ({self.where}) as {self.role}"

    def answers(self) -> dict[str, str]:
        """What the page shows, with words of ours beside the file, and another choice where there is one."""
        given = {name: answer_to(each) for name, each in self.controls.items() if each.kind not in {"file", "checkbox"}}
        ticked = {name: each.value for name, each in self.controls.items() if each.kind == "checkbox" and each.value}
        return given | ticked | self.beside

    def called(self, name: str) -> str:
        """The name of a file as somebody in good faith has it who sends it here."""
        return f"{self.belongs}{PurePosixPath(name).suffix}" if self.belongs else name

    def send(self, *files: tuple[str, bytes]) -> Any:
        """Whatever the file is called: the browser's own name, not what a library makes of it."""
        body = b"".join(_part(name, value.encode()) for name, value in self.answers().items())
        body += b"".join(_part(self.where, content, file=name) for name, content in files)
        body += f"--{BOUNDARY}--\r\n".encode()
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return self.client.post(self.url, body, content_type=content_type, follow=True)


def _part(name: str, content: bytes, *, file: str | None = None) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
    if file is not None:
        escaped = file.replace("\\", "\\\\").replace('"', "%22")
        head += f'; filename="{escaped}"\r\nContent-Type: application/octet-stream'
    return f"{head}\r\n\r\n".encode() + content + b"\r\n"


def forms_of(text: str) -> list[dict[str, Control]]:
    """Those that take a file."""
    reader = FormsReader()
    reader.feed(text)
    return [form for form in reader.forms if any(control.kind == "file" for control in form.values())]


def forms_with_files(world: World, addresses: Iterable[Address] = TABLE) -> Iterator[FileForm]:
    """One of each page, as the first role to whom it is open; and the steps of forms that somebody has begun."""
    browsers: dict[str, Client] = {}
    yield from _begun(world)
    for address in addresses:
        visit, role = _first(address, world) if {"GET", "POST"} <= address.methods else (None, "")
        if visit is not None:
            client = browsers.setdefault(role, visitor(world, role).client)
            yield from _on_page(address.name, role, url_of(address, visit), client)


def _first(address: Address, world: World) -> tuple[Visit | None, str]:
    for visit in address.visits(world.here, world):
        for role in ("coordinator", *ROLES):  # to some officers a page is there to be read alone
            if role in visit.allowed and (visit.answer or address.answer) == OK:
                return visit, role
    return None, ""


def _begun(world: World) -> Iterator[FileForm]:
    """Photograph and documents of an application in a browser, and of an invitee; a note that has its number."""
    here = world.here
    asks = [Particular.PHOTOGRAPH, Particular.DOCUMENTS]
    for category in here.categories.values():
        category.asks = sorted({*category.asks, *asks})
        category.save(update_fields=["asks"])
    for subject in QuestionSubject:
        make_question(here.conference, subject=subject, kind=QuestionKind.FILE)
    Invitation.objects.filter(round=here.rounds["notes"]).update(reference=f"{here.conference.note_prefix}7")
    client, category = visitor(world, "anonymous").client, here.categories[Route.APPLICATION]
    keep_entries(Keeper(category, key="a browser's"), {"given_names": ["Aigul"]}, seen_version=0)
    client.cookies[COOKIE] = "a browser's"
    url = reverse("registration:form-part", args=[here.slug, category.slug, "files"])
    yield from _on_page("registration:form-part", "anonymous", url, client)
    invitation, client = here.invitations["invitee"], visitor(world, "invitee").client
    UnfinishedForm.objects.filter(invitation=invitation).delete()
    keeper = Keeper(invitation.category, address=invitation.email, invitation=invitation)
    keep_entries(keeper, {"given_names": ["Aigul"]}, seen_version=0)
    url = reverse("registration:invitation-part", args=[here.slug, invitation.link_token, "files"])
    yield from _on_page("registration:invitation-part", "invitee", url, client)
    url = reverse("registration:own-files", args=[here.slug, here.registrations["nominee"].pk])
    yield from _on_page("registration:own-files", "nominee", url, visitor(world, "nominee").client)


def _on_page(name: str, role: str, url: str, client: Client) -> Iterator[FileForm]:
    response = client.get(url)
    text = response.content.decode() if response.status_code == 200 and not response.streaming else ""
    for controls in forms_of(text) if 'type="file"' in text else ():
        for control in controls.values():
            if control.kind == "file":
                form = FileForm(name, role, url, client, controls, control.name)
                form.takes_tables = ".csv" in control.accept
                takes_pdf = "application/pdf" in control.accept
                form.takes_pictures_alone = not takes_pdf and not form.takes_tables and bool(control.accept)
                form.belongs = EXAMPLE.findall(text)[0] if control.takes_several else ""
                form.beside = _beside(controls)
                yield form


def _beside(controls: dict[str, Control]) -> dict[str, str]:
    """Words of ours where words are typed, another choice where there are several."""
    typed = {
        name: "Kept beside"
        for name, each in controls.items()
        if each.kind in {"text", "textarea"} and (not each.value or each.value.replace(" ", "").isalpha())
    }
    chosen = {name: each.choices[-1] for name, each in controls.items() if each.kind == "select" and each.choices}
    return {name: value for name, value in (typed | chosen).items() if "__prefix__" not in name}
