"""Photograph and documents of one's own: sent one at a time, shown at once, replaced, taken away."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.uploads import UploadRefusedError
from conference.views.pages import get_conference, page, signed_in
from registration.actions.own_files import ASKED_AS, send_document, send_photograph, take_away, why_it_stays
from registration.errors import LostUpdateError, RegistrationError
from registration.forms.files import DocumentForm, PhotographForm
from registration.models import Document, DocumentKind, Particular, Registration
from registration.queries.own import is_asked_for_files
from registration.states import RegistrationState
from registration.views.actors import signed_in_user
from registration.views.form_files import FileLine
from registration.views.own import context_of, own_or_404
from registration.views.pictures import PLACES, cut, portrait_of, stored

Act = Callable[[], object]


@signed_in
def files(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Takes, crops, replaces or removes one file at a time, as the form before registering does."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    if not is_asked_for_files(mine):
        raise Http404
    photograph, document = PhotographForm(), DocumentForm()
    step = request.POST.get("step", "")
    if step == "photograph":
        photograph = PhotographForm(request.POST, request.FILES)
        if photograph.is_valid() and _is_sent_photograph(request, mine, photograph):
            return _back_here(shown, mine)
    elif step == "document":
        document = DocumentForm(request.POST, request.FILES)
        if document.is_valid() and _is_sent_document(request, mine, document):
            return _back_here(shown, mine)
    elif request.method == "POST":
        _change(request, mine, step)
        return _back_here(shown, mine)
    return _page(request, shown, mine, photograph, document)


def _is_sent_photograph(request: HttpRequest, mine: Registration, form: PhotographForm) -> bool:
    user, upload = signed_in_user(request), form.cleaned_data["photograph"]
    try:
        send_photograph(mine.pk, upload, seen=_seen(request), by=user)
    except RegistrationError as error:
        form.add_error("photograph", _told(error))
        return False
    messages.success(request, _photograph_kept(mine))
    return True


def _is_sent_document(request: HttpRequest, mine: Registration, form: DocumentForm) -> bool:
    try:
        send_document(mine.pk, form.cleaned_data["document"], by=signed_in_user(request))
    except RegistrationError as error:
        form.add_error("document", str(error))
        return False
    messages.success(request, _("Thank you. Your document has arrived, and the Secretariat sees it."))
    return True


def _change(request: HttpRequest, mine: Registration, step: str) -> None:
    """“crop-middle”, “remove-<id>”; anything else changes nothing."""
    act, _dash, what = step.partition("-")
    if act == "crop" and what in PLACES:
        _crop(request, mine, what)
    elif act == "remove" and (pk := _uuid(what)) is not None:
        _do(
            request,
            lambda: take_away(pk, of=mine.pk, by=signed_in_user(request)),
            _("It is removed. The Secretariat keeps it for a month, should it have been a mistake."),
        )


def _crop(request: HttpRequest, mine: Registration, place: str) -> None:
    seen = _seen(request)
    present = mine.documents.current().filter(kind=DocumentKind.PHOTOGRAPH)
    photograph = present.filter(pk=seen).first() if seen else None

    def act() -> object:
        if photograph is None:
            raise LostUpdateError
        return send_photograph(mine.pk, cut(stored(photograph), place), seen=seen, by=signed_in_user(request))

    _do(request, act, _photograph_kept(mine))


def _do(request: HttpRequest, act: Act, done: str) -> None:
    try:
        act()
    except (RegistrationError, UploadRefusedError) as error:
        messages.error(request, _told(error))
    else:
        messages.success(request, done)


def _told(error: RegistrationError | UploadRefusedError) -> str:
    if isinstance(error, LostUpdateError):
        return _(
            "This was replaced or removed in another window meanwhile. Here is how it stands now; nothing was saved."
        )
    return str(error)


def _photograph_kept(mine: Registration) -> str:
    if mine.state == RegistrationState.REGISTERED:
        return _(
            "Your photograph is saved. Should a badge be printed already, the Secretariat sees that it has changed."
        )
    return _("Your photograph is saved.")


def _seen(request: HttpRequest) -> UUID | None:
    """The photograph that the page showed."""
    return _uuid(request.POST.get("seen", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back_here(conference: Conference, mine: Registration) -> HttpResponse:
    return HttpResponseRedirect(reverse("registration:own-files", args=[conference.slug, mine.pk]))


def _page(
    request: HttpRequest,
    conference: Conference,
    mine: Registration,
    photograph: PhotographForm,
    document: DocumentForm,
) -> HttpResponse:
    user = signed_in_user(request)
    known: list[Document] = list(mine.documents.current().filter(kind__in=ASKED_AS))
    why = {each.pk: why_it_stays(each, mine, by=user) for each in known}
    portrait = next((each for each in known if each.kind == DocumentKind.PHOTOGRAPH), None)
    context = context_of(
        conference,
        mine,
        title=_("Photograph and documents"),
        lede=_(
            "Each file is looked at when it arrives. Place, device and comments that a photograph carries are removed."
        ),
        asks_photograph=Particular.PHOTOGRAPH in mine.category.asks,
        asks_documents=Particular.DOCUMENTS in mine.category.asks,
        photograph_form=photograph,
        document_form=document,
        portrait=portrait_of(portrait, why_it_stays=why[portrait.pk]) if portrait else None,
        documents=[
            FileLine(
                str(each.pk),
                each.name,
                each.size,
                url=reverse("registration:document", args=[conference.slug, each.pk]),
                why_it_stays=why[each.pk],
            )
            for each in known
            if each is not portrait
        ],
    )
    return page(request, "registration/own_files.html", conference, context, current="registration")
