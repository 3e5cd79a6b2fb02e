"""The list of campaigns, and the pages of each."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from conference.admin.chips import Chip, ChippedList
from conference.admin.current import current_roles, is_of_current_conference, officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.campaigns.acts import ACTS, acts_for
from conference.correspondence.admin.campaigns.forms import CampaignForm, OnceForm, ReasonForm, SendingForm
from conference.correspondence.admin.campaigns.listing import CampaignStatusFilter, ListOfCampaigns
from conference.correspondence.admin.campaigns.lists import beginnings
from conference.correspondence.admin.campaigns.pace import pace_of
from conference.correspondence.admin.campaigns.page import (
    TONES,
    audience_label,
    facts_of,
    history_of,
    placeholders_of,
    read_in_another_language,
    standing_of,
    words_of,
)
from conference.correspondence.admin.campaigns.recipients import (
    chosen_of,
    first_letter_url,
    list_of,
    neighbours_of,
    recipient_to_show,
    withheld_from,
)
from conference.correspondence.admin.campaigns.steps import steps_of
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns import drafting, sending, trying
from conference.correspondence.campaigns.totals import Totals, totals
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import Campaign
from conference.formats import moment_text
from conference.logs import without_tokens
from conference.models import Conference
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_INVITE

NAME = "correspondence_campaign"


@admin.register(Campaign)
class CampaignAdmin(ChippedList, ScopedAdmin):
    """Begun on a list of people, changed by acts; a draft alone is deleted."""

    roles_that_change = ROLES_THAT_CORRESPOND
    actions = None
    show_facets = ShowFacets.NEVER
    list_display = ("what", "status", "numbers", "begun")
    list_display_links = ("what",)
    list_filter = (CampaignStatusFilter,)
    list_select_related: ClassVar[Any] = ("conference", "created_by")
    search_fields = ("name",)
    search_help_text = gettext_lazy("Name")
    ordering = ("-created_at", "pk")
    change_list_template = "admin/correspondence/campaign/list.html"
    delete_confirmation_template = "admin/correspondence/campaign/delete.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = Campaign.objects.visible_to(request.user, required_conference(request))
        return found.select_related("conference", "created_by", "sent_by", "copied_from").order_by(*self.ordering)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListOfCampaigns

    def chips_of(self, conference: Conference) -> Iterable[Chip]:
        rows = Campaign.objects.filter(conference=conference).order_by()
        counts = dict(rows.values_list("state").annotate(total=Count("pk")))
        for state in CampaignState:
            yield Chip("status", state.value, state.label, counts.get(state.value, 0))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Recipients are counted, not named: some of them may be named to few."""
        _gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], counts, lacking, protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A draft that a colleague sends off meanwhile stays, and it is said so."""
        recipients = self._campaign(request, object_id).recipients.count()
        context = {"title": _("Discard the draft"), "recipients": recipients, **(extra_context or {})}
        try:
            return super().delete_view(request, object_id, context)
        except CorrespondenceError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[object_id]))

    def delete_model(self, request: HttpRequest, obj: Campaign) -> None:
        drafting.discard_campaign(obj.pk, by=officer(request))

    @admin.display(description=gettext_lazy("campaign"), ordering="name")
    def what(self, campaign: Campaign) -> SafeString:
        return lines(campaign.name, audience_label(campaign))

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, campaign: Campaign) -> SafeString:
        moment = moment_text(campaign.scheduled_at, campaign.conference.zone) if campaign.scheduled_at else ""
        return lines(
            tag(TONES[CampaignState(campaign.state)], campaign.get_state_display()), "" if campaign.is_draft else moment
        )

    @admin.display(description=gettext_lazy("letters"))
    def numbers(self, campaign: Any) -> SafeString:
        found: Totals = campaign.totals
        text = _("%(done)d of %(total)d") % {"done": found.at_an_end, "total": found.to_write}
        if campaign.is_draft:
            text = ngettext("%(count)d recipient", "%(count)d recipients", found.to_write) % {"count": found.to_write}
        trouble = _("%(count)d in trouble") % {"count": found.in_trouble} if found.in_trouble else ""
        left = _("%(count)d left out") % {"count": found.excluded} if found.excluded else ""
        return lines(text, trouble, left)

    @admin.display(description=gettext_lazy("begun"), ordering="created_at")
    def begun(self, campaign: Campaign) -> SafeString:
        return lines(at_text(campaign.conference, campaign.created_at), campaign.created_by or "")

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            pattern: URLPattern = path(route, self.admin_site.admin_view(view), name=f"{NAME}_{name}")
            return pattern

        return [
            page("<uuid:pk>/words/", self.words_view, "words"),
            page("<uuid:pk>/recipients/", self.recipients_view, "recipients"),
            page("<uuid:pk>/recipients/<uuid:recipient>/", self.letter_view, "letter"),
            page("<uuid:pk>/send/", self.send_view, "send"),
            page("<uuid:pk>/act/<slug:key>/", self.act_view, "act"),
            page("<uuid:pk>/standing/", self.standing_view, "standing"),
            page("<uuid:pk>/test/", require_POST(self.test_view), "test"),
            page("<uuid:pk>/copy/", require_POST(self.copy_view), "copy"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Where campaigns begin: on the list of those to whom one writes."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._page(request, "new", title=_("New campaign"), audiences=beginnings())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        campaign = self._campaign(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        prefetch_related_objects([campaign], "wordings")
        found, may_act = self._totals(request, campaign), self.has_change_permission(request)
        why_not = sending.why_not_ready(campaign) if campaign.is_draft else ""
        return self._page(
            request,
            "page",
            title=campaign.name,
            **standing_of(campaign, found),
            facts=facts_of(campaign, found),
            words=words_of(campaign),
            history=history_of(campaign),
            may_act=may_act,
            acts=acts_for(campaign) if may_act else [],
            once=OnceForm(),
            pace=None if campaign.is_draft else pace_of(campaign),
            steps=steps_of(request, campaign, found, why_not) if may_act and campaign.is_draft else [],
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done stands on the campaign's page."""
        return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[object_id]))

    def standing_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The part of the page that changes while letters go, for the script that asks each second."""
        campaign = self._campaign(request, str(pk))
        context = standing_of(campaign, self._totals(request, campaign), request.GET.get("seen", ""))
        return TemplateResponse(request, "admin/correspondence/campaign/_standing.html", context)

    def words_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Name, condition and words of a draft."""
        campaign = self._changed(request, pk)
        if not campaign.is_draft:
            return self._back(campaign)
        form = CampaignForm(request.POST or None, campaign=campaign)
        if self._is_sent(request) and form.is_valid():
            given = form.cleaned_data
            try:
                drafting.word_campaign(
                    campaign.pk,
                    name=given["name"],
                    condition=given["condition"],
                    words=form.words,
                    seen_version=given["seen_version"],
                    by=officer(request),
                )
            except CorrespondenceError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The campaign is saved. Nothing was sent."))
                letter_url = first_letter_url(request, campaign) if "read" in request.POST else ""
                return HttpResponseRedirect(letter_url) if letter_url else self._back(campaign)
        context = {"form": form, "campaign": campaign, "placeholders": placeholders_of(campaign)}
        return self._page(request, "words", title=_("Words of the campaign"), **context)

    def recipients_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Everybody on the list; of a draft some are left out, or put back."""
        campaign = self._campaign(request, str(pk))
        may_act = self.has_change_permission(request)
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            if self._is_sent(request):
                self._choose(request, campaign)
            return HttpResponseRedirect(request.get_full_path())
        found = self._totals(request, campaign)
        context = list_of(request, campaign, found, may_act=may_act)
        return self._page(request, "recipients", title=_("Recipients"), campaign=campaign, totals=found, **context)

    def _choose(self, request: HttpRequest, campaign: Campaign) -> None:
        ids, by = chosen_of(request), officer(request)
        try:
            if request.POST.get("do") == "put-back":
                count = drafting.put_back(campaign.pk, ids, by=by)
                text = ngettext("%(count)d is on the list again.", "%(count)d are on the list again.", count)
            else:
                count = drafting.leave_out(campaign.pk, ids, by=by)
                text = ngettext("%(count)d is left out.", "%(count)d are left out.", count)
        except CorrespondenceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, text % {"count": count})

    def letter_view(self, request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
        """How the letter to one of them will read; links that open an invitation are for those who invite."""
        campaign = self._campaign(request, str(pk))
        found = recipient_to_show(request, campaign, recipient)
        letter = trying.letter_to(campaign, found)
        may_invite = bool(current_roles(request) & ROLES_THAT_INVITE)
        text = letter.text if letter and may_invite else without_tokens(letter.text) if letter else ""
        context = {"recipient": found, "campaign": campaign, "letter": letter, "text": text}
        context |= neighbours_of(request, campaign, found)
        return self._page(request, "letter", title=str(found) or _("Letter"), **context)

    def send_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What sending it off will do, and when; then it is sent off, once."""
        campaign = self._changed(request, pk)
        initial = {"when": "now", "seen_version": campaign.version}
        form = SendingForm(request.POST or None, conference=campaign.conference, initial=initial)
        if self._is_sent(request) and form.is_valid() and self._is_scheduled(request, campaign, form):
            return self._back(campaign)
        if not campaign.is_draft:
            return self._back(campaign)
        found = self._totals(request, campaign)
        by_hand = campaign.recipients.filter(standing=Standing.WAITING, by_hand=True).count()
        return self._page(
            request,
            "send",
            title=_("Send the campaign"),
            campaign=campaign,
            form=form,
            facts=facts_of(campaign, found),
            totals=found,
            lines=[line for line in standing_of(campaign, found)["lines"] if line["count"]],
            warnings=read_in_another_language(campaign),
            by_hand=by_hand,
            why_not=sending.why_not_ready(campaign),
        )

    def _is_scheduled(self, request: HttpRequest, campaign: Campaign, form: SendingForm) -> bool:
        """Whether it goes; else the form says why not. Sent off before, it says so, and nothing goes twice."""
        try:
            moment = form.moment
            sending.schedule_campaign(
                campaign.pk, at=moment, seen_version=form.cleaned_data["seen_version"], by=officer(request)
            )
        except CorrespondenceError as error:
            campaign.refresh_from_db()
            if campaign.is_draft:
                form.add_error(None, str(error))
                return False
            messages.warning(request, str(error))
            return True
        text = _("The letters go at the time you chose.") if moment else _("The letters are on their way.")
        messages.success(request, text)
        return True

    def act_view(self, request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
        """Asks whether it is meant; then does it, or says why not."""
        campaign = self._changed(request, pk)
        act = ACTS.get(key)
        if act is None:
            raise Http404
        form = ReasonForm(request.POST or None)
        if self._is_sent(request) and form.is_valid():
            try:
                act.act(campaign.pk, by=officer(request), reason=form.cleaned_data["reason"])
                messages.success(request, str(act.done))
            except CorrespondenceError as error:
                messages.error(request, str(error))
            return self._back(campaign)
        if act not in acts_for(campaign):
            return self._back(campaign)
        standing = standing_of(campaign, self._totals(request, campaign))
        lines = [line for line in standing["lines"] if line["count"]]
        return self._page(request, "act", title=act.label, act=act, form=form, **standing | {"lines": lines})

    def test_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        campaign = self._changed(request, pk)
        if self._is_sent(request):
            send = partial(trying.send_test, campaign, language=request.POST.get("language", ""), by=officer(request))
            text = _("A letter to try goes to %(address)s.") % {"address": officer(request).email}
            self._do(request, send, text)
        return self._back(campaign)

    def copy_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        campaign = self._changed(request, pk)
        form = OnceForm(request.POST)
        if self._is_sent(request) and form.is_valid():
            copy = self._do(
                request,
                partial(
                    drafting.copy_campaign, campaign.pk, by=officer(request), token=form.cleaned_data["form_token"]
                ),
                _("This is a draft with the same words to the same list, as it is now."),
            )
            return self._back(copy or campaign)
        return self._back(campaign)

    def _totals(self, request: HttpRequest, campaign: Campaign) -> Totals:
        return totals(campaign, withheld_from(request, campaign))

    def _do(self, request: HttpRequest, act: Callable[[], Any], text: str) -> Any:
        try:
            done = act()
        except CorrespondenceError as error:
            messages.error(request, str(error))
            return None
        messages.success(request, text)
        return done

    def _campaign(self, request: HttpRequest, object_id: str) -> Campaign:
        """Raises ``Http404`` for another conference's, ``PermissionDenied`` without a role."""
        campaign: Campaign | None = self.get_object(request, object_id)
        if campaign is None:
            raise Http404
        if not self.has_view_permission(request, campaign):
            raise PermissionDenied
        return campaign

    def _changed(self, request: HttpRequest, pk: UUID) -> Campaign:
        campaign = self._campaign(request, str(pk))
        if not self.has_change_permission(request, campaign):
            raise PermissionDenied
        return campaign

    def _is_sent(self, request: HttpRequest) -> bool:
        """Whether a form was submitted that belongs to the conference the officer works in."""
        if request.method != "POST":
            return False
        if is_of_current_conference(request):
            return True
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return False

    def _back(self, campaign: Campaign) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[campaign.pk]))

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        each = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/correspondence/campaign/{template}.html", each | context)
