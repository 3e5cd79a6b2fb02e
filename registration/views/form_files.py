"""The step of a form for a photograph and documents: sent one at a time, shown at once, removed again if wished."""

import base64
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.uploads import JPEG, Upload, cropped, thumbnail
from conference.views.pages import page
from registration.actions.unfinished import entries_of, keep_file, remove_file
from registration.errors import RegistrationError
from registration.forms.files import DocumentForm, PhotographForm
from registration.models import Document, DocumentKind, Particular, UnfinishedForm
from registration.views.form_flow import FormFlow

# As a badge has it: four to five.
RATIO = 0.8
PLACES = {"start": 0.0, "middle": 0.5, "end": 1.0}
THUMBNAIL = 220
# What the parts to choose from are cut out of: the photograph itself would be unpacked for each.
DRAWN = 2 * THUMBNAIL


@dataclass(frozen=True)
class Crop:
    """A part of the photograph that may be chosen."""

    value: str
    label: str
    url: str


def files(flow: FormFlow, request: HttpRequest) -> HttpResponse:
    """Takes, crops or removes one file at a time; goes on when nothing that must be there is missing."""
    kept = flow.kept
    if kept is None or entries_of(kept) is None:
        return HttpResponseRedirect(flow.part_url(""))
    photograph, document = PhotographForm(), DocumentForm()
    if request.method == "POST":
        step = request.POST.get("step", "")
        if step == "photograph":
            photograph = PhotographForm(request.POST, request.FILES)
            if photograph.is_valid() and _is_kept(kept, photograph, "photograph", DocumentKind.PHOTOGRAPH):
                return HttpResponseRedirect(flow.part_url("files"))
        elif step == "document":
            document = DocumentForm(request.POST, request.FILES)
            if document.is_valid() and _is_kept(kept, document, "document", DocumentKind.SUPPORTING):
                return HttpResponseRedirect(flow.part_url("files"))
        else:
            _change(kept, step)
            return HttpResponseRedirect(flow.part_url("files"))
    return _page(flow, request, kept, photograph, document)


def _is_kept(kept: UnfinishedForm, form: PhotographForm | DocumentForm, name: str, kind: DocumentKind) -> bool:
    try:
        keep_file(kept, form.cleaned_data[name], kind)
    except RegistrationError as error:
        form.add_error(name, str(error))
        return False
    return True


def _change(kept: UnfinishedForm, step: str) -> None:
    """“crop-middle”, “remove-<id>”; anything else changes nothing."""
    act, _dash, what = step.partition("-")
    if act == "remove":
        try:
            remove_file(kept, UUID(what))
        except ValueError:
            return
    photograph = kept.documents.filter(kind=DocumentKind.PHOTOGRAPH).first()
    if act == "crop" and what in PLACES and photograph is not None:
        upload = _stored(photograph)
        smaller = cropped(upload.content, upload.content_type, ratio=RATIO, place=PLACES[what])
        with suppress(RegistrationError):
            keep_file(kept, replace(upload, content=smaller), DocumentKind.PHOTOGRAPH)


def _stored(document: Document) -> Upload:
    with document.file.open("rb") as file:
        return Upload(file.read(), document.content_type, document.name)


def _page(
    flow: FormFlow, request: HttpRequest, kept: UnfinishedForm, photograph: PhotographForm, document: DocumentForm
) -> HttpResponse:
    known = list(kept.documents.all())
    portrait = next((each for each in known if each.kind == DocumentKind.PHOTOGRAPH), None)
    context = {
        "label": _("Registration: %(category)s") % {"category": flow.category},
        "steps": flow.steps("files"),
        "asks_photograph": Particular.PHOTOGRAPH in flow.category.asks,
        "asks_documents": Particular.DOCUMENTS in flow.category.asks,
        "photograph_form": photograph,
        "document_form": document,
        "portrait": portrait,
        "portrait_url": _drawn(_stored(portrait)) if portrait else "",
        "crops": _crops(_stored(portrait)) if portrait else [],
        "documents": [each for each in known if each is not portrait],
        "next_url": flow.part_url("check"),
        "back_url": flow.part_url(""),
        "missing": flow.missing_files(),
    }
    return page(request, "registration/form_files.html", flow.conference, context, current="registration")


def _crops(upload: Upload) -> list[Crop]:
    """The three parts that a badge's format leaves to choose from; nothing where it fits already."""
    upload = replace(upload, content=thumbnail(upload.content, upload.content_type, side=DRAWN), content_type=JPEG)
    labels = {"start": _("left or upper part"), "middle": _("middle"), "end": _("right or lower part")}
    parts = {
        name: cropped(upload.content, upload.content_type, ratio=RATIO, place=place) for name, place in PLACES.items()
    }
    if parts["start"] == parts["end"]:
        return []
    return [Crop(name, labels[name], _drawn(replace(upload, content=part))) for name, part in parts.items()]


def _drawn(upload: Upload) -> str:
    """A small picture within the page: no address leads to a file that nobody has submitted."""
    small = thumbnail(upload.content, upload.content_type, side=THUMBNAIL)
    return f"data:{JPEG};base64,{base64.b64encode(small).decode()}"
