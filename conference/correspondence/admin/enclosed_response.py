"""A PDF that goes with a letter, as an officer downloads it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from conference.correspondence.enclosed_files import EnclosedFile


def pdf_response(file: EnclosedFile) -> HttpResponse:
    """To be kept, not shown within the page: the header says the name in its language, and escaped."""
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(file.content, content_type="application/pdf", headers=headers)
