"""Two-step sign-in: the page between the password and the admin, and setting it up."""

from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from conference.actions.second_factor import begin_set_up, confirm_set_up
from conference.errors import CodeNotValidError
from conference.forms.second_step import SecondStepForm, SetUpForm
from conference.headers import come_again
from conference.models import SecondFactor, User
from conference.officer_session import (
    SET_UP_KEY,
    is_verified_officer,
    needs_second_step,
    set_up_in,
    sign_in_officer,
    wait_for_second_step,
    waiting_in,
)
from conference.one_time import provisioning_uri


class PasswordView(LoginView):
    """The first step: where a second one is needed, the right password signs nobody in yet."""

    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        goal = self.get_success_url()
        if not needs_second_step(user):
            sign_in_officer(self.request, user, None)
            return HttpResponseRedirect(goal)
        wait_for_second_step(self.request, user, goal)
        step = "admin:second-step" if user.second_factor_id else "admin:second-step-set-up"
        return HttpResponseRedirect(reverse(step))

    def form_invalid(self, form: Any) -> HttpResponse:
        return refused_for_a_while(super().form_invalid(form), form)


def refused_for_a_while(response: HttpResponse, form: Any) -> HttpResponse:
    """The page of a form that was tried too often."""
    return come_again(response, form.wait) if form.wait else response


def second_step(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Takes the code of whoever has just given the right password."""
    waiting = waiting_in(request)
    user = waiting.user() if waiting else None
    if waiting is None or user is None:
        return _to_password()
    if not user.second_factor_id:
        return HttpResponseRedirect(reverse("admin:second-step-set-up"))
    form = SecondStepForm(request.POST if request.method == "POST" else None, user=user, request=request)
    if request.method == "POST" and form.is_valid():
        sign_in_officer(request, user, form.factor)
        return HttpResponseRedirect(_safe(request, waiting.next))
    page = render(request, "admin/second_step/code.html", {**context, "form": form, "officer": user})
    return refused_for_a_while(page, form)


def set_up(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Shows the key and takes the first code made with it; then the recovery codes, once.

    For whoever has just given the password: at sign-in, or on the page of one's own account.
    """
    waiting = waiting_in(request)
    user = waiting.user() if waiting else _own(request)
    if user is None or (waiting and user.second_factor_id):
        return _to_password()
    factor = _begun(request, user, may_begin=waiting is not None)
    if factor is None:
        return HttpResponseRedirect(reverse("admin:two-step-sign-in"))
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirmed, codes = confirm_set_up(factor.pk, form.cleaned_data["code"], by=user)
        except CodeNotValidError:
            form.add_error("code", _("This code is not valid. Please enter the one that the app shows now."))
        else:
            goal = waiting.next if waiting else reverse("admin:two-step-sign-in")
            sign_in_officer(request, user, confirmed)
            return recovery_codes(request, codes, _safe(request, goal))
    context |= {"form": form, "officer": user, **_shown(factor), "is_required": waiting is not None}
    return render(request, "admin/second_step/set_up.html", context)


def recovery_codes(request: HttpRequest, codes: list[str], goal: str) -> HttpResponse:
    """The ten codes, on the one page that ever shows them."""
    context = {"codes": codes, "goal": goal, "site": settings.PUBLIC_URL, "officer": request.user}
    return render(request, "admin/second_step/recovery_codes.html", context)


def _own(request: HttpRequest) -> User | None:
    return request.user if is_verified_officer(request) and isinstance(request.user, User) else None


def _begun(request: HttpRequest, user: User, *, may_begin: bool) -> SecondFactor | None:
    """The key being set up in this session; reloading the page shows the same one."""
    unconfirmed = SecondFactor.objects.filter(user=user, confirmed_at__isnull=True)
    begun = set_up_in(request)
    found = unconfirmed.filter(pk=begun).first() if begun else None
    if found is None and may_begin:
        found = begin_set_up(user)
        request.session[SET_UP_KEY] = str(found.pk)
    return found


def _shown(factor: SecondFactor) -> dict[str, Any]:
    uri = provisioning_uri(factor.key, account=factor.user.email, issuer=str(settings.PRODUCT_NAME))
    picture = segno.make(uri, error="m", micro=False)
    return {
        "picture": picture.svg_data_uri(scale=5, border=4, dark="#000", light="#fff", encode_minimal=False),
        "key": " ".join(factor.key[start : start + 4] for start in range(0, len(factor.key), 4)),
        "uri": uri,
    }


def _safe(request: HttpRequest, goal: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(goal, {request.get_host()}, require_https=request.is_secure())
    return goal if is_ours else reverse("admin:index")


def _to_password() -> HttpResponse:
    goal = reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({REDIRECT_FIELD_NAME: goal})}")
