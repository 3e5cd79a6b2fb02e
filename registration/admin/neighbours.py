"""The row before and the row after, within the list as it was filtered when one came from it."""

import copy
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from conference.admin.scoped import ScopedAdmin

FILTERS = "_changelist_filters"


def neighbours(model_admin: ScopedAdmin, request: HttpRequest, pk: uuid.UUID) -> dict[str, Any]:
    """Links to the previous and the next row and to the list; nothing where one did not come from a filtered list."""
    filters = request.GET.get(FILTERS, "")
    list_url = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    if not filters:
        return {"list_url": list_url}
    try:
        pks = _listed(model_admin, request, filters)
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        # Not the query of any list: the address was typed, or a filter has been taken away since.
        return {"list_url": list_url}
    if pk not in pks:
        return {"list_url": f"{list_url}?{filters}"}
    here = pks.index(pk)
    return {
        "list_url": f"{list_url}?{filters}",
        "previous_url": _url(model_admin, pks[here - 1], filters) if here else "",
        "next_url": _url(model_admin, pks[here + 1], filters) if here + 1 < len(pks) else "",
        "position": here + 1,
        "total": len(pks),
    }


def _listed(model_admin: ScopedAdmin, request: HttpRequest, filters: str) -> list[uuid.UUID]:
    listing = copy.copy(request)
    listing.GET = QueryDict(filters)
    found = model_admin.get_changelist_instance(listing).get_queryset(listing)
    return list(found.values_list("pk", flat=True))


def _url(model_admin: ScopedAdmin, pk: uuid.UUID, filters: str) -> str:
    url = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[pk])
    return f"{url}?{urlencode({FILTERS: filters})}"
