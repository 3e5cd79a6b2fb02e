"""Asking a member to fill in what is outstanding, on the page that is the member's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.ask_member import ask_member, asked_mark
from registration.errors import RegistrationError
from registration.forms.nomination import AskForm
from registration.models import Registration
from registration.views.actors import signed_in_user
from registration.views.members import member_context, member_or_404, to_the_delegation


@signed_in
def ask(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Sends the member, or the private office, to the page where what is outstanding can be filled in."""
    shown = get_conference(conference)
    member = member_or_404(request, shown, registration)
    person = member.participant
    address = person.email or person.office_email
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, has_address=bool(address), initial={"seen_asked": asked_mark(member)})
    if request.method == "POST" and form.is_valid():
        try:
            ask_member(member.pk, by=signed_in_user(request), **form.cleaned_data)
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is asked to fill in the details.") % {"name": person.formal_name})
            return HttpResponseRedirect(to_the_delegation(member))
    context = member_context(
        member,
        title=_("Ask the member"),
        question=_("Shall %(name)s be asked to fill in what is outstanding?") % {"name": person.formal_name},
        effects=_effects_of_asking(member, address),
        form=form,
        confirm_label=_("Send the letter"),
        cancel_url=to_the_delegation(member),
        cancel_label=_("Leave as it is"),
    )
    return page(request, "registration/confirm.html", shown, context, current="registration")


def _effects_of_asking(member: Registration, address: str) -> list[str]:
    person = member.participant
    to = address or _("the address that you enter")
    effects = [
        _("A letter goes to %(address)s. It leads to the member’s own page.") % {"address": to},
        _("The page opens with a code sent to that address, so a letter that is forwarded opens nothing."),
        _("What the member fills in appears on your page at once; you may still fill it in yourself."),
    ]
    if person.email and person.office_email:
        effects.append(_("The private office, %(address)s, receives a copy.") % {"address": person.office_email})
    return effects
