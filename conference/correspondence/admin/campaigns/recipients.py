"""The recipients of a campaign, a page at a time: to whom, what became of it, why not; and each one's letter."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import sees_protected
from conference.correspondence.admin.campaigns.page import ON_THEIR_WAY_KEY, lines_of
from conference.correspondence.admin.message_page import TONES as TONES_OF_LETTERS
from conference.correspondence.campaign_states import Exclusion, Standing
from conference.correspondence.campaigns.totals import ON_THEIR_WAY, Totals, reason_told
from conference.correspondence.models import Campaign, CampaignRecipient
from conference.correspondence.states import MessageState
from conference.formats import language_name
from conference.registry import registry

PER_PAGE = 100
TONES = {Standing.WAITING: "accent", Standing.EXCLUDED: "neutral", Standing.DROPPED: "neutral"}
Row = dict[str, Any]


def recipients_for(request: HttpRequest, campaign: Campaign) -> QuerySet[Any]:
    """In the order of the list; whom this officer may not know stands first, for a place would tell the initial."""
    rows: QuerySet[Any] = campaign.recipients.select_related("message")
    withheld = withheld_from(request, campaign)
    marked: QuerySet[Any] = rows.annotate(is_withheld=_is_true(withheld), told=reason_told(withheld))
    return marked.order_by("-is_withheld", "position")


def withheld_from(request: HttpRequest, campaign: Campaign) -> Q | None:
    """The rows whose persons this officer may not know; of a list that no app knows any more, all."""
    if sees_protected(request):
        return None
    audience = registry.audiences.get(campaign.audience)
    return Q(about_id__in=audience.protected(campaign.conference)) if audience else Q(about_id__isnull=False)


def _is_true(condition: Q | None) -> Case | Value:
    if condition is None:
        return Value(value=False)
    then = When(condition, then=Value(value=True))
    return Case(then, default=Value(value=False), output_field=BooleanField())


def shown(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Cut by one of the numbers; a made-up one filters nothing away and raises nothing."""
    return rows.filter(_condition(key))


def _condition(key: str) -> Q:
    if key == ON_THEIR_WAY_KEY:
        return Q(message__state__in=ON_THEIR_WAY)
    if key in Exclusion.values:
        return Q(told=key)
    if key in {Standing.WAITING, Standing.DROPPED}:
        return Q(standing=key)
    return Q(message__state=key) if key in MessageState.values else Q()


def called(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    """Those whose name or address has these words; whom the officer may not know is not found by either."""
    if not asked:
        return rows
    said = Q(recipient_name__icontains=asked) | Q(recipient__icontains=asked)
    return rows.filter(said, is_withheld=False)


def list_of(request: HttpRequest, campaign: Campaign, found: Totals, *, may_act: bool) -> Row:
    """What the template shows: search, chips, one page of rows, the pages."""
    key, asked = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    rows = called(shown(recipients_for(request, campaign), key), asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [line for line in lines_of(campaign, found) if line["count"] or line["key"] == key]
    return {
        "chips": [
            {
                "label": line["label"],
                "count": line["count"],
                "url": _address(show="" if line["key"] == key else line["key"], q=asked),
                "current": line["key"] == key,
            }
            for line in lines
        ],
        "key": key,
        "asked": asked,
        "kept": _address(show=key, q=asked),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [_row(each, campaign) for each in page.object_list],
        "may_choose": may_act and campaign.is_draft,
    }


def _address(**asked: str) -> str:
    """What the list is cut by, as the end of its address."""
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _row(recipient: Any, campaign: Campaign) -> Row:
    tone, text = _status(recipient)
    is_named = not recipient.is_withheld
    return {
        "pk": recipient.pk,
        "name": (recipient.recipient_name or recipient.recipient) if is_named else _("Protected participant"),
        "address": recipient.recipient if is_named and recipient.recipient_name else "",
        "language": language_name(recipient.language) if recipient.language and is_named else "",
        "tone": tone,
        "text": text,
        "detail": _detail(recipient),
        "by_hand": recipient.by_hand and recipient.is_waiting and is_named,
        "is_left_out": recipient.reason == Exclusion.LEFT_OUT,
        "may_change": recipient.is_waiting or recipient.reason == Exclusion.LEFT_OUT,
        "letter_url": _letter_url(recipient, campaign) if is_named else "",
    }


def _detail(recipient: Any) -> str:
    """Why nothing is written; or that the letter came back."""
    if recipient.told:
        return str(Exclusion(recipient.told).label)
    return _("came back") if recipient.message is not None and recipient.message.came_back_at else ""


def _letter_url(recipient: CampaignRecipient, campaign: Campaign) -> str:
    """The letter in the ledger, or how it would read."""
    if recipient.message_id:
        return reverse("admin:correspondence_outgoingmessage_change", args=[recipient.message_id])
    if recipient.is_waiting:
        return reverse("admin:correspondence_campaign_letter", args=[campaign.pk, recipient.pk])
    return ""


def _status(recipient: CampaignRecipient) -> tuple[str, str]:
    if recipient.message is not None:
        state = MessageState(recipient.message.state)
        return TONES_OF_LETTERS[state], capfirst(str(state.label))
    standing = Standing(recipient.standing)
    return TONES.get(standing, "neutral"), capfirst(str(standing.label))


def recipient_to_show(request: HttpRequest, campaign: Campaign, pk: UUID) -> Any:
    """Raises ``Http404`` where it is another campaign's, or of somebody whom the officer may not know."""
    found = recipients_for(request, campaign).filter(pk=pk, is_withheld=False).first()
    if found is None:
        raise Http404
    return found


def neighbours_of(request: HttpRequest, campaign: Campaign, recipient: CampaignRecipient) -> dict[str, str]:
    """The letters before and after it on the list."""
    named = recipients_for(request, campaign).filter(is_withheld=False, standing=Standing.WAITING)
    before = named.filter(position__lt=recipient.position).order_by("-position").first()
    after = named.filter(position__gt=recipient.position).order_by("position").first()
    return {
        "before_url": _letter_url(before, campaign) if before else "",
        "after_url": _letter_url(after, campaign) if after else "",
    }


def first_letter_url(request: HttpRequest, campaign: Campaign) -> str:
    """How the first letter on the list will read; nothing where nobody is written to whom the officer may know."""
    named = recipients_for(request, campaign).filter(is_withheld=False, standing=Standing.WAITING)
    first = named.order_by("position").first()
    return _letter_url(first, campaign) if first else ""


def chosen_of(request: HttpRequest, name: str = "recipient") -> list[UUID]:
    """The ticked rows; what is no identifier is passed over."""
    found = []
    for text in request.POST.getlist(name)[:PER_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
