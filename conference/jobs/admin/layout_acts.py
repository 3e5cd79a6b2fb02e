"""The buttons about layouts on the page that asks for a file."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.exports.formats import TableFormat
from conference.jobs.admin.asking_forms import LayoutForm
from conference.jobs.errors import JobError
from conference.jobs.layouts import begin_with, change_layout, delete_layout, keep_layout
from conference.jobs.models import Layout, UsualLayout
from conference.models import Conference, User

if TYPE_CHECKING:
    from conference.jobs.admin.asking_page import Asked


def offered_layout(
    kind: str, layout_id: str, *, conference: Conference, by: User, or_usual: bool = False
) -> Layout | None:
    """The layout of an identifier that came with the page; without one, where wished, the officer's usual one."""
    offered = Layout.objects.offered_to(by, conference).filter(kind=kind)
    if not layout_id and or_usual:
        found: Layout | None = offered.filter(usual_of__user=by).first()
        return found
    try:
        named: Layout | None = offered.filter(pk=UUID(layout_id)).first()
    except ValueError:
        return None
    return named


def layouts_for(kind: str, request: HttpRequest, name: str) -> list[dict[str, Any]]:
    """What is offered beside the usual columns, each with the address that opens it on this list."""
    user, conference = officer(request), required_conference(request)
    usual = set(
        UsualLayout.objects.filter(user=user, conference=conference, kind=kind).values_list("layout", flat=True)
    )
    offered = Layout.objects.offered_to(user, conference).filter(kind=kind).select_related("owner")
    return [
        {
            "pk": layout.pk,
            "name": layout.name,
            "url": _opened(request, name, str(layout.pk)),
            "is_usual": layout.pk in usual,
            "whose": "" if layout.owner_id == user.pk else str(layout.owner),
            "is_shared": layout.is_shared,
        }
        for layout in offered
    ]


def _opened(request: HttpRequest, name: str, pk: str) -> str:
    query = request.GET.copy()
    query[name] = pk
    return f"?{query.urlencode()}"


def _keep(asked: "Asked") -> None:
    fields = _fields(asked)
    if fields is None:
        return
    user, conference = officer(asked.request), required_conference(asked.request)
    try:
        asked.choice.layout = keep_layout(asked.kind.key, conference=conference, by=user, **fields)
    except JobError as error:
        asked.layout_form.add_error(None, str(error))
        return
    messages.success(asked.request, _("The layout “%(name)s” is kept.") % {"name": asked.choice.layout})


def _change(asked: "Asked") -> None:
    fields, layout = _fields(asked), asked.choice.layout
    if fields is None or layout is None:
        return
    seen = asked.request.POST.get("layout_version", "")
    try:
        asked.choice.layout = change_layout(
            layout.pk, by=officer(asked.request), seen_version=int(seen) if seen.isdecimal() else 0, **fields
        )
    except JobError as error:
        asked.layout_form.add_error(None, str(error))
        return
    messages.success(asked.request, _("The layout “%(name)s” is changed.") % {"name": asked.choice.layout})


def _ask_before_deleting(asked: "Asked") -> None:
    asked.confirms = "delete" if asked.choice.layout is not None else ""


def _delete(asked: "Asked") -> None:
    if asked.choice.layout is None:
        return
    try:
        name = delete_layout(asked.choice.layout.pk, by=officer(asked.request))
    except JobError as error:
        messages.error(asked.request, str(error))
        return
    asked.choice.layout, asked.layout_form = None, LayoutForm()
    messages.success(
        asked.request,
        _("The layout “%(name)s” is deleted. Its columns are still chosen below, should you wish to keep it again.")
        % {"name": name},
    )


def _begin(asked: "Asked") -> None:
    if asked.choice.layout is None:
        return
    try:
        layout = begin_with(
            asked.choice.layout.pk, conference=required_conference(asked.request), by=officer(asked.request)
        )
    except JobError as error:
        messages.error(asked.request, str(error))
        return
    messages.success(asked.request, _("You begin with “%(name)s” from now on.") % {"name": layout})


def _fields(asked: "Asked") -> dict[str, Any] | None:
    """What the form says of the layout; nothing where it is not valid, and the page is to say so."""
    asked.layout_form = form = LayoutForm(asked.request.POST)
    if not form.is_valid():
        return None
    wanted = asked.choice.form if asked.choice.form in TableFormat else TableFormat.XLSX
    return {**form.cleaned_data, "columns": asked.choice.keys, "form": TableFormat(wanted)}


ACTS: dict[str, Callable[["Asked"], None]] = {
    "keep": _keep,
    "change": _change,
    "delete": _ask_before_deleting,
    "delete-for-good": _delete,
    "begin": _begin,
}
