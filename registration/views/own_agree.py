"""Agreeing to a privacy notice that has changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.views.pages import get_conference, signed_in
from registration.actions.privacy_notice import agree_to_notice
from registration.errors import RegistrationError
from registration.queries.privacy_notices import version_text
from registration.views.actors import signed_in_user
from registration.views.own import back_to, own_or_404


@require_POST
@signed_in
def agree(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Agrees to the version that the page showed; told where it was replaced meanwhile."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    version = request.POST.get("version", "")
    try:
        agree_to_notice(mine.pk, version=version, by=signed_in_user(request))
    except RegistrationError as error:
        messages.error(request, str(error))
    else:
        sentence = _("Thank you. It is kept that you agree to the privacy notice, %(version)s.")
        messages.success(request, sentence % {"version": version_text(version)})
    return HttpResponseRedirect(back_to(shown, mine.pk))
