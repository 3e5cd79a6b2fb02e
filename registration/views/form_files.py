"""The step of a form for a photograph and documents: sent one at a time, shown at once, removed again if wished."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.uploads import UploadRefusedError
from conference.views.pages import page
from registration.actions.unfinished import entries_of, keep_file, remove_file
from registration.errors import RegistrationError
from registration.forms.files import DocumentForm, PhotographForm
from registration.models import DocumentKind, Particular, UnfinishedForm
from registration.views.form_flow import FormFlow
from registration.views.pictures import PLACES, cut, portrait_of, stored


@dataclass(frozen=True)
class FileLine:
    """A document that was sent; where ``why_it_stays`` says nothing it may be removed."""

    pk: str
    name: str
    size: int
    url: str = ""
    why_it_stays: str = ""


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
        with suppress(RegistrationError, UploadRefusedError):
            keep_file(kept, cut(stored(photograph), what), DocumentKind.PHOTOGRAPH)


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
        "portrait": portrait_of(portrait) if portrait else None,
        "documents": [FileLine(str(each.pk), each.name, each.size) for each in known if each is not portrait],
        "next_url": flow.part_url("check"),
        "back_url": flow.part_url(""),
        "missing": flow.missing_files(),
    }
    return page(request, "registration/form_files.html", flow.conference, context, current="registration")
