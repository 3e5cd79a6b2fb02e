"""What invented people have sent: silhouettes for photographs, papers for documents, travel, needs, begun forms."""

import datetime
import io
import json
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from agenda.demonstration.stage import Stage
from conference.uploads import JPEG, PDF, Upload
from registration.models import (
    Delegation,
    Document,
    DocumentKind,
    ParticipantNeeds,
    Passport,
    Registration,
    Travel,
    UnfinishedForm,
)

GROUNDS = ("#dfe6ec", "#e9e4d8", "#dde8e0", "#ece0e4")
FIGURES = ("#4a5361", "#5b4a1f", "#2f5a47", "#6b4a58")
SIZE = (480, 600)


def set_up_belongings(stage: Stage) -> None:
    """As many of each as show what the pages look like with them; nothing where the outline names nobody."""
    given = stage.outline.get("belongings", {})
    for number, key in enumerate(given.get("photographs", ())):
        _keep(stage, stage.registrations[key], DocumentKind.PHOTOGRAPH, f"{key}.jpg", silhouette(number))
    for key, name in given.get("documents", {}).items():
        _keep(stage, stage.registrations[key], DocumentKind.SUPPORTING, name, paper(name))
    for code, name in given.get("letters", {}).items():
        _keep(stage, stage.delegations[code], DocumentKind.NOMINATION_LETTER, name, paper(name))
    for key, said in given.get("needs", {}).items():
        ParticipantNeeds.objects.create(participant=stage.participants[key], **said)
    for key, said in given.get("travel", {}).items():
        _travel(stage, stage.registrations[key], dict(said))
    for address, said in given.get("unfinished", {}).items():
        _unfinished(stage, address, dict(said))


def silhouette(number: int) -> bytes:
    """A head and shoulders, nobody's."""
    picture = Image.new("RGB", SIZE, GROUNDS[number % len(GROUNDS)])
    draw, colour = ImageDraw.Draw(picture), FIGURES[number % len(FIGURES)]
    draw.ellipse((160, 130, 320, 330), fill=colour)
    draw.rounded_rectangle((205, 300, 275, 400), radius=20, fill=colour)
    draw.ellipse((70, 380, 410, 820), fill=colour)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def paper(name: str) -> bytes:
    """A page that says what it stands for, and that it is no real one."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.text((90, 90), f"DEMONSTRATION - NOT A REAL DOCUMENT\n\n{name}", fill="#1c2430", font_size=22)
    for line in range(14):
        draw.line((90, 260 + 40 * line, 740 - 60 * (line % 3), 260 + 40 * line), fill="#b9c0c9", width=6)
    file = io.BytesIO()
    page.save(file, "PDF")
    return file.getvalue()


def _keep(stage: Stage, owner: Registration | Delegation, kind: DocumentKind, name: str, content: bytes) -> None:
    document = Document(
        pk=stage.id_of("document", str(kind), name),
        **{owner._meta.model_name or "": owner},
        kind=kind,
        uploaded_at=owner.created_at if isinstance(owner, Registration) else timezone.now(),
    )
    document.store(Upload(content, JPEG if kind == DocumentKind.PHOTOGRAPH else PDF, name))
    document.save(force_insert=True)


def _travel(stage: Stage, registration: Registration, said: dict[str, Any]) -> None:
    passport = said.pop("passport", None)
    for name in ("arrives_at", "departs_at"):
        if name in said:
            said[name] = datetime.datetime.fromisoformat(said[name]).replace(tzinfo=stage.conference.zone)
    Travel.objects.create(registration=registration, needs_visa_support=bool(passport), **said)
    if passport:
        Passport.objects.create(registration=registration, **passport)


def _unfinished(stage: Stage, address: str, said: dict[str, str]) -> None:
    category = stage.categories[said.pop("category")]
    UnfinishedForm.objects.create(
        conference=stage.conference,
        category=category,
        address=address,
        entries=json.dumps({name: [value] for name, value in said.items()}, ensure_ascii=False),
        expires_at=timezone.now() + datetime.timedelta(days=30),
    )
