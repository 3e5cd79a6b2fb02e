"""An officer's own page about two-step sign-in: where it stands, and what can be done about it."""

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.actions.second_factor import (
    RECOVERY_CODES,
    begin_set_up,
    renew_recovery_codes,
    switch_off_second_factor,
)
from conference.admin.current import officer
from conference.admin.second_step import recovery_codes, refused_for_a_while
from conference.errors import SecondFactorError
from conference.formats import date_text
from conference.forms.second_step import OwnPasswordForm
from conference.models import SecondFactor, SecondFactorRecord, User
from conference.officer_session import SET_UP_KEY

FEW = 3
RECORDS_SHOWN = 20


def two_step_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Shows where it stands; ``?act=`` chooses an act, which says its consequence and asks for the password."""
    user = officer(request)
    is_sent = request.method == "POST"
    form = OwnPasswordForm(request.POST if is_sent else None, user=user, request=request)
    chosen = (request.POST if is_sent else request.GET).get("act", "")
    if is_sent and form.is_valid():
        return _act(request, user, chosen)
    factor = user.second_factor
    acts = _acts(factor)
    act = next((one for one in acts if one["key"] == chosen), None)
    page = render(
        request,
        "admin/second_step/own_account.html",
        {**context, "title": act["label"] if act else _("Two-step sign-in"), "is_required": settings.STAFF_MFA_REQUIRED}
        | {"form": form, "rows": _rows(factor), "entries": entries_of(user), "acts": acts, "act": act},
    )
    return refused_for_a_while(page, form)


def entries_of(user: User, *, named: Collection[UUID] | None = None, with_reasons: bool = True) -> list[dict[str, str]]:
    """What was done about an officer's second factor, newest first, for the history component.

    Where ``named`` is given, who acted is told only of those, and of the officer.
    """
    return [
        {
            "text": record.get_change_display(),
            "detail": record.reason if with_reasons else "",
            "at_text": _moment(record.at),
            "actor": _actor(record, named),
        }
        for record in SecondFactorRecord.objects.filter(user=user).select_related("by")[:RECORDS_SHOWN]
    ]


def _actor(record: SecondFactorRecord, named: Collection[UUID] | None) -> str:
    if record.by is None:
        return _("on the server")
    is_told = named is None or record.by_id == record.user_id or record.by_id in named
    return str(record.by) if is_told else _("Secretariat officer")


def _act(request: HttpRequest, user: User, act: str) -> HttpResponse:
    here = HttpResponseRedirect(reverse("admin:two-step-sign-in"))
    try:
        if act == "set-up":
            request.session[SET_UP_KEY] = str(begin_set_up(user).pk)
            return HttpResponseRedirect(reverse("admin:second-step-set-up"))
        if act == "codes":
            return recovery_codes(request, renew_recovery_codes(by=user), reverse("admin:two-step-sign-in"))
        if act == "off":
            switch_off_second_factor(by=user)
            messages.success(request, _("Two-step sign-in is switched off: your password alone signs you in."))
    except SecondFactorError as error:
        messages.error(request, str(error))
    return here


def _acts(factor: SecondFactor | None) -> list[dict[str, str]]:
    if factor is None:
        text = _("The next page shows a key for your authenticator app.")
        return [{"key": "set-up", "label": _("Set up two-step sign-in"), "style": "primary", "text": text}]
    acts = [
        {
            "key": "codes",
            "label": _("Make new recovery codes"),
            "style": "primary",
            "text": _("The next page shows ten new codes, once. The codes you have kept until now are void at once."),
        },
        {
            "key": "set-up",
            "label": _("Replace the app or the telephone"),
            "style": "secondary",
            "text": _("The next page shows a new key. The app you have now stays good until the new one is confirmed."),
        },
    ]
    if not settings.STAFF_MFA_REQUIRED:
        text = _("Your password alone will then sign you in. The app and all recovery codes are void at once.")
        label = _("Switch two-step sign-in off")
        acts.append({"key": "off", "label": label, "style": "trouble", "text": text})
    return acts


def _rows(factor: SecondFactor | None) -> list[dict[str, Any]]:
    if factor is None:
        return [{"term": _("State"), "text": _("Off"), "tone": "neutral"}]
    left = factor.recovery_codes.filter(used_at__isnull=True).count()
    of = ngettext("%(left)s of %(count)s left", "%(left)s of %(count)s left", RECOVERY_CODES)
    return [
        {"term": _("State"), "text": _("On"), "tone": "good"},
        {"term": _("Set up"), "text": _day(factor.confirmed_at)},
        {"term": _("Last used"), "text": _day(factor.last_used_at)},
        {
            "term": _("Recovery codes"),
            "text": of % {"left": left, "count": RECOVERY_CODES},
            "detail": _("Make new ones before they run out.") if left <= FEW else "",
        },
    ]


def _moment(at: datetime.datetime) -> str:
    return f"{_day(at)}, {at.astimezone(timezone.get_current_timezone()):%H:%M}"


def _day(moment: datetime.datetime | None) -> str:
    return date_text(timezone.localdate(moment)) if moment else "–"
