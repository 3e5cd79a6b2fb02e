"""The list of campaigns: cut by status, each with its numbers."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.campaigns.totals import totals_of


class CampaignStatusFilter(SimpleListFilter):
    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return CampaignState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(state=value) if value in CampaignState.values else queryset


class ListOfCampaigns(ChangeList):
    """The numbers of one page are counted in one aggregate."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        found = totals_of(row.pk for row in rows)
        for row in rows:
            row.totals = found[row.pk]
        self.result_list = rows
