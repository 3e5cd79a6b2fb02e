"""The page of the mailbox. What a letter contains is somebody else's data: it runs nothing and reaches nothing."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from conference.mailbox.letter import Letter
from conference.mailbox.store import Mailbox, received_at

PAGE = 50
# A letter is styled in its own text, as letters are; anything else it might want is refused.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters, newest first, of one recipient when asked for."""
    recipient = request.GET.get("to", "").strip()
    entries = _mailbox().entries(to=recipient)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(request, "conference/mailbox/letters.html", {"page": page, "recipient": recipient})


@require_safe
def letter(request: HttpRequest, identifier: str) -> HttpResponse:
    """One letter."""
    found = _letter(identifier)
    names = ("From", "To", "Cc", "Reply-To", "Subject", "Date")
    context = {
        "identifier": identifier,
        "letter": found,
        "subject": found.header("Subject"),
        "recipients": found.header("X-Envelope-To"),
        "received_at": received_at(identifier),
        "main_headers": [(name, found.header(name)) for name in names if found.header(name)],
    }
    response = render(request, "conference/mailbox/letter.html", context)
    response._csp_replace = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # noqa: SLF001  django-csp's decorator is typed for views without arguments
    return response


@require_safe
def html_part(_request: HttpRequest, identifier: str) -> HttpResponse:
    """The HTML part alone, for the frame on the letter's page."""
    page = _letter(identifier).html
    if not page:
        raise Http404
    return HttpResponse(page, headers={"Content-Security-Policy": LETTER_POLICY, "X-Frame-Options": "SAMEORIGIN"})


@require_safe
def source(_request: HttpRequest, identifier: str) -> HttpResponse:
    """The letter as it came."""
    try:
        content = _mailbox().source(identifier)
    except FileNotFoundError as error:
        raise Http404 from error
    return _download(content, content_type="message/rfc822", name=f"{identifier}.eml")


@require_safe
def attachment(_request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """One attachment, always to be saved and never shown."""
    attachments = _letter(identifier).attachments
    if not 1 <= number <= len(attachments):
        raise Http404
    chosen = attachments[number - 1]
    return _download(chosen.content, content_type=chosen.content_type, name=chosen.name)


def _mailbox() -> Mailbox:
    if not settings.MAILBOX_ENABLED:
        raise Http404
    return Mailbox(settings.DATA_DIR / "mailbox")


def _letter(identifier: str) -> Letter:
    found = _mailbox().letter(identifier)
    if found is None:
        raise Http404
    return found


def _download(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition or "attachment"}
    )
