"""The step of a form for a photograph and documents: sent one at a time, shown at once, removed again if wished."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.uploads import UploadRefusedError
from conference.views.pages import page
from registration.actions.unfinished import entries_of, keep_file, remove_file
from registration.errors import RegistrationError
from registration.forms.files import DocumentForm, FileAnswerForm, PhotographForm
from registration.forms.question_fields import field_name
from registration.models import Document, DocumentKind, Particular, Question, UnfinishedForm
from registration.views.form_flow import FormFlow
from registration.views.form_parts import parts_of
from registration.views.pictures import PLACES, cut, portrait_of, stored

FileForm = PhotographForm | DocumentForm | FileAnswerForm


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
    wanted = flow.files_wanted()
    if request.method != "POST":
        return _page(flow, request, kept, _empty_forms(wanted))
    step, forms = request.POST.get("step", ""), _empty_forms(wanted)
    if step not in forms:
        _change(kept, step)
    else:
        forms[step] = _filled(request, forms[step])
        if not forms[step].is_valid() or not _is_kept(kept, forms[step]):
            return _page(flow, request, kept, forms)
    return HttpResponseRedirect(flow.part_url("files"))


def _empty_forms(wanted: Sequence[Question]) -> dict[str, FileForm]:
    """By the step that sends each."""
    questions = {field_name(each): FileAnswerForm(question=each) for each in wanted}
    return {"photograph": PhotographForm(), "document": DocumentForm(), **questions}


def _filled(request: HttpRequest, form: FileForm) -> FileForm:
    if isinstance(form, FileAnswerForm):
        return FileAnswerForm(request.POST, request.FILES, question=form.question)
    return type(form)(request.POST, request.FILES)


def _is_kept(kept: UnfinishedForm, form: FileForm) -> bool:
    ((name, upload),) = form.cleaned_data.items()
    kinds = {"photograph": DocumentKind.PHOTOGRAPH, "document": DocumentKind.SUPPORTING, "file": DocumentKind.ANSWER}
    question = form.question if isinstance(form, FileAnswerForm) else None
    try:
        keep_file(kept, upload, kinds[name], question=question)
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


def _page(flow: FormFlow, request: HttpRequest, kept: UnfinishedForm, forms: Mapping[str, FileForm]) -> HttpResponse:
    known = list(kept.documents.all())
    documents = [each for each in known if each.kind == DocumentKind.SUPPORTING]
    portrait = next((each for each in known if each.kind == DocumentKind.PHOTOGRAPH), None)
    context = {
        "label": _("Registration: %(category)s") % {"category": flow.category},
        "steps": flow.steps("files"),
        "asks_photograph": Particular.PHOTOGRAPH in flow.category.asks,
        "asks_documents": Particular.DOCUMENTS in flow.category.asks,
        "photograph_form": forms["photograph"],
        "document_form": forms["document"],
        "portrait": portrait_of(portrait) if portrait else None,
        "documents": [FileLine(str(each.pk), each.name, each.size) for each in documents],
        "title": parts_of(flow.category)["files"],
        "file_questions": [
            (each, _file_of(each, known)) for each in forms.values() if isinstance(each, FileAnswerForm)
        ],
        "next_url": flow.part_url("check"),
        "back_url": flow.part_url(""),
        "missing": flow.missing_files(),
    }
    return page(request, "registration/form_files.html", flow.conference, context, current="registration")


def _file_of(form: FileAnswerForm, known: list[Document]) -> FileLine | None:
    """The file that answers a question so far."""
    sent = next((each for each in known if each.question_id == form.question.pk), None)
    return FileLine(str(sent.pk), sent.name, sent.size) if sent else None
