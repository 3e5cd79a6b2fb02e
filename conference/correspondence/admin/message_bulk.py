"""Several messages that are ticked: what a decision would do to how many, why not to the others, then the reason."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import current_roles, is_of_current_conference, officer, required_conference
from conference.correspondence.admin.message_acts import ACTS, MessageAct
from conference.correspondence.admin.message_page import recipient_text
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.moves import Move
from conference.correspondence.several import MOST, Several, look_at, move_several
from conference.permissions import ROLES_THAT_CORRESPOND

#: Named on the page; of the others it is said how many there are.
NAMED = 12
LABELS = {
    "send-again": gettext_lazy("Send failed messages again"),
    "mark-as-sent": gettext_lazy("Mark unknown messages as sent"),
    "send-once-more": gettext_lazy("Send unknown messages again"),
    "release": gettext_lazy("Let held messages go"),
    "hold": gettext_lazy("Hold messages back"),
    "cancel": gettext_lazy("Cancel messages"),
}
#: What they would do, of several; of one it is said as on its page.
EXPLANATIONS = {
    "send-again": gettext_lazy("The messages are queued once more and their attempts are counted afresh."),
    "mark-as-sent": gettext_lazy("For messages that have arrived, as you have learned, for example by telephone."),
    "send-once-more": gettext_lazy("The recipients may receive them twice: nothing is known of the first."),
    "release": gettext_lazy("The messages are sent as soon as a worker takes them."),
    "hold": gettext_lazy("They wait until an officer lets them go."),
    "cancel": gettext_lazy("They are given up for good and cannot be sent afterwards; their codes are wiped."),
}


class ReasonForm(forms.Form):
    """Why, in the officer's own words."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kept with each message, for the Secretariat alone."),
    )


def actions_of(request: HttpRequest) -> dict[str, tuple[Callable[..., Any], str, Any]]:
    """As the change list wants them, by name; none for those who read alone."""
    if not current_roles(request) & ROLES_THAT_CORRESPOND:
        return {}
    return {key: (partial(_preview, key=key), key, label) for key, label in LABELS.items()}


def _preview(
    model_admin: ModelAdmin[Any], request: HttpRequest, chosen: QuerySet[OutgoingMessage], *, key: str
) -> HttpResponse | None:
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        sentence = _("At most %(most)d are changed at once; nothing was changed. Please narrow the list.")
        messages.error(request, sentence % {"most": MOST})
        return None
    return _page(model_admin, request, key, ids, _form_of(ACTS[key], None))


def several_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """Does what the page has shown, to those of its messages whose state allows it still."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        if key not in LABELS:
            raise Http404
        ids, form = _ids(request.POST.getlist("id")), _form_of(ACTS[key], request.POST)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        elif form is not None and not form.is_valid():
            return _page(model_admin, request, key, ids, form)
        else:
            _act(request, key, ids, form.cleaned_data["reason"] if form else "")
        return HttpResponseRedirect(reverse("admin:correspondence_outgoingmessage_changelist"))

    return view


def _act(request: HttpRequest, key: str, ids: Sequence[uuid.UUID], reason: str) -> None:
    try:
        done = move_several(ids, _move_of(key), required_conference(request), by=officer(request), reason=reason)
    except CorrespondenceError as error:
        messages.error(request, str(error))
        return
    count = len(done.moved)
    if count == 1:
        messages.success(request, str(ACTS[key].done))
    elif count:
        sentence = ngettext("%(act)s: one message.", "%(act)s: %(count)d messages.", count)
        messages.success(request, sentence % {"act": LABELS[key], "count": count})
    for line in left_lines(done):
        messages.warning(request, line)


def _move_of(key: str) -> Move:
    move = ACTS[key].move
    if move is None:
        raise Http404
    return move


def left_lines(found: Several) -> Iterable[str]:
    """Why the others stay as they are: a sentence for each state."""
    for state, count in found.left.items():
        sentence = ngettext(
            "One message is “%(state)s” and stays as it is.",
            "%(count)d messages are “%(state)s” and stay as they are.",
            count,
        )
        yield sentence % {"state": state.label, "count": count}
    if found.not_permitted:
        sentence = ngettext(
            "One letter goes by hand to a protected person and is left to the officers who may read it.",
            "%(count)d letters go by hand to protected persons and are left to the officers who may read them.",
            found.not_permitted,
        )
        yield sentence % {"count": found.not_permitted}


def _form_of(act: MessageAct, sent: Any) -> ReasonForm | None:
    return ReasonForm(sent) if act.asks_reason else None


def _ids(sent: Sequence[str]) -> list[uuid.UUID]:
    """What is no identifier is passed over."""
    found = []
    for text in sent[:MOST]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _page(
    model_admin: ModelAdmin[Any], request: HttpRequest, key: str, ids: Sequence[uuid.UUID], form: ReasonForm | None
) -> HttpResponse:
    found = look_at(ids, _move_of(key), required_conference(request), by=officer(request))
    named = model_admin.get_queryset(request).filter(pk__in=[one.pk for one in found.moved[:NAMED]])
    is_one = len(found.moved) == 1
    context = model_admin.admin_site.each_context(request) | {
        "title": ACTS[key].label if is_one else LABELS[key],
        "explanation": ACTS[key].explanation if is_one else EXPLANATIONS[key],
        "opts": model_admin.opts,
        "act": ACTS[key],
        "ids": [one.pk for one in found.moved],
        "names": [{"pk": one.pk, "text": recipient_text(one)} for one in named.order_by("recipient_shown")],
        "more": max(0, len(found.moved) - NAMED),
        "left": list(left_lines(found)),
        "form": form,
    }
    return TemplateResponse(request, "admin/correspondence/several.html", context)
